"""What can go wrong when the audit trail is read."""

from app.core.errors import Conflict
from app.core.teks import Teks


class IdentitasBelumTerhubung(Conflict):
    """The account carries no NIK, so nothing can be looked up for it."""

    kode = "identitas-belum-terhubung"
    judul = Teks("Akun belum terhubung dengan NIK", "The account is not linked to a NIK")
