"""Searching a kab/kota for persons recorded twice: it finds, explains, remembers, and decides nothing."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.duplikat.models import PasanganDuplikat
from app.duplikat.pencarian import PencarianService
from app.keluarga.kode import JenisPerubahan
from app.keluarga.kunci_orang import KOLOM_KUNCI
from app.keluarga.models import AnggotaKeluarga, Individu
from app.keluarga.peristiwa import PERUBAHAN
from app.keluarga.perubahan import PerubahanService
from tests.conftest import Klien, Masuk
from tests.pabrik.duplikat import URL, alasan, cari, pasangan, wawan
from tests.pabrik.keluarga import anggota, daftarkan, nik, subjek

TETANGGA = "32.04.05.2002"
JAUH = "31.71.01.1001"


@pytest.fixture
async def verifikator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.VERIFIKATOR)


async def ubah(sesi: AsyncSession, wadah: Wadah, orang: Ref, **isi: Any) -> None:
    """Correct a person on file."""
    perubahan = {"jenis": JenisPerubahan.IDENTITAS, "tanggal": "2026-01-02", "anggota": orang} | isi
    service = PerubahanService.rakit(sesi, wadah)
    await service.terapkan(orang.keluarga_id, PERUBAHAN.validate_python(perubahan), None, sumber="uji")
    await sesi.commit()


async def pindah(sesi: AsyncSession, wadah: Wadah, orang: Ref, kode_desa: str) -> None:
    """Move his whole family into another village."""
    isi = {"jenis": JenisPerubahan.PINDAH_DESA, "tanggal": "2026-01-02", "kode_desa": kode_desa}
    service = PerubahanService.rakit(sesi, wadah)
    await service.terapkan(orang.keluarga_id, PERUBAHAN.validate_python(isi), None, sumber="uji")
    await sesi.commit()


@pytest.mark.parametrize(
    ("beda", "bukti"),
    [
        ({"nama": "H. Wawan Setiyawan"}, "NAMA_SAMA"),
        ({"nama": "Wawan Stiawan", "kode_desa": TETANGGA}, "NAMA_MIRIP"),
        ({"nama": "Wawn Setiawan", "nama_ibu": None, "nik": None}, "NAMA_MIRIP"),
        ({"tanggal_lahir": date(1983, 4, 27), "kode_desa": TETANGGA}, "LAHIR_MIRIP"),
        ({"nama_ibu": None, "nik": None}, "LAHIR_SAMA"),
        ({"kode_desa": JAUH}, "IBU_SAMA"),
    ],
)
async def test_one_difference_in_name_date_mother_or_village_does_not_hide_a_person(
    sesi: AsyncSession, wadah: Wadah, verifikator: Klien, beda: dict[str, Any], bukti: str
) -> None:
    lama = await daftarkan(sesi, wadah, wawan(**beda))
    baru = await daftarkan(sesi, wadah, wawan())
    await daftarkan(sesi, wadah, subjek(anggota()))
    await sesi.commit()
    hasil = await cari(verifikator, wadah)
    assert (hasil["persen"], hasil["baru"], hasil["selesai_at"] is None) == (100, 1, False)
    satu = (await pasangan(sesi))[0]
    assert (satu.diri, satu.lain, satu.status) == (baru, lama, "TERBUKA")
    assert bukti in {b["kode"] for b in satu.bukti}
    baris = (await verifikator.get(URL)).json()["data"]
    assert [(b["id"], b["nama"], b["skor"]) for b in baris] == [(str(satu.id), "Wawan Setiawan", satu.skor)]


async def test_a_nik_or_card_that_two_bear_is_found(sesi: AsyncSession, wadah: Wadah, verifikator: Klien) -> None:
    nomor = nik(date(1983, 4, 17))
    await daftarkan(sesi, wadah, wawan(nik=nomor))
    await daftarkan(sesi, wadah, wawan(nik=nomor, nama="Setiawan Wawan", nama_ibu=None, tanggal_lahir=date(1983, 4, 7)))
    kartu = subjek()
    await daftarkan(sesi, wadah, kartu)
    beda = {"nama_ibu": "Rahayu", "nik": None, "tanggal_lahir": date(1990, 1, 10)}
    await daftarkan(sesi, wadah, subjek(no_kk=kartu.no_kk, nama="Budi Santosa", **beda))
    await sesi.commit()
    hasil = await cari(verifikator, wadah)
    assert (hasil["orang"], hasil["dibandingkan"]) == (4, 2)
    assert "NIK_SAMA" in {b["kode"] for p in await pasangan(sesi) for b in p.bukti}


async def test_a_family_without_doubles_brings_nothing(sesi: AsyncSession, wadah: Wadah, verifikator: Klien) -> None:
    kembar: dict[str, Any] = {"tanggal_lahir": date(2016, 5, 17), "jenis_kelamin": "L"}
    anak = [anggota(nama=n, **kembar) for n in ("Hasan Basri", "Husen Basri")]
    await daftarkan(sesi, wadah, subjek(*anak))
    keluar = await daftarkan(sesi, wadah, wawan())
    await daftarkan(sesi, wadah, wawan())
    pergi = {"keluar_date": date(2026, 1, 5), "alasan_keluar": "PINDAH", "masuk_date": date(2026, 1, 1)}
    await sesi.execute(update(AnggotaKeluarga).where(AnggotaKeluarga.individu_id == keluar.id).values(pergi))
    await sesi.commit()
    assert (await cari(verifikator, wadah))["baru"] == 0


async def test_told_apart_is_remembered_until_a_record_changes(
    sesi: AsyncSession, wadah: Wadah, verifikator: Klien
) -> None:
    await daftarkan(sesi, wadah, wawan())
    baru = await daftarkan(sesi, wadah, wawan())
    await sesi.commit()
    await cari(verifikator, wadah)
    satu = (await pasangan(sesi))[0]
    jawab = await verifikator.post(f"{URL}/{satu.id}/bukan-duplikat", json=alasan())
    assert (jawab.status_code, jawab.json()["status"]) == (200, "BUKAN_DUPLIKAT")
    hasil = await cari(verifikator, wadah)
    assert (hasil["baru"], hasil["terbuka_lagi"]) == (0, 0)
    await ubah(sesi, wadah, baru, telepon="081200001111")
    assert (await cari(verifikator, wadah))["terbuka_lagi"] == 0
    await ubah(sesi, wadah, baru, nama="Wawan Setiawan Putra")
    assert (await cari(verifikator, wadah))["terbuka_lagi"] == 1
    satu = (await pasangan(sesi))[0]
    assert (satu.status, (await verifikator.get(URL)).json()["data"][0]["id"]) == ("TERBUKA", str(satu.id))
    await ubah(sesi, wadah, baru, nama="Asep Sunandar")
    assert (await cari(verifikator, wadah))["usang"] == 1
    assert [p.status for p in await pasangan(sesi)] == ["USANG"]


async def test_a_decision_needs_its_reason_is_taken_once_and_can_be_reopened(
    sesi: AsyncSession, wadah: Wadah, verifikator: Klien, masuk: Masuk
) -> None:
    await daftarkan(sesi, wadah, wawan())
    await daftarkan(sesi, wadah, wawan())
    await sesi.commit()
    await cari(verifikator, wadah)
    url = f"{URL}/{(await pasangan(sesi))[0].id}"
    assert (await verifikator.post(f"{url}/bukan-duplikat", json={})).json()["kode"] == "alasan-wajib"
    salah = alasan("BUKTI_MEMBANTAH")
    assert (await verifikator.post(f"{url}/bukan-duplikat", json=salah)).json()["kode"] == "alasan-tidak-berlaku"
    operator = await masuk(Jabatan.OPERATOR_KABKOTA)
    assert (await operator.post(f"{url}/bukan-duplikat", json=alasan())).status_code == 403
    assert (await verifikator.post(f"{url}/bukan-duplikat", json=alasan())).status_code == 200
    assert (await verifikator.post(f"{url}/bukan-duplikat", json=alasan())).json()["kode"] == "transisi-ditolak"
    lagi = await verifikator.post(f"{url}/buka-lagi", json=alasan("DUPLIKAT_BUKTI_BARU"))
    assert lagi.json()["status"] == "TERBUKA"
    assert [x["aksi"] for x in lagi.json()["riwayat"]] == ["temukan", "bukan_duplikat", "buka_lagi"]
    assert lagi.json()["riwayat"][1]["penjelasan"].startswith("KTP asli")


async def test_both_persons_see_who_read_them_and_nobody_decides_his_own_affair(
    sesi: AsyncSession, wadah: Wadah, verifikator: Klien, masuk: Masuk
) -> None:
    diri = wawan()
    await daftarkan(sesi, wadah, wawan())
    await daftarkan(sesi, wadah, diri)
    await sesi.commit()
    await cari(verifikator, wadah)
    url = f"{URL}/{(await pasangan(sesi))[0].id}"
    isi = (await verifikator.get(url, params={"tujuan": "PERBAIKAN_DATA"})).json()
    assert (isi["diri"]["nik"], isi["lain"]["nama_ibu"]) == (diri.nik, "Siti Rohmah")
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "duplikat:pasangan:dibaca"))).one()
    assert (len(jejak.subjek), jejak.tujuan) == (2, "PERBAIKAN_DATA")
    sendiri = await masuk(Jabatan.VERIFIKATOR, nik=diri.nik)
    assert (await sendiri.post(f"{url}/bukan-duplikat", json=alasan())).json()["kode"] == "pemisahan-tugas"
    lain = await masuk(Jabatan.VERIFIKATOR, ("32.73",))
    assert (await lain.get(URL)).json()["data"] == []
    assert (await lain.get(url, params={"tujuan": "PERBAIKAN_DATA"})).status_code == 404
    assert (await lain.post(f"{url}/bukan-duplikat", json=alasan())).status_code == 404


async def test_of_a_record_elsewhere_only_a_masked_name_is_shown(
    sesi: AsyncSession, wadah: Wadah, verifikator: Klien, masuk: Masuk
) -> None:
    await daftarkan(sesi, wadah, wawan(kode_desa=JAUH))
    await daftarkan(sesi, wadah, wawan())
    await sesi.commit()
    await cari(verifikator, wadah)
    assert (await verifikator.get(URL)).json()["data"][0]["nama_lain"] == "W***N S******N"
    url = f"{URL}/{(await pasangan(sesi))[0].id}"
    isi = (await verifikator.get(url, params={"tujuan": "PERBAIKAN_DATA"})).json()["lain"]
    assert {n: v for n, v in isi.items() if v is not None} == {
        "is_di_lingkup": False,
        "is_usulan": False,
        "urutan": 0,
        "nama": "W***N S******N",
        "desa": "31.71",
    }
    pusat = await masuk(Jabatan.PUSAT)
    isi = (await pusat.get(url, params={"tujuan": "PERBAIKAN_DATA"})).json()["lain"]
    assert (isi["nama"], isi["nik"][4:]) == ("Wawan Setiawan", "*" * 12)


@pytest.mark.parametrize("ikut", [True, False])
async def test_a_pair_is_work_of_the_village_where_its_later_record_lives_now(
    sesi: AsyncSession, wadah: Wadah, verifikator: Klien, masuk: Masuk, *, ikut: bool
) -> None:
    """Also where the pair's copy of the village has not followed."""
    await daftarkan(sesi, wadah, wawan())
    baru = await daftarkan(sesi, wadah, wawan())
    await sesi.commit()
    await cari(verifikator, wadah)
    await pindah(sesi, wadah, baru, JAUH)
    if not ikut:
        await sesi.execute(update(PasanganDuplikat).values(kode_desa="32.04.05.2001"))
        await sesi.commit()
    url, tujuan = f"{URL}/{(await pasangan(sesi))[0].id}", {"tujuan": "PERBAIKAN_DATA"}
    assert (await verifikator.get(URL)).json()["data"] == []
    assert (await verifikator.get(url, params=tujuan)).json()["kode"] == "pasangan-duplikat-tidak-ditemukan"
    assert (await verifikator.post(f"{url}/bukan-duplikat", json=alasan())).status_code == 404
    if ikut:
        setempat = await masuk(Jabatan.VERIFIKATOR, (JAUH[:5],))
        assert [x["kode_desa"] for x in (await setempat.get(URL)).json()["data"]] == [JAUH]
        isi = (await setempat.get(url, params=tujuan)).json()
        assert (isi["diri"]["kode_desa"], isi["lain"]["is_di_lingkup"]) == (JAUH, False)


async def test_of_an_earlier_record_that_has_moved_away_only_a_masked_name_is_shown(
    sesi: AsyncSession, wadah: Wadah, verifikator: Klien
) -> None:
    lama = await daftarkan(sesi, wadah, wawan())
    await daftarkan(sesi, wadah, wawan())
    await sesi.commit()
    await cari(verifikator, wadah)
    await pindah(sesi, wadah, lama, JAUH)
    await sesi.execute(update(PasanganDuplikat).values(lain_kode_desa="32.04.05.2001"))
    await sesi.commit()
    assert (await verifikator.get(URL)).json()["data"][0]["nama_lain"] == "W***N S******N"
    url = f"{URL}/{(await pasangan(sesi))[0].id}"
    isi = (await verifikator.get(url, params={"tujuan": "PERBAIKAN_DATA"})).json()["lain"]
    assert (isi["nama"], isi["desa"], isi["nik"]) == ("W***N S******N", "31.71", None)


async def test_a_killed_search_goes_on_at_its_village_and_a_cancelled_one_does_not(
    sesi: AsyncSession, wadah: Wadah, verifikator: Klien
) -> None:
    for desa in ("32.04.05.2001", TETANGGA, "32.04.06.2001"):
        await daftarkan(sesi, wadah, wawan(kode_desa=desa))
    await sesi.commit()
    minta = await verifikator.post(f"{URL}/pencarian", json={"kode_wilayah": "32.04"})
    id_ = minta.json()["id"]
    lagi = await verifikator.post(f"{URL}/pencarian", json={"kode_wilayah": "32.04"})
    assert lagi.json()["kode"] == "pencarian-duplikat-berjalan"
    service = PencarianService.rakit(sesi, wadah)
    assert await service.lanjutkan(minta.json()["id"])
    await sesi.commit()
    isi = (await verifikator.get(f"{URL}/pencarian/{id_}")).json()
    assert (isi["desa"], isi["desa_selesai"], isi["persen"], isi["selesai_at"]) == (3, 1, 33, None)
    batal = await verifikator.post(f"{URL}/pencarian/{id_}/batalkan", json={})
    assert batal.json()["dibatalkan_at"]
    assert not await service.lanjutkan(id_)
    tutup = await verifikator.post(f"{URL}/pencarian/{id_}/batalkan", json={})
    assert tutup.json()["kode"] == "pencarian-duplikat-tertutup"
    assert (await cari(verifikator, wadah))["desa_selesai"] == 3
    assert len((await verifikator.get(f"{URL}/pencarian")).json()["data"]) == 2


async def test_a_search_is_of_a_kabkota_of_ones_own(masuk: Masuk, verifikator: Klien) -> None:
    for kode in ("32.73", "32", "99.99"):
        jawab = await verifikator.post(f"{URL}/pencarian", json={"kode_wilayah": kode})
        assert jawab.json()["kode"] == "wilayah-tidak-dikenal", kode
    minta = await verifikator.post(f"{URL}/pencarian", json={"kode_wilayah": "32.04"})
    lain = await masuk(Jabatan.VERIFIKATOR, ("32.73",))
    assert (await lain.get(minta.headers["Location"])).status_code == 404


async def test_who_has_no_indexes_yet_is_counted_and_gets_them(
    sesi: AsyncSession, wadah: Wadah, verifikator: Klien
) -> None:
    await daftarkan(sesi, wadah, wawan())
    await sesi.execute(update(Individu).values(dict.fromkeys(KOLOM_KUNCI)))
    await sesi.commit()
    assert (await cari(verifikator, wadah))["tanpa_kunci"] == 1
    assert not (await sesi.scalars(select(PasanganDuplikat))).all()
