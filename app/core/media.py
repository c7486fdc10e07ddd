"""Which content types a route reads, and the refusal of a body that came as another."""

from typing import Final

from fastapi import Request, params
from fastapi.routing import APIRoute
from pydantic.fields import FieldInfo

from app.core.galat_umum import JenisMediaTidakDidukung

_JSON: Final = "application/json"
_FORMULIR: Final = ("application/x-www-form-urlencoded", "multipart/form-data")


def media_rute(rute: APIRoute) -> tuple[str, ...]:
    """Return the content types of a route's body, none where it takes no body.

    Only multipart carries a file; a form whose files may all be left out comes in either form.
    """
    if rute.body_field is None:
        return ()
    bentuk = rute.body_field.field_info
    if isinstance(bentuk, params.Form) and not any(_is_berkas_wajib(p.field_info) for p in rute.dependant.body_params):
        return _FORMULIR
    return (bentuk.media_type if isinstance(bentuk, params.Body) else _JSON,)


def _is_berkas_wajib(isian: FieldInfo) -> bool:
    return isinstance(isian, params.File) and isian.is_required()


def pastikan_media(request: Request, sah: tuple[str, ...]) -> None:
    """Refuse a body of another content type before anybody tries to read it; without a body there is nothing to refuse.

    Raises:
        JenisMediaTidakDidukung: it names the types of `sah`.
    """
    if not sah or not _is_berbadan(request):
        return
    jenis = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    is_json = jenis.startswith("application/") and jenis.endswith("+json") and _JSON in sah
    if jenis not in sah and not is_json:
        raise JenisMediaTidakDidukung(sah, request.method)


def _is_berbadan(request: Request) -> bool:
    return "transfer-encoding" in request.headers or bool(request.headers.get("content-length", "0").strip("0"))
