"""The code lists of usulan that everybody may read."""

from app.core.teks import Teks
from app.referensi.katalog import Butir, daftarkan
from app.usulan.alur import ALUR_USULAN
from app.usulan.status import LAMPIRAN_WAJIB, TEKS_LAMPIRAN, TEKS_STATUS

VERSI = "2026.1"


def terbitkan() -> None:
    """Publish states and attachments; called once when the routes are put together."""
    daftarkan(
        "status-usulan",
        VERSI,
        Teks("Status usulan", "States of a usulan"),
        (Butir(s.value, t, {"is_akhir": s in ALUR_USULAN.akhir}) for s, t in TEKS_STATUS.items()),
    )
    daftarkan(
        "lampiran-usulan",
        VERSI,
        Teks("Lampiran usulan", "Attachments of a usulan"),
        (Butir(j.value, t, {"is_wajib": j in LAMPIRAN_WAJIB}) for j, t in TEKS_LAMPIRAN.items()),
    )
