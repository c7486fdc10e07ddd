"""FastAPI wiring of the machinery: container, unit of work, read-only sessions, preconditions, pages."""

import re
from collections.abc import AsyncIterator
from typing import Annotated, TypeVar, cast

from fastapi import Depends, Header, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import transaksi, transaksi_baca
from app.core.etag import Berversi, etag
from app.core.galat_umum import IfMatchTidakSah, IfMatchWajib, VersiBasi
from app.core.paging import Halaman
from app.core.wadah import Wadah

B = TypeVar("B", bound=Berversi)
_KUAT = re.compile(r'"v(\d{1,9})"')
_TAG = r'(W/)?"[^\x00-\x20"\x7f]*"'
_BENTUK = re.compile(rf"{_TAG}([ \t]*,[ \t]*{_TAG})*")
"""RFC 9110 §8.8.3 and §13.1.1: what may stand in If-Match besides `*`."""


async def wadah_proses(request: Request) -> Wadah:
    """Return the process's container."""
    return cast("Wadah", request.app.state.wadah)


WadahDep = Annotated[Wadah, Depends(wadah_proses)]


async def _sesi_tulis(request: Request, wadah: WadahDep) -> AsyncIterator[AsyncSession]:
    async with transaksi(wadah.pabrik_sesi) as sesi:
        request.state.sesi = sesi
        yield sesi


async def _sesi_baca(wadah: WadahDep) -> AsyncIterator[AsyncSession]:
    async with transaksi_baca(wadah.pabrik_sesi) as sesi:
        yield sesi


# scope="function": with the default scope FastAPI would run the commit after the answer was sent, and a failing commit
# would still have said 201.
SessionDep = Annotated[AsyncSession, Depends(_sesi_tulis, scope="function")]
"""The request's unit of work: one transaction, committed before the answer leaves."""
SessionBacaDep = Annotated[AsyncSession, Depends(_sesi_baca, scope="function")]
"""A READ ONLY transaction, only where nothing is audited: wilayah, referensi, SK, health."""


def tulis_etag(response: Response, versi: int) -> None:
    """Put the version's tag on the answer."""
    response.headers["ETag"] = etag(versi)


def beretag(response: Response, baris: B) -> B:
    """Put the row's version on the answer and return the row, which becomes the body."""
    tulis_etag(response, baris.versi)
    return baris


async def _baca(
    if_match: Annotated[str | None, Header(description='Version that you read, e.g. `"v3"`.')] = None,
) -> int | None:
    """Return the version named by If-Match; None without the header.

    Weak, foreign and list forms can never match strongly, so they are stale (412); what is no entity tag at all cannot
    be read (400). `*` names no version.
    """
    if if_match is None or if_match.strip() == "*":
        return None
    if cocok := _KUAT.fullmatch(if_match.strip()):
        return int(cocok[1])
    raise VersiBasi.asing() if _BENTUK.fullmatch(if_match.strip()) else IfMatchTidakSah()


async def _wajib(request: Request, versi: Annotated[int | None, Depends(_baca)]) -> int:
    if versi is None:
        raise IfMatchWajib(bintang="if-match" in request.headers)
    return versi


IfMatchDep = Annotated[int | None, Depends(_baca)]
"""Optional precondition, for transitions."""
IfMatchWajibDep = Annotated[int, Depends(_wajib)]
"""Required precondition, for PATCH, PUT and DELETE."""


async def _halaman(
    request: Request,
    response: Response,
    wadah: WadahDep,
    batas: Annotated[int | None, Query(ge=1, le=200, description="Rows per page (default 20, at most 200).")] = None,
    kursor: Annotated[str | None, Query(max_length=1024, description="`halaman.berikutnya` of the last page.")] = None,
) -> Halaman:
    def tautkan(berikutnya: str) -> None:
        tujuan = request.url.include_query_params(kursor=berikutnya)
        response.headers["Link"] = f'<{tujuan.path}?{tujuan.query}>; rel="next"'

    aturan = wadah.pengaturan
    return Halaman(
        batas=min(batas or aturan.batas.halaman_baku, aturan.batas.halaman_maks),
        kursor=kursor,
        kunci=aturan.enkripsi.kursor_bita,
        rute=request.url.path,
        tautkan=tautkan,
    )


PageDep = Annotated[Halaman, Depends(_halaman)]
