"""`/docs` and `/redoc` from files inside the package: no content delivery network sees who reads our documentation.

The pages hold no inline script, so that their policy can refuse every script that is not one of these files.
"""

import importlib.util
from pathlib import Path
from typing import Final

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse

from app.core.errors import NotFound
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.teks import Teks

_KEBIJAKAN: Final = (
    "default-src 'none'; script-src 'self'; connect-src 'self'; img-src 'self' data:; font-src 'self'; "
    "style-src 'self' 'unsafe-inline'; worker-src blob:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Styles may be inline: both readers write theirs from script. No script may."""

_HALAMAN: Final = """<!doctype html>
<html lang="id">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>DTKS API</title>
<link rel="icon" href="/docs/aset/favicon.png">
{gaya}
</head>
<body>
<div id="dokumen"></div>
<script src="/docs/aset/{pustaka}"></script>
<script src="/docs/aset/{mulai}"></script>
</body>
</html>
"""
_GAYA_SWAGGER: Final = '<link rel="stylesheet" href="/docs/aset/swagger-ui.css">'


def _berkas() -> dict[str, Path]:
    # Found, not imported: the package's own FastAPI subclass is of no use here.
    paket = importlib.util.find_spec("fastapi_offline")
    assert paket is not None
    assert paket.origin is not None
    luar, dalam = Path(paket.origin).parent / "static", Path(__file__).parent / "aset"
    nama = ("swagger-ui-bundle.js", "swagger-ui.css", "redoc.standalone.js", "favicon.png")
    return {n: luar / n for n in nama} | {p.name: p for p in dalam.iterdir()}


_BERKAS: Final = _berkas()


class AsetTidakAda(NotFound):
    """There is no such file."""

    kode = "tidak-ditemukan"
    judul = Teks("Tidak ditemukan", "Not found")


router = APIRouter(route_class=RuteDtks, include_in_schema=False)


@router.get("/docs")
def docs() -> HTMLResponse:
    """Show the interactive reference (Swagger UI)."""
    return _halaman("swagger-ui-bundle.js", "mulai-swagger.js", _GAYA_SWAGGER)


@router.get("/redoc")
def redoc() -> HTMLResponse:
    """Show the reading reference (Redoc)."""
    return _halaman("redoc.standalone.js", "mulai-redoc.js")


@router.get("/docs/aset/{nama}", responses=problems(AsetTidakAda))
def aset(nama: str) -> FileResponse:
    """Serve one file of a fixed list; a name outside it leads nowhere."""
    if nama not in _BERKAS:
        raise AsetTidakAda
    return FileResponse(_BERKAS[nama], headers={"Cache-Control": "public, max-age=86400"})


def _halaman(pustaka: str, mulai: str, gaya: str = "") -> HTMLResponse:
    isi = _HALAMAN.format(pustaka=pustaka, mulai=mulai, gaya=gaya)
    return HTMLResponse(isi, headers={"Content-Security-Policy": _KEBIJAKAN, "Cache-Control": "public, max-age=300"})
