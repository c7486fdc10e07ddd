"""The two small tables: every state, action and jabatan, and every guard by itself."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import product
from typing import Any

import pytest

from app.core.peran import Jabatan
from app.core.workflow import JabatanTidakBerwenang, Jalur, SyaratTidakTerpenuhi, TransisiDitolak, Workflow
from app.verval.alur import ALUR_PENGESAHAN, ALUR_SURVEI, FaktaPengesahan, FaktaPenugasan
from app.verval.status import AksiPengesahan, StatusPengesahan

BENAR: dict[str, Any] = {
    "Penugasan": FaktaPenugasan(),
    "Pengesahan": FaktaPengesahan(*[True] * len(fields(FaktaPengesahan))),
}
SEMUA: dict[str, Workflow[Any, Any, Any]] = {a.nama: a for a in (ALUR_SURVEI, ALUR_PENGESAHAN)}


def kasus() -> Iterator[tuple[str, StrEnum, StrEnum, Jabatan | None]]:
    for nama, alur in SEMUA.items():
        status: type[StrEnum] = type(alur.awal)
        for s, t, j in product(status, alur, [None, *Jabatan]):
            yield nama, s, t.aksi, j


@dataclass
class Benda:
    status: StrEnum


@pytest.mark.parametrize(("nama", "status", "aksi", "jabatan"), list(kasus()), ids=str)
def test_an_arrow_is_taken_exactly_when_the_table_has_it(
    nama: str, status: StrEnum, aksi: StrEnum, jabatan: Jabatan | None
) -> None:
    alur = SEMUA[nama]
    benda, panah = Benda(status), alur[aksi]
    boleh = jabatan in panah.oleh if jabatan else panah.jalur is not Jalur.MANUSIA
    if not boleh:
        with pytest.raises(JabatanTidakBerwenang):
            alur.apply(benda, aksi, jabatan, BENAR[alur.nama])
    elif status not in panah.dari:
        with pytest.raises(TransisiDitolak):
            alur.apply(benda, aksi, jabatan, BENAR[alur.nama])
    else:
        alur.apply(benda, aksi, jabatan, BENAR[alur.nama])
    assert benda.status is (panah.ke if boleh and status in panah.dari else status)


@pytest.mark.parametrize("bidang", [f.name for f in fields(FaktaPengesahan)])
@pytest.mark.parametrize("nilai", [False, None])
def test_a_batch_is_signed_only_when_each_fact_is_known_to_be_true(bidang: str, nilai: bool | None) -> None:
    kurang = replace(BENAR["Pengesahan"], **{bidang: nilai})
    with pytest.raises(SyaratTidakTerpenuhi):
        ALUR_PENGESAHAN.periksa(
            StatusPengesahan.DISUSUN, AksiPengesahan.TANDA_TANGANI_PENGESAHAN, Jabatan.KEPALA_OPD, kurang
        )
