"""The list of states as `referensi` publishes it."""

from app.core.teks import Teks
from app.referensi.katalog import Butir, daftarkan
from app.sanggah.status import TEKS_STATUS

VERSI = "2026.1"


def terbitkan() -> None:
    """Publish `status-sanggah`; called once when the routes are put together."""
    butir = (Butir(s.value, t, {}) for s, t in TEKS_STATUS.items())
    daftarkan("status-sanggah", VERSI, Teks("Status sanggah", "States of a contest"), butir)
