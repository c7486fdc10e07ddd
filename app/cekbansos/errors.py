"""What can go wrong in a lookup; never whether a person exists."""

from app.core.errors import Forbidden, Invalid
from app.core.teks import Teks


class BuktiKerjaTidakSah(Invalid):
    """The proof of work is not ours, wrong, expired or used before; which of these is not said."""

    kode = "bukti-kerja-tidak-sah"
    judul = Teks(
        "Bukti kerja tidak sah atau sudah dipakai; minta tantangan baru",
        "Proof of work not valid or already used; ask for a new challenge",
    )


class CakupanTidakBerwenang(Forbidden):
    """The machine account's contract does not hold this scope."""

    kode = "cakupan-tidak-berwenang"
    judul = Teks("Kontrak Anda tidak memuat cakupan ini", "Your contract does not hold this scope")
