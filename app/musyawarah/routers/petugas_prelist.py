"""The list of a meeting: shown, printed, marked, and followed up."""

from uuid import UUID

from fastapi import APIRouter, Response

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.service import PDF, Berkas
from app.core.auth import PelakuDep, izin
from app.core.deps import IfMatchWajibDep, PageDep
from app.core.idempotency import idempoten
from app.core.ids import Ref
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.core.workflow import PemisahanTugas, SyaratTidakTerpenuhi, TransisiDitolak
from app.musyawarah.deps import PEMBACA, PENCATAT, PenandaanDep, PrelistDep
from app.musyawarah.errors import MusyawarahNotFound, PenandaanTidakSah, TandaNotFound, TindakLanjutSudahAda
from app.musyawarah.schemas_prelist import (
    KeluargaPrelistBaca,
    PenandaanMasuk,
    PrelistBaca,
    TindakLanjutBaca,
    TindakLanjutDaftar,
    TindakLanjutMasuk,
)
from app.usulan.deps import TujuanDep

router = APIRouter(route_class=RuteDtks, prefix="/musyawarah/{musyawarah_id}", tags=["petugas: musyawarah"])

_BACA = (MusyawarahNotFound, TransisiDitolak)


@router.get("/prelist", summary="Read the list", **izin(*PEMBACA, galat=_BACA))
async def prelist(musyawarah_id: UUID, tujuan: TujuanDep, service: PrelistDep, pelaku: PelakuDep) -> PrelistBaca:
    """Read prelist awal while the meeting is open, prelist akhir with its decisions when the minutes are final."""
    return PrelistBaca.dari(await service.baca(musyawarah_id, pelaku, tujuan))


@router.get("/prelist/keluarga", summary="Read the registered families", **izin(*PEMBACA, galat=_BACA))
async def prelist_keluarga(
    musyawarah_id: UUID, tujuan: TujuanDep, service: PrelistDep, pelaku: PelakuDep, hal: PageDep
) -> Daftar[KeluargaPrelistBaca]:
    """Read the families with a registered member, for the periodic check by RT/RW."""
    hasil = await service.keluarga(musyawarah_id, pelaku, tujuan, hal)
    return Daftar(data=[KeluargaPrelistBaca.dari(k) for k in hasil.data], halaman=hasil.halaman)


@router.get("/prelist/cetak", summary="Print the list", response_class=Response, **izin(*PEMBACA, galat=_BACA))
async def cetak_prelist(musyawarah_id: UUID, tujuan: TujuanDep, service: PrelistDep, pelaku: PelakuDep) -> Response:
    """Print the whole list with places to mark; a watermark says who printed it, when and for what."""
    return lampirkan(Berkas(PDF, await service.cetak(musyawarah_id, pelaku, tujuan)), "prelist")


@router.put(
    "/penandaan",
    summary="Mark registered persons",
    **izin(*PENCATAT, galat=(*_BACA, PenandaanTidakSah, SyaratTidakTerpenuhi)),
)
async def tandai(
    musyawarah_id: UUID, isi: PenandaanMasuk, versi: IfMatchWajibDep, service: PenandaanDep, pelaku: PelakuDep
) -> TindakLanjutDaftar:
    """Record what RT/RW say of registered persons: died, moved, not known. Nothing changes by it in the registry."""
    hasil = await service.tandai(musyawarah_id, isi.tanda, pelaku, versi=versi)
    return TindakLanjutDaftar(data=[TindakLanjutBaca.dari(t) for t in hasil])


@router.get("/tindak-lanjut", summary="Read what has to follow", **izin(*PEMBACA, galat=(MusyawarahNotFound,)))
async def tindak_lanjut(
    musyawarah_id: UUID, tujuan: TujuanDep, service: PenandaanDep, pelaku: PelakuDep
) -> TindakLanjutDaftar:
    """Read the marks of a meeting with the usulan that was made of each."""
    hasil = await service.tindak_lanjut(musyawarah_id, pelaku, tujuan)
    return TindakLanjutDaftar(data=[TindakLanjutBaca.dari(t) for t in hasil])


@router.post(
    "/tindak-lanjut/{orang}",
    summary="Make a usulan of a mark",
    status_code=201,
    **idempoten(
        izin(
            *PENCATAT,
            galat=(
                *(*_BACA, TandaNotFound, TindakLanjutSudahAda, PenandaanTidakSah),
                *(SyaratTidakTerpenuhi, PemisahanTugas),
            ),
        )
    ),
)
async def usulkan(
    musyawarah_id: UUID,
    orang: Ref,
    isi: TindakLanjutMasuk,
    service: PenandaanDep,
    pelaku: PelakuDep,
    response: Response,
) -> TindakLanjutBaca:
    """Make a draft HAPUS of a mark after the minutes are final; complete and send it as any other usulan."""
    usulan = await service.usulkan(musyawarah_id, orang, isi, pelaku)
    response.headers["Location"] = f"/v1/petugas/usulan/{usulan.ref}"
    return TindakLanjutBaca.dari(await service.satu(musyawarah_id, orang, pelaku))
