"""What a row says otherwise than the registry about a person on record, and whether that may be written (pure)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from app.impor.baca import TANPA_NAMA
from app.impor.bahan import BarisOrang, KeluargaBerkas
from app.keluarga.curah import OrangAda, PenyegelMassal
from app.keluarga.nama import kata, kunci

RAHASIA: Final = ("nik", "tempat_lahir", "nama_ibu", "telepon", "surel")
_TERBUKA: Final = ("nama", "tanggal_lahir", "jenis_kelamin")
_ORANG_LAIN: Final = 2
"""So many of name, birth date and sex make somebody else of a person under the same NIK."""


class Selisih(NamedTuple):
    """A person's sealed document, what is on record of him, and what a row says otherwise."""

    dokumen: dict[str, Any]
    kini: dict[str, Any]
    beda: dict[str, Any]


def selisih(segel: PenyegelMassal, b: BarisOrang, ada: OrangAda) -> Selisih:
    """Compare a row with the person whom it is about; a blank cell says nothing."""
    dokumen = segel.individu(ada)
    kini = dokumen | {
        "nama": ada.nama,
        "tanggal_lahir": ada.tanggal_lahir.isoformat(),
        "jenis_kelamin": str(ada.jenis_kelamin),
        "hubungan": str(ada.hubungan),
    }
    masuk = b.orang | {"hubungan": b.hubungan.value}
    if masuk["nama"] == TANPA_NAMA:
        masuk["nama"] = None
    beda = {n: masuk[n] for n in (*RAHASIA, *_TERBUKA, "hubungan") if masuk[n] and masuk[n] != kini[n]}
    return Selisih(dokumen, kini, beda)


def is_lebih_baru(keluarga: KeluargaBerkas, diubah_at: datetime | None) -> bool:
    """Return whether an officer changed this after the day of the file's data."""
    return diubah_at is not None and diubah_at.date() > keluarga.hari


def hanya_kosong(kini: Mapping[str, Any], beda: Mapping[str, Any]) -> dict[str, Any]:
    """Return of what a row says otherwise that of which nothing is on record: all that an older file may still add."""
    return {n: nilai for n, nilai in beda.items() if not kini[n]}


def is_orang_lain(b: BarisOrang, ada: OrangAda) -> bool:
    """Return whether a row is about somebody else than who bears its NIK; another spelling makes nobody another."""
    nama = b.orang["nama"]
    is_nama_lain = TANPA_NAMA not in {nama, ada.nama} and kunci(kata(nama)) != kunci(kata(ada.nama))
    is_kelamin_lain: bool = b.orang["jenis_kelamin"] != str(ada.jenis_kelamin)
    return sum((is_nama_lain, b.lahir != ada.tanggal_lahir, is_kelamin_lain)) >= _ORANG_LAIN
