"""What can go wrong with what a device sends."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.teks import Teks


class PenugasanSudahSelesai(Conflict):
    """The visit of this assignment was received already."""

    kode = "penugasan-sudah-selesai"
    judul = Teks(
        "Kunjungan ini sudah diterima; kiriman disimpan untuk petugas pemeriksa",
        "The visit was received already; what you sent is kept for the examining officers",
    )


class PenugasanSudahGagal(Conflict):
    """The visit was reported as failed."""

    kode = "penugasan-sudah-gagal"
    judul = Teks(
        "Kunjungan ini sudah dilaporkan gagal; kiriman disimpan untuk petugas pemeriksa",
        "The visit was reported as failed; what you sent is kept for the examining officers",
    )


class PenugasanSudahDitarik(Conflict):
    """The assignment was withdrawn, perhaps given to somebody else."""

    kode = "penugasan-sudah-ditarik"
    judul = Teks(
        "Penugasan ini sudah ditarik; kiriman disimpan untuk petugas pemeriksa",
        "The assignment was withdrawn; what you sent is kept for the examining officers",
    )


class PenugasanDiLuarWilayah(Conflict):
    """The assignment lies in an area that is not the enumerator's any more."""

    kode = "penugasan-di-luar-wilayah"
    judul = Teks(
        "Wilayah tugas Anda sudah berubah; kiriman disimpan untuk petugas pemeriksa",
        "Your area has changed; what you sent is kept for the examining officers",
    )


class ItemDipakaiLain(Conflict):
    """The same id came with another content before; an item is never changed, a new one is sent."""

    kode = "item-dipakai-lain"
    judul = Teks(
        "Id item sudah dipakai untuk isi lain; kirim sebagai item baru",
        "The item's id was used for another content; send it as a new item",
    )


class IsiItemTidakSah(Invalid):
    """The content of an item does not fit its kind; `rincian` names the places."""

    kode = "isi-item-tidak-sah"
    judul = Teks("Isi item tidak sah", "The item's content is not valid")


class SalinanBerbeda(Conflict):
    """Server and device have different bases; `salinan` is the server's copy, to be merged into a new item."""

    kode = "salinan-berbeda"
    judul = Teks(
        "Data di server sudah berubah; periksa salinan server lalu kirim item baru",
        "The server's data have changed; look at its copy and send a new item",
    )


class ItemDitolak(Conflict):
    """A single item was refused; `hasil` is its verdict, which is kept."""

    kode = "item-ditolak"
    judul = Teks("Item ditolak; lihat hasil", "The item was refused; see its verdict")


class UnggahanNotFound(NotFound):
    """The caller has no such upload: never begun, another's, or expired."""

    kode = "unggahan-tidak-ditemukan"
    judul = Teks("Unggahan tidak ditemukan; buat lagi", "Upload not found; create it again")


class UnggahanBerbeda(Conflict):
    """The same id was created with another kind, size or digest."""

    kode = "unggahan-berbeda"
    judul = Teks(
        "Id unggahan sudah dipakai untuk foto lain; pakai id baru", "The id belongs to another photo; use a new one"
    )


class KuotaUnggahan(Conflict):
    """Too many unfinished uploads."""

    kode = "kuota-unggahan"
    judul = Teks(
        "Terlalu banyak unggahan yang belum selesai; selesaikan dahulu",
        "Too many unfinished uploads; finish them first",
    )


class PotonganTidakSah(Invalid):
    """An empty piece, one over the limit, or one that reaches over the announced size."""

    kode = "potongan-tidak-sah"
    judul = Teks("Potongan kosong, terlalu besar, atau melampaui ukuran", "The piece is empty, too large or too long")


class UnggahanBelumLengkap(Conflict):
    """Pieces are missing; `diterima` says where to go on."""

    kode = "unggahan-belum-lengkap"
    judul = Teks("Unggahan belum lengkap; lanjutkan potongannya", "The upload is not complete; send the other pieces")


class UnggahanSudahSelesai(Conflict):
    """The photo is complete."""

    kode = "unggahan-sudah-selesai"
    judul = Teks("Unggahan sudah selesai", "The upload is complete already")


class SidikTidakCocok(Invalid):
    """What arrived is not what was announced; begin again with `ulangi`."""

    kode = "sidik-tidak-cocok"
    judul = Teks("Isi tidak sama dengan sidiknya; ulangi unggahan", "Content and digest differ; restart the upload")


class TitipanNotFound(NotFound):
    """No such kept draft in the caller's area."""

    kode = "titipan-tidak-ditemukan"
    judul = Teks("Titipan tidak ditemukan", "Kept draft not found")


class InstrumenNotFound(NotFound):
    """No questionnaire of this version."""

    kode = "instrumen-tidak-ditemukan"
    judul = Teks("Instrumen tidak ditemukan", "Questionnaire not found")


class MutuNotFound(NotFound):
    """The caller has no such re-visit to make."""

    kode = "kunjungan-mutu-tidak-ditemukan"
    judul = Teks("Kunjungan ulang tidak ditemukan", "Re-visit not found")


class MutuSudahSelesai(Conflict):
    """The re-visit has its result, which is not changed."""

    kode = "kunjungan-mutu-sudah-selesai"
    judul = Teks("Kunjungan ulang ini sudah selesai", "The re-visit is done already")


class InstrumenBerbeda(Invalid):
    """A re-visit asks the same questionnaire as the visit that it checks."""

    kode = "instrumen-berbeda"
    judul = Teks("Instrumen berbeda dari kunjungan pertama", "Not the questionnaire of the first visit")
