"""Pengesahan: the list that waits, batches, the letter, the signature, and the way back for single names."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, File, Form, Query, Response, UploadFile

from app.berkas_objek.deps import lampirkan
from app.berkas_objek.errors import BerkasBukanPdf, BerkasNotFound, BerkasTerlaluBesar, PenyimpananTidakTersedia
from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, IfMatchWajibDep, PageDep, beretag, tulis_etag
from app.core.idempotency import idempoten
from app.core.paging import Potongan
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import AksiTersediaBaca, Daftar, TeksPendek
from app.core.workflow import PemisahanTugas, TransisiDitolak
from app.keluarga.kode import TujuanBaca
from app.usulan.errors import UsulanNotFound
from app.verval.alur import ALUR_PENGESAHAN
from app.verval.deps import BnbaServiceDep, PengesahanServiceDep, TandaTanganServiceDep
from app.verval.entitas import RinciPengesahan
from app.verval.errors import (
    BnbaTerlaluBesar,
    LampiranVervalNotFound,
    NamaBukanDiBatch,
    PengesahanNotFound,
    TanggalTidakSah,
    UsulanTidakSiapDisahkan,
)
from app.verval.models import Pengesahan
from app.verval.pengesahan import Surat
from app.verval.pengesahan_bnba import BarisBnba, BentukBnba
from app.verval.schemas import (
    BarisBnbaBaca,
    JumlahMasuk,
    NamaBatchMasuk,
    PengesahanBaca,
    PengesahanBuat,
    PengesahanRinci,
)
from app.verval.status import AksiPengesahan

router = APIRouter(route_class=RuteDtks, prefix="/pengesahan", tags=["petugas: pengesahan"])

TujuanDep = Annotated[TujuanBaca, Query(description="Why you read it; the persons can see this.")]
_P = Peran.PETUGAS
_PEMBACA = (Jabatan.KEPALA_OPD, Jabatan.VERIFIKATOR, Jabatan.OPERATOR_KABKOTA, Jabatan.PEMANTAU_PROV, Jabatan.PUSAT)
_BERKAS = (BerkasBukanPdf, BerkasTerlaluBesar, PenyimpananTidakTersedia)


async def _surat(
    nomor: Annotated[TeksPendek, Form(description="Number of the letter.", examples=["460/123/Dinsos/2026"])],
    tanggal: Annotated[date, Form(description="Date of the letter; not in the future.")],
    jumlah_bnba: Annotated[int, Form(ge=1, le=100_000, description="How many names its list (BNBA) has.")],
    berkas: Annotated[UploadFile, File(description="The signed letter as PDF, at most 10 MB.")],
) -> Surat:
    """Return the form of a letter with its bytes."""
    return Surat(nomor, tanggal, jumlah_bnba, await berkas.read())


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
    isi: Annotated[Surat, Depends(_surat)],
    versi: IfMatchWajibDep,
    service: PengesahanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> Pengesahan:
    """Attach the letter of the bupati or wali kota; attached again, it replaces the earlier one until the signature."""
    return beretag(response, await service.lampirkan_surat(pengesahan_id, isi, pelaku, versi=versi))


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
    "/{pengesahan_id}/usulan",
    summary="Put names into an open batch",
    response_model=PengesahanBaca,
    **idempoten(
        izin(Jabatan.KEPALA_OPD, galat=(PengesahanNotFound, TransisiDitolak, UsulanTidakSiapDisahkan)),
    ),
)
async def tambah_nama(
    pengesahan_id: UUID,
    isi: NamaBatchMasuk,
    versi: IfMatchDep,
    service: PengesahanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> Pengesahan:
    """Add usulan that are SIAP_DISAHKAN and in no other batch; the letter's count must be attested again."""
    return beretag(response, await service.tambah_nama(pengesahan_id, isi.usulan, pelaku, versi=versi))


@router.post(
    "/{pengesahan_id}/usulan/lepas",
    summary="Take names out of an open batch",
    response_model=PengesahanBaca,
    **idempoten(izin(Jabatan.KEPALA_OPD, galat=(PengesahanNotFound, TransisiDitolak, NamaBukanDiBatch))),
)
async def lepas_nama(
    pengesahan_id: UUID,
    isi: NamaBatchMasuk,
    versi: IfMatchDep,
    service: PengesahanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> Pengesahan:
    """Take names out; they stay ready for another batch, and the letter's count must be attested again."""
    return beretag(response, await service.lepas_nama(pengesahan_id, isi.usulan, pelaku, versi=versi))


@router.put(
    "/{pengesahan_id}/jumlah",
    summary="Attest the count of the letter's list",
    response_model=PengesahanBaca,
    **izin(Jabatan.KEPALA_OPD, galat=(PengesahanNotFound, TransisiDitolak)),
)
async def nyatakan_jumlah(
    pengesahan_id: UUID,
    isi: JumlahMasuk,
    versi: IfMatchWajibDep,
    service: PengesahanServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> Pengesahan:
    """State anew how many names the letter covers, after names were added, taken out or sent back."""
    return beretag(response, await service.nyatakan_jumlah(pengesahan_id, isi.jumlah_bnba, pelaku, versi=versi))


@router.get(
    "/{pengesahan_id}/bnba",
    summary="Read the list by name and address",
    response_model=Daftar[BarisBnbaBaca],
    **izin(*_PEMBACA, galat=(PengesahanNotFound,)),
)
async def daftar_bnba(
    pengesahan_id: UUID, tujuan: TujuanDep, service: BnbaServiceDep, pelaku: PelakuDep, hal: PageDep
) -> Potongan[BarisBnba]:
    """Show the names of a batch by page; every page is recorded with its subjects and your purpose."""
    return await service.daftar(pengesahan_id, pelaku, hal, tujuan)


@router.get(
    "/{pengesahan_id}/bnba/cetak",
    summary="Print the list by name and address",
    response_class=Response,
    **izin(*_PEMBACA, galat=(PengesahanNotFound, BnbaTerlaluBesar)),
)
async def cetak_bnba(
    pengesahan_id: UUID,
    tujuan: TujuanDep,
    service: BnbaServiceDep,
    pelaku: PelakuDep,
    bentuk: Annotated[BentukBnba, Query(description="CSV for any length, PDF up to 2,000 names.")] = BentukBnba.PDF,
) -> Response:
    """Download the whole list with your name, purpose and the list's digest on it; recorded with its subjects."""
    cetakan = await service.cetak(pengesahan_id, pelaku, bentuk, tujuan)
    return Response(
        cetakan.isi,
        media_type=cetakan.media,
        headers={
            "Content-Disposition": f'attachment; filename="bnba.{cetakan.akhiran}"',
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        },
    )


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
    pengesahan_id: UUID, versi: IfMatchDep, service: TandaTanganServiceDep, pelaku: PelakuDep, response: Response
) -> Pengesahan:
    """Sign the batch: its usulan become DISAHKAN and are sent to the ministry by a job.

    More names than a request can carry are endorsed by a job too: `jumlah_disahkan` tells how far it is. Signed after
    the cut-off or outside the window, the names count for the next period (`periode_tarik`).
    """
    return beretag(response, await service.tanda_tangani(pengesahan_id, pelaku, versi=versi))


@router.post(
    "/{pengesahan_id}/batalkan",
    response_model=PengesahanBaca,
    **idempoten(transition(ALUR_PENGESAHAN, AksiPengesahan.BATALKAN, _P, PengesahanNotFound)),
)
async def batalkan(
    pengesahan_id: UUID, versi: IfMatchDep, service: PengesahanServiceDep, pelaku: PelakuDep, response: Response
) -> Pengesahan:
    """Withdraw an unsigned batch; its usulan may go into another one."""
    return beretag(response, await service.batalkan(pengesahan_id, pelaku, versi=versi))


def _rinci(rinci: RinciPengesahan, response: Response) -> PengesahanRinci:
    tulis_etag(response, rinci.pengesahan.versi)
    return PengesahanRinci(
        **PengesahanBaca.model_validate(rinci.pengesahan).model_dump(),
        usulan=[n.ref for n in rinci.isi],
        aksi_tersedia=[AksiTersediaBaca.model_validate(a) for a in rinci.aksi],
    )
