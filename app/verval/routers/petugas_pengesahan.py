"""Pengesahan: the list that waits, batches, the letter, the signature, and the way back for single names."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Response, UploadFile

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import BerkasBukanPdf, BerkasNotFound, BerkasTerlaluBesar, PenyimpananTidakTersedia
from app.core.auth import PelakuDep, izin, transition
from app.core.etag import IfMatchDep, IfMatchWajibDep, tulis_etag
from app.core.idempotency import idempoten
from app.core.paging import PageDep, Potongan
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import AksiTersediaBaca, Daftar, TeksPendek
from app.core.workflow import PemisahanTugas, TransisiDitolak
from app.usulan.errors import UsulanNotFound
from app.verval.alur import ALUR_PENGESAHAN
from app.verval.deps import PengesahanServiceDep
from app.verval.entitas import RinciPengesahan
from app.verval.errors import LampiranVervalNotFound, PengesahanNotFound, TanggalTidakSah, UsulanTidakSiapDisahkan
from app.verval.models import Pengesahan
from app.verval.pengesahan import Surat
from app.verval.schemas import PengesahanBaca, PengesahanBuat, PengesahanRinci
from app.verval.status import AksiPengesahan

router = APIRouter(route_class=RuteDtks, prefix="/pengesahan", tags=["petugas: pengesahan"])

_P = Peran.PETUGAS
_PEMBACA = (Jabatan.KEPALA_OPD, Jabatan.VERIFIKATOR, Jabatan.OPERATOR_KABKOTA, Jabatan.PEMANTAU_PROV, Jabatan.PUSAT)
_BERKAS = (BerkasBukanPdf, BerkasTerlaluBesar, PenyimpananTidakTersedia)


class IsianSurat:
    """The form of a letter."""

    def __init__(
        self,
        nomor: Annotated[TeksPendek, Form(description="Number of the letter.", examples=["460/123/Dinsos/2026"])],
        tanggal: Annotated[date, Form(description="Date of the letter; not in the future.")],
        jumlah_bnba: Annotated[int, Form(ge=1, le=100_000, description="How many names its list (BNBA) has.")],
        berkas: Annotated[UploadFile, File(description="The signed letter as PDF, at most 10 MB.")],
    ) -> None:
        self._isi = (nomor, tanggal, jumlah_bnba)
        self._berkas = berkas

    async def baca(self) -> Surat:
        """Return the letter with its bytes."""
        return Surat(*self._isi, await self._berkas.read())


@router.post(
    "",
    status_code=201,
    response_model=PengesahanBaca,
    **idempoten(transition(ALUR_PENGESAHAN, AksiPengesahan.SUSUN, _P, PengesahanNotFound, UsulanTidakSiapDisahkan)),
)
async def susun(
    isi: PengesahanBuat, service: PengesahanServiceDep, pelaku: PelakuDep, response: Response
) -> Pengesahan:
    """Make a batch of usulan that are SIAP_DISAHKAN in your kab/kota and in no other batch."""
    pengesahan = await service.susun(isi, pelaku)
    response.headers["Location"] = f"/v1/petugas/pengesahan/{pengesahan.id}"
    tulis_etag(response, pengesahan.versi)
    return pengesahan


@router.get("", summary="List batches", response_model=Daftar[PengesahanBaca], **izin(*_PEMBACA))
async def daftar(service: PengesahanServiceDep, pelaku: PelakuDep, hal: PageDep) -> Potongan[Pengesahan]:
    """List batches in your area, newest first."""
    return await service.daftar(pelaku, hal)


@router.get(
    "/{pengesahan_id}",
    summary="Read a batch",
    **izin(*_PEMBACA, galat=(PengesahanNotFound,)),
)
async def baca(
    pengesahan_id: UUID, service: PengesahanServiceDep, pelaku: PelakuDep, response: Response
) -> PengesahanRinci:
    """Read a batch with the usulan in it and what you may do now."""
    return _rinci(await service.baca(pengesahan_id, pelaku), response)


@router.put(
    "/{pengesahan_id}/surat",
    summary="Attach the letter of a batch",
    response_model=PengesahanBaca,
    **izin(Jabatan.KEPALA_OPD, galat=(PengesahanNotFound, TransisiDitolak, TanggalTidakSah, *_BERKAS)),
)
async def lampirkan_surat(
    pengesahan_id: UUID,
    isi: Annotated[IsianSurat, Depends()],
    versi: IfMatchWajibDep,
    service: PengesahanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> Pengesahan:
    """Attach the letter of the bupati or wali kota; attached again, it replaces the earlier one until the signature."""
    pengesahan = await service.lampirkan_surat(pengesahan_id, await isi.baca(), pelaku, versi=versi)
    tulis_etag(response, pengesahan.versi)
    return pengesahan


@router.get(
    "/{pengesahan_id}/surat",
    summary="Open the letter of a batch",
    response_class=Response,
    **izin(*_PEMBACA, galat=(PengesahanNotFound, LampiranVervalNotFound, BerkasNotFound, PenyimpananTidakTersedia)),
)
async def buka_surat(pengesahan_id: UUID, service: PengesahanServiceDep, pelaku: PelakuDep) -> Response:
    """Download the letter as an attachment."""
    return lampirkan(await service.buka_surat(pengesahan_id, pelaku), "surat-pengesahan")


@router.post(
    "/{pengesahan_id}/tanda-tangani-pengesahan",
    response_model=PengesahanBaca,
    **idempoten(
        transition(
            ALUR_PENGESAHAN,
            AksiPengesahan.TANDA_TANGANI_PENGESAHAN,
            _P,
            PengesahanNotFound,
            UsulanNotFound,
            PemisahanTugas,
        )
    ),
)
async def tanda_tangani_pengesahan(
    pengesahan_id: UUID, versi: IfMatchDep, service: PengesahanServiceDep, pelaku: PelakuDep, response: Response
) -> Pengesahan:
    """Sign the batch: its usulan become DISAHKAN now and are sent to the ministry by a job."""
    pengesahan = await service.tanda_tangani(pengesahan_id, pelaku, versi=versi)
    tulis_etag(response, pengesahan.versi)
    return pengesahan


@router.post(
    "/{pengesahan_id}/batalkan",
    response_model=PengesahanBaca,
    **idempoten(transition(ALUR_PENGESAHAN, AksiPengesahan.BATALKAN, _P, PengesahanNotFound)),
)
async def batalkan(
    pengesahan_id: UUID, service: PengesahanServiceDep, pelaku: PelakuDep, response: Response
) -> Pengesahan:
    """Withdraw an unsigned batch; its usulan may go into another one."""
    pengesahan = await service.batalkan(pengesahan_id, pelaku)
    tulis_etag(response, pengesahan.versi)
    return pengesahan


def _rinci(rinci: RinciPengesahan, response: Response) -> PengesahanRinci:
    tulis_etag(response, rinci.pengesahan.versi)
    return PengesahanRinci(
        **PengesahanBaca.model_validate(rinci.pengesahan).model_dump(),
        usulan=[n.ref for n in rinci.isi],
        aksi_tersedia=[AksiTersediaBaca.model_validate(a) for a in rinci.aksi],
    )
