"""Is this decree genuine, and is it in force?"""

from fastapi import APIRouter

from app.core.problems import problems
from app.core.routing import RuteDtks
from app.penetapan.deps import SKBacaDep
from app.penetapan.errors import SKTidakAda
from app.penetapan.schemas import SKPublik
from app.penetapan.status import StatusSK

router = APIRouter(route_class=RuteDtks, prefix="/sk", tags=["publik: sk"])


@router.get("/{kode}", summary="Read a decree", responses=problems(SKTidakAda))
async def baca(kode: str, service: SKBacaDep) -> SKPublik:
    """Tell number, date, counts, digest and whether it is in force; drafts are nobody's business."""
    terbit = await service.terbit(kode)
    sk = terbit.sk
    return SKPublik(
        kode=sk.kode,
        nomor=sk.nomor,
        tanggal=sk.tanggal,
        periode=sk.periode,
        is_berlaku=sk.status is StatusSK.BERLAKU,
        jumlah=sk.jumlah,
        jumlah_ditetapkan=sk.jumlah_ditetapkan,
        jumlah_tidak_ditetapkan=sk.jumlah_tidak_ditetapkan,
        jumlah_menunggu=sk.jumlah_menunggu,
        ambang_desil=sk.ambang_desil,
        model=sk.model,
        sidik=sk.sidik,
        digantikan_oleh=terbit.digantikan_oleh,
    )
