"""The life of an SK and of a registry membership as two frozen tables.

Sources: Permensos 3/2021 (penetapan is the third of four stages), Permensos 3/2025, Kepmensos 12/HUK/2021 (double and
invalid records are put to sleep, not deleted). Maker and signer are two persons: the preparing ADMIN_PUSAT decides no
single case, the PENETAP acts for the minister.
"""

from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Jalur, Syarat, Transition, Workflow, dari, oleh
from app.penetapan.status import AksiKeanggotaan as B
from app.penetapan.status import AksiSK as A
from app.penetapan.status import FaktaKeanggotaan, FaktaSK
from app.penetapan.status import StatusKeanggotaan as K
from app.penetapan.status import StatusSK as S
from app.penetapan.status_keluar import AksiKeberatan, AksiReaktivasi, FaktaKeberatan, FaktaReaktivasi
from app.penetapan.status_keluar import StatusKeberatan as Kb
from app.penetapan.status_keluar import StatusReaktivasi as Re

J = Jabatan
_TAHAP = "Permensos 3/2021"
_PULIH = "Permensos 3/2021; praktik reaktivasi PBI-JK 2026"
_PDP = "UU 27/2022 ps 10"

_TIDAK_PULIH = Teks(
    "Alasan pengeluaran ini tidak dapat dipulihkan lewat reaktivasi; ajukan usulan baru",
    "This removal cannot be undone by a reactivation; make a new usulan",
)
bukan_penyiap = Syarat[FaktaSK].pisah(
    "bukan_penyiap",
    lambda f: f.is_penyiap is False,
    Teks("Anda yang menyiapkan SK ini", "You prepared this decree"),
)
putaran_disahkan = Syarat[FaktaSK].bila(
    "putaran_disahkan",
    lambda f: f.is_putaran_disahkan,
    Teks("Putaran pemeringkatan belum disahkan", "The ranking run is not confirmed"),
)
putaran_berlaku = Syarat[FaktaSK].bila(
    "putaran_berlaku",
    lambda f: f.is_putaran_berlaku,
    Teks("Putaran pemeringkatan tidak lagi berlaku", "The ranking run is not in force"),
)
daftar_tidak_kosong = Syarat[FaktaSK].bila(
    "daftar_tidak_kosong",
    lambda f: bool(f.jumlah_baris),
    Teks("Tidak ada usulan yang dapat diputus", "There is no usulan to decide"),
)
sidik_cocok = Syarat[FaktaSK].bila(
    "sidik_cocok",
    lambda f: f.is_sidik_cocok,
    Teks("Isi daftar tidak cocok dengan sidiknya", "The list does not match its digest"),
)
tanggal_tiba = Syarat[FaktaSK].bila(
    "tanggal_tiba",
    lambda f: f.is_tanggal_tiba,
    Teks("Tanggal SK belum tiba", "The decree's date has not come yet"),
)
penarikan_tiba = Syarat[FaktaSK].bila(
    "penarikan_tiba",
    lambda f: f.is_penarikan_tiba,
    Teks("Hari penarikan periode ini belum tiba", "The period's pull day has not come yet"),
)
bukan_perkara_sendiri = Syarat[FaktaKeanggotaan].pisah(
    "bukan_perkara_sendiri",
    lambda f: f.is_perkara_sendiri is False,
    Teks("Ini NIK atau No KK Anda sendiri", "This is your own NIK or family card"),
)
pemberitahuan_selesai = Syarat[FaktaKeanggotaan].bila(
    "pemberitahuan_selesai",
    lambda f: f.is_pemberitahuan_selesai,
    Teks("Masa pemberitahuan belum selesai", "The notice period is not over"),
)
tanpa_keberatan = Syarat[FaktaKeanggotaan].bila(
    "tanpa_keberatan_terbuka",
    lambda f: f.has_keberatan_terbuka is False,
    Teks("Keberatan atas pengeluaran ini belum dijawab", "An objection to this removal is not answered yet"),
)
dapat_pulih = Syarat[FaktaKeanggotaan].bila(
    "dapat_pulih",
    lambda f: f.is_dapat_pulih,
    _TIDAK_PULIH,
)


_r = Syarat[FaktaReaktivasi].bila
_r_pisah = Syarat[FaktaReaktivasi].pisah
_k = Syarat[FaktaKeberatan].bila
_k_pisah = Syarat[FaktaKeberatan].pisah


_SENDIRI = Teks("Ini perkara Anda atau keluarga Anda sendiri", "This is your own or your family's case")
_re_keluar = _r(
    "akan_atau_sudah_keluar",
    lambda f: f.is_keluar is True,
    Teks("Keanggotaan tidak sedang diakhiri", "The membership is not ending"),
)
_re_dapat_pulih = _r("dapat_pulih", lambda f: f.is_dapat_pulih is True, _TIDAK_PULIH)
_re_katastrofik = _r(
    "penyakit_katastrofik",
    lambda f: f.is_katastrofik is True,
    Teks("Penyakit ini tidak termasuk daftar penyakit katastrofik", "This illness is not on the list"),
)
_re_layak = _r(
    "masih_layak",
    lambda f: f.is_layak_dinyatakan is True,
    Teks("Dinas Sosial belum menyatakan masih layak", "The social office has not stated that he is still eligible"),
)
_re_bukan_pengaju = _r_pisah(
    "bukan_pengaju",
    lambda f: f.is_pengaju is False,
    Teks("Anda yang mengajukan permohonan ini", "You filed this request"),
)
_re_bukan_pemulih = _r_pisah(
    "bukan_pemulih",
    lambda f: f.is_pemulih is False,
    Teks("Anda yang memulihkan keanggotaan ini", "You restored this membership"),
)
_re_sendiri = _r_pisah("bukan_perkara_sendiri", lambda f: f.is_perkara_sendiri is False, _SENDIRI)
_kb_diumumkan = _k(
    "pengeluaran_diumumkan",
    lambda f: f.is_diumumkan is True,
    Teks("Tidak ada pengeluaran yang sedang diumumkan", "No removal is announced"),
)
_kb_sendiri = _k_pisah("bukan_perkara_sendiri", lambda f: f.is_perkara_sendiri is False, _SENDIRI)
_kb_bukan_pengolah = _k_pisah(
    "bukan_pengolah",
    lambda f: f.is_pengolah is False,
    Teks("Anda ikut mengolah usulan pengeluaran ini", "You worked on the case that ends this membership"),
)

# fmt: off
ALUR_SK: Final = Workflow[S, A, FaktaSK]("SK", awal=S.DISUSUN, transisi=(
    Transition(A.SIAPKAN, dari(), S.DISUSUN, oleh(J.ADMIN_PUSAT), dasar=_TAHAP,
               syarat=(putaran_disahkan, putaran_berlaku, penarikan_tiba)),
    Transition(A.SELESAIKAN_DAFTAR, dari(S.DISUSUN), S.RANCANGAN, jalur=Jalur.SISTEM, dasar=_TAHAP,
               syarat=(daftar_tidak_kosong,)),
    # A list that turns out empty is no decree.
    Transition(A.GUGURKAN, dari(S.DISUSUN), S.DIBATALKAN, jalur=Jalur.SISTEM, dasar=_TAHAP),
    Transition(A.TANDA_TANGANI, dari(S.RANCANGAN), S.DITANDATANGANI, oleh(J.PENETAP), dasar=_TAHAP,
               syarat=(bukan_penyiap, tanggal_tiba, putaran_berlaku, sidik_cocok)),
    # A long list is checked after the signature, by a job; what it finds makes the list a draft again.
    Transition(A.KEMBALIKAN_TANDA_TANGAN, dari(S.DITANDATANGANI), S.RANCANGAN, jalur=Jalur.SISTEM, dasar=_TAHAP),
    Transition(A.BATALKAN, dari(S.DISUSUN, S.RANCANGAN), S.DIBATALKAN, oleh(J.ADMIN_PUSAT, J.PENETAP), alasan=True,
               dasar=_TAHAP),
    Transition(A.BERLAKUKAN, dari(S.DITANDATANGANI), S.BERLAKU, jalur=Jalur.SISTEM, dasar=_TAHAP),
    Transition(A.GANTIKAN, dari(S.BERLAKU), S.DIGANTI, jalur=Jalur.SISTEM, dasar=_TAHAP),
))

ALUR_KEANGGOTAAN: Final = Workflow[K, B, FaktaKeanggotaan]("Keanggotaan", awal=K.TERDAFTAR, transisi=(
    Transition(B.DAFTARKAN, dari(K.AKAN_DINONAKTIFKAN, K.DITIDURKAN, K.NONAKTIF), K.TERDAFTAR, oleh(J.PENETAP),
               Jalur.MASSAL, dasar=_TAHAP, rute_massal="tanda_tangani_sk"),
    # Only the dead and those who were suspended already leave at once; everybody else is given notice first.
    Transition(B.KELUARKAN, dari(K.TERDAFTAR, K.AKAN_DINONAKTIFKAN, K.DITIDURKAN), K.NONAKTIF, oleh(J.PENETAP),
               Jalur.MASSAL, dasar=_TAHAP, rute_massal="tanda_tangani_sk"),
    Transition(B.UMUMKAN_KELUAR, dari(K.TERDAFTAR, K.AKAN_DINONAKTIFKAN), K.AKAN_DINONAKTIFKAN, oleh(J.PENETAP),
               Jalur.MASSAL, dasar=_TAHAP, tenggat="hari_pemberitahuan", rute_massal="tanda_tangani_sk"),
    Transition(B.JATUH_TEMPO, dari(K.AKAN_DINONAKTIFKAN), K.NONAKTIF, jalur=Jalur.SISTEM, dasar=_TAHAP,
               syarat=(pemberitahuan_selesai, tanpa_keberatan)),
    Transition(B.LANJUTKAN, dari(K.TERDAFTAR), K.TERDAFTAR, oleh(J.PENETAP), Jalur.MASSAL, dasar=_TAHAP,
               rute_massal="tanda_tangani_sk"),
    # A replaced decree removes nobody at once: who stood on it is given notice, and PUSAT restores or ends.
    Transition(B.CABUT_SK, dari(K.TERDAFTAR), K.AKAN_DINONAKTIFKAN, oleh(J.PENETAP), Jalur.MASSAL, dasar=_TAHAP,
               tenggat="hari_pemberitahuan", rute_massal="tanda_tangani_sk"),
    Transition(B.PERINGATKAN, dari(K.TERDAFTAR), K.AKAN_DINONAKTIFKAN, oleh(J.PUSAT), alasan=True, dasar=_TAHAP,
               tenggat="hari_pemberitahuan", syarat=(bukan_perkara_sendiri,)),
    Transition(B.TIDURKAN, dari(K.TERDAFTAR, K.AKAN_DINONAKTIFKAN), K.DITIDURKAN, oleh(J.PUSAT), alasan=True,
               dasar="Kepmensos 12/HUK/2021", syarat=(bukan_perkara_sendiri,)),
    Transition(B.BANGUNKAN, dari(K.DITIDURKAN, K.AKAN_DINONAKTIFKAN), K.TERDAFTAR, oleh(J.PUSAT), alasan=True,
               dasar="Kepmensos 12/HUK/2021", syarat=(bukan_perkara_sendiri,)),
    Transition(B.NONAKTIFKAN, dari(K.AKAN_DINONAKTIFKAN, K.DITIDURKAN), K.NONAKTIF, oleh(J.PUSAT), alasan=True,
               dasar=_TAHAP, syarat=(bukan_perkara_sendiri, pemberitahuan_selesai, tanpa_keberatan)),
    Transition(B.PULIHKAN, dari(K.AKAN_DINONAKTIFKAN, K.DITIDURKAN, K.NONAKTIF), K.TERDAFTAR,
               oleh(J.VERIFIKATOR, J.PUSAT), Jalur.MASSAL, dasar=_PULIH, rute_massal="pulihkan_sementara",
               syarat=(bukan_perkara_sendiri, dapat_pulih)),
    Transition(B.CABUT_PEMULIHAN, dari(K.TERDAFTAR), K.AKAN_DINONAKTIFKAN, oleh(J.PUSAT), Jalur.MASSAL, dasar=_PULIH,
               tenggat="hari_pemberitahuan", rute_massal="tolak", syarat=(bukan_perkara_sendiri,)),
    Transition(B.TERIMA_KEBERATAN, dari(K.AKAN_DINONAKTIFKAN), K.TERDAFTAR, oleh(J.VERIFIKATOR, J.PUSAT), Jalur.MASSAL,
               dasar=_PDP, rute_massal="terima", syarat=(bukan_perkara_sendiri,)),
))

ALUR_REAKTIVASI: Final = Workflow[Re, AksiReaktivasi, FaktaReaktivasi]("Reaktivasi", awal=Re.DIAJUKAN, transisi=(
    Transition(AksiReaktivasi.AJUKAN, dari(), Re.DIAJUKAN, oleh(J.WARGA, J.OPERATOR_DESA, J.OPERATOR_KABKOTA),
               dasar=_PULIH, syarat=(_re_keluar, _re_dapat_pulih, _re_katastrofik)),
    Transition(AksiReaktivasi.PULIHKAN_SEMENTARA, dari(Re.DIAJUKAN), Re.SEMENTARA, oleh(J.VERIFIKATOR, J.PUSAT),
               dasar=_PULIH, syarat=(_re_sendiri, _re_bukan_pengaju, _re_keluar, _re_dapat_pulih, _re_layak)),
    Transition(AksiReaktivasi.PASTIKAN, dari(Re.SEMENTARA), Re.DIPASTIKAN, oleh(J.PUSAT), dasar=_PULIH,
               syarat=(_re_sendiri, _re_bukan_pengaju, _re_bukan_pemulih)),
    Transition(AksiReaktivasi.TOLAK, dari(Re.DIAJUKAN, Re.SEMENTARA), Re.DITOLAK, oleh(J.PUSAT), alasan=True,
               dasar=_PULIH, syarat=(_re_sendiri, _re_bukan_pengaju, _re_bukan_pemulih)),
))

ALUR_KEBERATAN: Final = Workflow[Kb, AksiKeberatan, FaktaKeberatan](
    "Keberatan keanggotaan", awal=Kb.DIAJUKAN, transisi=(
        Transition(AksiKeberatan.AJUKAN, dari(), Kb.DIAJUKAN, oleh(J.WARGA, J.OPERATOR_DESA), dasar=_PDP,
                   syarat=(_kb_diumumkan,)),
        Transition(AksiKeberatan.TERIMA, dari(Kb.DIAJUKAN), Kb.DITERIMA, oleh(J.VERIFIKATOR, J.PUSAT), alasan=True,
                   dasar=_PDP, syarat=(_kb_sendiri, _kb_bukan_pengolah)),
        Transition(AksiKeberatan.TOLAK, dari(Kb.DIAJUKAN), Kb.DITOLAK, oleh(J.VERIFIKATOR, J.PUSAT), alasan=True,
                   dasar=_PDP, syarat=(_kb_sendiri, _kb_bukan_pengolah)),
    ))
# fmt: on
