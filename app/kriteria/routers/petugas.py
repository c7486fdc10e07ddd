"""Criteria for officers: ask the short questionnaire, read a family by every set."""

from typing import Any, Final

from fastapi import APIRouter, Response

from app.core.auth import PelakuDep, izin
from app.core.idempotency import IdempotenDep
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.routing import RuteDtks
from app.core.workflow import PemisahanTugas
from app.keluarga.errors import KeluargaNotFound
from app.keluarga.routers.petugas import TujuanDep
from app.keluarga.routers.petugas_jawaban import MEMBACA_JAWABAN
from app.kriteria.deps import KriteriaServiceDep
from app.kriteria.errors import KuesionerTidakSah
from app.kriteria.schemas import DaftarKriteria, HasilKriteriaBaca, KuesionerMasuk, KuesionerTersimpan

router = APIRouter(route_class=RuteDtks, prefix="/keluarga", tags=["petugas: kriteria"])

MENANYAI: Final = (Jabatan.OPERATOR_DESA, Jabatan.OPERATOR_KABKOTA, Jabatan.VERIFIKATOR)


def _catat() -> dict[str, Any]:
    argumen = izin(*MENANYAI, galat=(KeluargaNotFound, PemisahanTugas, KuesionerTidakSah))
    return argumen | {"dependencies": [*argumen["dependencies"], IdempotenDep]}


@router.post("/{ref}/kuesioner-kriteria", summary="Record the short questionnaire", status_code=201, **_catat())
async def catat_kuesioner(
    service: KriteriaServiceDep, pelaku: PelakuDep, ref: Ref, isi: KuesionerMasuk, response: Response
) -> KuesionerTersimpan:
    """Keep a family's answers to what its questionnaire does not ask; earlier ones stay. They decide nothing."""
    kuesioner_id = await service.catat_kuesioner(ref, isi.isi, isi.tanggal, pelaku)
    response.headers["Location"] = f"/v1/petugas/keluarga/{ref.teks}/kriteria"
    return KuesionerTersimpan(id=kuesioner_id)


@router.get("/{ref}/kriteria", summary="Read by criteria", **izin(*MEMBACA_JAWABAN, galat=(KeluargaNotFound,)))
async def baca(service: KriteriaServiceDep, pelaku: PelakuDep, ref: Ref, tujuan: TujuanDep) -> DaftarKriteria:
    """Show what a family's newest answers say to every set of criteria, each with its source; recorded with purpose."""
    hasil = await service.lihat(ref, tujuan, pelaku)
    return DaftarKriteria(data=[HasilKriteriaBaca.dari(h) for h in hasil])
