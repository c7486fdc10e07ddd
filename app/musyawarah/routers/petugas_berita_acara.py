"""The minutes of a meeting: close them, correct them, read and print them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import BerkasNotFound, PenyimpananTidakTersedia
from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep
from app.core.idempotency import idempoten
from app.core.peran import Peran
from app.core.routing import RuteDtks
from app.musyawarah.alur import ALUR_MUSYAWARAH
from app.musyawarah.deps import PEMBACA, BeritaAcaraDep
from app.musyawarah.errors import KeputusanTidakSah, MusyawarahNotFound
from app.musyawarah.models import BeritaAcara
from app.musyawarah.schemas import BeritaAcaraBaca, KoreksiMasuk
from app.musyawarah.status import AksiMusyawarah
from app.referensi.errors import AlasanTidakBerlaku
from app.surat.errors import SuratNotFound

router = APIRouter(route_class=RuteDtks, prefix="/musyawarah/{musyawarah_id}", tags=["petugas: musyawarah"])

_P = Peran.PETUGAS
RevisiDep = Annotated[int | None, Query(ge=0, le=1000, description="Which minutes; the newest when left out.")]


@router.post(
    "/finalkan-berita-acara",
    response_model=BeritaAcaraBaca,
    **idempoten(
        transition(
            ALUR_MUSYAWARAH,
            AksiMusyawarah.FINALKAN_BERITA_ACARA,
            _P,
            *(MusyawarahNotFound, PenyimpananTidakTersedia),
        )
    ),
)
async def finalkan_berita_acara(
    musyawarah_id: UUID, versi: IfMatchDep, service: BeritaAcaraDep, pelaku: PelakuDep
) -> BeritaAcara:
    """Close the minutes for good; every usulan on the list is agreed or refused in the same moment."""
    return await service.finalkan(musyawarah_id, pelaku, versi=versi)


@router.post(
    "/koreksi-berita-acara",
    response_model=BeritaAcaraBaca,
    **idempoten(
        transition(
            ALUR_MUSYAWARAH,
            AksiMusyawarah.KOREKSI_BERITA_ACARA,
            _P,
            *(MusyawarahNotFound, KeputusanTidakSah, AlasanTidakBerlaku, PenyimpananTidakTersedia),
        )
    ),
)
async def koreksi_berita_acara(
    musyawarah_id: UUID, isi: KoreksiMasuk, versi: IfMatchDep, service: BeritaAcaraDep, pelaku: PelakuDep
) -> BeritaAcara:
    """Replace final minutes by new ones that name them; attach the signed sheet (KOREKSI) before.

    An agreement by mistake is taken back while nobody has worked on the usulan since; a refusal stays.
    """
    return await service.koreksi(musyawarah_id, isi, pelaku, versi=versi)


@router.get(
    "/berita-acara",
    summary="Read the minutes",
    response_model=BeritaAcaraBaca,
    **izin(*PEMBACA, galat=(MusyawarahNotFound,)),
)
async def berita_acara(
    musyawarah_id: UUID, service: BeritaAcaraDep, pelaku: PelakuDep, revisi: RevisiDep = None
) -> BeritaAcara:
    """Read the final minutes as canonical JSON with their SHA-256."""
    return await service.baca(musyawarah_id, pelaku, revisi)


@router.get(
    "/berita-acara/pdf",
    summary="Print the minutes",
    response_class=Response,
    **izin(*PEMBACA, galat=(MusyawarahNotFound, SuratNotFound, BerkasNotFound, PenyimpananTidakTersedia)),
)
async def berita_acara_pdf(
    musyawarah_id: UUID, service: BeritaAcaraDep, pelaku: PelakuDep, revisi: RevisiDep = None
) -> Response:
    """Download the minutes as the letter that was issued; its QR code lets anybody check it."""
    return lampirkan(await service.baca_pdf(musyawarah_id, pelaku, revisi), "berita-acara")
