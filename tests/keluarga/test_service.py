import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.clock import hari_ini
from app.core.crypto import SandiTidakCocok
from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.wadah import Wadah
from app.keluarga.entitas import LokasiIndividu
from app.keluarga.errors import DomisiliBerbeda, JawabanTidakSah, KeluargaNotFound
from app.keluarga.instrumen import NOMOR_INSTRUMEN
from app.keluarga.kanonik import REGISTRI
from app.keluarga.kode import Hubungan, StatusDokumen
from app.keluarga.models import Individu, JawabanSurvei, Keluarga, NikIndeks, RiwayatKeluarga
from app.keluarga.service import KeluargaService
from app.temuan.models import Temuan
from app.temuan.status import JenisTemuan
from tests.pabrik.keluarga import DESA, anggota, daftarkan, isian, kanonik_kini, nik, orang, subjek

HARI = date(2026, 10, 1)


@pytest.fixture
def service(sesi: AsyncSession, wadah: Wadah) -> KeluargaService:
    return KeluargaService.rakit(sesi, wadah)


async def jumlah(sesi: AsyncSession, tabel: type[Any]) -> int:
    return (await sesi.scalar(select(func.count()).select_from(tabel))) or 0


# -- registering


async def test_an_agreed_subject_becomes_a_family_that_reads_back_whole(service: KeluargaService) -> None:
    isi = subjek(anggota(Hubungan.ISTRI_SUAMI, nama="Ani"), anggota(nik=None, nama="Adik"))
    keluarga_id = id_baru()
    individu_id = await service.daftarkan(isi, keluarga_id, None)
    keluarga = await service.baca(keluarga_id)
    assert (keluarga.no_kk, keluarga.alamat, keluarga.kode_desa) == (isi.no_kk, isi.alamat, isi.kode_desa)
    assert keluarga.aktif[0].nama == "Budi Santoso"
    kepala = keluarga.kepala
    assert kepala is not None
    assert (kepala.individu_id, kepala.nik, kepala.telepon) == (individu_id, isi.nik, isi.telepon)
    adik = next(a for a in keluarga.aktif if a.nama == "Adik")
    assert (adik.nik, adik.status_dokumen, adik.is_nik_ganda) == (None, StatusDokumen.BELUM_PUNYA, False)
    assert isi.nik is not None
    lokasi = LokasiIndividu(keluarga_id, individu_id)
    assert await service.cari_nik(isi.nik) == lokasi
    assert kepala.nik_hmac is not None
    assert await service.cari_indeks(kepala.nik_hmac) == lokasi


async def test_registering_again_adds_nobody(service: KeluargaService, sesi: AsyncSession) -> None:
    isi, keluarga_id = subjek(anggota(nik=None, nama="Adik"), anggota()), id_baru()
    satu = await service.daftarkan(isi, keluarga_id, None)
    riwayat = await jumlah(sesi, RiwayatKeluarga)
    assert await service.daftarkan(isi, keluarga_id, None) == satu
    assert len((await service.baca(keluarga_id)).anggota) == 3
    assert await jumlah(sesi, RiwayatKeluarga) == riwayat


async def test_a_known_family_gains_the_members_that_it_lacks(service: KeluargaService) -> None:
    isi, keluarga_id = subjek(), id_baru()
    satu = await service.daftarkan(isi, keluarga_id, None)
    lebih = isi.model_copy(update={"anggota": [anggota()]})
    assert await service.daftarkan(lebih, keluarga_id, None) == satu
    assert len((await service.baca(keluarga_id)).aktif) == 2


async def test_a_person_without_nik_is_recognised_by_name_birth_and_sex(service: KeluargaService) -> None:
    keluarga_id = id_baru()
    await service.daftarkan(subjek(anggota(nik=None, nama="Nyi Iteung")), keluarga_id, None)
    kemudian = anggota(nama="nyi  iteung")
    await service.daftarkan(subjek(kemudian, nik=None, nama="BUDI SANTOSO"), keluarga_id, None)
    assert len((await service.baca(keluarga_id)).anggota) == 2


async def test_a_second_head_is_kept_with_a_finding(service: KeluargaService, sesi: AsyncSession, wadah: Wadah) -> None:
    ref = await daftarkan(sesi, wadah)
    baru = await service.daftarkan(subjek(nama="Asep"), ref.keluarga_id, None)
    keluarga = await service.baca(ref.keluarga_id)
    assert keluarga.kepala is not None
    assert keluarga.kepala.individu_id == ref.id
    assert {a.hubungan for a in keluarga.aktif if a.individu_id == baru} == {Hubungan.LAINNYA}
    temuan = (await sesi.scalars(select(Temuan))).one()
    assert (temuan.jenis, temuan.individu_id, temuan.lain_individu_id) == (JenisTemuan.KEPALA_GANDA, baru, ref.id)


async def test_a_taken_nik_is_kept_as_double_with_a_finding(service: KeluargaService, sesi: AsyncSession) -> None:
    isi = subjek()
    pertama, kedua = id_baru(), id_baru()
    asli = await service.daftarkan(isi, pertama, None)
    ganda = await service.daftarkan(isi.model_copy(update={"nama": "Orang Lain"}), kedua, None)
    assert isi.nik is not None
    assert await service.cari_nik(isi.nik) == LokasiIndividu(pertama, asli)
    anggota_ganda = (await service.baca(kedua)).anggota[0]
    assert (anggota_ganda.individu_id, anggota_ganda.is_nik_ganda) == (ganda, True)
    temuan = (await sesi.scalars(select(Temuan))).one()
    assert (temuan.jenis, temuan.individu_id) == (JenisTemuan.NIK_GANDA, ganda)
    assert (temuan.lain_keluarga_id, temuan.lain_individu_id) == (pertama, asli)


async def test_families_may_share_a_no_kk(service: KeluargaService) -> None:
    isi = subjek()
    await service.daftarkan(isi, id_baru(), None)
    await service.daftarkan(subjek(no_kk=isi.no_kk), id_baru(), None)


async def test_an_unknown_family_is_not_found(service: KeluargaService) -> None:
    with pytest.raises(KeluargaNotFound):
        await service.baca(id_baru())
    with pytest.raises(KeluargaNotFound):
        await service.subjek_kepala(id_baru())
    assert await service.cari_nik(nik()) is None
    assert await service.jawaban_terakhir(id_baru()) is None


async def test_no_number_or_address_stands_in_the_database(service: KeluargaService, sesi: AsyncSession) -> None:
    isi = subjek(anggota())
    keluarga_id = id_baru()
    await service.daftarkan(isi, keluarga_id, None)
    await service.simpan_jawaban(keluarga_id, "REGSOSEK2022K", isian(), sumber="KUNJUNGAN", tanggal=HARI, pelaku=None)
    rahasia = [isi.nik, isi.no_kk, isi.alamat, isi.telepon, isi.nama_ibu, isi.anggota[0].nik]
    tabel = (
        "keluarga",
        "individu",
        "anggota_keluarga",
        "riwayat_keluarga",
        "jawaban_survei",
        "nik_indeks",
        "jejak_audit",
    )
    for nama in tabel:
        for (baris,) in await sesi.execute(text(f"SELECT t::text FROM {nama} t")):
            terbaca = baris + "".join(bytes.fromhex(h).decode("latin1") for h in _heksa(baris))
            assert not any(r and r in terbaca for r in rahasia)


def _heksa(baris: str) -> list[str]:
    return [p.split('"')[0] for p in baris.split("\\x")[1:]]


async def test_the_subject_of_a_family_is_its_head_with_the_others(service: KeluargaService) -> None:
    isi = subjek(anggota(Hubungan.ISTRI_SUAMI, nama="Ani"))
    keluarga_id = id_baru()
    await service.daftarkan(isi, keluarga_id, None)
    kembali = await service.subjek_kepala(keluarga_id)
    assert kembali.model_dump(exclude={"anggota"}) == isi.model_dump(exclude={"anggota"})
    assert [a.nama for a in kembali.anggota] == ["Ani"]


async def test_every_registration_has_history_and_audit(service: KeluargaService, sesi: AsyncSession) -> None:
    await service.daftarkan(subjek(anggota()), keluarga_id := id_baru(), None)
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.keluarga_id == keluarga_id))).all()
    assert sorted(j.kejadian for j in jejak) == ["keluarga:anggota_masuk"] * 2 + ["keluarga:dibuat"]
    assert await jumlah(sesi, RiwayatKeluarga) == 3


# -- answers


async def test_answers_are_kept_and_derived(service: KeluargaService, sesi: AsyncSession, wadah: Wadah) -> None:
    ref = await daftarkan(sesi, wadah, subjek())
    isi = isian()
    isi["individu"] = {str(ref.id): orang(p409=1, p407=36)}
    jawaban_id = await service.simpan_jawaban(
        ref.keluarga_id, "REGSOSEK2022K", isi, sumber="KUNJUNGAN", tanggal=HARI, pelaku=None
    )
    tersimpan = await service.jawaban_terakhir(ref.keluarga_id)
    assert tersimpan is not None
    assert (tersimpan.id, tersimpan.isi, tersimpan.tanggal) == (jawaban_id, isi, HARI)
    kanonik = await kanonik_kini(service, ref.keluarga_id)
    assert kanonik is not None
    assert (kanonik["jawaban_id"], kanonik["kode_desa"], kanonik["ukuran"]) == (jawaban_id, DESA, 1)
    assert None not in {kanonik[n] for n in REGISTRI}
    assert kanonik["instrumen"] == NOMOR_INSTRUMEN["REGSOSEK2022K"]
    assert await service.periksa_jawaban(ref.keluarga_id, "REGSOSEK2022K", isi, HARI) == []


async def test_older_answers_are_kept_but_do_not_rank(
    service: KeluargaService, sesi: AsyncSession, wadah: Wadah
) -> None:
    ref = await daftarkan(sesi, wadah)

    async def simpan(hari: date, luas: int) -> Any:
        isi = isian(keluarga={"302": luas})
        return await service.simpan_jawaban(
            ref.keluarga_id, "REGSOSEK2022K", isi, sumber="KUNJUNGAN", tanggal=hari, pelaku=None
        )

    baru = await simpan(HARI, 40)
    await simpan(HARI - timedelta(days=1), 20)
    kanonik, terakhir = await kanonik_kini(service, ref.keluarga_id), await service.jawaban_terakhir(ref.keluarga_id)
    assert kanonik is not None
    assert terakhir is not None
    assert (kanonik["luas_kapita"], kanonik["jawaban_id"], terakhir.id) == (4000, baru, baru)
    sama = await simpan(HARI, 50)
    kanonik = await kanonik_kini(service, ref.keluarga_id)
    assert kanonik is not None
    assert (kanonik["luas_kapita"], kanonik["jawaban_id"]) == (5000, sama)


@pytest.mark.parametrize(
    ("ubah", "lokasi"),
    [
        ({"isi": isian(keluarga={"303": 99})}, "keluarga.303"),
        ({"instrumen": "KARANGAN"}, "instrumen"),
        ({"tanggal": hari_ini() + timedelta(days=1)}, "tanggal"),
    ],
)
async def test_answers_that_break_the_rules_are_refused_whole(
    service: KeluargaService, sesi: AsyncSession, wadah: Wadah, ubah: dict[str, Any], lokasi: str
) -> None:
    ref = await daftarkan(sesi, wadah)
    argumen: dict[str, Any] = {"instrumen": "REGSOSEK2022K", "isi": isian(), "tanggal": HARI} | ubah
    with pytest.raises(JawabanTidakSah) as galat:
        await service.simpan_jawaban(ref.keluarga_id, **argumen, sumber="KUNJUNGAN", pelaku=None)
    rincian: Any = galat.value.tambahan["rincian"]
    assert [r["lokasi"] for r in rincian] == [lokasi]
    assert await jumlah(sesi, JawabanSurvei) == 0
    assert await kanonik_kini(service, ref.keluarga_id) is None


async def test_answers_are_compared_with_the_members(
    service: KeluargaService, sesi: AsyncSession, wadah: Wadah
) -> None:
    ref = await daftarkan(sesi, wadah, subjek(anggota()))
    isi = isian()
    isi["individu"] = {str(ref.id): orang(p409=1, p407=20), str(asing := id_baru()): orang()}
    temuan = await service.periksa_jawaban(ref.keluarga_id, "REGSOSEK2022K", isi, HARI)
    kode = {t.kode for t in temuan}
    assert kode == {"umur-beda", "bukan-anggota", "anggota-belum-terjawab"}
    assert f"individu.{asing}" in {t.lokasi for t in temuan if t.tingkat == "GALAT"}
    assert await service.periksa_jawaban(ref.keluarga_id, "REGSOSEK2022K", {"keluarga": {"205": 4}}, HARI) == []


async def test_a_moved_document_does_not_open(service: KeluargaService, sesi: AsyncSession, wadah: Wadah) -> None:
    satu, dua = await daftarkan(sesi, wadah), await daftarkan(sesi, wadah)
    asal = (await sesi.scalars(select(Keluarga).where(Keluarga.keluarga_id == satu.keluarga_id))).one()
    tujuan = (await sesi.scalars(select(Keluarga).where(Keluarga.keluarga_id == dua.keluarga_id))).one()
    tujuan.isi, tujuan.kunci_data = asal.isi, asal.kunci_data
    await sesi.flush()
    with pytest.raises(SandiTidakCocok):
        await service.baca(dua.keluarga_id)


# -- races


@pytest.mark.nyata
async def test_one_nik_through_many_families_at_once_has_one_canonical_person(wadah_nyata: Wadah) -> None:
    isi = subjek(anggota(), anggota())

    async def satu() -> None:
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            await KeluargaService.rakit(sesi, wadah_nyata).daftarkan(isi, id_baru(), None)

    await asyncio.gather(*(satu() for _ in range(8)))
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        assert await jumlah(sesi, NikIndeks) == 3
        assert await jumlah(sesi, Keluarga) == 8
        asli = await sesi.scalar(select(func.count()).where(Individu.is_nik_ganda.is_(False)))
        assert (asli, await jumlah(sesi, Individu), await jumlah(sesi, Temuan)) == (3, 24, 21)


@pytest.mark.nyata
async def test_registering_one_family_twice_at_once_makes_it_once(wadah_nyata: Wadah) -> None:
    isi, keluarga_id = subjek(anggota(nik=None)), id_baru()

    async def satu() -> Any:
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            return await KeluargaService.rakit(sesi, wadah_nyata).daftarkan(isi, keluarga_id, None)

    hasil = await asyncio.gather(*(satu() for _ in range(6)))
    assert len(set(hasil)) == 1
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        assert await jumlah(sesi, Individu) == 2


async def test_an_existing_family_is_not_reached_from_another_village(service: KeluargaService) -> None:
    await service.daftarkan(subjek(), keluarga_id := id_baru(), None)
    with pytest.raises(DomisiliBerbeda):
        await service.daftarkan(subjek(kode_desa="32.04.05.2002"), keluarga_id, None)
    assert len((await service.baca(keluarga_id)).anggota) == 1


async def test_who_is_known_elsewhere_is_not_agreed_here(service: KeluargaService) -> None:
    isi = subjek()
    await service.daftarkan(isi, id_baru(), None)
    with pytest.raises(DomisiliBerbeda):
        await service.sepakati(isi.model_copy(update={"kode_desa": "32.04.05.2002"}), id_baru(), None)
