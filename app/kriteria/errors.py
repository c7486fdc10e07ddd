"""What can go wrong with criteria."""

from app.core.errors import Invalid
from app.core.teks import Teks


class KuesionerTidakSah(Invalid):
    """The short questionnaire breaks its own rules; `rincian` lists each place with its `kode`, message and advice."""

    kode = "kuesioner-tidak-sah"
    judul = Teks("Isian kuesioner kriteria tidak sah", "The questionnaire on criteria is not valid")
