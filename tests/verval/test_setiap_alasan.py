"""Every published reason of the kab/kota's desk and of the visit, given through HTTP and read by the proposer."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini, now
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.referensi.katalog import ALASAN
from app.usulan.models import Usulan
from app.usulan.status import JenisUsulan
from app.usulan.status import StatusUsulan as S
from app.verval.models import Penugasan
from tests.conftest import Klien, Masuk
from tests.pabrik.usulan import alasan, usulan_pada
from tests.verval.conftest import Pencacah, aksi, lampirkan_bukti, tugaskan


def kode(aksi_usulan: str, keluarga: str | None = None) -> list[str]:
    """Codes that may be given with this action."""
    punya = (a for a in ALASAN.values() if f"usulan.{aksi_usulan}" in a.aksi)
    return sorted(a.kode for a in punya if keluarga in {None, a.keluarga})


@pytest.fixture
async def warga(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.WARGA)


async def terbaca(warga: Klien, usulan: Usulan, kode: str) -> tuple[str, Any]:
    """Last step as the proposer reads it: its state, and that the reason says what it means and what to do."""
    langkah = (await warga.get(f"/v1/warga/usulan/{usulan.ref}/riwayat")).json()["data"][-1]
    ada = langkah["alasan"]
    assert (ada["kode"], ada["teks"]["id"], ada["dasar"]) == (kode, ALASAN[kode].teks.id, ALASAN[kode].dasar)
    assert ada["langkah_berikutnya"]
    return langkah["ke"], (await warga.get(f"/v1/warga/usulan/{usulan.ref}")).json()["tenggat_date"]


@pytest.mark.parametrize("kode", kode("tolak", "IDENTITAS"))
async def test_each_reason_about_identity_refuses_a_case(
    verifikator: Klien, warga: Klien, sesi: AsyncSession, wadah: Wadah, kode: str
) -> None:
    """T19: DITOLAK with a code, words, a legal basis, a next step and the last day to object."""
    satu = await usulan_pada(sesi, wadah, S.VALIDASI_DINSOS, pengusul_id=warga.pelaku.akun_id)
    await lampirkan_bukti(verifikator, satu)
    jawab = await aksi(verifikator, satu, "tolak", {"alasan": alasan(kode)})
    assert jawab.status_code == 200, jawab.text
    ke, tenggat = await terbaca(warga, satu, kode)
    assert ke == "DITOLAK"
    assert tenggat > hari_ini().isoformat()


@pytest.mark.parametrize("kode", kode("tolak", "KEMAMPUAN"))
async def test_each_reason_about_means_or_position_refuses_a_case(
    verifikator: Klien, warga: Klien, sesi: AsyncSession, wadah: Wadah, kode: str
) -> None:
    """T19: the same for who is found not to be poor, or to hold a position."""
    satu = await usulan_pada(sesi, wadah, S.VALIDASI_DINSOS, pengusul_id=warga.pelaku.akun_id)
    await lampirkan_bukti(verifikator, satu)
    jawab = await aksi(verifikator, satu, "tolak", {"alasan": alasan(kode)})
    assert jawab.status_code == 200, jawab.text
    assert (await terbaca(warga, satu, kode))[0] == "DITOLAK"


@pytest.mark.parametrize("kode", kode("tolak", "PROGRAM"))
async def test_each_reason_about_a_programme_refuses_the_wish_for_it(
    verifikator: Klien, warga: Klien, sesi: AsyncSession, wadah: Wadah, kode: str
) -> None:
    """T19: who is registered stays so; only what he wishes for is refused."""
    milik = warga.pelaku.akun_id
    satu = await usulan_pada(sesi, wadah, S.VALIDASI_DINSOS, pengusul_id=milik, program=["PKH"])
    await lampirkan_bukti(verifikator, satu)
    jawab = await aksi(verifikator, satu, "tolak", {"alasan": alasan(kode)})
    assert jawab.status_code == 200, jawab.text
    assert (await terbaca(warga, satu, kode))[0] == "DITOLAK"


@pytest.mark.parametrize("isi", [{"jenis": JenisUsulan.PERBAIKAN, "program": ["PKH"]}, {}])
async def test_a_reason_about_a_programme_refuses_no_registration_and_no_correction(
    verifikator: Klien, sesi: AsyncSession, wadah: Wadah, isi: dict[str, Any]
) -> None:
    satu = await usulan_pada(sesi, wadah, S.VALIDASI_DINSOS, **isi)
    await lampirkan_bukti(verifikator, satu)
    jawab = await aksi(verifikator, satu, "tolak", {"alasan": alasan("GAGAL_REKENING")})
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "alasan-tidak-berlaku")
    assert "NIK_KOSONG" in jawab.json()["kode_berlaku"]
    assert not {*kode("tolak", "PROGRAM")} & {*jawab.json()["kode_berlaku"]}


@pytest.mark.parametrize("kode", kode("kembalikan"))
@pytest.mark.parametrize("sasaran", ["DESA", "PETUGAS"])
async def test_each_reason_returns_a_case(
    verifikator: Klien, warga: Klien, sesi: AsyncSession, wadah: Wadah, kode: str, sasaran: str
) -> None:
    """T14: to the desa or to the enumerator."""
    satu = await usulan_pada(sesi, wadah, S.VALIDASI_DINSOS, pengusul_id=warga.pelaku.akun_id)
    jawab = await aksi(verifikator, satu, "kembalikan", {"alasan": alasan(kode), "sasaran": sasaran})
    assert (jawab.status_code, jawab.json()["sasaran_kembali"]) == (200, sasaran), jawab.text
    assert (await terbaca(warga, satu, kode))[0] == "DIKEMBALIKAN"


@pytest.mark.parametrize("kode", kode("laporkan_gagal_kunjungan"))
async def test_each_reason_reports_a_failed_visit(
    verifikator: Klien, warga: Klien, pencacah: Pencacah, sesi: AsyncSession, wadah: Wadah, kode: str
) -> None:
    """T11: nobody met, refused, moved or no such building."""
    satu = await usulan_pada(sesi, wadah, S.DISEPAKATI_MUSYAWARAH, pengusul_id=warga.pelaku.akun_id)
    jalur = await tugaskan(verifikator, satu, pencacah)
    await sesi.execute(update(Penugasan).values(ditugaskan_at=now() - timedelta(days=2)))
    for n in range(3):
        isi = {"tanggal": (hari_ini() - timedelta(days=n)).isoformat(), "sebab": kode}
        assert (await pencacah.klien.post(f"{jalur}/percobaan", json=isi)).status_code == 201
    jawab = await aksi(pencacah.klien, satu, "laporkan-gagal-kunjungan", {"alasan": alasan(kode)})
    assert jawab.status_code == 200, jawab.text
    assert (await terbaca(warga, satu, kode))[0] == "VERVAL_GAGAL"
