"""The words of a usulan: its states with what a citizen reads, its actions, kinds and attachments.

Sources: Permensos 3/2021 and 3/2025 (usulan and verval), Kepmensos 73/HUK/2024 (who does what), SIKS-NG practice.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.core.teks import Teks


class StatusUsulan(StrEnum):
    """Where a usulan stands; what a citizen reads for each is in `TEKS_STATUS`."""

    DRAF = "DRAF"
    DIAJUKAN = "DIAJUKAN"
    PERLU_DILENGKAPI = "PERLU_DILENGKAPI"
    LENGKAP = "LENGKAP"
    MASUK_MUSYAWARAH = "MASUK_MUSYAWARAH"
    DISEPAKATI_MUSYAWARAH = "DISEPAKATI_MUSYAWARAH"
    TIDAK_DISEPAKATI = "TIDAK_DISEPAKATI"
    VERVAL_DITUGASKAN = "VERVAL_DITUGASKAN"
    VERVAL_SELESAI = "VERVAL_SELESAI"
    VERVAL_GAGAL = "VERVAL_GAGAL"
    VALIDASI_DINSOS = "VALIDASI_DINSOS"
    DIKEMBALIKAN = "DIKEMBALIKAN"
    TIDAK_PADAN = "TIDAK_PADAN"
    SIAP_DISAHKAN = "SIAP_DISAHKAN"
    DISAHKAN = "DISAHKAN"
    DIKIRIM = "DIKIRIM"
    PEMERINGKATAN = "PEMERINGKATAN"
    DITETAPKAN = "DITETAPKAN"
    TIDAK_DITETAPKAN = "TIDAK_DITETAPKAN"
    DITOLAK = "DITOLAK"
    DIBATALKAN = "DIBATALKAN"
    KEDALUWARSA = "KEDALUWARSA"


class AksiUsulan(StrEnum):
    """What may be done to a usulan; with `-` for `_` also the path segment, and the name of the endpoint."""

    BUAT = "buat"
    AJUKAN = "ajukan"
    MINTA_LENGKAPI = "minta_lengkapi"
    LENGKAPI = "lengkapi"
    TETAPKAN_LENGKAP = "tetapkan_lengkap"
    JADWALKAN_MUSYAWARAH = "jadwalkan_musyawarah"
    SEPAKATI = "sepakati"
    TIDAK_SEPAKATI = "tidak_sepakati"
    SETUJUI_SPTJM = "setujui_sptjm"
    LEWATI_MUSYAWARAH = "lewati_musyawarah"
    TUGASKAN_VERVAL = "tugaskan_verval"
    LEWATI_KUNJUNGAN = "lewati_kunjungan"
    SELESAIKAN_KUNJUNGAN = "selesaikan_kunjungan"
    LAPORKAN_GAGAL_KUNJUNGAN = "laporkan_gagal_kunjungan"
    TUGASKAN_ULANG = "tugaskan_ulang"
    TUTUP_GAGAL_KUNJUNGAN = "tutup_gagal_kunjungan"
    MULAI_VALIDASI = "mulai_validasi"
    KEMBALIKAN = "kembalikan"
    KEMBALIKAN_DARI_PENGESAHAN = "kembalikan_dari_pengesahan"
    PERBAIKI_BERKAS = "perbaiki_berkas"
    KUNJUNGI_ULANG = "kunjungi_ulang"
    SETUJUI_VALIDASI = "setujui_validasi"
    NYATAKAN_TIDAK_PADAN = "nyatakan_tidak_padan"
    PADANKAN_ULANG = "padankan_ulang"
    TOLAK = "tolak"
    SAHKAN = "sahkan"
    KIRIM = "kirim"
    ANTRE_PERINGKAT = "antre_peringkat"
    TETAPKAN = "tetapkan"
    TIDAK_TETAPKAN = "tidak_tetapkan"
    KEDALUWARSAKAN = "kedaluwarsakan"
    BATALKAN = "batalkan"
    NONAKTIFKAN = "nonaktifkan"


class JenisUsulan(StrEnum):
    """What is asked: register somebody new, correct what is registered, or take somebody out."""

    BARU = "BARU"
    PERBAIKAN = "PERBAIKAN"
    HAPUS = "HAPUS"


class SubjenisUsulan(StrEnum):
    """What a PERBAIKAN corrects, or why a HAPUS is asked."""

    IDENTITAS = "IDENTITAS"
    ANGGOTA_KELUARGA = "ANGGOTA_KELUARGA"
    SOSIAL_EKONOMI = "SOSIAL_EKONOMI"
    PEMBARUAN_DESIL = "PEMBARUAN_DESIL"
    MENINGGAL = "MENINGGAL"
    PINDAH = "PINDAH"
    MAMPU = "MAMPU"
    GANDA = "GANDA"
    TIDAK_DITEMUKAN = "TIDAK_DITEMUKAN"
    MENGUNDURKAN_DIRI = "MENGUNDURKAN_DIRI"


class JenisLampiran(StrEnum):
    """What an attachment shows; each but LAINNYA exists at most once per usulan."""

    FOTO_KTP = "FOTO_KTP"
    FOTO_KK = "FOTO_KK"
    FOTO_RUMAH_DEPAN = "FOTO_RUMAH_DEPAN"
    FOTO_RUMAH_DALAM = "FOTO_RUMAH_DALAM"
    SKTM = "SKTM"
    SURAT_PERNYATAAN = "SURAT_PERNYATAAN"
    SPTJM = "SPTJM"
    LAINNYA = "LAINNYA"


class ButirIsian(StrEnum):
    """A field of the subject that an officer may ask to be corrected; in lower case it is the field's name."""

    NIK = "NIK"
    NO_KK = "NO_KK"
    NAMA = "NAMA"
    TEMPAT_LAHIR = "TEMPAT_LAHIR"
    TANGGAL_LAHIR = "TANGGAL_LAHIR"
    JENIS_KELAMIN = "JENIS_KELAMIN"
    ALAMAT = "ALAMAT"
    KODE_DESA = "KODE_DESA"
    NAMA_IBU = "NAMA_IBU"
    TELEPON = "TELEPON"
    ANGGOTA = "ANGGOTA"


class SasaranKembali(StrEnum):
    """To whom a case was returned: the desa corrects papers, a petugas visits again."""

    DESA = "DESA"
    PETUGAS = "PETUGAS"


LAMPIRAN_WAJIB: Final = frozenset({JenisLampiran.FOTO_KTP, JenisLampiran.FOTO_KK, JenisLampiran.FOTO_RUMAH_DEPAN})
"""Without these a usulan cannot be sent."""

_S = StatusUsulan

TEKS_STATUS: Final[Mapping[StatusUsulan, Teks]] = MappingProxyType(
    {
        _S.DRAF: Teks("Draf, belum dikirim", "Draft, not sent"),
        _S.DIAJUKAN: Teks("Usulan diterima; menunggu pemeriksaan kelengkapan", "Received; completeness to be checked"),
        _S.PERLU_DILENGKAPI: Teks("Perlu dilengkapi sebelum batas waktu", "To be completed before the deadline"),
        _S.LENGKAP: Teks(
            "Berkas lengkap; menunggu musyawarah desa/kelurahan", "Complete; waiting for the village deliberation"
        ),
        _S.MASUK_MUSYAWARAH: Teks("Dijadwalkan di musyawarah", "Scheduled for the village deliberation"),
        _S.DISEPAKATI_MUSYAWARAH: Teks("Disetujui musyawarah", "Agreed by the village deliberation"),
        _S.TIDAK_DISEPAKATI: Teks("Tidak disetujui musyawarah", "Not agreed by the village deliberation"),
        _S.VERVAL_DITUGASKAN: Teks("Petugas akan berkunjung ke rumah", "An officer will visit the home"),
        _S.VERVAL_SELESAI: Teks("Kunjungan rumah selesai", "The home visit is done"),
        _S.VERVAL_GAGAL: Teks("Petugas tidak dapat menemui Anda", "The officer could not meet you"),
        _S.VALIDASI_DINSOS: Teks("Diperiksa Dinas Sosial", "Under examination by the social office"),
        _S.DIKEMBALIKAN: Teks("Dikembalikan ke desa atau petugas", "Returned to the village or the officer"),
        _S.TIDAK_PADAN: Teks(
            "Data Anda belum cocok dengan Dukcapil; perbaiki di Disdukcapil",
            "Your data do not match the civil registry yet; have them corrected there",
        ),
        _S.SIAP_DISAHKAN: Teks("Menunggu pengesahan bupati/wali kota", "Waiting for the regent's or mayor's signature"),
        _S.DISAHKAN: Teks("Disahkan pemerintah kabupaten/kota", "Endorsed by the regency or city"),
        _S.DIKIRIM: Teks("Dikirim ke Kementerian Sosial", "Sent to the Ministry of Social Affairs"),
        _S.PEMERINGKATAN: Teks("Menunggu pemeringkatan", "Waiting to be ranked"),
        _S.DITETAPKAN: Teks("Terdaftar dengan Surat Keputusan", "Registered by decree"),
        _S.TIDAK_DITETAPKAN: Teks("Tidak ditetapkan", "Not registered"),
        _S.DITOLAK: Teks("Ditolak", "Refused"),
        _S.DIBATALKAN: Teks("Dibatalkan oleh pengusul", "Withdrawn by the proposer"),
        _S.KEDALUWARSA: Teks("Kedaluwarsa karena batas waktu terlewati", "Lapsed because the deadline passed"),
    }
)
"""What the citizen sees in each state."""

TEKS_LAMPIRAN: Final[Mapping[JenisLampiran, Teks]] = MappingProxyType(
    {
        JenisLampiran.FOTO_KTP: Teks("Foto KTP", "Photo of the KTP"),
        JenisLampiran.FOTO_KK: Teks("Foto kartu keluarga", "Photo of the family card"),
        JenisLampiran.FOTO_RUMAH_DEPAN: Teks("Foto rumah tampak depan", "Photo of the front of the home"),
        JenisLampiran.FOTO_RUMAH_DALAM: Teks("Foto bagian dalam rumah", "Photo of the inside of the home"),
        JenisLampiran.SKTM: Teks("Surat keterangan tidak mampu", "Certificate of poverty"),
        JenisLampiran.SURAT_PERNYATAAN: Teks("Surat pernyataan", "Written statement"),
        JenisLampiran.SPTJM: Teks(
            "Surat pernyataan tanggung jawab mutlak kepala desa/lurah", "Village head's statement of responsibility"
        ),
        JenisLampiran.LAINNYA: Teks("Lainnya", "Other"),
    }
)
"""What each attachment is."""
