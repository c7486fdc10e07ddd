"""Life of an account: who may let a citizen in, and who may shut an account out and let it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Jalur, Syarat, Transition, Workflow, dari, oleh
from app.referensi.katalog import Alasan, alasan, alasan_untuk


class StatusAkun(StrEnum):
    """Where an account stands; only AKTIF can log in."""

    DAFTAR = "DAFTAR"
    EMAIL_TERKONFIRMASI = "EMAIL_TERKONFIRMASI"
    MENUNGGU_VERIFIKASI = "MENUNGGU_VERIFIKASI"
    AKTIF = "AKTIF"
    DITOLAK = "DITOLAK"
    NONAKTIF = "NONAKTIF"
    MENUNGGU_PERSETUJUAN = "MENUNGGU_PERSETUJUAN"
    DITUTUP = "DITUTUP"


class AksiAkun(StrEnum):
    """What may be done with an account; path segment and function name at once."""

    DAFTAR = "daftar"
    BUAT = "buat"
    KONFIRMASI_SUREL = "konfirmasi_surel"
    ANTRE_VERIFIKASI = "antre_verifikasi"
    SETUJUI = "setujui"
    TOLAK = "tolak"
    PERBAIKI = "perbaiki"
    TAHAN = "tahan"
    RESTUI = "restui"
    BLOKIR = "blokir"
    NONAKTIFKAN = "nonaktifkan"
    AKTIFKAN = "aktifkan"
    TUTUP = "tutup"


@dataclass(frozen=True, slots=True)
class FaktaAkun:
    """What the guards look at; None is unknown, and what is unknown is refused.

    Attributes:
        is_diri_sendiri: the actor's own account.
        is_keluarga_sendiri: the applicant has the actor's NIK or No KK.
        is_nik_dipakai: another account in force already belongs to this NIK.
        is_pengusul: the actor himself proposed this national account.
        is_padan_jelas: the civil registration agrees or has not answered, or the officer has said why he differs.
        is_terdaftar: the holder, an officer, is himself registered in DTKS; False for a citizen.
        is_sdm_kesos_terlarang: employed in social welfare by the ministry, for one of the six functions.
    """

    is_diri_sendiri: bool | None = None
    is_keluarga_sendiri: bool | None = None
    is_nik_dipakai: bool | None = None
    is_pengusul: bool | None = None
    is_padan_jelas: bool | None = None
    is_terdaftar: bool | None = None
    is_sdm_kesos_terlarang: bool | None = None


def _alasan(aksi: AksiAkun) -> Mapping[str, Alasan]:
    return MappingProxyType({kode: alasan(kode) for kode in alasan_untuk(f"akun.{aksi}")})


ALASAN_TOLAK: Final = _alasan(AksiAkun.TOLAK)
"""The six reasons for which Pusdatin refuses a citizen's account, and ours: what the civil registration says."""

ALASAN_NONAKTIF: Final = _alasan(AksiAkun.NONAKTIFKAN)

PERBAIKAN: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "KTP_TERBALIK": frozenset({"foto_ktp"}),
        "KTP_FOTOKOPI": frozenset({"foto_ktp"}),
        "PAKAIAN_TIDAK_SOPAN": frozenset({"swafoto"}),
        "TANPA_SWAFOTO_KTP": frozenset({"swafoto"}),
        "FOTO_TIDAK_JELAS": frozenset({"foto_ktp", "swafoto"}),
    }
)
"""What to send again after a refusal; for a reason that is not here, another registration is needed."""


bukan_diri_sendiri = Syarat[FaktaAkun].pisah(
    "bukan_diri_sendiri",
    lambda f: f.is_diri_sendiri is False,
    Teks("Tidak seorang pun boleh mengubah hak akunnya sendiri.", "Nobody may change the rights of his own account."),
)
bukan_keluarga_sendiri = Syarat[FaktaAkun].pisah(
    "bukan_keluarga_sendiri",
    lambda f: f.is_keluarga_sendiri is False,
    Teks("Anda tidak boleh memeriksa akun keluarga sendiri.", "You may not judge an account of your own family."),
)
nik_belum_dipakai = Syarat[FaktaAkun].bila(
    "nik_belum_dipakai",
    lambda f: f.is_nik_dipakai is False,
    Teks("Sudah ada akun aktif untuk NIK ini.", "There already is an account in force for this NIK."),
)
bukan_pengusul = Syarat[FaktaAkun].pisah(
    "bukan_pengusul",
    lambda f: f.is_pengusul is False,
    Teks(
        "Akun nasional disetujui oleh orang lain daripada yang mengajukannya.",
        "A national account is approved by somebody else than who proposed it.",
    ),
)
padan_jelas = Syarat[FaktaAkun].bila(
    "padan_jelas",
    lambda f: f.is_padan_jelas,
    Teks(
        "Data tidak padan dengan Dukcapil: jelaskan pada `catatan` mengapa tetap disetujui, atau tolak.",
        "The data do not match the civil registry: say in `catatan` why you approve all the same, or refuse.",
    ),
    "TIDAK_PADAN_DUKCAPIL",
)
tidak_terdaftar = Syarat[FaktaAkun].bila(
    "tidak_terdaftar",
    lambda f: f.is_terdaftar is False,
    Teks(
        "Orang ini terdaftar dalam DTKS; petugas tidak boleh terdaftar. Selesaikan keanggotaannya dahulu.",
        "This person is registered in DTKS; an officer may not be. The membership has to end first.",
    ),
    "PETUGAS_TERDAFTAR",
)
bukan_sdm_kesos = Syarat[FaktaAkun].bila(
    "bukan_sdm_kesos",
    lambda f: f.is_sdm_kesos_terlarang is False,
    Teks(
        "SDM kesejahteraan sosial tugasan Kemensos tidak boleh memegang satu dari enam fungsi kab/kota.",
        "Who is employed in social welfare by the ministry may not hold one of the six functions of a kab/kota.",
    ),
    "OVERLAP_SDM_KESOS",
)
LAYAK_BERTUGAS: Final = (tidak_terdaftar, bukan_sdm_kesos)
"""Who may serve at all (Kepmensos 73/HUK/2024); asked again whenever an officer's account comes into force."""

_S, _A = StatusAkun, AksiAkun
_ADMIN = frozenset({Jabatan.ADMIN_KABKOTA, Jabatan.ADMIN_PUSAT})
_PUSAT = frozenset({Jabatan.ADMIN_PUSAT, Jabatan.PENETAP})
_PDP = "UU 27/2022"
_KEP = "Kepmensos 73/HUK/2024"

# fmt: off
ALUR_AKUN: Final[Workflow[StatusAkun, AksiAkun, FaktaAkun]] = Workflow("Akun", awal=_S.DAFTAR, transisi=(
    Transition(_A.DAFTAR, dari(), _S.DAFTAR, jalur=Jalur.SISTEM, dasar=_PDP),
    Transition(_A.BUAT, dari(), _S.AKTIF, oleh(_ADMIN), syarat=LAYAK_BERTUGAS, dasar=_KEP),
    Transition(_A.KONFIRMASI_SUREL, dari(_S.DAFTAR), _S.EMAIL_TERKONFIRMASI, jalur=Jalur.SISTEM, dasar=_PDP),
    Transition(_A.ANTRE_VERIFIKASI, dari(_S.EMAIL_TERKONFIRMASI), _S.MENUNGGU_VERIFIKASI, jalur=Jalur.SISTEM,
               dasar=_PDP),
    Transition(_A.SETUJUI, dari(_S.MENUNGGU_VERIFIKASI), _S.AKTIF, oleh(Jabatan.VERIFIKATOR),
               syarat=(bukan_keluarga_sendiri, nik_belum_dipakai, padan_jelas), dasar=_KEP),
    Transition(_A.TOLAK, dari(_S.MENUNGGU_VERIFIKASI), _S.DITOLAK, oleh(Jabatan.VERIFIKATOR), alasan=True,
               syarat=(bukan_keluarga_sendiri,), dasar=_KEP),
    Transition(_A.PERBAIKI, dari(_S.DITOLAK), _S.MENUNGGU_VERIFIKASI, jalur=Jalur.SISTEM, dasar=_PDP),
    Transition(_A.TAHAN, dari(_S.AKTIF), _S.MENUNGGU_PERSETUJUAN, jalur=Jalur.SISTEM, dasar=_KEP),
    Transition(_A.RESTUI, dari(_S.MENUNGGU_PERSETUJUAN), _S.AKTIF, oleh(_PUSAT),
               syarat=(bukan_diri_sendiri, bukan_pengusul, *LAYAK_BERTUGAS), dasar=_KEP),
    Transition(_A.BLOKIR, dari(_S.AKTIF), _S.NONAKTIF, jalur=Jalur.SISTEM, dasar=_KEP),
    Transition(_A.NONAKTIFKAN, dari(_S.AKTIF, _S.MENUNGGU_PERSETUJUAN), _S.NONAKTIF, oleh(_ADMIN), alasan=True,
               syarat=(bukan_diri_sendiri,), dasar=_KEP),
    Transition(_A.AKTIFKAN, dari(_S.NONAKTIF), _S.AKTIF, oleh(_ADMIN),
               syarat=(bukan_diri_sendiri, *LAYAK_BERTUGAS), dasar=_KEP),
    Transition(_A.TUTUP, dari(_S.AKTIF), _S.DITUTUP, oleh(Jabatan.WARGA), dasar=_PDP),
))
# fmt: on
