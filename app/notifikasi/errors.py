"""What can go wrong with an inbox."""

from app.core.errors import NotFound
from app.core.teks import Teks


class KabarNotFound(NotFound):
    """No such message, or another account's."""

    kode = "notifikasi-tidak-ditemukan"
    judul = Teks("Notifikasi tidak ditemukan", "Notification not found")
