"""The words of the synchronisation: what a device sends, and what the server says to it."""

from enum import StrEnum


class JenisItem(StrEnum):
    """What an item does; UPDATE saves a draft, SUBMIT is final (T10), GAGAL reports a failed visit (T11)."""

    UPDATE = "UPDATE"
    SUBMIT = "SUBMIT"
    PERCOBAAN = "PERCOBAAN"
    GAGAL = "GAGAL"


class Putusan(StrEnum):
    """Verdict on one item.

    DITERIMA took effect, SUDAH had its effect before, KONFLIK needs a decision of the officer's, DITOLAK needs another
    item, DITUNDA is not decided: send it again.
    """

    DITERIMA = "DITERIMA"
    SUDAH = "SUDAH"
    KONFLIK = "KONFLIK"
    DITOLAK = "DITOLAK"
    DITUNDA = "DITUNDA"


class Keadaan(StrEnum):
    """What became of an item that took effect; MENUNGGU_FOTO completes by itself with its last photo."""

    TERSIMPAN = "TERSIMPAN"
    MENUNGGU_FOTO = "MENUNGGU_FOTO"
    SELESAI = "SELESAI"
    GAGAL = "GAGAL"


class TandaWaktu(StrEnum):
    """What was done to the times of a device."""

    DIKOREKSI = "DIKOREKSI"
    JAM_BERUBAH = "JAM_BERUBAH"
    MASA_DEPAN = "MASA_DEPAN"
    SEBELUM_TUGAS = "SEBELUM_TUGAS"
