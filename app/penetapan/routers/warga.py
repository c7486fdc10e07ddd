"""The citizen's own standing."""

from fastapi import APIRouter

from app.core.auth import PelakuDep
from app.core.routing import RuteDtks
from app.core.schemas import TeksBaca
from app.desil.entitas import DesilKeluarga, Faktor
from app.penetapan.deps import StatusWargaServiceDep
from app.penetapan.schemas import DesilBaca, FaktorBaca, StatusWargaBaca, UsulanTerbukaBaca
from app.penetapan.terjemah import teks_alasan
from app.usulan.entitas import UsulanRingkas
from app.usulan.status import TEKS_STATUS

router = APIRouter(route_class=RuteDtks, prefix="/status", tags=["warga: status"])


@router.get("", summary="Am I registered, where does my family rank, and what can I do?")
async def status(service: StatusWargaServiceDep, pelaku: PelakuDep) -> StatusWargaBaca:
    """Show the caller's membership, his family's desil with the factors in words, his open usulan and next steps.

    Being registered gives no benefit by itself, and a desil is a rank: it can move although nothing changed at home.
    """
    s = await service.status(pelaku)
    kini = s.keanggotaan
    return StatusWargaBaca(
        terdaftar=s.terdaftar,
        status=kini.status if kini else None,
        keterangan=TeksBaca.dari(s.keterangan),
        sejak=kini.mulai_at if kini else None,
        nonaktif_paling_cepat=kini.nonaktif_paling_cepat if kini else None,
        alasan_kode=kini.alasan_kode if kini else None,
        alasan=teks_alasan(kini.alasan_kode) if kini else None,
        akibat=TeksBaca.dari(s.akibat) if s.akibat else None,
        sk=s.kode_sk,
        desil=_desil(s.desil) if s.desil else None,
        faktor=[_faktor(f) for f in s.desil.faktor] if s.desil else [],
        usulan=[_usulan(u) for u in s.usulan],
        program=[],
        langkah=[TeksBaca.dari(t) for t in s.langkah],
    )


def _desil(d: DesilKeluarga) -> DesilBaca:
    p = d.peringkat
    return DesilBaca(
        status=p.status.value,
        nasional=p.desil_nasional,
        provinsi=p.desil_provinsi,
        kabkota=p.desil_kabkota,
        putaran_id=p.putaran_id,
        periode=d.putaran.periode,
        model=f"{d.model.kode} {d.model.versi_model} ({d.model.jenis.value})",
    )


def _faktor(f: Faktor) -> FaktorBaca:
    return FaktorBaca(
        kode=f.kode,
        arah=f.arah,
        nama=TeksBaca.dari(f.nama),
        penjelasan=TeksBaca.dari(f.penjelasan.warga),
        koreksi=TeksBaca.dari(f.koreksi.warga),
    )


def _usulan(u: UsulanRingkas) -> UsulanTerbukaBaca:
    return UsulanTerbukaBaca(
        ref=u.usulan.ref,
        nomor=u.usulan.nomor,
        jenis=u.usulan.jenis.value,
        status=u.usulan.status.value,
        teks=TeksBaca.dari(TEKS_STATUS[u.usulan.status]),
    )
