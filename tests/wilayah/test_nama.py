"""Folding of names and reading of search texts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.wilayah.kode import Jenis
from app.wilayah.nama import Kueri, baca_kueri, lipat, lipat_wilayah


@pytest.mark.parametrize(
    ("nama", "terlipat"),
    [
        ("Regapu\u2019u", "regapuu"),
        ("Ma'rang", "marang"),
        ("Pulo Lon / Pulo Dayah", "pulo lon pulo dayah"),
        ("Matang Glumpang Dua Mns. Timu (X)", "matang glumpang dua mns timu x"),
        ("Lubuk Pakam I,II", "lubuk pakam i ii"),
        ("Kupa-kupa", "kupa kupa"),
        ("Tumpok 40", "tumpok 40"),
        ("  Café ", "cafe"),
        ("…", ""),
    ],
)
def test_names_are_folded(nama: str, terlipat: str) -> None:
    assert lipat(nama) == terlipat


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(nama: str) -> None:
    assert lipat(lipat(nama)) == lipat(nama)


@pytest.mark.parametrize(
    ("nama", "jenis", "terlipat"),
    [
        ("Kabupaten Bogor", Jenis.KABUPATEN, "bogor"),
        ("Kota Bogor", Jenis.KOTA, "bogor"),
        ("Kota Gajah", Jenis.KECAMATAN, "kota gajah"),
        ("Kota", Jenis.KOTA, "kota"),
        ("Daerah Khusus Ibukota Jakarta", Jenis.PROVINSI, "jakarta"),
        ("Daerah Istimewa Yogyakarta", Jenis.PROVINSI, "yogyakarta"),
        ("Kota Administrasi Jakarta Pusat", Jenis.KOTA, "jakarta pusat"),
        ("Administrasi", Jenis.KOTA, "administrasi"),
        ("Desa Baru", Jenis.DESA, "desa baru"),
    ],
)
def test_only_large_regions_drop_their_kind(nama: str, jenis: Jenis, terlipat: str) -> None:
    assert lipat_wilayah(nama, jenis) == terlipat


@pytest.mark.parametrize(
    ("teks", "bacaan"),
    [
        ("Kab. Bogor", [Kueri("bogor", Jenis.KABUPATEN), Kueri("kab bogor", None)]),
        ("Kota Baru", [Kueri("baru", Jenis.KOTA), Kueri("kota baru", None)]),
        ("DKI Jakarta", [Kueri("jakarta", None), Kueri("dki jakarta", None)]),
        ("Kota Adm. Jakarta Pusat", [Kueri("jakarta pusat", Jenis.KOTA), Kueri("kota adm jakarta pusat", None)]),
        ("sukamaju", [Kueri("sukamaju", None)]),
        ("kota", [Kueri("kota", None)]),
        ("!?", []),
    ],
)
def test_a_leading_kind_is_read_both_ways(teks: str, bacaan: list[Kueri]) -> None:
    assert baca_kueri(teks) == bacaan
