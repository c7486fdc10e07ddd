"""The digest of a decree can be recomputed from its list, and nothing in the list can change without it."""

import hashlib
import json
from dataclasses import asdict, fields, replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.penetapan.snapshot import AnggotaSK, BarisSK, KepalaSK, kanonik, sidik_baris, sidik_sk

ANGGOTA = AnggotaSK(
    individu_id=UUID(int=3),
    nik="3204050101900001",
    nama="SITI NUR'AINI",
    tanggal_lahir=date(1990, 1, 1),
    hubungan="KEPALA_KELUARGA",
)
BARIS = BarisSK(
    urutan=1,
    usulan_id=UUID(int=1),
    keluarga_id=UUID(int=2),
    individu_id=UUID(int=3),
    jenis="BARU",
    kode_desa="32.04.05.2001",
    no_kk="3204050707150001",
    anggota=(ANGGOTA,),
    desil=2,
    putusan="DITETAPKAN",
    alasan=None,
    garam="00" * 16,
)
KEPALA = KepalaSK(
    kode="SK-2026-11-ABCD",
    nomor="3/HUK/2026",
    tanggal=date(2026, 11, 21),
    periode="2026-11",
    putaran_id=UUID(int=9),
    model="demonstrasi-2026 1.0",
    ambang_desil=4,
    kuota=None,
    jumlah=2,
)


def test_an_outsider_recomputes_the_digest_with_the_published_recipe() -> None:
    def teks(isi: dict[str, object]) -> bytes:
        return json.dumps(isi, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str).encode()

    baris = [BARIS, replace(BARIS, urutan=2, anggota=(ANGGOTA, replace(ANGGOTA, nama="WAWAN")))]
    daun = [hashlib.sha256(teks(asdict(b))) for b in baris]
    harap = hashlib.sha256(
        teks({"skema": "dtks-sk/1", **asdict(KEPALA)}) + b"".join(b"\n" + d.hexdigest().encode() for d in daun)
    ).hexdigest()
    assert sidik_sk(KEPALA, map(sidik_baris, baris)) == harap


@pytest.mark.parametrize("nama", [f.name for f in fields(BarisSK)])
def test_every_member_of_a_row_counts(nama: str) -> None:
    lain = {"anggota": (), "urutan": 7, "desil": None, "alasan": "KUOTA_PENUH", "no_kk": None}
    baru: object = lain.get(nama, UUID(int=77) if nama.endswith("_id") else "lain")
    assert sidik_baris(replace(BARIS, **{nama: baru})) != sidik_baris(BARIS)  # type: ignore[arg-type]


@pytest.mark.parametrize("nama", [f.name for f in fields(AnggotaSK)])
def test_every_member_of_a_person_counts(nama: str) -> None:
    lain: object = {"tanggal_lahir": date(1990, 1, 2), "nik": None}.get(nama, "lain")
    berubah = replace(ANGGOTA, **{nama: lain})  # type: ignore[arg-type]
    assert sidik_baris(replace(BARIS, anggota=(berubah,))) != sidik_baris(BARIS)


@pytest.mark.parametrize("nama", [f.name for f in fields(KepalaSK)])
def test_every_member_of_the_head_counts(nama: str) -> None:
    lain = {"tanggal": date(2026, 11, 22), "ambang_desil": 5, "kuota": 3, "jumlah": 3, "putaran_id": UUID(int=8)}
    baru: object = lain.get(nama, "lain")
    assert sidik_sk(replace(KEPALA, **{nama: baru}), []) != sidik_sk(KEPALA, [])  # type: ignore[arg-type]


def test_order_and_number_of_rows_count() -> None:
    a, b = sidik_baris(BARIS), sidik_baris(replace(BARIS, urutan=2))
    assert len({sidik_sk(KEPALA, x) for x in ([a, b], [b, a], [a], [a, b, b], [])}) == 5


def test_the_salt_keeps_a_guessed_nik_from_being_confirmed() -> None:
    assert sidik_baris(replace(BARIS, garam="11" * 16)) != sidik_baris(BARIS)


def test_two_spellings_of_one_letter_are_one_text() -> None:
    assert kanonik({"nama": "Jose\u0301"}) == kanonik({"nama": "Jos\u00e9"})


@given(st.dictionaries(st.text(max_size=5), st.one_of(st.none(), st.integers(), st.text(max_size=5)), max_size=5))
def test_the_order_of_members_does_not_matter(isi: dict[str, object]) -> None:
    assert kanonik(dict(reversed(isi.items()))) == kanonik(isi)
