"""The life of a contest as a frozen table.

Sources: Permensos 3/2025 ps 3 and 12 (citizens propose and contest), Kepmensos 73/HUK/2024 (functions kept apart), UU
13/2011 ps 8-11 (verification in the field), UU 27/2022 ps 10 (the person answers, a human decides).
"""

from dataclasses import dataclass
from typing import Final

from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.workflow import Jalur, Syarat, Transition, Workflow, dari, oleh
from app.sanggah.status import AksiSanggah as A
from app.sanggah.status import StatusSanggah as S


@dataclass(frozen=True, slots=True)
class FaktaSanggah:
    """What the guards may know; None means that nobody has established it, and the guard refuses.

    Attributes:
        is_terverifikasi: the citizen's account is bound to a NIK, so that abuse can be traced.
        is_keluarga_sendiri: the contested person is the citizen himself or of his own family.
        is_pernyataan_disetujui: the citizen states that what he says is true.
        is_pelapor: the actor made the contest.
        is_terkait: the actor is reporter or contested person, or of the family of one of them.
        is_pencacah: the actor has visited, or is to visit, for this contest.
        is_pencacah_layak: the officer to be assigned is active, of the area, and related to neither side.
        is_berfoto: he who visits has attached a photo since he was assigned.
        is_tanggal_wajar: the visit's day lies between his assignment and today.
        is_dikunjungi: a visit is on record since the last assignment.
        is_kunjungan_mendukung: the last visit did not find the opposite.
        is_tanggapan_selesai: the contested person has answered, or his time to do so is over.
    """

    is_terverifikasi: bool | None = None
    is_keluarga_sendiri: bool | None = None
    is_pernyataan_disetujui: bool | None = None
    is_pelapor: bool | None = None
    is_terkait: bool | None = None
    is_pencacah: bool | None = None
    is_pencacah_layak: bool | None = None
    is_berfoto: bool | None = None
    is_tanggal_wajar: bool | None = None
    is_dikunjungi: bool | None = None
    is_kunjungan_mendukung: bool | None = None
    is_tanggapan_selesai: bool | None = None


_syarat = Syarat[FaktaSanggah].bila
_pisah = Syarat[FaktaSanggah].pisah


akun_terverifikasi = _syarat(
    "akun_terverifikasi",
    lambda f: f.is_terverifikasi,
    Teks("Akun Anda belum terhubung dengan NIK", "Your account is not bound to a NIK yet"),
)
bukan_keluarga_sendiri = _syarat(
    "bukan_keluarga_sendiri",
    lambda f: f.is_keluarga_sendiri is False,
    Teks(
        "Orang ini keluarga Anda sendiri; ajukan usulan HAPUS (mengundurkan diri, mampu, pindah, atau meninggal)",
        "This is your own family; propose a HAPUS instead (resignation, means, move or death)",
    ),
)
pernyataan_disetujui = _syarat(
    "pernyataan_disetujui",
    lambda f: f.is_pernyataan_disetujui,
    Teks("Pernyataan kebenaran laporan belum disetujui", "The statement of truthfulness is not accepted yet"),
)
pelapor = _syarat(
    "pelapor", lambda f: f.is_pelapor, Teks("Hanya penyanggah yang dapat melakukannya", "Only the reporter can do this")
)
bukan_terkait = _pisah(
    "bukan_terkait",
    lambda f: f.is_terkait is False,
    Teks("Anda atau keluarga Anda pihak dalam sanggah ini", "You or your family are a party to this contest"),
)
bukan_pencacah = _pisah(
    "bukan_pencacah",
    lambda f: f.is_pencacah is False,
    Teks("Anda ditugaskan berkunjung untuk sanggah ini", "You were assigned to visit for this contest"),
)
pencacah_layak = _syarat(
    "pencacah_layak",
    lambda f: f.is_pencacah_layak,
    Teks("Petugas tidak aktif, di luar wilayah, atau berkepentingan", "Enumerator inactive, out of area or conflicted"),
)
berfoto = _syarat(
    "berfoto",
    lambda f: f.is_berfoto,
    Teks("Lampirkan sedikitnya satu foto kunjungan lebih dahulu", "Attach at least one photo of the visit first"),
)
tanggal_wajar = _syarat(
    "tanggal_wajar",
    lambda f: f.is_tanggal_wajar,
    Teks(
        "Tanggal kunjungan harus antara hari penugasan dan hari ini",
        "The day of the visit lies between the assignment and today",
    ),
)
sudah_dikunjungi = _syarat(
    "sudah_dikunjungi",
    lambda f: f.is_dikunjungi,
    Teks("Belum ada hasil kunjungan lapangan", "No visit is on record yet"),
)
kunjungan_mendukung = _syarat(
    "kunjungan_mendukung",
    lambda f: f.is_kunjungan_mendukung,
    Teks(
        "Kunjungan terakhir tidak membuktikan sanggah; tolak, atau tugaskan kunjungan ulang",
        "The last visit did not confirm the contest; refuse it, or assign another visit",
    ),
)
tanggapan_selesai = _syarat(
    "tanggapan_selesai",
    lambda f: f.is_tanggapan_selesai,
    Teks("Masa tanggapan orang yang disanggah belum berakhir", "The contested person still has time to answer"),
)

J = Jabatan
_USUL = "Permensos 3/2025 ps 3 dan ps 12"
_BENAR = "UU 13/2011 ps 11(3) dan ps 42"
_FUNGSI = "Kepmensos 73/HUK/2024"
_VERVAL = "UU 13/2011 ps 8-11; UU 23/2014"
_PDP = "UU 27/2022 ps 10"
# fmt: off
ALUR_SANGGAH: Final = Workflow[S, A, FaktaSanggah]("Sanggah", awal=S.DIAJUKAN, transisi=(
    Transition(A.AJUKAN, dari(), S.DIAJUKAN, oleh(J.WARGA), dasar=f"{_USUL}; {_BENAR}",
               syarat=(akun_terverifikasi, bukan_keluarga_sendiri, pernyataan_disetujui)),
    # In the request that makes it: no desk of the village lies between reporter and kab/kota.
    Transition(A.TERUSKAN, dari(S.DIAJUKAN), S.DITERUSKAN, jalur=Jalur.SISTEM, dasar=_FUNGSI, tenggat="hari_tugaskan"),
    Transition(A.BATALKAN, dari(S.DIAJUKAN, S.DITERUSKAN), S.DIBATALKAN, oleh(J.WARGA), dasar=_USUL,
               syarat=(pelapor,)),
    Transition(A.TUGASKAN, dari(S.DITERUSKAN), S.DIVERIFIKASI, oleh(J.VERIFIKATOR), dasar=_VERVAL,
               tenggat="hari_sanggah", syarat=(bukan_terkait, pencacah_layak)),
    Transition(A.TUGASKAN_ULANG, dari(S.DIVERIFIKASI), S.DIVERIFIKASI, oleh(J.VERIFIKATOR), dasar=_VERVAL,
               tenggat="hari_sanggah", syarat=(bukan_terkait, pencacah_layak)),
    Transition(A.CATAT_KUNJUNGAN, dari(S.DIVERIFIKASI), S.DIVERIFIKASI, oleh(J.ENUMERATOR), dasar=_VERVAL,
               syarat=(bukan_terkait, tanggal_wajar, berfoto)),
    Transition(A.TANGGAPI, dari(S.DIVERIFIKASI), S.DIVERIFIKASI, oleh(J.WARGA), dasar=_PDP),
    Transition(A.SETUJUI, dari(S.DIVERIFIKASI), S.DISETUJUI, oleh(J.VERIFIKATOR), dasar=f"{_FUNGSI}; {_PDP}",
               syarat=(bukan_terkait, bukan_pencacah, sudah_dikunjungi, kunjungan_mendukung, tanggapan_selesai)),
    Transition(A.TOLAK, dari(S.DIVERIFIKASI), S.DITOLAK, oleh(J.VERIFIKATOR), alasan=True, dasar=f"{_FUNGSI}; {_PDP}",
               syarat=(bukan_terkait, bukan_pencacah, sudah_dikunjungi)),
))
# fmt: on
