"""The generated SQL equals the pure rules on a hundred thousand random families, and has the properties itself."""

import random
from collections import defaultdict
from collections.abc import Sequence
from fractions import Fraction
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, MetaData, Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import id_baru
from app.core.wadah import Wadah
from app.desil import pmt, repository_putaran
from app.desil.artefak import BOBOT, INSTRUMEN, Artefak, Sumber
from app.desil.artefak_baca import urai
from app.desil.models import BatasDesil, SkorKeluarga
from app.desil.peringkat import AturanSeri, desil, hitung_batas
from app.desil.service import DesilService
from app.keluarga.kanonik import REGISTRI, VariabelKanonik, kode_kabkota
from app.keluarga.models import variabel_kanonik
from tests.desil.contoh import bersidik, data_artefak
from tests.desil.test_repository_putaran import jalankan, putaran_baru

SEBANYAK = 100_000
HIMPUNAN = ("nasional", "11", "32", "32.04", "91.71")
DESA = ("32.04.05.2001", "32.73.01.1001", "11.01.01.2001", "31.71.01.1001", "91.71.01.1001", "91.02.01.2001")
SMALLINT = 2**15 - 1
CAMPURAN = settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

keluarga = st.lists(st.tuples(st.integers(4, 40), st.integers(1, 9)), min_size=1, max_size=40)
tanpa_seri = st.lists(
    st.tuples(st.integers(4, 300), st.integers(1, 9)), min_size=1, max_size=60, unique_by=lambda k: k[0]
)
# From a score of which all families stand in one bucket of the histogram to one of a bucket per family.
jarak = st.sampled_from([1, 1_000_000, 1_000_000_000])


def _variabel(acak: random.Random, v: VariabelKanonik, ke: int) -> list[dict[str, Any]]:
    """One or two regressors per source, with different policies; a support narrower than what may be stored."""
    dasar: dict[str, Any] = {"sumber": v.nama, "rerata": 0, "faktor": "rumah"}
    kosong = {"bila_kosong": "ganti", "pengganti": 1} if ke % 2 else {}
    if v.kode:
        peta = [
            {str(k): acak.randint(0, 3) for k in sorted(v.kode)} | {str(min(v.kode)): 1} for _ in range(1 + ke % 3 // 2)
        ]
        isi = [dasar | kosong | {"nama": f"{v.nama}_{i}", "jenis": "kategori", "peta": p} for i, p in enumerate(peta)]
    else:
        bawah = 0 if v.maks == 1 else min(1, v.maks // 10)
        angka = {"jenis": "numerik", "skala": v.skala, "batas_min": bawah, "batas_maks": max(1, v.maks * 2 // 3)}
        isi = [dasar | kosong | angka | {"nama": v.nama}]
    return [*isi, dasar | {"nama": f"{v.nama}_kosong", "jenis": "kosong"}] if ke % 6 == 1 else isi


def artefak_seluruhnya(acak: random.Random) -> Artefak:
    """A model of every canonical variable, with a set for the nation, for some provinsi and for some kabupaten."""
    variabel = [x for ke, v in enumerate(REGISTRI.values()) for x in _variabel(acak, v, ke)]
    nama = ["konstanta", *(v["nama"] for v in variabel)]
    satu = data_artefak()
    himpunan = {h: {n: acak.randint(-(10**8), 10**8) for n in nama} for h in HIMPUNAN}
    pelatihan = satu["pelatihan"] | {"himpunan": {h: {"keluarga": 9, "bobot_sendiri": 10**6} for h in HIMPUNAN}}
    ganti = {"variabel": variabel, "koefisien": himpunan, "pelatihan": pelatihan}
    data = bersidik(satu | ganti | {"varians_sisa": dict.fromkeys(HIMPUNAN, 250_000_000)})
    return urai(data, {n: Sumber(v.skala, v.kode) for n, v in REGISTRI.items()})


def _kolom(acak: random.Random, v: VariabelKanonik) -> list[int | None]:
    """Codes or numbers, now and then a gap, a code that nobody knows, or a number outside every range."""
    biasa: list[int | None] = [*sorted(v.kode or ())]
    if not biasa:
        biasa = [v.min, v.maks, *(acak.randint(v.min, v.maks) for _ in range(200))]
    besar = 2**31 - 1 if v.maks > SMALLINT else SMALLINT
    asing = [0, -1, v.maks + 1, besar] if v.kode else [-besar - 1, -1, 0, v.maks + 1, besar]
    nilai = acak.choices(biasa, k=SEBANYAK)
    for pengganti, sebanyak in ((asing, SEBANYAK // 200), ([None], SEBANYAK // 500)):
        for i in acak.sample(range(SEBANYAK), sebanyak):
            nilai[i] = acak.choice(pengganti)
    return nilai


def keluarga_acak(acak: random.Random) -> list[dict[str, Any]]:
    """Families of six kabupaten/kota; of fifty one has a size that cannot weigh, or one beyond belief."""
    kolom = {n: _kolom(acak, v) for n, v in REGISTRI.items() if n != BOBOT}
    kolom[BOBOT] = acak.choices([1, 3, 4, 9] * 50 + [55, None, 0, -3, SMALLINT], k=SEBANYAK)
    kolom[INSTRUMEN] = acak.choices([2] * 20 + [1, 3, None, 4], k=SEBANYAK)
    desa = acak.choices(DESA, k=SEBANYAK)
    umum = {"versi": 1, "jawaban_id": None, "tanggal_date": None}
    return [
        umum
        | {"keluarga_id": id_baru(), "kode_desa": kode, "kabkota": kode_kabkota(kode)}
        | dict(zip(kolom, nilai, strict=True))
        for kode, nilai in zip(desa, zip(*kolom.values(), strict=True), strict=True)
    ]


async def salin(sesi: AsyncSession, tambal: pytest.MonkeyPatch, semua: Sequence[dict[str, Any]]) -> Table:
    """Let these stand in for the registry, in a table of its very columns, written in bulk."""
    kolom = [Column(k.name, k.type) for k in variabel_kanonik.columns]
    tabel = Table("kanonik_uji", MetaData(), *kolom, prefixes=["TEMPORARY"])
    koneksi = await sesi.connection()
    await koneksi.run_sync(tabel.drop, checkfirst=True)
    await koneksi.run_sync(tabel.create)
    asli = (await koneksi.get_raw_connection()).driver_connection
    assert isinstance(asli, asyncpg.Connection)
    nama = [k.name for k in tabel.columns]
    await asli.copy_records_to_table(tabel.name, records=[[k[n] for n in nama] for k in semua], columns=nama)
    tambal.setattr(repository_putaran, "variabel_kanonik", lambda: tabel)
    return tabel


@pytest.mark.nyata
@pytest.mark.ketahanan
async def test_a_hundred_thousand_families_are_scored_and_cut_as_the_pure_rules_say(
    wadah_nyata: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    acak = random.Random(20261122)
    artefak = artefak_seluruhnya(acak)
    semua = keluarga_acak(acak)
    for nama, v in REGISTRI.items():
        ada = {k[nama] for k in semua}
        assert {None, *(v.kode or (v.min, v.maks) if nama != BOBOT else ())} <= ada, (
            "every code and a gap of every variable"
        )
    async with wadah_nyata.pabrik_sesi() as sesi:
        tabel = await salin(sesi, monkeypatch, semua)
        putaran = await putaran_baru(sesi, artefak)
        berperingkat = await jalankan(sesi, putaran, artefak, potongan=30_000)
        hasil = {k["keluarga_id"]: pmt.skor(artefak, k["kode_desa"], k) for k in semua}

        s = SkorKeluarga
        cari = select(s.keluarga_id, s.skor, s.kabkota, s.bobot).where(s.putaran_no == putaran.nomor)
        tersimpan = {tuple(b) for b in await sesi.execute(cari)}
        assert tersimpan == {
            (k["keluarga_id"], hasil[k["keluarga_id"]].skor, k["kabkota"], k[BOBOT] or 0) for k in semua
        }
        # Gaps and clipped values are read from the version that was scored: it must stand as it was written.
        dibaca = await sesi.execute(select(tabel.c.keluarga_id, *(tabel.c[n] for n in artefak.sumber)))
        assert {tuple(b) for b in dibaca} == {(k["keluarga_id"], *(k[n] for n in artefak.sumber)) for k in semua}
        assert berperingkat == sum(h.skor is not None for h in hasil.values())
        assert all((h.skor is None) == bool(h.kurang) for h in hasil.values())
        assert min(berperingkat, sum(bool(h.kurang) for h in hasil.values())) > SEBANYAK // 50
        asing = {k[INSTRUMEN] for k in semua if hasil[k["keluarga_id"]].kurang == (INSTRUMEN,)}
        assert asing == {1, 3, 4, None}, "what the model does not list, and what nobody knows, is refused for it"
        dipotong = {n for h in hasil.values() for n in h.dipotong}
        assert dipotong == {v.nama for v in artefak.variabel if v.jenis == "numerik"}, "and every support is left"
        await _batas_dan_desil_sama(sesi, wadah_nyata, putaran.id, semua, hasil)


async def _batas_dan_desil_sama(
    sesi: AsyncSession, wadah: Wadah, putaran_id: UUID, semua: list[dict[str, Any]], hasil: dict[UUID, pmt.HasilSkor]
) -> None:
    isi: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for k in semua:
        if (skor := hasil[k["keluarga_id"]].skor) is not None:
            for kode in ("nasional", k["kode_desa"][:2], k["kode_desa"][:5]):
                isi[kode].append((skor, k[BOBOT]))
    batas = {kode: hitung_batas(orang) for kode, orang in isi.items()}
    ada = (await sesi.scalars(select(BatasDesil).where(BatasDesil.putaran_id == putaran_id))).all()
    assert {b.kode: (b.keluarga, b.orang, tuple(b.batas)) for b in ada} == {
        kode: (len(orang), sum(n for _, n in orang), batas[kode]) for kode, orang in isi.items()
    }
    letak = await DesilService.rakit(sesi, wadah).peringkat_massal(list(hasil), putaran_id)
    for k in semua:
        satu, skor = letak[k["keluarga_id"]], hasil[k["keluarga_id"]].skor
        seharusnya = [
            None if skor is None else desil(skor, batas[kode])
            for kode in ("nasional", k["kode_desa"][:2], k["kode_desa"][:5])
        ]
        assert [satu.desil_nasional, satu.desil_provinsi, satu.desil_kabkota] == seharusnya


class Peringkat:
    """Ranks `(floor area, people)` by SQL in one village; area is what the score grows with."""

    def __init__(self, sesi: AsyncSession, tambal: pytest.MonkeyPatch) -> None:
        self._sesi, self._tambal, self._dasar = sesi, tambal, dict.fromkeys(REGISTRI)

    async def __call__(
        self, semua: Sequence[tuple[int, int]], jarak: int, aturan: AturanSeri = AturanSeri.TERMISKIN
    ) -> list[int]:
        """Return the national decile of each."""
        artefak = self._artefak(jarak)
        umum = self._dasar | {"versi": 1, "jawaban_id": None, "tanggal_date": None, "kode_desa": DESA[0]}
        isi: list[dict[str, Any]] = [
            umum | {"keluarga_id": id_baru(), "kabkota": 3204, "luas_kapita": luas, BOBOT: orang, INSTRUMEN: 2}
            for luas, orang in semua
        ]
        await salin(self._sesi, self._tambal, isi)
        luar = await self._sesi.begin_nested()
        putaran = await putaran_baru(self._sesi, artefak, aturan)
        await jalankan(self._sesi, putaran, artefak, potongan=17)
        s = SkorKeluarga
        baris = await self._sesi.execute(select(s.keluarga_id, s.skor).where(s.putaran_no == putaran.nomor))
        skor = {k: n or 0 for k, n in baris}
        batas = await self._sesi.scalar(
            select(BatasDesil.batas).where(BatasDesil.putaran_id == putaran.id, BatasDesil.kode == "nasional")
        )
        await luar.rollback()
        self._sesi.expunge_all()
        return [desil(skor[k["keluarga_id"]], tuple(batas or ())) for k in isi]

    def _artefak(self, jarak: int) -> Artefak:
        luas = {"nama": "luas", "sumber": "luas_kapita", "jenis": "numerik", "skala": 100, "rerata": 0}
        variabel = [luas | {"batas_min": 0, "batas_maks": 999, "faktor": "rumah"}]
        himpunan = {h: {"konstanta": 0, "luas": jarak} for h in ("nasional", "32", "32.04")}
        data = bersidik(data_artefak() | {"variabel": variabel, "koefisien": himpunan})
        return urai(data, {n: Sumber(v.skala, v.kode) for n, v in REGISTRI.items()})


@pytest.fixture
def peringkat(sesi: AsyncSession, monkeypatch: pytest.MonkeyPatch) -> Peringkat:
    return Peringkat(sesi, monkeypatch)


@CAMPURAN
@given(semua=keluarga, jarak=jarak, aturan=st.sampled_from(AturanSeri), acak=st.randoms(use_true_random=False))
async def test_sql_does_not_mind_the_order_and_never_ranks_a_higher_score_lower(
    peringkat: Peringkat, semua: list[tuple[int, int]], jarak: int, aturan: AturanSeri, acak: random.Random
) -> None:
    kocok = list(enumerate(semua))
    acak.shuffle(kocok)
    satu = await peringkat(semua, jarak, aturan)
    dua = await peringkat([k for _, k in kocok], jarak, aturan)
    assert {i: d for (i, _), d in zip(kocok, dua, strict=True)} == dict(enumerate(satu))
    urut = [d for _, d in sorted(zip([luas for luas, _ in semua], satu, strict=True))]
    assert urut == sorted(urut)
    per_skor = defaultdict(set)
    for (luas, _), d in zip(semua, satu, strict=True):
        per_skor[luas].add(d)
    assert all(len(d) == 1 for d in per_skor.values()), "a tie group is never split"


@CAMPURAN
@given(semua=tanpa_seri, jarak=jarak)
async def test_sql_gives_every_decile_a_tenth_of_the_people_within_the_largest_family(
    peringkat: Peringkat, semua: list[tuple[int, int]], jarak: int
) -> None:
    orang: dict[int, int] = defaultdict(int)
    for (_, bobot), d in zip(semua, await peringkat(semua, jarak), strict=True):
        orang[d] += bobot
    seluruh, terbesar = sum(b for _, b in semua), max(b for _, b in semua)
    assert all(abs(Fraction(seluruh, 10) - orang[d]) <= terbesar for d in range(1, 11))


@CAMPURAN
@given(semua=keluarga, jarak=jarak, kali=st.integers(2, 4))
async def test_sql_keeps_every_decile_when_the_population_is_duplicated(
    peringkat: Peringkat, semua: list[tuple[int, int]], jarak: int, kali: int
) -> None:
    assert await peringkat(semua * kali, jarak) == await peringkat(semua, jarak) * kali


async def test_sql_weighs_people_not_families(peringkat: Peringkat) -> None:
    assert await peringkat([(10, 9), (20, 1)], 10**6) == [1, 10]
    assert await peringkat([(10, 1), (20, 1)], 10**6) == [1, 6]


@pytest.mark.parametrize("aturan", sorted(AturanSeri))
async def test_sql_ranks_one_family_and_all_ties_as_one_group(peringkat: Peringkat, aturan: AturanSeri) -> None:
    seharusnya = 1 if aturan is AturanSeri.TERMISKIN else 6
    assert await peringkat([(30, 4)], 1, aturan) == [seharusnya]
    assert await peringkat([(30, 4), (30, 1), (30, 7)], 1, aturan) == [seharusnya] * 3
