"""A citizen asks for an account."""

from typing import Annotated

from fastapi import APIRouter, Form

from app.akun.deps import AlamatDep, RegistrasiForm, RegistrasiServiceDep
from app.akun.errors import KodeKonfirmasiTidakSah, LoginSibuk, SandiLemah, TeleponTidakSah
from app.akun.registrasi import FotoDiri
from app.akun.schemas import KonfirmasiMasuk, RegistrasiBaca
from app.berkas_objek.errors import BerkasBukanGambar, BerkasTerlaluBesar, GambarRusak, PenyimpananTidakTersedia
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.wilayah.errors import WilayahTidakDikenal

router = APIRouter(route_class=RuteDtks, prefix="/registrasi", tags=["publik: registrasi"])


@router.post(
    "",
    status_code=202,
    summary="Register as a citizen",
    responses=problems(
        SandiLemah,
        TeleponTidakSah,
        WilayahTidakDikenal,
        BerkasBukanGambar,
        GambarRusak,
        BerkasTerlaluBesar,
        PenyimpananTidakTersedia,
        LoginSibuk,
    ),
)
async def registrasi(
    isi: Annotated[RegistrasiForm, Form(media_type="multipart/form-data")],
    service: RegistrasiServiceDep,
    alamat: AlamatDep,
) -> RegistrasiBaca:
    """Ask for an account with your NIK, No KK, a picture of the KTP and a selfie holding it.

    The answer is the same whether or not there already is an account for this NIK or e-mail; look into your mailbox
    for the confirmation code. Metadata of the pictures (where they were taken) are removed before they are stored.
    """
    await service.daftar(isi, FotoDiri(await isi.foto_ktp.read(), await isi.swafoto.read()), alamat)
    return RegistrasiBaca(
        status="PERIKSA_SUREL",
        pesan="Periksa surel Anda untuk kode konfirmasi. / Look into your mailbox for the confirmation code.",
    )


@router.post("/konfirmasi", summary="Confirm the e-mail address", responses=problems(KodeKonfirmasiTidakSah))
async def konfirmasi(isi: KonfirmasiMasuk, service: RegistrasiServiceDep, alamat: AlamatDep) -> RegistrasiBaca:
    """Send the code from the e-mail, once, within 24 hours; then an officer of your kab/kota looks at the pictures."""
    await service.konfirmasi(isi.kode, alamat)
    return RegistrasiBaca(
        status="MENUNGGU_VERIFIKASI",
        pesan="Surel terkonfirmasi; petugas akan memeriksa pendaftaran. / An officer will look at your registration.",
    )
