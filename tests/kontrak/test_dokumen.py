"""Documents that must keep up with the code."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from app.config import Pengaturan

AKAR = Path(__file__).parents[2]
HALAMAN = [*AKAR.glob("*.md"), *(AKAR / "docs").rglob("*.md")]


def pengaturan(model: type[BaseModel], awalan: str = "DTKS_") -> Iterator[str]:
    for nama, bidang in model.model_fields.items():
        if isinstance(bidang.annotation, type) and issubclass(bidang.annotation, BaseModel):
            yield from pengaturan(bidang.annotation, f"{awalan}{nama.upper()}__")
        else:
            yield f"{awalan}{nama.upper()}"


def test_every_setting_is_in_the_production_guide() -> None:
    isi = (AKAR / "docs" / "panduan" / "produksi.md").read_text()
    assert not [n for n in pengaturan(Pengaturan) if n not in isi and n.removeprefix("DTKS_") not in isi]


@pytest.mark.parametrize("halaman", HALAMAN, ids=lambda p: str(p.relative_to(AKAR)))
def test_links_between_documents_lead_somewhere(halaman: Path) -> None:
    tautan = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", halaman.read_text())
    assert not [t for t in tautan if not (halaman.parent / t).exists()]


def test_every_decision_record_is_listed() -> None:
    daftar = (AKAR / "docs" / "adr" / "README.md").read_text()
    assert not [p.name for p in (AKAR / "docs" / "adr").glob("0*.md") if p.name not in daftar]
