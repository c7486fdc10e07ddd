"""Life of an account: who may let a citizen in, and who may shut an account out and let it back."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Jalur, Syarat, Transition, Workflow, dari, oleh


class StatusAkun(StrEnum):
    """Where an account stands; only AKTIF can log in."""

    DAFTAR = "DAFTAR"
    EMAIL_TERKONFIRMASI = "EMAIL_TERKONFIRMASI"
    MENUNGGU_VERIFIKASI = "MENUNGGU_VERIFIKASI"
    AKTIF = "AKTIF"
    DITOLAK = "DITOLAK"
    NONAKTIF = "NONAKTIF"


class AksiAkun(StrEnum):
    """What may be done with an account; path segment and function name at once."""

    DAFTAR = "daftar"
    BUAT = "buat"
    KONFIRMASI_SUREL = "konfirmasi_surel"
    ANTRE_VERIFIKASI = "antre_verifikasi"
    SETUJUI = "setujui"
    TOLAK = "tolak"
    NONAKTIFKAN = "nonaktifkan"
    AKTIFKAN = "aktifkan"


@dataclass(frozen=True, slots=True)
class FaktaAkun:
    """What the guards look at; None is unknown, and what is unknown is refused.

    Attributes:
        is_diri_sendiri: the actor's own account.
        is_keluarga_sendiri: the applicant has the actor's NIK or No KK.
        is_nik_dipakai: another account in force already belongs to this NIK.
    """

    is_diri_sendiri: bool | None = None
    is_keluarga_sendiri: bool | None = None
    is_nik_dipakai: bool | None = None


class AlasanAkun(NamedTuple):
    """A reason, and what the person can do about it."""

    teks: Teks
    langkah: Teks


ALASAN_TOLAK: Final = MappingProxyType(
    {
        "KTP_TERBALIK": AlasanAkun(
            Teks("Foto KTP terbalik atau miring", "The KTP picture is upside down or tilted"),
            Teks("Foto ulang KTP tegak lurus, lalu daftar kembali", "Take the KTP upright and register again"),
        ),
        "PAKAIAN_TIDAK_SOPAN": AlasanAkun(
            Teks("Pakaian pada swafoto tidak sopan", "The clothing on the selfie is not proper"),
            Teks("Ambil swafoto dengan pakaian sopan, lalu daftar kembali", "Take a proper selfie and register again"),
        ),
        "TANPA_SWAFOTO_KTP": AlasanAkun(
            Teks("Swafoto tidak memperlihatkan KTP yang dipegang", "The selfie does not show you holding the KTP"),
            Teks("Ambil swafoto sambil memegang KTP, lalu daftar kembali", "Take a selfie with the KTP in your hand"),
        ),
        "KTP_FOTOKOPI": AlasanAkun(
            Teks("KTP berupa fotokopi", "The KTP is a photocopy"),
            Teks("Foto KTP asli, lalu daftar kembali", "Take a picture of the original KTP and register again"),
        ),
        "DI_BAWAH_UMUR": AlasanAkun(
            Teks("Pemohon belum cukup umur", "The applicant is under age"),
            Teks(
                "Mintalah orang tua, wali, atau operator desa mengusulkan",
                "Ask a parent, a guardian or the village operator to propose",
            ),
        ),
        "FOTO_TIDAK_JELAS": AlasanAkun(
            Teks("Foto tidak jelas", "The picture is not clear"),
            Teks("Foto ulang di tempat terang, lalu daftar kembali", "Take it again in good light and register again"),
        ),
    }
)
"""The six reasons for which Pusdatin refuses a citizen's account."""

ALASAN_NONAKTIF: Final = MappingProxyType(
    {
        "PINDAH_TUGAS": AlasanAkun(
            Teks("Pindah tugas", "Moved to another post"),
            Teks("Hubungi admin di tempat tugas baru", "Ask the administrator of the new post"),
        ),
        "BERHENTI": AlasanAkun(
            Teks("Berhenti bertugas", "Left the service"),
            Teks("Hubungi admin bila keliru", "Ask the administrator if this is a mistake"),
        ),
        "PELANGGARAN": AlasanAkun(
            Teks("Pelanggaran ketentuan", "Breach of the rules"),
            Teks("Ajukan keberatan kepada Dinas Sosial", "Object at the social affairs office"),
        ),
        "AKUN_DISALAHGUNAKAN": AlasanAkun(
            Teks("Akun diduga dipakai orang lain", "The account seems to be used by somebody else"),
            Teks("Datang ke Dinas Sosial dengan KTP asli", "Come to the social affairs office with the KTP"),
        ),
        "PERMINTAAN_SENDIRI": AlasanAkun(
            Teks("Atas permintaan pemilik akun", "Asked for by the owner"),
            Teks("Minta diaktifkan kembali bila perlu", "Ask for it to be enabled again when needed"),
        ),
    }
)


def _bukan_diri_sendiri(fakta: FaktaAkun) -> Teks | None:
    if fakta.is_diri_sendiri is False:
        return None
    return Teks(
        "Tidak seorang pun boleh mengubah hak akunnya sendiri.", "Nobody may change the rights of his own account."
    )


def _bukan_keluarga_sendiri(fakta: FaktaAkun) -> Teks | None:
    if fakta.is_keluarga_sendiri is False:
        return None
    return Teks("Anda tidak boleh memeriksa akun keluarga sendiri.", "You may not judge an account of your own family.")


def _nik_belum_dipakai(fakta: FaktaAkun) -> Teks | None:
    if fakta.is_nik_dipakai is False:
        return None
    return Teks("Sudah ada akun aktif untuk NIK ini.", "There already is an account in force for this NIK.")


bukan_diri_sendiri = Syarat("bukan_diri_sendiri", _bukan_diri_sendiri, is_pemisahan_tugas=True)
bukan_keluarga_sendiri = Syarat("bukan_keluarga_sendiri", _bukan_keluarga_sendiri, is_pemisahan_tugas=True)
nik_belum_dipakai = Syarat("nik_belum_dipakai", _nik_belum_dipakai)

_S, _A = StatusAkun, AksiAkun
_ADMIN = frozenset({Jabatan.ADMIN_KABKOTA, Jabatan.ADMIN_PUSAT})
_PDP = "UU 27/2022"

# fmt: off
ALUR_AKUN: Final[Workflow[StatusAkun, AksiAkun, FaktaAkun]] = Workflow("Akun", awal=_S.DAFTAR, transisi=(
    Transition(_A.DAFTAR, dari(), _S.DAFTAR, jalur=Jalur.SISTEM, dasar=_PDP),
    Transition(_A.BUAT, dari(), _S.AKTIF, oleh(_ADMIN), dasar="Kepmensos 73/HUK/2024"),
    Transition(_A.KONFIRMASI_SUREL, dari(_S.DAFTAR), _S.EMAIL_TERKONFIRMASI, jalur=Jalur.SISTEM, dasar=_PDP),
    Transition(_A.ANTRE_VERIFIKASI, dari(_S.EMAIL_TERKONFIRMASI), _S.MENUNGGU_VERIFIKASI, jalur=Jalur.SISTEM,
               dasar=_PDP),
    Transition(_A.SETUJUI, dari(_S.MENUNGGU_VERIFIKASI), _S.AKTIF, oleh(Jabatan.VERIFIKATOR),
               syarat=(bukan_keluarga_sendiri, nik_belum_dipakai), dasar="Kepmensos 73/HUK/2024"),
    Transition(_A.TOLAK, dari(_S.MENUNGGU_VERIFIKASI), _S.DITOLAK, oleh(Jabatan.VERIFIKATOR), alasan=True,
               syarat=(bukan_keluarga_sendiri,), dasar="Kepmensos 73/HUK/2024"),
    Transition(_A.NONAKTIFKAN, dari(_S.AKTIF), _S.NONAKTIF, oleh(_ADMIN), alasan=True,
               syarat=(bukan_diri_sendiri,), dasar="Kepmensos 73/HUK/2024"),
    Transition(_A.AKTIFKAN, dari(_S.NONAKTIF), _S.AKTIF, oleh(_ADMIN),
               syarat=(bukan_diri_sendiri,), dasar="Kepmensos 73/HUK/2024"),
))
# fmt: on
