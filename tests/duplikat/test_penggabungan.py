"""Merging two records of one person and taking it back: nothing that he has is lost, and the decision is a person's."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Tujuan
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.kode import Hubungan
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import Subjek
from app.penetapan.models import Keanggotaan
from app.penetapan.status import StatusKeanggotaan
from app.temuan.models import Temuan
from app.temuan.status import StatusTemuan
from app.usulan.status import JenisUsulan, StatusUsulan
from tests.conftest import Masuk
from tests.pabrik import temuan as pabrik_temuan
from tests.pabrik import usulan as pabrik_usulan
from tests.pabrik.duplikat import DOKUMEN, TETANGGA, URL, Meja, alasan, cari, pasangan, wawan
from tests.pabrik.keluarga import anggota, daftarkan, isian, nik


@pytest.fixture
def isi() -> tuple[Subjek, Subjek]:
    """The earlier and the later record: the later one knows no NIK, and a phone number that the other lacks."""
    return wawan(telepon=None), wawan(nik=None, kode_desa=TETANGGA, telepon="0812-9999-111")


@pytest.fixture
async def meja(sesi: AsyncSession, wadah: Wadah, masuk: Masuk, isi: tuple[Subjek, Subjek]) -> Meja:
    klien = await masuk(Jabatan.VERIFIKATOR)
    lama, baru = [await daftarkan(sesi, wadah, s) for s in isi]
    await sesi.commit()
    await cari(klien, wadah)
    return Meja(sesi, wadah, klien, lama, baru, f"{URL}/{(await pasangan(sesi))[0].id}")


async def test_the_kept_record_takes_over_what_only_the_other_knew_and_a_merge_is_taken_back(
    meja: Meja, isi: tuple[Subjek, Subjek]
) -> None:
    jawab = await meja.gabung(meja.baru)
    assert (jawab.status_code, jawab.json()["status"], jawab.json()["lain"]) == (200, "DIGABUNG", None), jawab.text
    diri = await meja.orang(meja.baru)
    assert diri is not None
    assert (diri.nik, diri.telepon, await meja.orang(meja.lama)) == (isi[0].nik, "0812-9999-111", None)
    service = KeluargaService.rakit(meja.sesi, meja.wadah)
    assert isi[0].nik is not None
    assert await service.cari_nik(isi[0].nik) == (meja.baru.keluarga_id, meja.baru.id)
    lama = await service.baca(meja.lama.keluarga_id)
    assert (lama.ditutup_date is not None, lama.anggota[0].alasan_keluar) == (True, "SALAH_CATAT")

    jawab = await meja.batal()
    assert (jawab.status_code, jawab.json()["status"]) == (200, "TERBUKA"), jawab.text
    assert [x["aksi"] for x in jawab.json()["riwayat"]] == ["temukan", "gabungkan", "batalkan_gabung"]
    assert await service.cari_nik(isi[0].nik) == (meja.lama.keluarga_id, meja.lama.id)
    diri, dulu = await meja.orang(meja.baru), await meja.orang(meja.lama)
    assert diri is not None
    assert dulu is not None
    assert (diri.nik, dulu.nik, dulu.telepon) == (None, isi[0].nik, None)
    assert (await service.baca(meja.lama.keluarga_id)).ditutup_date is None
    assert (await meja.gabung(meja.baru)).status_code == 200


@pytest.mark.parametrize("terdaftar", ["lama", "baru", "keduanya"])
async def test_a_registration_goes_on_whichever_record_stays(meja: Meja, terdaftar: str) -> None:
    """No merge takes aid away: one registration is left, the lookup finds it, and taking back restores both."""
    siapa = {"lama": [meja.lama], "baru": [meja.baru], "keduanya": [meja.lama, meja.baru]}[terdaftar]
    for ref in siapa:
        await meja.anggota(ref)
    sebelum, cek = await meja.keanggotaan(), await meja.cek()
    assert (await meja.gabung(meja.baru)).status_code == 200
    assert await meja.keanggotaan() == {meja.baru: StatusKeanggotaan.TERDAFTAR}
    if meja.lama in siapa:
        assert await meja.cek() == [(str(meja.baru.keluarga_id), TETANGGA, "TERDAFTAR")]
    assert (await meja.batal()).status_code == 200
    assert await meja.keanggotaan() == sebelum
    # A number that only the merge brought to a membership stays known, as of one who is no longer registered.
    assert [c for c in await meja.cek() if c[2] != "NONAKTIF"] == cek


@pytest.mark.parametrize("tinggal", [nik(date(1983, 4, 17)), None], ids=["nik-salah", "tanpa-nik"])
@pytest.mark.parametrize("terdaftar", ["baru", "keduanya", "lama"])
async def test_the_lookup_answers_to_the_nik_that_was_kept_and_no_more_to_the_wrong_one(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, tinggal: str | None, terdaftar: str
) -> None:
    """Whoever was registered: the NIK chosen is the membership's, and taking back restores what each had."""
    benar = wawan()
    klien = await masuk(Jabatan.VERIFIKATOR)
    lama, baru = [await daftarkan(sesi, wadah, s) for s in (benar, wawan(nik=tinggal, kode_desa=TETANGGA))]
    await sesi.commit()
    await cari(klien, wadah)
    meja = Meja(sesi, wadah, klien, lama, baru, f"{URL}/{(await pasangan(sesi))[0].id}")
    for ref in {"lama": [lama], "baru": [baru], "keduanya": [lama, baru]}[terdaftar]:
        await meja.anggota(ref)
    sebelum, cek = await meja.nik_anggota(), await meja.cek_nik()
    assert benar.nik is not None
    pilih = wadah.sandi.indeks(Tujuan.NIK, benar.nik)

    assert (await meja.gabung(baru, **({"nik": "GANDA"} if tinggal else {}))).status_code == 200
    assert await meja.nik_anggota() == {baru: pilih}
    assert await meja.cek_nik() == {pilih: (baru.keluarga_id, "TERDAFTAR")}

    assert (await meja.batal()).status_code == 200
    assert await meja.nik_anggota() == sebelum
    assert await meja.cek_nik() == cek


async def test_records_that_stand_differently_in_the_register_are_not_merged_in_passing(meja: Meja) -> None:
    for ref in (meja.lama, meja.baru):
        await meja.anggota(ref)
    satu = await meja.sesi.scalar(select(Keanggotaan).where(Keanggotaan.individu_id == meja.lama.id))
    assert satu is not None
    tidur = update(Keanggotaan).where(Keanggotaan.id == satu.id).values(status=StatusKeanggotaan.DITIDURKAN)
    await meja.sesi.execute(tidur)
    await meja.sesi.commit()
    assert (await meja.gabung(meja.baru)).json()["kode"] == "keanggotaan-berselisih"
    assert await meja.orang(meja.lama) is not None


@pytest.mark.parametrize("isi", [(wawan(), wawan(kode_desa=TETANGGA))])
@pytest.mark.parametrize(("pilih", "tinggal"), [("DIPERTAHANKAN", 1), ("GANDA", 0)])
async def test_of_two_nik_somebody_says_which_one_is_right(
    meja: Meja, isi: tuple[Subjek, Subjek], pilih: str, tinggal: int
) -> None:
    assert (await meja.gabung(meja.baru)).json()["kode"] == "pilihan-nik-wajib"
    assert (await meja.gabung(meja.baru, nik=pilih)).status_code == 200
    diri = await meja.orang(meja.baru)
    assert diri is not None
    assert diri.nik == isi[tinggal].nik
    service = KeluargaService.rakit(meja.sesi, meja.wadah)
    lain = isi[1 - tinggal].nik
    assert lain is not None
    assert await service.cari_nik(lain) is None
    assert (await meja.batal()).status_code == 200
    for subjek, ref in zip(isi, (meja.lama, meja.baru), strict=True):
        assert subjek.nik is not None
        assert await service.cari_nik(subjek.nik) == (ref.keluarga_id, ref.id)


KEMBAR = nik(date(1983, 4, 17))


@pytest.mark.parametrize("isi", [(wawan(nik=KEMBAR), wawan(nik=KEMBAR))])
async def test_a_nik_that_both_bear_stays_and_its_finding_lapses(meja: Meja) -> None:
    async def temuan() -> list[str]:
        baris = await meja.sesi.scalars(select(Temuan).execution_options(populate_existing=True))
        return [t.status.value for t in baris]

    assert await temuan() == ["TERBUKA"]
    assert (await meja.gabung(meja.baru)).status_code == 200
    diri = await meja.orang(meja.baru)
    assert diri is not None
    assert (diri.nik, diri.is_nik_ganda, await temuan()) == (KEMBAR, False, ["KEDALUWARSA"])
    assert (await meja.batal()).status_code == 200
    diri, dulu = await meja.orang(meja.baru), await meja.orang(meja.lama)
    assert diri is not None
    assert dulu is not None
    assert (diri.is_nik_ganda, dulu.is_nik_ganda, await temuan()) == (True, False, ["TERBUKA"])


@pytest.mark.parametrize("isi", [(wawan(anggota=[anggota()]), wawan(nik=None))])
async def test_members_who_stay_behind_need_a_head(meja: Meja) -> None:
    assert (await meja.gabung(meja.baru)).json()["kode"] == "kepala-keluarga-wajib"
    keluarga = await KeluargaService.rakit(meja.sesi, meja.wadah).baca(meja.lama.keluarga_id)
    anak = next(a for a in keluarga.aktif if a.hubungan is Hubungan.ANAK)
    assert (await meja.gabung(meja.baru, kepala_baru=anak.ref.teks)).status_code == 200
    assert (await meja.batal()).status_code == 200
    kini = await meja.orang(meja.lama)
    assert kini is not None
    assert kini.hubungan is Hubungan.KEPALA_KELUARGA


async def test_a_family_with_the_newer_survey_does_not_end_unnoticed(meja: Meja) -> None:
    service = KeluargaService.rakit(meja.sesi, meja.wadah)
    jawaban: dict[str, Any] = {"sumber": "KUNJUNGAN", "tanggal": date(2026, 1, 15), "pelaku": None}
    await service.simpan_jawaban(meja.lama.keluarga_id, "REGSOSEK2022K", isian(), **jawaban)
    await meja.sesi.commit()
    assert (await meja.gabung(meja.baru)).json()["kode"] == "jawaban-lebih-baru"
    assert (await meja.gabung(meja.lama)).status_code == 200


async def test_a_record_with_an_open_usulan_does_not_end(meja: Meja) -> None:
    satu = await pabrik_usulan.usulan(meja.sesi, meja.wadah, status=StatusUsulan.DIAJUKAN)
    satu.jenis, satu.registri_id, satu.individu_id = JenisUsulan.HAPUS, meja.lama.keluarga_id, meja.lama.id
    await meja.sesi.commit()
    jawab = (await meja.gabung(meja.baru)).json()
    assert (jawab["kode"], len(jawab["rincian"])) == ("usulan-data-ganda-terbuka", 1)
    assert (await meja.gabung(meja.lama)).status_code == 200


@pytest.mark.parametrize("status", [StatusUsulan.DISAHKAN, StatusUsulan.DITETAPKAN, StatusUsulan.DRAF])
async def test_the_usulan_that_brought_a_record_without_a_nik_on_file_counts_as_long_as_it_is_open(
    meja: Meja, status: StatusUsulan
) -> None:
    satu = await pabrik_usulan.usulan(meja.sesi, meja.wadah, status=status, nik=None)
    satu.registri_id, satu.individu_id = meja.lama.keluarga_id, meja.lama.id
    await meja.sesi.commit()
    jawab = await meja.gabung(meja.baru)
    if status is StatusUsulan.DISAHKAN:
        assert (jawab.json()["kode"], jawab.json()["rincian"]) == (
            "usulan-data-ganda-terbuka",
            [{"nomor": satu.nomor}],
        )
    else:
        assert jawab.status_code == 200, jawab.text


@pytest.mark.parametrize("sekeluarga", [False, True])
async def test_a_record_with_an_undecided_finding_does_not_end_before_it_is_decided(
    meja: Meja, *, sekeluarga: bool
) -> None:
    """The next decision would not see the finding any more; the record that stays keeps its own."""
    await pabrik_temuan.temuan(meja.sesi, meja.wadah, meja.baru)
    satu = await pabrik_temuan.temuan(meja.sesi, meja.wadah, meja.lama, sekeluarga=sekeluarga)
    await meja.sesi.commit()
    jawab = await meja.gabung(meja.baru)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "temuan-data-ganda-terbuka"), jawab.text
    assert jawab.json()["rincian"] == [{"temuan": satu.teks}]
    putus = update(Temuan).where(Temuan.id == satu.id).values(status=StatusTemuan.GUGUR)
    await meja.sesi.execute(putus)
    await meja.sesi.commit()
    assert (await meja.gabung(meja.baru)).status_code == 200


async def test_a_merge_that_later_changes_build_on_is_not_taken_back(meja: Meja) -> None:
    assert (await meja.gabung(meja.lama)).status_code == 200
    url = f"/v1/petugas/keluarga/{Ref(meja.lama.keluarga_id, meja.lama.keluarga_id)}/anggota/{meja.lama}"
    versi = (await meja.klien.get(url.rpartition("/anggota")[0], params={"tujuan": "PERBAIKAN_DATA"})).headers["ETag"]
    ubah = await meja.klien.patch(url, json={"telepon": "0812-0000-000"}, headers={"If-Match": versi})
    assert ubah.status_code == 200, ubah.text
    assert (await meja.batal()).json()["kode"] == "ada-perubahan-sesudahnya"


async def test_a_merge_is_taken_back_through_its_pair_and_by_no_other_door(meja: Meja) -> None:
    """The general correction knows neither the pair nor the membership that followed."""
    await meja.anggota(meja.lama)
    sebelum = await meja.keanggotaan()
    assert (await meja.gabung(meja.baru)).status_code == 200
    perubahan = ((await pasangan(meja.sesi))[0].penggabungan or {})["perubahan"]
    for ref in (meja.lama, meja.baru):
        keluarga, satu = Ref(ref.keluarga_id, ref.keluarga_id), Ref(ref.keluarga_id, Ref.urai(perubahan).id)
        url = f"/v1/petugas/keluarga/{keluarga}"
        versi = (await meja.klien.get(url, params={"tujuan": "PERBAIKAN_DATA"})).headers["ETag"]
        isi = {"keterangan": "Salah gabung, orangnya berbeda"}
        jawab = await meja.klien.post(f"{url}/perubahan/{satu}/koreksi", json=isi, headers={"If-Match": versi})
        assert (jawab.status_code, jawab.json()["kode"]) == (409, "perubahan-penggabungan")
    assert (await meja.batal()).status_code == 200
    assert await meja.keanggotaan() == sebelum


async def test_who_may_merge_and_what(meja: Meja, masuk: Masuk) -> None:
    asing = Ref(meja.lama.keluarga_id, meja.lama.keluarga_id)
    assert (await meja.gabung(asing)).json()["kode"] == "pilihan-gabung-tidak-sah"
    tanpa = {"dipertahankan": meja.baru.teks}
    assert (await meja.klien.post(f"{meja.url}/gabungkan", json=tanpa)).json()["kode"] == "alasan-wajib"
    desa = await masuk(Jabatan.VERIFIKATOR, (TETANGGA,))
    lain = await desa.post(f"{meja.url}/gabungkan", json=alasan(DOKUMEN, dipertahankan=meja.baru.teks))
    assert (lain.status_code, lain.json()["syarat"]) == (409, "dua_di_lingkup")
    assert (await meja.batal()).json()["kode"] == "transisi-ditolak"
    assert (await meja.gabung(meja.lama)).status_code == 200
    assert (await meja.gabung(meja.lama)).json()["kode"] == "transisi-ditolak"
