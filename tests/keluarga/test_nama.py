"""Names as search keeps them: spellings of one name are one sound, and whoever writes a name writes it."""

from contextlib import suppress

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.db import titik_simpan, tuntaskan
from app.core.wadah import Wadah
from app.keluarga.models import Individu, KataNama
from app.keluarga.nama import kata, kunci, rentang, sekitar, sidik, tanda_kata
from app.keluarga.repository_nama import NamaRepository
from app.keluarga.tugas import lengkapi_nama
from app.referensi.errors import AlasanTidakBerlaku
from tests.pabrik.keluarga import daftarkan, subjek


@pytest.mark.parametrize(
    ("satu", "lain"),
    [
        ("Muhammad Rizki", "Moh. Rizky"),
        ("Muhammad Rizki", "MOCHAMAD RIZQI"),
        ("Sri Wahyuni", "Sriwahyuni"),
        ("Nurhayati", "Nur Hayati"),
        ("Soekarno", "Sukarno"),
        ("Tjokro Djojo", "Cokro Jojo"),
        ("Fatimah Ahmad", "Fatima Achmad"),
        ("Abdurrahman", "Abdul Rahman"),
        ("H. Abd. Wahab, S.Pd.", "Abdul Wahab"),
        ("Zaenal Arifin", "Zainal Aripin"),
        ("Christina", "Kristina"),
        ("Siti Aminah binti Umar", "St. Aminah Umar"),
    ],
)
def test_spellings_of_one_name_lie_side_by_side(satu: str, lain: str) -> None:
    bawah, atas = rentang(kunci(kata(satu)))
    assert bawah <= sidik(satu) <= atas
    assert bawah <= sidik(lain) <= atas
    assert sidik(satu) == sidik(satu.upper())


@pytest.mark.parametrize(("satu", "lain"), [("Siti Aminah", "Siti Maryam"), ("Hadi", "Adi"), ("Budi", "Rudi")])
def test_other_names_sound_otherwise(satu: str, lain: str) -> None:
    assert rentang(kunci(kata(satu))) != rentang(kunci(kata(lain)))


def test_a_name_keeps_its_words_and_loses_its_titles() -> None:
    assert kata("Drs. H. Muh. Rizki bin Umar, M.Si") == ["muhamad", "rizki", "umar"]
    assert kata("H.") == ["h"]
    assert kata("***") == []
    assert len(tanda_kata(kata("Siti Sitti Aminah"))) == 2


@pytest.mark.parametrize("salah", ["wahyun", "wahyunni", "wahuyni", "wahyuli", "xahyuni"])
def test_a_word_and_its_typing_errors_share_a_number(salah: str) -> None:
    assert set(sekitar("wahyuni")) & set(sekitar(salah))


async def test_whoever_is_registered_can_be_searched_and_his_words_are_known(sesi: AsyncSession, wadah: Wadah) -> None:
    ref = await daftarkan(sesi, wadah, subjek(nama="Ngatinem Kroma"))
    orang = (await sesi.scalars(select(Individu).where(Individu.id == ref.id))).one()
    assert orang.nama_sidik == sidik("Ngatinem Kroma")
    assert orang.nama_kata == tanda_kata(["ngatinem", "kroma"])
    dikenal = await sesi.scalars(select(KataNama.kata).where(KataNama.kata.in_(["ngatinem", "kroma"])))
    assert set(dikenal) == {"ngatinem", "kroma"}


async def test_any_number_of_names_is_remembered_once(sesi: AsyncSession) -> None:
    nama = [f"kata{n}x" for n in range(2_500)]
    for _ in range(2):
        NamaRepository(sesi).kenali_nama([*nama, "..."])
        await tuntaskan(sesi)
    ada = await sesi.scalars(select(KataNama.kata).where(KataNama.kata.like("kata%x")))
    assert len(ada.all()) == len(nama)


async def test_words_of_what_was_undone_are_forgotten_with_it(sesi: AsyncSession) -> None:
    repo = NamaRepository(sesi)
    repo.kenali_nama(["Ngatinem"])
    with suppress(AlasanTidakBerlaku):
        async with titik_simpan(sesi):
            repo.kenali_nama(["Kromosari"])
            raise AlasanTidakBerlaku
    async with titik_simpan(sesi):
        repo.kenali_nama(["Wagiyem"])
    await tuntaskan(sesi)
    ada = set(await sesi.scalars(select(KataNama.kata)))
    assert {"ngatinem", "wagiyem", "kromosari"} & ada == {"ngatinem", "wagiyem"}


async def test_a_number_in_a_name_is_not_remembered(sesi: AsyncSession) -> None:
    NamaRepository(sesi).kenali_nama(["Ngatinem 3204050101900001", "NA7071 X32040"])
    await tuntaskan(sesi)
    ada = set(await sesi.scalars(select(KataNama.kata)))
    assert {"ngatinem", "na7071"} <= ada
    assert not {k for k in ada if "32040" in k}


async def test_a_job_completes_who_was_written_without_search_columns(sesi: AsyncSession, wadah: Wadah) -> None:
    ref = await daftarkan(sesi, wadah)
    await sesi.execute(update(Individu).values(nama_sidik=None, nama_kata=None))
    await lengkapi_nama(wadah, {})
    await lengkapi_nama(wadah, {})
    orang = (await sesi.scalars(select(Individu).where(Individu.id == ref.id))).one()
    await sesi.refresh(orang)
    assert (orang.nama_sidik, orang.nama_kata) == (sidik("Budi Santoso"), tanda_kata(["budi", "santoso"]))
