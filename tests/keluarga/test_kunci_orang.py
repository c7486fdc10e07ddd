"""Blind indexes by which a double record is found: made with every write, filled in by a job, rotated with the rest."""

from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Sandi
from app.core.ids import id_baru
from app.core.rotasi import rencana
from app.core.wadah import Wadah
from app.keluarga.kelengkapan_kunci import KelengkapanKunci
from app.keluarga.kode import JenisPerubahan
from app.keluarga.kunci_orang import KOLOM_KUNCI, VERSI_KUNCI, KunciOrang, bunyi, kunci_orang
from app.keluarga.models import Individu
from app.keluarga.peristiwa import PERUBAHAN
from app.keluarga.perubahan import PerubahanService
from app.keluarga.repository_kunci import SERUPA_MAKS, KunciRepository
from app.tabel import SEMUA_TABEL
from tests.pabrik import keluarga as pabrik

SANDI = Sandi({"k": bytes(32)}, "k", {"i": bytes([1] * 32)}, "i")
LAHIR = date(1990, 1, 1)


@pytest.mark.parametrize(
    ("satu", "lain"),
    [
        ("H. Sri Wahyuni", "SRIWAHYUNI"),
        ("Moch. Djoko Soesanto", "Muhammad Joko Susanto"),
        ("Hj. Siti Nur'aini", "Siti Nuraini"),
        ("Alm. Chairul Anwar", "KHAIRUL ANWAR"),
    ],
)
def test_spelling_and_titles_do_not_tell_people_apart(satu: str, lain: str) -> None:
    assert bunyi(satu) == bunyi(lain)
    assert kunci_orang(SANDI, satu, LAHIR, lain) == kunci_orang(SANDI, lain, LAHIR, satu)


@pytest.mark.parametrize("ibu", [None, "-", "Tidak tahu", "x"])
def test_an_unknown_mother_is_nobody(ibu: str | None) -> None:
    kunci = kunci_orang(SANDI, "Budi", LAHIR, ibu)
    assert kunci.kunci_nama_lahir
    assert (kunci.kunci_nama_ibu, kunci.kunci_lahir_ibu) == (None, None)
    assert kunci_orang(SANDI, "-", LAHIR, "Ani") == KunciOrang(None, None, kunci_orang(SANDI, "A", LAHIR, "Ani")[2])


def test_no_two_of_a_persons_indexes_are_alike() -> None:
    """Each has a purpose of its own, so the same text under two of them gives two unrelated indexes."""
    assert len({*kunci_orang(SANDI, "Ani", LAHIR, "Ani")}) == 3
    assert set(KunciOrang._fields) <= next(r for r in rencana(SEMUA_TABEL) if r.tabel.name == "individu").indeks.keys()


def harapan(wadah: Wadah, nama: str, lahir: date, ibu: str) -> tuple[object, ...]:
    return (*kunci_orang(wadah.sandi, nama, lahir, ibu), VERSI_KUNCI)


def kolom(orang: Individu) -> tuple[object, ...]:
    return tuple(getattr(orang, n) for n in KOLOM_KUNCI)


@pytest.mark.anyio
async def test_they_are_made_with_every_write_and_follow_a_correction(sesi: AsyncSession, wadah: Wadah) -> None:
    ref = await pabrik.daftarkan(sesi, wadah)
    orang = (await sesi.scalars(select(Individu).where(Individu.id == ref.id))).one()
    assert kolom(orang) == harapan(wadah, "Budi Santoso", LAHIR, "Nyai Ratna")
    service = PerubahanService.rakit(sesi, wadah)
    isi = {"jenis": JenisPerubahan.IDENTITAS, "tanggal": "2026-01-02", "anggota": ref, "nama_ibu": "Ratna Sari"}
    perubahan = await service.terapkan(ref.keluarga_id, PERUBAHAN.validate_python(isi), None, sumber="uji")
    assert kolom(orang) == harapan(wadah, "Budi Santoso", LAHIR, "Ratna Sari")
    await service.koreksi(perubahan, None, sumber="uji", keterangan="salah")
    assert kolom(orang) == harapan(wadah, "Budi Santoso", LAHIR, "Nyai Ratna")


@pytest.mark.anyio
async def test_a_job_makes_them_for_who_has_none(sesi: AsyncSession, wadah: Wadah) -> None:
    refs = [await pabrik.daftarkan(sesi, wadah) for _ in range(3)]
    await sesi.execute(update(Individu).values(dict.fromkeys(KOLOM_KUNCI)))
    await sesi.execute(update(Individu).where(Individu.id == refs[0].id).values(kunci_versi=VERSI_KUNCI - 1))
    kunci = KelengkapanKunci.rakit(sesi, wadah)
    assert await kunci.sisa() == 3
    assert [await kunci.lanjutkan(2) for _ in range(3)] == [2, 1, 0]
    assert await kunci.sisa() == 0
    semua = (await sesi.scalars(select(Individu).execution_options(populate_existing=True))).all()
    assert {kolom(o) for o in semua} == {harapan(wadah, "Budi Santoso", LAHIR, "Nyai Ratna")}


@pytest.mark.anyio
async def test_of_many_namesakes_the_same_are_looked_at_wherever_their_rows_lie(
    sesi: AsyncSession, wadah: Wadah
) -> None:
    """An update moves a row to the end of its table; the answer must not move with it."""
    refs = [await pabrik.daftarkan(sesi, wadah) for _ in range(SERUPA_MAKS + 5)]
    kunci = await sesi.scalar(select(Individu.kunci_nama_lahir).where(Individu.id == refs[0].id))
    assert kunci is not None
    repo, dicari = KunciRepository(sesi), {id_baru(): [kunci]}
    lalu = {r for _, r in await repo.serupa(["kunci_nama_lahir"], dicari, ["32.04"])}
    assert len(lalu) == SERUPA_MAKS
    geser = sorted(r.id for r in lalu)[:5]
    await sesi.execute(update(Individu).where(Individu.id.in_(geser)).values(kunci_lahir_ibu=None))
    assert {r for _, r in await repo.serupa(["kunci_nama_lahir"], dicari, ["32.04"])} == lalu
