"""What may change after the civil registry disagreed: the fields that it compared, and their papers. Nothing else."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.peristiwa import Identitas, Lahir
from app.usulan.models import Usulan
from app.usulan.rincian import Rincian
from app.usulan.service import UsulanService
from app.usulan.status import JenisUsulan, StatusUsulan, SubjenisUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik import usulan as pabrik
from tests.pabrik.gambar import foto
from tests.pabrik.wilayah import DESA
from tests.usulan.pembantu import PETUGAS

J, S, U = Jabatan, StatusUsulan, SubjenisUsulan
V1 = {"If-Match": '"v1"'}
ATAS_NAMA = {"penandatangan": "Budi Santoso", "cara": "TANDA_TANGAN", "tanggal": "2026-01-01"}
ADIK = {"nama": "Adik", "tempat_lahir": "Bandung", "tanggal_lahir": "2016-01-01", "jenis_kelamin": "P"}
ADIK |= {"hubungan": "ANAK"}


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(J.OPERATOR_DESA, (str(DESA),), nik=pabrik.nik_uji(), no_kk=pabrik.no_kk_uji())


async def isi_subjek(operator: Klien, satu: Usulan) -> dict[str, Any]:
    dibaca = await operator.get(f"{PETUGAS}/{satu.ref}", params={"tujuan": "memeriksa"})
    subjek: dict[str, Any] = dibaca.json()["subjek"]
    return subjek


@pytest.mark.parametrize(
    ("ubah", "isian"),
    [
        ({"nama": "Nama Betul"}, None),
        ({"tanggal_lahir": "1990-01-02", "jenis_kelamin": "P", "nama_ibu": "Ibu Betul"}, None),
        ({"no_kk": "3204050101201234"}, None),
        ({"alamat": "Kp. Lain RT 01"}, ["subjek.alamat"]),
        ({"nama": "Nama Betul", "telepon": "081299999999", "anggota": [ADIK]}, ["subjek.anggota", "subjek.telepon"]),
        ({"kode_desa": "32.04.05.2002"}, ["subjek.kode_desa"]),
    ],
    ids=["name", "the other fields", "card", "address", "members and phone", "village"],
)
async def test_only_compared_fields_of_somebody_new_change(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, ubah: dict[str, Any], isian: list[str] | None
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.TIDAK_PADAN)
    lama = await isi_subjek(operator, satu)
    jawab = await operator.patch(f"{PETUGAS}/{satu.ref}", json={"subjek": lama | ubah}, headers=V1)
    if isian is None:
        assert jawab.status_code == 200, jawab.text
        return
    assert (jawab.status_code, jawab.json().get("kode")) == (409, "isian-terkunci"), jawab.text
    assert jawab.json()["isian"] == isian
    assert await isi_subjek(operator, satu) == lama


@pytest.mark.parametrize(
    ("jenis", "ubah", "isian"),
    [
        (JenisUsulan.BARU, {"program": ["PKH"]}, "program"),
        (JenisUsulan.BARU, {"atas_nama": ATAS_NAMA}, "atas_nama"),
        (JenisUsulan.BARU, {"pernyataan_disetujui": False}, "pernyataan_disetujui"),
        (JenisUsulan.HAPUS, {"tanggal_peristiwa": "2020-01-01"}, "tanggal_peristiwa"),
        (JenisUsulan.HAPUS, {"penjelasan": "Lain lagi"}, "penjelasan"),
    ],
)
async def test_what_was_never_compared_stays_whatever_the_kind(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, jenis: JenisUsulan, ubah: dict[str, Any], isian: str
) -> None:
    satu = await pabrik.usulan_pada(sesi, wadah, S.TIDAK_PADAN, jenis=jenis)
    jawab = await operator.patch(f"{PETUGAS}/{satu.ref}", json=ubah, headers=V1)
    assert (jawab.status_code, jawab.json().get("kode")) == (409, "isian-terkunci"), jawab.text
    assert jawab.json()["isian"] == [isian]
    assert (await operator.patch(f"{PETUGAS}/{satu.ref}", json={}, headers=V1)).status_code == 200


async def _perbaikan(sesi: AsyncSession, wadah: Wadah, subjenis: SubjenisUsulan) -> tuple[Usulan, list[dict[str, Any]]]:
    """A PERBAIKAN of a name and an address, or of a birth, that does not match."""
    satu = await pabrik.usulan_pada(sesi, wadah, S.TIDAK_PADAN, jenis=JenisUsulan.PERBAIKAN, subjenis=subjenis)
    orang = await UsulanService.rakit(sesi, wadah).keluarga.baca(satu.registri_id)
    perubahan: list[Any] = [Lahir(tanggal=hari_ini(), nama="Bayi", jenis_kelamin="L")]
    if subjenis is U.IDENTITAS:
        nama = Identitas(tanggal=date(2026, 1, 1), anggota=orang.aktif[0].ref, nama="Nama Keliru", telepon="08121111")
        perubahan = [nama, Identitas(tanggal=date(2026, 1, 1), alamat="Kp. Baru RT 02")]
    await pabrik.isi_rincian(sesi, wadah, satu, Rincian(perubahan=perubahan))
    return satu, [p.model_dump(mode="json", exclude_defaults=True) | {"jenis": p.jenis} for p in perubahan]


@pytest.mark.parametrize(
    ("ubah", "isian"),
    [
        ([{"nama": "Nama Betul", "nama_ibu": "Ibu Betul", "tanggal": "2026-02-02"}, {}], None),
        ([{"telepon": "08122222"}, {}], ["perubahan.telepon"]),
        ([{}, {"alamat": "Kp. Lain RT 09"}], ["perubahan.alamat"]),
        ([{"kosongkan": ["tempat_lahir"]}, None], ["perubahan.alamat", "perubahan.tempat_lahir"]),
    ],
    ids=["compared fields", "phone", "address", "emptied and left out"],
)
async def test_only_compared_fields_of_a_correction_change(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, ubah: list[dict[str, Any] | None], isian: list[str] | None
) -> None:
    satu, lama = await _perbaikan(sesi, wadah, U.IDENTITAS)
    baru = [x | u for x, u in zip(lama, ubah, strict=True) if u is not None]
    jawab = await operator.patch(f"{PETUGAS}/{satu.ref}", json={"perubahan": baru}, headers=V1)
    if isian is None:
        assert (jawab.status_code, jawab.json()["subjek"].get("nama")) == (200, "Nama Betul"), jawab.text
        return
    assert (jawab.status_code, jawab.json().get("kode")) == (409, "isian-terkunci"), jawab.text
    assert jawab.json()["isian"] == isian


async def test_a_change_of_the_members_was_not_compared(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    satu, lama = await _perbaikan(sesi, wadah, U.ANGGOTA_KELUARGA)
    url = f"{PETUGAS}/{satu.ref}"
    jawab = await operator.patch(url, json={"perubahan": [lama[0] | {"nama": "Bayi Lain"}]}, headers=V1)
    assert (jawab.status_code, jawab.json().get("isian")) == (409, ["perubahan"]), jawab.text
    assert (await operator.patch(url, json={"perubahan": lama}, headers=V1)).status_code == 200


async def test_papers_of_the_identity_join_and_no_paper_goes(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.TIDAK_PADAN)
    url = f"{PETUGAS}/{satu.ref}"
    for jenis, status in (("FOTO_KK", 201), ("AKTA_KELAHIRAN", 201), ("FOTO_RUMAH_DEPAN", 409), ("SKTM", 409)):
        berkas = {"berkas": ("x.jpg", foto(), "image/jpeg")}
        jawab = await operator.post(f"{url}/lampiran", data={"jenis": jenis}, files=berkas)
        assert jawab.status_code == status, jawab.text
        assert status == 201 or (jawab.json()["kode"], jawab.json()["isian"]) == ("isian-terkunci", [jenis])
    dibaca = await operator.get(url, params={"tujuan": "memeriksa"})
    lampiran = f"{url}/lampiran/{dibaca.json()['lampiran'][0]['id']}"
    jawab = await operator.delete(lampiran, headers={"If-Match": dibaca.headers["etag"]})
    assert (jawab.status_code, jawab.json().get("kode")) == (409, "isian-terkunci")
