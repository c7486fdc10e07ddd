"""Who is asking, and the role and jabatan gates that stand on the routes."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from fastapi.security import OAuth2PasswordBearer

from app.core.deps import SessionDep, WadahDep
from app.core.errors import DomainError
from app.core.galat_umum import PeranTidakBerwenang, TokenTidakSah
from app.core.peran import Jabatan, Pelaku, PemuatPelaku, Peran
from app.core.problems import problems
from app.core.workflow import (
    A,
    AlasanWajib,
    F,
    JabatanTidakBerwenang,
    Jalur,
    PemisahanTugas,
    S,
    SyaratTidakTerpenuhi,
    TransisiDitolak,
    Workflow,
)

E = TypeVar("E", bound=DomainError)
SKEMA = OAuth2PasswordBearer("/v1/auth/token", auto_error=False, description="ES256 access token, 15 minutes.")


async def _pelaku(
    request: Request, token: Annotated[str | None, Depends(SKEMA)], sesi: SessionDep, wadah: WadahDep
) -> Pelaku:
    if not token:
        raise TokenTidakSah(kosong=True)
    pelaku = await wadah.ambil(PemuatPelaku, sesi).muat(token)
    request.state.pelaku = pelaku
    return pelaku


PelakuDep = Annotated[Pelaku, Depends(_pelaku)]
"""The authenticated actor; his account row was read in this request's transaction."""


def requires(*peran: Peran) -> Callable[[Pelaku], Awaitable[None]]:
    """Return the role gate of a branch. A machine account is a PETUGAS but lives only under `mitra`."""

    async def gerbang(pelaku: PelakuDep) -> None:
        if pelaku.peran not in peran or pelaku.jabatan is Jabatan.INTEGRASI:
            raise PeranTidakBerwenang

    return gerbang


async def hanya_integrasi(pelaku: PelakuDep) -> None:
    """Gate of the machine branch."""
    if pelaku.jabatan is not Jabatan.INTEGRASI:
        raise PeranTidakBerwenang


def _gerbang_jabatan(jabatan: frozenset[Jabatan]) -> Callable[[Pelaku], Awaitable[None]]:
    async def gerbang(pelaku: PelakuDep) -> None:
        if pelaku.jabatan not in jabatan:
            raise JabatanTidakBerwenang.selain(jabatan)

    return gerbang


def izin(*jabatan: Jabatan, galat: tuple[type[DomainError], ...] = ()) -> dict[str, Any]:
    """Return the keyword arguments of a route that is no transition: its jabatan gate and its errors."""
    return {
        "dependencies": [Depends(_gerbang_jabatan(frozenset(jabatan)))],
        "responses": problems(*galat),
        "openapi_extra": {"x-jabatan": sorted(jabatan)},
    }


def transition(alur: Workflow[S, A, F], aksi: A, peran: Peran, *galat: type[DomainError]) -> dict[str, Any]:
    """Return the keyword arguments of a transition's route, read from the table: gate, summary, errors, `x-transisi`.

    Raises:
        TypeError: the action is not a human arrow of this role; found at import.
    """
    t = alur[aksi]
    jabatan = alur.berwenang(aksi, peran)
    if not jabatan or t.jalur is not Jalur.MANUSIA or t.subsistem:
        raise TypeError(f"{alur.nama}.{aksi} has no human arrow for {peran}")
    return {
        "dependencies": [Depends(_gerbang_jabatan(jabatan))],
        "summary": f"{alur.nama}: {str(aksi).replace('_', ' ')}",
        "responses": problems(
            TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas, AlasanWajib, JabatanTidakBerwenang, *galat
        ),
        "openapi_extra": {
            "x-jabatan": sorted(jabatan),
            "x-transisi": {
                "alur": alur.nama,
                "aksi": str(aksi),
                "dari": sorted(t.dari),
                "ke": str(t.ke),
                "dasar": t.dasar,
            },
        },
    }
