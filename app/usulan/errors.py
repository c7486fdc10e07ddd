"""What can go wrong with a usulan beyond the table's own refusals."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.teks import Teks


class UsulanNotFound(NotFound):
    """No such usulan, or outside the caller's scope."""

    kode = "usulan-tidak-ditemukan"
    judul = Teks("Usulan tidak ditemukan", "Usulan not found")


class LampiranNotFound(NotFound):
    """No such attachment on this usulan."""

    kode = "lampiran-tidak-ditemukan"
    judul = Teks("Lampiran tidak ditemukan", "Attachment not found")


class UsulanTerkunci(Conflict):
    """Content and attachments cannot be changed in this state, or not by this caller; carries `status_sekarang`."""

    kode = "usulan-terkunci"
    judul = Teks("Isi usulan tidak dapat diubah pada status ini", "The usulan cannot be changed in this state")


class IsianTerkunci(Conflict):
    """While a case does not match, only what was compared may change; `isian` names what else was to change."""

    kode = "isian-terkunci"
    judul = Teks(
        "Selama tidak padan hanya isian yang dipadankan Dukcapil yang dapat diubah; untuk isian lain minta berkas "
        "dikembalikan ke desa atau ajukan usulan baru",
        "While it does not match only the fields compared with the civil registry may change; for others have the case "
        "returned to the village or file another usulan",
    )


class NikTidakDapatDiubah(Conflict):
    """The village has agreed about this person and the registry knows him; somebody else needs a usulan of his own."""

    kode = "nik-tidak-dapat-diubah"
    judul = Teks("NIK tidak dapat diganti pada usulan ini", "The NIK of this usulan cannot be changed")


class TerlaluBanyakDraf(Conflict):
    """A citizen keeps a limited number of drafts; send or withdraw one first."""

    kode = "terlalu-banyak-draf"
    judul = Teks("Terlalu banyak draf usulan", "Too many drafts")


class TerlaluBanyakLampiran(Conflict):
    """A usulan takes a limited number of attachments."""

    kode = "terlalu-banyak-lampiran"
    judul = Teks("Terlalu banyak lampiran", "Too many attachments")


class IsianTidakBerlaku(Invalid):
    """Fields that this kind of usulan, or this caller, does not have; `isian` names them."""

    kode = "isian-tidak-berlaku"
    judul = Teks("Isian tidak berlaku untuk usulan ini", "A field does not apply to this usulan")


class KonfirmasiTidakPerlu(Conflict):
    """Only a citizen's own draft that resigns is confirmed by a code."""

    kode = "konfirmasi-tidak-perlu"
    judul = Teks("Usulan ini tidak perlu dikonfirmasi dengan kode", "This usulan needs no code")


class PerubahanTidakSah(Invalid):
    """A PERBAIKAN carries changes of another sub-kind, or about people whom it may not name."""

    kode = "perubahan-tidak-sah"
    judul = Teks("Perubahan tidak dapat diajukan", "The changes cannot be proposed")


class UsulanBelumDikirim(Conflict):
    """A draft has no receipt; send it first."""

    kode = "usulan-belum-dikirim"
    judul = Teks("Usulan belum dikirim", "The usulan has not been sent")
