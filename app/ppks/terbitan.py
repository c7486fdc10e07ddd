"""The lists of kinds and states as `referensi` publishes them."""

from app.core.teks import Teks
from app.ppks.alur import TEKS_STATUS
from app.ppks.jenis import JENIS, VERSI, Kategori
from app.referensi.katalog import Butir, daftarkan

_JUDUL = {
    Kategori.PPKS: Teks("Pemerlu pelayanan kesejahteraan sosial", "People who need welfare services"),
    Kategori.PSKS: Teks("Potensi dan sumber kesejahteraan sosial", "Potential and sources of social welfare"),
}


def terbitkan() -> None:
    """Publish `ppks`, `psks` and `status-ppks`; called once by the composition root."""
    for kategori, judul in _JUDUL.items():
        daftarkan(
            kategori.lower(),
            VERSI,
            judul,
            (
                Butir(
                    j.kode,
                    j.teks,
                    {
                        "nomor": j.nomor,
                        "bentuk": sorted(j.bentuk),
                        "is_peka": j.is_peka,
                        "umur_min": j.umur_min,
                        "umur_maks": j.umur_maks,
                        "dasar": "Permensos 8/2012",
                    },
                )
                for j in JENIS.values()
                if j.kategori is kategori
            ),
        )
    butir = (Butir(s, t, {}) for s, t in TEKS_STATUS.items())
    daftarkan("status-ppks", VERSI, Teks("Status entri PPKS/PSKS", "States of a PPKS/PSKS entry"), butir)
