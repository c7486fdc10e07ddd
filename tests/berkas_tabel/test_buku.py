"""Workbooks read as streams: what they hold, and what is refused."""

import io
import zipfile

import pytest

from app.berkas_tabel.buku import TANDA_ANGKA, Buku, angka
from app.berkas_tabel.pengenalan import KOLOM_MAKS, BerkasDitolak, Penolakan

_BUKU = '<workbook xmlns:r="r"><sheets><sheet name="a" r:id="rId1"/></sheets></workbook>'
_HUBUNGAN = '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>'
_TEKS = "<sst><si><t>nama</t></si><si><r><t>Sri </t></r><r><t>Wahyuni</t></r><rPh><t>x</t></rPh></si></sst>"


def buku(lembar: str, **lain: str) -> io.BytesIO:
    isi = {
        "xl/workbook.xml": _BUKU,
        "xl/_rels/workbook.xml.rels": _HUBUNGAN,
        "xl/sharedStrings.xml": lain.get("teks", _TEKS),
        "xl/worksheets/sheet1.xml": lembar,
    }
    isi["xl/workbook.xml"] += lain.get("ekor", "")
    berkas = io.BytesIO()
    with zipfile.ZipFile(berkas, "w", zipfile.ZIP_DEFLATED) as arsip:
        for nama, satu in isi.items():
            arsip.writestr(nama, satu)
    return berkas


def lembar(*baris: str) -> str:
    return f"<worksheet><sheetData>{''.join(baris)}</sheetData></worksheet>"


_JUDUL = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>nik</t></is></c></row>'


def test_texts_gaps_and_figures_are_read_as_they_stand() -> None:
    isi = lembar(
        _JUDUL,
        '<row r="3"><c r="A3" t="s"><v>1</v></c><c r="C3"><v>7</v></c><c r="D3" t="str"><v>rumus</v></c></row>',
        "<row><c><v>3.2040501019E15</v></c></row>",
    )
    assert list(Buku(buku(isi)).baris()) == [
        ["nama", "nik"],
        [],
        ["Sri Wahyuni", "", "7", "rumus"],
        [TANDA_ANGKA + "3204050101900000"],
    ]


def test_a_figure_that_a_workbook_cannot_keep_is_marked() -> None:
    assert angka("3204050101900001") == "3204050101900001"
    assert angka("3.204050101900000E+15") == TANDA_ANGKA + "3204050101900000"
    assert (angka("12.0"), angka("3.5"), angka("120")) == ("12", "3.5", "120")


@pytest.mark.parametrize(
    ("berkas", "sebab"),
    [
        (io.BytesIO(b"PK\x03\x04 rusak"), Penolakan.BUKAN_TABEL),
        (buku('<!DOCTYPE a [<!ENTITY b "c">]><worksheet/>'), Penolakan.BUKAN_TABEL),
        (buku(lembar(_JUDUL)), Penolakan.TANPA_BARIS),
        (buku(lembar()), Penolakan.KOSONG),
        (buku(lembar(_JUDUL) + "<sisa>"), Penolakan.BUKAN_TABEL),
        (buku(lembar('<row r="9999999"><c/></row>')), Penolakan.BUKAN_TABEL),
    ],
)
def test_what_is_no_table_is_refused(berkas: io.BytesIO, sebab: Penolakan) -> None:
    with pytest.raises(BerkasDitolak) as galat:
        Buku(berkas).kenali()
    assert galat.value.sebab is sebab


_DATA = '<row><c t="inlineStr"><is><t>x</t></is></c></row>'


@pytest.mark.parametrize(
    "berkas",
    [
        buku(lembar(_JUDUL, _DATA), teks="<sst>" + "<si><t>aaaaaaaaaa</t></si>" * 100_000 + "</sst>"),
        buku(lembar(_JUDUL, _DATA), ekor=" " * (2 << 20)),
        buku(lembar(_JUDUL, _DATA * 40_000)),
    ],
    ids=["texts", "list", "sheet"],
)
def test_a_part_that_is_made_to_swell_is_refused_before_it_is_unpacked(berkas: io.BytesIO) -> None:
    assert len(berkas.getvalue()) < 30_000
    with pytest.raises(BerkasDitolak) as galat:
        Buku(berkas)
    assert galat.value.sebab is Penolakan.BUKU_TERLALU_PADAT


def test_shared_texts_have_a_measure_in_number_and_size(monkeypatch: pytest.MonkeyPatch) -> None:
    isi = lembar(_JUDUL, _DATA)
    assert Buku(buku(isi)).kenali().judul == ("nama", "nik")
    for nama, nilai in (("TEKS_MAKS", 1), ("TEKS_BITA", 50), ("_SEL_MAKS", 3)):
        with monkeypatch.context() as m, pytest.raises(BerkasDitolak) as galat:
            m.setattr(f"app.berkas_tabel.buku.{nama}", nilai)
            Buku(buku(isi)).kenali()
        assert galat.value.sebab is Penolakan.BUKU_TERLALU_PADAT


def test_a_cell_far_to_the_right_costs_no_memory_and_is_seen() -> None:
    isi = lembar(_JUDUL, '<row><c r="XFD2"><v>1</v></c></row>')
    assert len(list(Buku(buku(isi)).baris())[1]) == KOLOM_MAKS + 1


def test_an_encrypted_part_is_refused() -> None:
    isi = buku(lembar(_JUDUL, _DATA)).getvalue()
    letak = isi.index(b"PK\x01\x02") + 8
    with pytest.raises(BerkasDitolak) as galat:
        Buku(io.BytesIO(isi[:letak] + b"\x01" + isi[letak + 1 :]))
    assert galat.value.sebab is Penolakan.BERSANDI


def test_macros_are_refused() -> None:
    berkas = buku(lembar(_JUDUL))
    with zipfile.ZipFile(berkas, "a") as arsip:
        arsip.writestr("xl/vbaProject.bin", "x")
    with pytest.raises(BerkasDitolak) as galat:
        Buku(berkas)
    assert galat.value.sebab is Penolakan.BERMAKRO
