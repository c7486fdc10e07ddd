"""Load, ageing and the quality of the field."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.core.auth import PelakuDep, izin
from app.core.deps import PageDep
from app.core.idempotency import idempoten
from app.core.ids import Ref
from app.core.paging import Potongan
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.core.schemas import Daftar
from app.keluarga.errors import JawabanTidakSah
from app.lapangan.deps import MutuServiceDep, PantauServiceDep
from app.lapangan.errors import InstrumenBerbeda, MutuNotFound, MutuSudahSelesai
from app.lapangan.models import KunjunganMutu
from app.lapangan.schemas import AntreanBaca, BebanDaftar
from app.lapangan.schemas_mutu import (
    MutuDaftar,
    MutuHasilBaca,
    MutuHasilMasuk,
    MutuTugasBaca,
    MutuTugasRinci,
    Periode,
    SampelBaca,
    SampelMasuk,
)
from app.verval.schemas import AnggotaTugas
from app.wilayah.errors import WilayahNotFound

router = APIRouter(route_class=RuteDtks, prefix="/lapangan", tags=["petugas: lapangan"])
_PENGAWAS = (Jabatan.VERIFIKATOR, Jabatan.KEPALA_OPD)
_PEMERIKSA = (Jabatan.ENUMERATOR, Jabatan.VERIFIKATOR)


@router.get("/beban", summary="Enumerators' load", **izin(*_PENGAWAS))
async def beban(service: PantauServiceDep, pelaku: PelakuDep) -> BebanDaftar:
    """Show how many open visits each enumerator of your area holds, how many are overdue, and how long they wait."""
    return await service.beban(pelaku)


@router.get("/antrean", summary="List visits by age", **izin(*_PENGAWAS))
async def antrean(
    service: PantauServiceDep,
    pelaku: PelakuDep,
    hal: PageDep,
    enumerator_id: Annotated[UUID | None, Query(description="Only this enumerator's.")] = None,
) -> Daftar[AntreanBaca]:
    """List the open visits of your area, oldest first; withdraw with `penugasan/{ref}/tarik` what waits too long."""
    return await service.antrean(pelaku, hal, enumerator_id)


@router.post(
    "/mutu/sampel",
    summary="Draw visits to repeat",
    **idempoten(izin(Jabatan.VERIFIKATOR, galat=(WilayahNotFound,))),
)
async def undi(isi: SampelMasuk, service: MutuServiceDep, pelaku: PelakuDep) -> SampelBaca:
    """Draw by lot a share of each enumerator's completed visits of a month and give them to somebody else to repeat.

    The draw has a seed that is made once and published here, so it can be checked. Repeated later, it adds visits that
    were completed since. Where nobody else may visit, you do.
    """
    hasil = await service.undi(isi.kode_kabkota, isi.periode, pelaku)
    return SampelBaca(
        kode_kabkota=isi.kode_kabkota,
        periode=isi.periode,
        benih=hasil.sampel.benih,
        persen=hasil.sampel.persen,
        kunjungan=hasil.kunjungan,
        terambil=hasil.terambil,
        baru=hasil.baru,
    )


@router.get(
    "/mutu/tugas",
    summary="List my re-visits",
    response_model=Daftar[MutuTugasBaca],
    **izin(*_PEMERIKSA),
)
async def daftar_tugas(service: MutuServiceDep, pelaku: PelakuDep, hal: PageDep) -> Potongan[KunjunganMutu]:
    """List the visits that you shall repeat, oldest first."""
    return await service.daftar_tugas(pelaku, hal)


@router.get("/mutu/tugas/{ref}", summary="Read my re-visit", **izin(*_PEMERIKSA, galat=(MutuNotFound,)))
async def baca_tugas(ref: Ref, service: MutuServiceDep, pelaku: PelakuDep) -> MutuTugasRinci:
    """Read whom to visit; what was answered before is not told. The subject can see that you looked."""
    mutu, keluarga, instrumen = await service.baca_tugas(ref, pelaku)
    return MutuTugasRinci(
        ref=mutu.ref,
        kode_desa=mutu.kode_desa,
        periode=mutu.periode,
        created_at=mutu.created_at,
        alamat=keluarga.alamat,
        telepon=next((a.telepon for a in keluarga.aktif if a.telepon), None),
        anggota=[AnggotaTugas.dari(a) for a in keluarga.aktif],
        instrumen=instrumen,
    )


@router.post(
    "/mutu/tugas/{ref}/hasil",
    summary="Send a re-visit",
    status_code=201,
    **idempoten(
        izin(*_PEMERIKSA, galat=(MutuNotFound, MutuSudahSelesai, InstrumenBerbeda, JawabanTidakSah)),
    ),
)
async def kirim_hasil(
    ref: Ref, isi: MutuHasilMasuk, service: MutuServiceDep, pelaku: PelakuDep, response: Response
) -> MutuHasilBaca:
    """Send what you were answered; it is compared question by question, and the registry keeps the first answers.

    Much difference becomes a finding, which an officer decides after the family was heard.
    """
    mutu, hasil = await service.selesaikan(ref, isi, pelaku)
    response.headers["Location"] = "/v1/petugas/lapangan/mutu"
    return MutuHasilBaca(
        ref=mutu.ref,
        ditanya=hasil.ditanya,
        sama=hasil.sama,
        persen_sama=hasil.permil // 10,
        beda=list(hasil.beda),
        is_temuan=service.is_jauh(hasil),
    )


@router.get("/mutu", summary="Agreement by enumerator", **izin(*_PENGAWAS))
async def mutu(
    service: MutuServiceDep, pelaku: PelakuDep, periode: Annotated[Periode, Query(examples=["2026-11"])]
) -> MutuDaftar:
    """Show how far re-visits of a month agree with each enumerator's answers, the least agreement first."""
    return await service.hitung(periode, pelaku)
