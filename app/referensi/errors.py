"""What can go wrong with reference data."""

from app.core.errors import Invalid, NotFound
from app.core.teks import Teks


class ReferensiNotFound(NotFound):
    """There is no list of that name."""

    kode = "referensi-tidak-ditemukan"
    judul = Teks("Referensi tidak ditemukan", "Code list not found")


class AlasanTidakBerlaku(Invalid):
    """The reason code is not in the catalogue, or not for this action; carries `kode_berlaku`."""

    kode = "alasan-tidak-berlaku"
    judul = Teks("Kode alasan tidak berlaku untuk tindakan ini", "This reason code is not valid for this action")
