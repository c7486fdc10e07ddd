"""What officers find, and what they do not."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Tujuan
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from tests.conftest import Klien, Masuk
from tests.keluarga.pembantu import TUJUAN, jejak, kode
from tests.pabrik.indeks import kini
from tests.pabrik.keluarga import DESA, anggota, daftarkan, nik, subjek

JALUR = "/v1/petugas/orang/cari"
LAIN = "32.17.01.2001"


@pytest.fixture
async def pusat(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.PUSAT)


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.OPERATOR_KABKOTA, ("32.04",))


async def tersimpan(sesi: AsyncSession, wadah: Wadah, *nama: str, desa: str = DESA) -> list[Ref]:
    return [await daftarkan(sesi, wadah, subjek(nama=n, kode_desa=desa, no_kk=None)) for n in nama]


async def temukan(klien: Klien, **isi: Any) -> list[dict[str, Any]]:
    jawab = await klien.post(JALUR, json=TUJUAN | isi)
    assert jawab.status_code == 200, jawab.text
    data: list[dict[str, Any]] = jawab.json()["data"]
    return data


@pytest.mark.parametrize("wilayah", [None, "32", "32.04", "32.04.05", DESA])
async def test_spellings_come_after_the_same_name_and_before_typing_errors(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, wilayah: str | None
) -> None:
    nama = ["Moh. Rizky", "Muhammad Rizki", "Muhamad Rizka", "Muhammad Rizki Hidayat", "Ahmad Rizal"]
    await tersimpan(sesi, wadah, *nama)
    hasil = await temukan(operator, nama="Muhammad Rizki", kode_wilayah=wilayah)
    assert [(h["nama"], h["kecocokan"]) for h in hasil] == [
        ("Muhammad Rizki", "SAMA"),
        ("Moh. Rizky", "EJAAN"),
        ("Muhamad Rizka", "KETIK"),
        ("Muhammad Rizki Hidayat", "SEBAGIAN"),
    ]
    assert [a["cara"] for a in hasil[2]["alasan"]] == ["EJAAN", "KETIK"]
    assert hasil[3]["alasan"][-1] == {"cara": "LEBIH", "dicari": None, "tercatat": "hidayat"}
    assert [h["nilai"] for h in hasil] == sorted((h["nilai"] for h in hasil), reverse=True)


@pytest.mark.parametrize(
    ("tercatat", "dicari"),
    [
        ("Sri Wahyuni", "sriwahyuni"),
        ("Sriwahyuni", "Sri Wahyuni"),
        ("Soekarno Djojo", "Sukarno Joyo"),
        ("Siti Nur Aminah", "Aminah Siti"),
        ("Sriwahyuni Lestari", "Lestari Sri Wahyuni"),
        ("Sri Wahyuni Lestari", "Sriwahyuni"),
        ("Ahmad Hidayat", "A. Hidayat"),
        ("Budi Santoso", "Budi Santsoo"),
        ("Budi Santoso", "Budii Santoso"),
        ("Ujang O'Neil", "oneil"),
    ],
)
async def test_a_name_is_found_as_people_write_it(
    operator: Klien, sesi: AsyncSession, wadah: Wadah, tercatat: str, dicari: str
) -> None:
    await tersimpan(sesi, wadah, tercatat, "Dadang Suherman")
    assert [h["nama"] for h in await temukan(operator, nama=dicari)] == [tercatat]


async def test_a_birth_date_narrows_or_stands_alone(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    for tahun in (1970, 1980):
        await daftarkan(sesi, wadah, subjek(tanggal_lahir=date(tahun, 2, 3), no_kk=None))
    dua = await temukan(operator, nama="Budi Santoso")
    satu = await temukan(operator, nama="Budi Santoso", tanggal_lahir="1970-02-03")
    saja = await temukan(operator, tanggal_lahir="1980-02-03")
    assert [len(dua), len(satu), len(saja)] == [2, 1, 1]
    assert (satu[0]["tanggal_lahir"], saja[0]["tanggal_lahir"]) == ("1970-02-03", "1980-02-03")
    assert (saja[0]["kecocokan"], saja[0]["alasan"]) == ("LAHIR", [])


async def test_numbers_find_their_person_and_the_family(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    isi = subjek(anggota(nama="Ujang"))
    ref = await daftarkan(sesi, wadah, isi)
    (diri,) = await temukan(operator, nik=isi.anggota[0].nik)
    (wakil,) = await temukan(operator, no_kk=isi.no_kk, kode_wilayah="32.04")
    assert (diri["nama"], wakil["nama"], diri["kecocokan"]) == ("Ujang", "Budi Santoso", "NOMOR")
    assert diri["ref"] == wakil["ref"] == Ref(ref.keluarga_id, ref.keluarga_id).teks
    assert await temukan(operator, nik=isi.nik, kode_wilayah="32.17") == []


async def test_nothing_is_found_outside_the_region_or_of_those_who_left(
    masuk: Masuk, operator: Klien, pusat: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    isi = subjek()
    await daftarkan(sesi, wadah, isi)
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.17",))
    semua: list[dict[str, Any]] = [{"nama": "Budi"}, {"nik": isi.nik}, {"tanggal_lahir": "1990-01-01"}]
    for cari in semua:
        assert len(await temukan(pusat, **cari)) == 1
        for wilayah in (None, "32", "32.04", DESA, "32.17"):
            assert await temukan(asing, kode_wilayah=wilayah, **cari) == []
    assert await temukan(operator, nama="Budi Santoso", kode_wilayah="32.17") == []
    for kosong in ("***", "%"):
        assert await temukan(operator, nama=kosong) == []


async def test_a_search_leaves_one_row_that_names_whom_it_showed(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    isi = subjek()
    await daftarkan(sesi, wadah, isi)
    await temukan(operator, nama="Budi Santoso", tanggal_lahir="1990-01-01")
    await temukan(operator, nama="Tidak Ada Orangnya")
    ada, tiada = await jejak(sesi, "keluarga:pencarian")
    assert (ada.rincian, tiada.rincian["jumlah"]) == ({"cara": "nama-tanggal_lahir", "jumlah": 1}, 0)
    assert kini(ada.subjek) == kini([wadah.sandi.indeks(Tujuan.NIK, isi.nik or "")])
    assert (ada.tujuan, ada.pelaku_id) == ("PERBAIKAN_DATA", operator.pelaku.akun_id)


@pytest.mark.parametrize(
    "isi",
    [
        {},
        {"kode_wilayah": DESA},
        {"nik": str(nik()), "nama": "Budi"},
        {"nik": "3204050101900000"},
        {"nama": "Budi", "kode_wilayah": "99x"},
        {"nama": "Budi", "batas": 51},
        {"nama": "Budi", "lain": 1},
        {"nama": "Budi", "tujuan": "INGIN TAHU"},
    ],
)
async def test_a_search_that_is_not_one_search_is_refused(operator: Klien, isi: dict[str, Any]) -> None:
    jawab = await operator.post(JALUR, json=TUJUAN | isi)
    assert kode(jawab) == (422, "isian-tidak-sah")
    assert isi.get("nik", "tidak ada") not in jawab.text


async def test_the_answer_stops_at_what_was_asked_for(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    await tersimpan(sesi, wadah, "Dewi Sartika", "Dewi Sartika", "Dewi Sartica")
    hasil = await temukan(operator, nama="Dewi Sartika", batas=2)
    assert [h["kecocokan"] for h in hasil] == ["SAMA", "SAMA"]
