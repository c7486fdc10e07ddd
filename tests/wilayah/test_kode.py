"""The value type of a region code."""

import pickle
import re
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, TypeAdapter, ValidationError

from app.wilayah.errors import KodeWilayahTidakSah
from app.wilayah.kode import Jenis, KodeDesa, KodeWilayah, Tingkat

PROV = st.integers(10, 99).map(str)
KAB = st.integers(1, 99).filter(lambda n: n != 70).map("{:02}".format)
KEC = st.integers(1, 99).map("{:02}".format)
DESA = st.tuples(st.sampled_from("123"), st.integers(0, 999)).map(lambda t: f"{t[0]}{t[1]:03}")
BAGIAN = st.one_of(st.tuples(PROV), st.tuples(PROV, KAB), st.tuples(PROV, KAB, KEC), st.tuples(PROV, KAB, KEC, DESA))


@given(BAGIAN)
def test_dotted_and_undotted_input_give_one_output_form(bagian: tuple[str, ...]) -> None:
    kode = KodeWilayah("".join(bagian))
    assert kode == KodeWilayah(".".join(bagian)) == ".".join(bagian)
    assert len(kode) in {2, 5, 8, 13}
    assert KodeWilayah.urai(kode) is kode


@given(BAGIAN)
def test_superiors_shorten_by_one_part_until_the_provinsi(bagian: tuple[str, ...]) -> None:
    kode = KodeWilayah(".".join(bagian))
    assert [k.tingkat for k in kode.jalur] == list(Tingkat)[: len(bagian)]
    assert kode.jalur[-1] is kode
    assert all(bawah.induk == atas for atas, bawah in zip(kode.jalur, kode.jalur[1:], strict=False))
    assert kode.jalur[0].induk is None


@given(BAGIAN, BAGIAN)
def test_containment_is_a_prefix_of_parts(a: tuple[str, ...], b: tuple[str, ...]) -> None:
    assert KodeWilayah(".".join(a)).memuat(".".join(b)) == (b[: len(a)] == a)


@given(BAGIAN)
def test_every_superior_contains_the_code(bagian: tuple[str, ...]) -> None:
    kode = KodeWilayah(".".join(bagian))
    assert all(atas.memuat(kode) for atas in kode.jalur)
    assert not any(kode.memuat(atas) for atas in kode.jalur[:-1])


@given(st.text(alphabet=string.digits + ". -٣x", max_size=14))
def test_what_is_accepted_survives_a_round_trip_and_the_rest_is_refused(teks: str) -> None:
    try:
        kode = KodeWilayah(teks)
    except KodeWilayahTidakSah:
        return
    assert KodeWilayah(str(kode)) == kode
    assert teks.replace(".", "") == kode.replace(".", "")


@pytest.mark.parametrize(
    "teks",
    [
        "", "3", "320", "32.4", "32.", ".32", "32..04", "32.0405", "3204.05", "32.70", "32.00", "32.04.00", "02",
        "32.04.05.0001", "32.04.05.4001", "32.04.05.201", "32.04.05.20011", " 32", "32\n", "٣٢", "32.04.05.2001.01",
    ],
)  # fmt: skip
def test_other_shapes_are_refused(teks: str) -> None:
    with pytest.raises(KodeWilayahTidakSah):
        KodeWilayah(teks)


@pytest.mark.parametrize(
    ("kode", "tingkat", "jenis"),
    [
        ("32", Tingkat.PROVINSI, Jenis.PROVINSI),
        ("32.04", Tingkat.KABKOTA, Jenis.KABUPATEN),
        ("32.69", Tingkat.KABKOTA, Jenis.KABUPATEN),
        ("32.71", Tingkat.KABKOTA, Jenis.KOTA),
        ("32.04.05", Tingkat.KECAMATAN, Jenis.KECAMATAN),
        ("32.04.05.1001", Tingkat.DESA, Jenis.KELURAHAN),
        ("32.04.05.2001", Tingkat.DESA, Jenis.DESA),
        ("91.03.01.3001", Tingkat.DESA, Jenis.LAINNYA),
    ],
)
def test_the_digits_decide_level_and_kind(kode: str, tingkat: Tingkat, jenis: Jenis) -> None:
    assert (KodeWilayah(kode).tingkat, KodeWilayah(kode).jenis) == (tingkat, jenis)


def test_a_neighbour_whose_digits_start_alike_is_not_contained() -> None:
    assert not KodeWilayah("32.04").memuat("32.05.01")
    assert not KodeWilayah("32").memuat("3204")


class _Isi(BaseModel):
    kode: KodeWilayah
    desa: KodeDesa


def test_as_a_field_it_normalises_and_refuses_without_echo() -> None:
    isi = _Isi.model_validate({"kode": "3204", "desa": "3204052001"})
    assert (isi.kode, isi.desa) == ("32.04", "32.04.05.2001")
    assert type(isi.kode) is KodeWilayah
    with pytest.raises(ValidationError) as galat:
        _Isi.model_validate({"kode": "32.70", "desa": "32.04.05"})
    assert [(g["loc"], g["type"]) for g in galat.value.errors()] == [
        (("kode",), "kode_wilayah_tidak_sah"),
        (("desa",), "kode_wilayah_tidak_sah"),
    ]
    assert not any("32" in g["msg"] for g in galat.value.errors())


def test_a_number_is_not_a_code() -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(KodeWilayah).validate_python(32)


def test_its_schema_reads_both_forms_and_writes_one() -> None:
    pola = {m: TypeAdapter(KodeWilayah).json_schema(mode=m)["pattern"] for m in ("validation", "serialization")}
    assert [bool(re.search(pola[m], "320405")) for m in pola] == [True, False]
    assert all(re.search(p, "32.04.05.2001") and not re.search(p, "32.4") for p in pola.values())


def test_it_survives_pickling() -> None:
    kode = pickle.loads(pickle.dumps(KodeWilayah("3204")))
    assert (kode, type(kode)) == ("32.04", KodeWilayah)
