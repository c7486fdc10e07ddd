"""The small parts of a workbook beside its sheets. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import Final

KEPALA: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NS: Final = "http://schemas.openxmlformats.org"
_REL: Final = f"{_NS}/officeDocument/2006/relationships"
_PAKET: Final = f"{_NS}/package/2006"
UTAMA: Final = f"{_NS}/spreadsheetml/2006/main"
_LEMBAR: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_INTI: Final = "application/vnd.openxmlformats-package"
_GAYA: Final = (
    '<fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
)
"""Style 1 is "text", so that a number typed anew keeps its zeros too."""


def judul(nama: str, sebanyak: int) -> list[str]:
    """Return the names of the sheets."""
    return [nama] if sebanyak == 1 else [f"{nama} {n}" for n in range(1, sebanyak + 1)]


def bagian(helai: Sequence[str], keterangan: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield name and content of each part for sheets of these names."""
    nomor = range(1, len(helai) + 1)
    yield "[Content_Types].xml", _jenis(nomor)
    yield "_rels/.rels", _rel(("officeDocument", "xl/workbook.xml"), inti="docProps/core.xml")
    catatan = escape("; ".join(f"{k}: {v}" for k, v in keterangan.items()), quote=False)
    ruang = f'xmlns:cp="{_PAKET}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    isi = f"<dc:description>{catatan}</dc:description>"
    yield "docProps/core.xml", f"{KEPALA}<cp:coreProperties {ruang}>{isi}</cp:coreProperties>"
    daftar = "".join(
        f'<sheet name="{escape(j, quote=False)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, j in zip(nomor, helai, strict=True)
    )
    yield "xl/workbook.xml", f'{KEPALA}<workbook xmlns="{UTAMA}" xmlns:r="{_REL}"><sheets>{daftar}</sheets></workbook>'
    yield (
        "xl/_rels/workbook.xml.rels",
        _rel(*(("worksheet", f"worksheets/sheet{n}.xml") for n in nomor), ("styles", "styles.xml")),
    )
    yield "xl/styles.xml", f'{KEPALA}<styleSheet xmlns="{UTAMA}">{_GAYA}</styleSheet>'


def _jenis(nomor: range) -> str:
    bagian_lembar = {f"/xl/worksheets/sheet{n}.xml": f"{_LEMBAR}.worksheet+xml" for n in nomor}
    semua = bagian_lembar | {
        "/xl/workbook.xml": f"{_LEMBAR}.sheet.main+xml",
        "/xl/styles.xml": f"{_LEMBAR}.styles+xml",
        "/docProps/core.xml": f"{_INTI}.core-properties+xml",
    }
    isi = "".join(f'<Override PartName="{p}" ContentType="{j}"/>' for p, j in semua.items())
    baku = f'<Default Extension="rels" ContentType="{_INTI}.relationships+xml"/>'
    return f'{KEPALA}<Types xmlns="{_PAKET}/content-types">{baku}{isi}</Types>'


def _rel(*sasaran: tuple[str, str], inti: str | None = None) -> str:
    semua = [(f"{_REL}/{jenis}", ke) for jenis, ke in sasaran]
    if inti:
        semua.append((f"{_PAKET}/relationships/metadata/core-properties", inti))
    isi = "".join(f'<Relationship Id="rId{n}" Type="{j}" Target="{ke}"/>' for n, (j, ke) in enumerate(semua, 1))
    return f'{KEPALA}<Relationships xmlns="{_PAKET}/relationships">{isi}</Relationships>'
