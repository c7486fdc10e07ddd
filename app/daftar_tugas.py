"""Every job by name: the function that does it, imported when it is first done, and when it runs by the clock (UTC).

WIB is seven hours ahead of UTC.
"""

from typing import Final

from app.core.jobs import BERKALA, DAFTAR
from app.core.nanti import nanti

_TIAP_JAM: Final = "17 * * * *"

TUGAS: Final[dict[str, tuple[str, str | None]]] = {
    "akun.hapus_pendaftaran": ("app.akun.tugas:hapus_pendaftaran", None),
    "akun.kirim_kode": ("app.akun.tugas:kirim_kode", None),
    "akun.padankan": ("app.akun.tugas:padankan", None),
    "akun.pembersihan": ("app.akun.pembersihan:bersihkan", _TIAP_JAM),
    "akun.surati_pendaftar": ("app.akun.tugas:surati_pendaftar", None),
    "berkas_objek.hapus": ("app.berkas_objek.tugas:hapus", None),
    "cekbansos.pembersihan": ("app.cekbansos.tugas:bersihkan", _TIAP_JAM),
    "core.pembersihan": ("app.core.pembersihan:bersihkan", _TIAP_JAM),
    "desil.antre_usulan": ("app.desil.tugas:antre_usulan", None),
    "desil.bandingkan": ("app.desil.tugas:bandingkan", None),
    "desil.hitung": ("app.desil.tugas:hitung", None),
    "desil.laporan": ("app.desil.tugas:laporan", None),
    "desil.rapikan": ("app.desil.tugas:rapikan", "40 19 * * *"),
    "duplikat.cari": ("app.duplikat.tugas:cari", None),
    "ekspor.hapus_objek": ("app.ekspor.tugas:hapus_objek", None),
    "ekspor.kerjakan": ("app.ekspor.tugas:kerjakan", None),
    "ekspor.musnahkan": ("app.ekspor.tugas:musnahkan", _TIAP_JAM),
    "impor.buang": ("app.impor.tugas:buang", None),
    "impor.kerjakan": ("app.impor.tugas:kerjakan_impor", None),
    "impor.ralat": ("app.impor.tugas:ralat", None),
    "impor.rapikan": ("app.impor.pembersihan:rapikan", _TIAP_JAM),
    "keberatan.tenggat": ("app.keberatan.tugas:tenggat", "20 17 * * *"),
    "keluarga.alihkan_desa": ("app.keluarga.tugas:alihkan_desa", None),
    "keluarga.lengkapi_kunci": ("app.keluarga.tugas:lengkapi_kunci", "45 17 * * *"),
    "keluarga.lengkapi_nama": ("app.keluarga.tugas:lengkapi_nama", "*/10 * * * *"),
    "lapangan.hapus_potongan": ("app.lapangan.tugas:hapus_potongan", None),
    "lapangan.periksa_kunjungan": ("app.lapangan.tugas:periksa_kunjungan", None),
    "lapangan.rapikan": ("app.lapangan.tugas:rapikan", _TIAP_JAM),
    "musyawarah.ingatkan": ("app.musyawarah.tugas:ingatkan_desa", "30 23 * * *"),
    "notifikasi.kirim": ("app.notifikasi.tugas:kirim", None),
    "notifikasi.pembersihan": ("app.notifikasi.tugas:bersihkan", _TIAP_JAM),
    "penetapan.jatuh_tempo": ("app.penetapan.tugas:jatuh_tempo", "5 17 * * *"),
    "penetapan.laksanakan": ("app.penetapan.tugas:laksanakan", None),
    "penetapan.susun": ("app.penetapan.tugas:susun", None),
    "penetapan.terbitkan": ("app.penetapan.tugas:terbitkan", None),
    "sanggah.tenggat": ("app.sanggah.tugas:tenggat", "10 23 * * *"),
    "temuan.usangkan": ("app.temuan.tugas:usangkan", "20 18 * * *"),
    "usulan.kabari": ("app.usulan.tugas:kabari", None),
    "usulan.kirim_tertahan": ("app.usulan.tugas:kirim_ulang", "30 21 * * *"),
    "usulan.tenggat": ("app.usulan.tugas:tenggat", "5 23 * * *"),  # reminders are there when the offices open
    "verval.kirim": ("app.verval.tugas:kirim", None),
    "verval.padankan": ("app.verval.tugas:padankan", None),
    "verval.padankan_massal": ("app.verval.tugas:padankan_massal", None),
    "verval.periksa_pengecualian": ("app.verval.tugas:periksa", None),
    "verval.sahkan": ("app.verval.tugas:sahkan", None),
}


def pasang() -> None:
    """Tell the queue of them; to do so again changes nothing."""
    DAFTAR.update({nama: nanti(rujukan) for nama, (rujukan, _) in TUGAS.items()})
    BERKALA.update({nama: jadwal for nama, (_, jadwal) in TUGAS.items() if jadwal})
