"""Photos that arrive in pieces."""

from typing import Annotated

from fastapi import APIRouter, Body, Response

from app.berkas_objek.errors import (
    BerkasBukanGambar,
    BerkasNotFound,
    BerkasTerlaluBesar,
    GambarRusak,
    PenyimpananTidakTersedia,
)
from app.core.auth import PelakuDep, izin
from app.core.deps import IfMatchWajibDep, tulis_etag
from app.core.idempotency import idempoten
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.core.workflow import TransisiDitolak
from app.lapangan.deps import UnggahanServiceDep
from app.lapangan.errors import (
    KuotaUnggahan,
    PotonganTidakSah,
    SidikTidakCocok,
    UnggahanBelumLengkap,
    UnggahanBerbeda,
    UnggahanNotFound,
    UnggahanSudahSelesai,
)
from app.lapangan.models import Unggahan
from app.lapangan.schemas import FotoSelesai, UnggahanBaca, UnggahanBuat
from app.verval.errors import LampiranTerlaluBanyak, PenugasanNotFound

router = APIRouter(route_class=RuteDtks, prefix="/lapangan/unggahan", tags=["petugas: lapangan"])
_TUGAS = (PenugasanNotFound, TransisiDitolak)
_BERKAS = (BerkasBukanGambar, BerkasNotFound, BerkasTerlaluBesar, GambarRusak, PenyimpananTidakTersedia)


def _baca(unggahan: Unggahan, response: Response) -> UnggahanBaca:
    tulis_etag(response, unggahan.diterima)
    return UnggahanBaca(
        ref=unggahan.ref,
        id=unggahan.id,
        jenis=unggahan.jenis,
        ukuran=unggahan.ukuran,
        diterima=unggahan.diterima,
        is_selesai=unggahan.foto_id is not None,
        kedaluwarsa_at=unggahan.kedaluwarsa_at,
    )


@router.post(
    "",
    summary="Announce a photo",
    status_code=201,
    **idempoten(
        izin(Jabatan.ENUMERATOR, galat=(*_TUGAS, UnggahanBerbeda, KuotaUnggahan, LampiranTerlaluBanyak)),
    ),
)
async def buat(isi: UnggahanBuat, service: UnggahanServiceDep, pelaku: PelakuDep, response: Response) -> UnggahanBaca:
    """Announce a photo of an open assignment with its size and digest; announced again, it goes on where it stopped."""
    unggahan = await service.buat(isi, pelaku)
    response.headers["Location"] = f"/v1/petugas/lapangan/unggahan/{unggahan.ref}"
    return _baca(unggahan, response)


@router.get("/{ref}", summary="Where to go on", **izin(Jabatan.ENUMERATOR, galat=(UnggahanNotFound,)))
async def baca(ref: Ref, service: UnggahanServiceDep, pelaku: PelakuDep, response: Response) -> UnggahanBaca:
    """Read how much of a photo has arrived: the next piece begins there, and the ETag names it."""
    return _baca(await service.baca(ref, pelaku), response)


@router.patch(
    "/{ref}",
    summary="Send a piece",
    **izin(
        Jabatan.ENUMERATOR,
        galat=(UnggahanNotFound, UnggahanSudahSelesai, PotonganTidakSah, PenyimpananTidakTersedia, *_TUGAS),
    ),
)
async def tambah(
    ref: Ref,
    isi: Annotated[bytes, Body(media_type="application/octet-stream", description="The bytes of the piece.")],
    mulai: IfMatchWajibDep,
    service: UnggahanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> UnggahanBaca:
    """Send the piece that begins where If-Match says (`"v0"`, then the ETag of the last answer).

    412 means that another piece is due, because an answer was lost or another device sent: read the upload and go on.
    """
    return _baca(await service.tambah(ref, isi, mulai, pelaku), response)


@router.post(
    "/{ref}/ulangi",
    summary="Begin a photo again",
    **idempoten(izin(Jabatan.ENUMERATOR, galat=(UnggahanNotFound, UnggahanSudahSelesai, *_TUGAS))),
)
async def ulangi(ref: Ref, service: UnggahanServiceDep, pelaku: PelakuDep, response: Response) -> UnggahanBaca:
    """Forget the pieces that arrived, because they do not make the announced photo."""
    return _baca(await service.ulangi(ref, pelaku), response)


@router.post(
    "/{ref}/selesai",
    summary="Complete a photo",
    **idempoten(
        izin(
            Jabatan.ENUMERATOR,
            galat=(
                *(UnggahanNotFound, UnggahanBelumLengkap, SidikTidakCocok, LampiranTerlaluBanyak),
                *_TUGAS,
                *_BERKAS,
            ),
        )
    ),
)
async def selesaikan(ref: Ref, service: UnggahanServiceDep, pelaku: PelakuDep, response: Response) -> FotoSelesai:
    """Check the digest and keep the photo; a sent visit that waited for its last photo goes to validation now."""
    hasil = await service.selesaikan(ref, pelaku)
    assert hasil.unggahan.foto_id is not None
    return FotoSelesai(
        **_baca(hasil.unggahan, response).model_dump(), foto_id=hasil.unggahan.foto_id, kunjungan=hasil.kunjungan
    )
