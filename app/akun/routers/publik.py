"""A citizen asks for an account."""

from typing import Annotated

from fastapi import APIRouter, Form

from app.akun.deps import AlamatDep, PerbaikanForm, PerbaikanServiceDep, RegistrasiForm, RegistrasiServiceDep
from app.akun.errors import KodeKonfirmasiTidakSah, LoginSibuk, PerbaikanTidakLengkap, SandiLemah, TeleponTidakSah
from app.akun.registrasi import FotoDiri
from app.akun.schemas import KirimUlang, KonfirmasiMasuk, RegistrasiBaca
from app.berkas_objek.errors import BerkasBukanGambar, BerkasTerlaluBesar, GambarRusak, PenyimpananTidakTersedia
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.wilayah.errors import WilayahTidakDikenal

router = APIRouter(route_class=RuteDtks, prefix="/registrasi", tags=["publik: registrasi"])
_PERIKSA = "Periksa surel Anda untuk kode konfirmasi. / Look into your mailbox for the confirmation code."
_DIPERIKSA = "Petugas akan memeriksa pendaftaran Anda. / An officer will look at your registration."


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
    tiket = await service.daftar(isi, FotoDiri(await isi.foto_ktp.read(), await isi.swafoto.read()), alamat)
    return RegistrasiBaca(
        status="PERIKSA_SUREL",
        pesan=_PERIKSA,
        tiket=tiket,
    )


@router.post("/kirim-ulang", status_code=202, summary="Send the confirmation code again")
async def kirim_ulang(isi: KirimUlang, service: RegistrasiServiceDep, alamat: AlamatDep) -> RegistrasiBaca:
    """Have a new confirmation code mailed to the address of the registration.

    At most four times within its 24 hours; the older codes stay valid. The answer is the same for any ticket.
    """
    await service.kirim_ulang(isi.tiket, alamat)
    return RegistrasiBaca(status="PERIKSA_SUREL", pesan=_PERIKSA, tiket=isi.tiket)


@router.post(
    "/perbaiki",
    summary="Mend a refused registration",
    responses=problems(
        KodeKonfirmasiTidakSah,
        PerbaikanTidakLengkap,
        BerkasBukanGambar,
        GambarRusak,
        BerkasTerlaluBesar,
        PenyimpananTidakTersedia,
    ),
)
async def perbaiki(
    isi: Annotated[PerbaikanForm, Form(media_type="multipart/form-data")],
    service: PerbaikanServiceDep,
    alamat: AlamatDep,
) -> RegistrasiBaca:
    """Send the pictures that the refusal asks for, with the code from its mail; then an officer looks again.

    Without them the answer `perbaikan-tidak-lengkap` names what is needed.
    """
    berkas = {"foto_ktp": isi.foto_ktp, "swafoto": isi.swafoto}
    foto = {nama: await satu.read() for nama, satu in berkas.items() if satu is not None}
    await service.perbaiki(isi.kode, foto, alamat)
    return RegistrasiBaca(status="MENUNGGU_VERIFIKASI", pesan=_DIPERIKSA, tiket=None)


@router.post("/konfirmasi", summary="Confirm the e-mail address", responses=problems(KodeKonfirmasiTidakSah))
async def konfirmasi(isi: KonfirmasiMasuk, service: RegistrasiServiceDep, alamat: AlamatDep) -> RegistrasiBaca:
    """Send the code from the e-mail, once, within 24 hours; then an officer of your kab/kota looks at the pictures."""
    await service.konfirmasi(isi.kode, alamat)
    return RegistrasiBaca(status="MENUNGGU_VERIFIKASI", pesan=_DIPERIKSA, tiket=None)
