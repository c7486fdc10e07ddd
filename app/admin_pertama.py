"""The first administrator, made on the machine itself: there are no default accounts to log in with."""

from collections.abc import Sequence

from app.akun.kelola import KelolaService
from app.akun.schemas import PetugasBuat
from app.config import Pengaturan
from app.core.db import transaksi
from app.core.peran import Jabatan
from app.rakitan import wadah_sendiri


async def buat(*, nama: str, username: str, surel: str, nik: str, jabatan: Jabatan, wilayah: Sequence[str]) -> str:
    """Create an administrator's account and return the one-time secret, which nothing keeps.

    Raises:
        pydantic.ValidationError: a field is malformed.
        DomainError: the identity is taken, or region and jabatan do not fit.
    """
    isi = PetugasBuat.model_validate(
        {
            "nama": nama,
            "username": username,
            "surel": surel,
            "nik": nik,
            "jabatan": jabatan,
            "wilayah": [{"kode_wilayah": kode} for kode in wilayah],
        }
    )
    async with (
        wadah_sendiri(Pengaturan(), nama="dtks-create-admin") as wadah,
        transaksi(wadah.pabrik_sesi) as sesi,
    ):
        _, rahasia = await KelolaService.rakit(sesi, wadah).buat(isi, None)
    return rahasia
