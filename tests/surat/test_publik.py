"""F11: anybody who holds a letter can check it; the answer says nothing about a person."""

import hashlib
from datetime import date

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.peran import Jabatan
from app.surat.errors import SuratNotFound, SuratSudahBerakhir
from app.surat.jenis import JenisSurat
from app.surat.service import SuratService, sidik_isi
from tests.conftest import Klien, Masuk
from tests.surat.conftest import DESA, ISI, terbit


async def test_a_genuine_letter_says_kind_number_date_issuer_and_digest(layanan: SuratService, klien: Klien) -> None:
    surat = await terbit(layanan)
    jawab = await klien.get(f"/v1/publik/surat/{surat.kode.lower()}")
    assert jawab.status_code == 200
    pdf = (await layanan.baca_pdf(surat.kode)).isi
    assert jawab.json() == {
        "kode": surat.kode,
        "jenis": "BUKTI_USULAN",
        "nama": {"id": "Surat bukti pendaftaran usulan", "en": "Receipt of a usulan"},
        "nomor": ISI["nomor"],
        "tanggal": "2026-11-21",
        "penerbit": "Cileunyi Kulon, Cileunyi, Kabupaten Bandung, Jawa Barat",
        "keadaan": "BERLAKU",
        "is_berlaku": True,
        "diganti_oleh": None,
        "sidik": hashlib.sha256(pdf).hexdigest(),
        "sidik_isi": sidik_isi({"kop": await layanan.kop(DESA), **ISI}),
    }
    assert "Khas" not in jawab.text


async def test_a_file_is_checked_by_its_digest_without_sending_it(layanan: SuratService, klien: Klien) -> None:
    surat = await terbit(layanan)
    pdf = (await layanan.baca_pdf(surat.kode)).isi
    sidik = hashlib.sha256(pdf).hexdigest()
    jawab = await klien.post("/v1/publik/surat/periksa", json={"sha256": sidik.upper()})
    assert (jawab.status_code, jawab.json()["kode"]) == (200, surat.kode)
    palsu = hashlib.sha256(pdf + b"\n").hexdigest()
    jawab = await klien.post("/v1/publik/surat/periksa", json={"sha256": palsu})
    assert (jawab.status_code, jawab.json()["kode"]) == (404, "surat-tidak-ditemukan")
    jawab = await klien.post("/v1/publik/surat/periksa", json={"sha256": "xyz"})
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "isian-tidak-sah")


async def test_every_code_that_is_none_gets_the_same_answer(layanan: SuratService, klien: Klien) -> None:
    surat = await terbit(layanan)
    isi = []
    for kode in ("X", "0" * 20, surat.kode + "0", surat.kode[:-1], "ÿ", "a" * 300):
        jawab = await klien.get(f"/v1/publik/surat/{kode}")
        badan = jawab.json()
        badan.pop("id_permintaan")
        badan.pop("instance")
        isi.append((jawab.status_code, badan))
    assert all(satu == isi[0] for satu in isi)
    assert isi[0][0] == 404


async def test_a_replaced_letter_names_its_successor(layanan: SuratService, klien: Klien) -> None:
    lama = await terbit(layanan)
    baru = await terbit(layanan, mengganti=lama.kode)
    jawab = (await klien.get(f"/v1/publik/surat/{lama.kode}")).json()
    assert (jawab["keadaan"], jawab["is_berlaku"], jawab["diganti_oleh"]) == ("DIGANTI", False, baru.kode)
    assert (await klien.get(f"/v1/publik/surat/{baru.kode}")).json()["keadaan"] == "BERLAKU"
    assert [s.kode for s in await layanan.milik("usulan/1")] == [baru.kode, lama.kode]
    with pytest.raises(SuratSudahBerakhir):
        await terbit(layanan, mengganti=lama.kode)


async def test_a_withdrawn_letter_stays_genuine_and_is_not_in_force(
    layanan: SuratService, klien: Klien, masuk: Masuk
) -> None:
    surat = await terbit(layanan)
    petugas = (await masuk(Jabatan.OPERATOR_DESA, (DESA,))).pelaku
    await layanan.tarik(surat.kode, "Salah nama", petugas)
    jawab = (await klien.get(f"/v1/publik/surat/{surat.kode}")).json()
    assert (jawab["keadaan"], jawab["is_berlaku"], jawab["diganti_oleh"]) == ("DITARIK", False, None)
    with pytest.raises(SuratSudahBerakhir):
        await layanan.tarik(surat.kode, "Lagi", None)
    with pytest.raises(SuratNotFound):
        await layanan.tarik("TIDAKADA", "Lagi", None)


@pytest.mark.parametrize(
    ("kode", "kop"),
    [
        (DESA, ["Pemerintah Kabupaten Bandung", "Kecamatan Cileunyi", "Desa Cileunyi Kulon"]),
        ("32.04.05", ["Pemerintah Kabupaten Bandung", "Kecamatan Cileunyi"]),
        ("32.04", ["Pemerintah Kabupaten Bandung", "Dinas Sosial"]),
        ("32", ["Pemerintah Jawa Barat", "Dinas Sosial"]),
        (None, ["Kementerian Sosial Republik Indonesia"]),
    ],
)
async def test_the_letterhead_is_that_of_the_issuing_government(
    layanan: SuratService, kode: str | None, kop: list[str]
) -> None:
    assert await layanan.kop(kode) == kop


async def test_a_ministry_letter_names_the_ministry(layanan: SuratService, klien: Klien) -> None:
    surat = await terbit(layanan, kode_wilayah=None)
    jawab = await klien.get(f"/v1/publik/surat/{surat.kode}")
    assert jawab.json()["penerbit"] == "Kementerian Sosial Republik Indonesia"


async def test_issuing_is_audited_and_kept_for_good(layanan: SuratService, sesi: AsyncSession, masuk: Masuk) -> None:
    petugas = (await masuk(Jabatan.OPERATOR_DESA, (DESA,))).pelaku
    surat = await terbit(layanan, pelaku=petugas)
    assert (surat.tanggal, surat.dibuat_oleh) == (date(2026, 11, 21), petugas.akun_id)
    jejak = await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "surat:surat:terbit"))
    assert jejak.one().objek == f"surat/{surat.kode}"
    for perintah in ("UPDATE surat SET nomor = 'x'", "DELETE FROM surat_akhir"):
        with pytest.raises(DBAPIError, match="permission denied"):
            async with sesi.begin_nested():
                await sesi.execute(text(perintah))


async def test_a_print_without_a_register_entry_has_no_code(layanan: SuratService, sesi: AsyncSession) -> None:
    pdf = await layanan.cetak(JenisSurat.BUKTI_USULAN, ISI, kode_wilayah=DESA)
    assert pdf.startswith(b"%PDF")
    assert (await sesi.execute(text("SELECT count(*) FROM surat"))).scalar() == 0
