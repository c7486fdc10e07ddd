"""What can go wrong in penetapan."""

from app.core.errors import Conflict, Invalid, NotFound
from app.core.teks import Teks


class SKTidakAda(NotFound):
    """No such decree, or one that the public may not see yet."""

    kode = "sk-tidak-ditemukan"
    judul = Teks("SK tidak ditemukan", "Decree not found")


class NomorSKDipakai(Conflict):
    """Another decree that is not cancelled has this number."""

    kode = "nomor-sk-dipakai"
    judul = Teks("Nomor SK sudah dipakai", "The decree's number is already in use")


class RancanganMasihAda(Conflict):
    """The period has a draft, or a signed one not in force yet: two would decide the same usulan."""

    kode = "rancangan-sk-masih-ada"
    judul = Teks("Masih ada rancangan SK untuk periode ini", "The period still has a draft decree")


class SKDigantiTidakBerlaku(Invalid):
    """The decree to be replaced does not exist or is not in force."""

    kode = "sk-diganti-tidak-berlaku"
    judul = Teks("SK yang diganti tidak berlaku", "The decree to be replaced is not in force")


class KeanggotaanTidakAda(NotFound):
    """Nobody with this reference is or was registered, or he lies outside the caller's scope."""

    kode = "keanggotaan-tidak-ditemukan"
    judul = Teks("Keanggotaan tidak ditemukan", "Membership not found")


class DaftarSKBerubah(Conflict):
    """A usulan of the list moved, or its person is not who was validated (`usulan`); cancel it and prepare again."""

    kode = "daftar-sk-berubah"
    judul = Teks(
        "Sebagian usulan sudah berpindah; batalkan rancangan dan siapkan lagi",
        "Some usulan have moved; cancel the draft and prepare it again",
    )


class ReaktivasiTidakAda(NotFound):
    """No such request, or it lies outside the caller's scope."""

    kode = "reaktivasi-tidak-ditemukan"
    judul = Teks("Permohonan reaktivasi tidak ditemukan", "Reactivation request not found")


class ReaktivasiMasihTerbuka(Conflict):
    """The person has a request that nobody has decided yet; wait for its answer."""

    kode = "reaktivasi-masih-terbuka"
    judul = Teks("Masih ada permohonan reaktivasi yang belum diputus", "A reactivation request is still undecided")


class KeberatanTidakAda(NotFound):
    """No such objection, or it lies outside the caller's scope."""

    kode = "keberatan-tidak-ditemukan"
    judul = Teks("Keberatan tidak ditemukan", "Objection not found")


class KeberatanMasihTerbuka(Conflict):
    """The person has an objection that nobody has answered yet; wait for the answer."""

    kode = "keberatan-masih-terbuka"
    judul = Teks("Masih ada keberatan yang belum dijawab", "An objection is still unanswered")


class KeanggotaanBerselisih(Conflict):
    """Two records of one person stand differently in the register; merging them would decide about it."""

    kode = "keanggotaan-berselisih"
    judul = Teks(
        "Status keanggotaan kedua data berbeda; selesaikan lebih dahulu, atau pertahankan data yang terdaftar",
        "The two records stand differently in the register; settle that first, or keep the registered one",
    )


class PerkaraKeanggotaanTerbuka(Conflict):
    """An objection or a reactivation of this record waits for its answer."""

    kode = "perkara-keanggotaan-terbuka"
    judul = Teks(
        "Keberatan atau reaktivasi atas data ini belum diputus; putuskan lebih dahulu",
        "An objection or reactivation of this record is undecided; decide it first",
    )


class KeanggotaanBerubah(Conflict):
    """The membership has changed since the merge, so it cannot be divided as it was."""

    kode = "keanggotaan-berubah-sejak-digabung"
    judul = Teks(
        "Keanggotaan berubah sejak penggabungan; minta PUSAT menyelesaikannya",
        "The membership has changed since the merge; ask PUSAT to settle it",
    )
