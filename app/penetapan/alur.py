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

J = Jabatan
_TAHAP = "Permensos 3/2021"

bukan_penyiap = Syarat[FaktaSK](
    "bukan_penyiap",
    lambda f: None if f.is_penyiap is False else Teks("Anda yang menyiapkan SK ini", "You prepared this decree"),
    is_pemisahan_tugas=True,
)
putaran_disahkan = Syarat[FaktaSK](
    "putaran_disahkan",
    lambda f: (
        None
        if f.is_putaran_disahkan is True
        else Teks("Putaran pemeringkatan belum disahkan", "The ranking run is not confirmed")
    ),
)
putaran_berlaku = Syarat[FaktaSK](
    "putaran_berlaku",
    lambda f: (
        None
        if f.is_putaran_berlaku is True
        else Teks("Putaran pemeringkatan tidak lagi berlaku", "The ranking run is not in force")
    ),
)
daftar_tidak_kosong = Syarat[FaktaSK](
    "daftar_tidak_kosong",
    lambda f: None if f.jumlah_baris else Teks("Tidak ada usulan yang dapat diputus", "There is no usulan to decide"),
)
sidik_cocok = Syarat[FaktaSK](
    "sidik_cocok",
    lambda f: (
        None
        if f.is_sidik_cocok is True
        else Teks("Isi daftar tidak cocok dengan sidiknya", "The list does not match its digest")
    ),
)
tanggal_tiba = Syarat[FaktaSK](
    "tanggal_tiba",
    lambda f: (
        None if f.is_tanggal_tiba is True else Teks("Tanggal SK belum tiba", "The decree's date has not come yet")
    ),
)
bukan_perkara_sendiri = Syarat[FaktaKeanggotaan](
    "bukan_perkara_sendiri",
    lambda f: (
        None
        if f.is_perkara_sendiri is False
        else Teks("Ini NIK atau No KK Anda sendiri", "This is your own NIK or family card")
    ),
    is_pemisahan_tugas=True,
)
pemberitahuan_selesai = Syarat[FaktaKeanggotaan](
    "pemberitahuan_selesai",
    lambda f: (
        None
        if f.is_pemberitahuan_selesai is True
        else Teks("Masa pemberitahuan belum selesai", "The notice period is not over")
    ),
)

# fmt: off
ALUR_SK: Final = Workflow[S, A, FaktaSK]("SK", awal=S.RANCANGAN, transisi=(
    Transition(A.SIAPKAN, dari(), S.RANCANGAN, oleh(J.ADMIN_PUSAT), dasar=_TAHAP,
               syarat=(putaran_disahkan, putaran_berlaku, daftar_tidak_kosong)),
    Transition(A.TANDA_TANGANI, dari(S.RANCANGAN), S.DITANDATANGANI, oleh(J.PENETAP), dasar=_TAHAP,
               syarat=(bukan_penyiap, tanggal_tiba, putaran_berlaku, sidik_cocok)),
    Transition(A.BATALKAN, dari(S.RANCANGAN), S.DIBATALKAN, oleh(J.ADMIN_PUSAT, J.PENETAP), alasan=True, dasar=_TAHAP),
    Transition(A.BERLAKUKAN, dari(S.DITANDATANGANI), S.BERLAKU, jalur=Jalur.SISTEM, dasar=_TAHAP),
    Transition(A.GANTIKAN, dari(S.BERLAKU), S.DIGANTI, jalur=Jalur.SISTEM, dasar=_TAHAP),
))

ALUR_KEANGGOTAAN: Final = Workflow[K, B, FaktaKeanggotaan]("Keanggotaan", awal=K.TERDAFTAR, transisi=(
    Transition(B.DAFTARKAN, dari(K.AKAN_DINONAKTIFKAN, K.DITIDURKAN, K.NONAKTIF), K.TERDAFTAR, oleh(J.PENETAP),
               Jalur.MASSAL, dasar=_TAHAP, rute_massal="tanda_tangani_sk"),
    Transition(B.KELUARKAN, dari(K.TERDAFTAR, K.AKAN_DINONAKTIFKAN, K.DITIDURKAN), K.NONAKTIF, oleh(J.PENETAP),
               Jalur.MASSAL, dasar=_TAHAP, rute_massal="tanda_tangani_sk"),
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
               dasar=_TAHAP, syarat=(bukan_perkara_sendiri, pemberitahuan_selesai)),
))
# fmt: on
