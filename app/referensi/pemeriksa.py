"""Does a step bring the reason that it needs, one of its own list?"""

from app.core.schemas import AlasanMasuk
from app.core.workflow import AlasanWajib
from app.referensi.katalog import alasan_untuk, pastikan_alasan


def wajib_alasan(alasan: AlasanMasuk | None, aksi: str) -> AlasanMasuk:
    """Return the reason of a step that must have one.

    Raises:
        AlasanWajib: there is none; lists the codes that are valid.
        AlasanTidakBerlaku: its code is of another action.
    """
    if alasan is None:
        raise AlasanWajib(kode_berlaku=alasan_untuk(aksi))
    pastikan_alasan(alasan.kode, aksi)
    return alasan


def periksa_alasan(alasan: AlasanMasuk | None, aksi: str, *, is_wajib: bool) -> None:
    """Check the reason of a step that may have one.

    Raises:
        AlasanWajib: there must be one, and is none.
        AlasanTidakBerlaku: its code is of another action.
    """
    if is_wajib or alasan is not None:
        wajib_alasan(alasan, aksi)
