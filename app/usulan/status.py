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
    AJUKAN_DARI_SANGGAH = "ajukan_dari_sanggah"
    MINTA_LENGKAPI = "minta_lengkapi"
    LENGKAPI = "lengkapi"
    TETAPKAN_LENGKAP = "tetapkan_lengkap"
    JADWALKAN_MUSYAWARAH = "jadwalkan_musyawarah"
    SEPAKATI = "sepakati"
    TIDAK_SEPAKATI = "tidak_sepakati"
    CABUT_KESEPAKATAN = "cabut_kesepakatan"
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
    BUKA_KEMBALI = "buka_kembali"


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


class TandaUsulan(StrEnum):
    """What about a case's changes whoever judges it has to look at twice; drawn by the system, never typed."""

    NIK_DAN_IDENTITAS_BERUBAH = "NIK_DAN_IDENTITAS_BERUBAH"
    ANGGOTA_DINYATAKAN_MENINGGAL = "ANGGOTA_DINYATAKAN_MENINGGAL"
    ANGGOTA_DINYATAKAN_PINDAH = "ANGGOTA_DINYATAKAN_PINDAH"


class Program(StrEnum):
    """A programme that a registered person may wish for; regional ones have the region's own code beside these."""

    PKH = "PKH"
    SEMBAKO = "SEMBAKO"
    PBI_JK = "PBI_JK"
    ATENSI = "ATENSI"


class JenisLampiran(StrEnum):
    """What an attachment shows; each but LAINNYA exists at most once per usulan."""

    FOTO_KTP = "FOTO_KTP"
    FOTO_KK = "FOTO_KK"
    FOTO_RUMAH_DEPAN = "FOTO_RUMAH_DEPAN"
    FOTO_RUMAH_DALAM = "FOTO_RUMAH_DALAM"
    SKTM = "SKTM"
    SURAT_PERNYATAAN = "SURAT_PERNYATAAN"
    SPTJM = "SPTJM"
    AKTA_KELAHIRAN = "AKTA_KELAHIRAN"
    AKTA_NIKAH = "AKTA_NIKAH"
    AKTA_KEMATIAN = "AKTA_KEMATIAN"
    SURAT_KETERANGAN_KEMATIAN = "SURAT_KETERANGAN_KEMATIAN"
    SURAT_PINDAH = "SURAT_PINDAH"
    SURAT_PENGUNDURAN_DIRI = "SURAT_PENGUNDURAN_DIRI"
    TAGIHAN_LISTRIK = "TAGIHAN_LISTRIK"
    FORMULIR_KERTAS = "FORMULIR_KERTAS"
    TANDA_TANGAN = "TANDA_TANGAN"
    FORMULIR_BERTANDA_TANGAN = "FORMULIR_BERTANDA_TANGAN"
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
    PERUBAHAN = "PERUBAHAN"


class SasaranKembali(StrEnum):
    """To whom a case was returned: the desa corrects papers, a petugas visits again."""

    DESA = "DESA"
    PETUGAS = "PETUGAS"


class CaraTandaTangan(StrEnum):
    """How somebody who asks on paper has signed."""

    TANDA_TANGAN = "TANDA_TANGAN"
    CAP_JEMPOL = "CAP_JEMPOL"


LAMPIRAN_WAJIB: Final = frozenset({JenisLampiran.FOTO_KTP, JenisLampiran.FOTO_KK, JenisLampiran.FOTO_RUMAH_DEPAN})
"""Without these a BARU cannot be sent; the other kinds: `kelengkapan.wajib`."""

_S, _U = StatusUsulan, SubjenisUsulan

SUBJENIS: Final[Mapping[JenisUsulan, frozenset[SubjenisUsulan]]] = MappingProxyType(
    {
        JenisUsulan.BARU: frozenset(),
        JenisUsulan.PERBAIKAN: frozenset(
            {_U.IDENTITAS, _U.ANGGOTA_KELUARGA, _U.SOSIAL_EKONOMI, _U.PEMBARUAN_DESIL},
        ),
        JenisUsulan.HAPUS: frozenset(
            {_U.MENINGGAL, _U.PINDAH, _U.MAMPU, _U.GANDA, _U.TIDAK_DITEMUKAN, _U.MENGUNDURKAN_DIRI}
        ),
    }
)
"""Which sub-kinds a kind has."""

TERTAHAN: Final = "PERUBAHAN_TIDAK_DAPAT_DITERAPKAN"
"""Reason of a signed correction that the registry cannot take as it is now."""

BERHAK_KEBERATAN: Final = frozenset({_S.TIDAK_DISEPAKATI, _S.TIDAK_DITETAPKAN, _S.DITOLAK})
"""Refusals, to which proposer and subject may object until the case's `tenggat_date`."""

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

_TEKS_KHUSUS: Final[Mapping[tuple[StatusUsulan, JenisUsulan | SubjenisUsulan], Teks]] = MappingProxyType(
    {
        (_S.LENGKAP, _U.IDENTITAS): Teks("Berkas lengkap", "Complete"),
        (_S.LENGKAP, _U.PEMBARUAN_DESIL): Teks("Berkas lengkap", "Complete"),
        (_S.DISEPAKATI_MUSYAWARAH, _U.IDENTITAS): Teks(
            "Tidak perlu musyawarah; menunggu penugasan petugas",
            "Needs no deliberation; waiting for an officer to be assigned",
        ),
        (_S.DISEPAKATI_MUSYAWARAH, _U.PEMBARUAN_DESIL): Teks(
            "Tidak perlu musyawarah; menunggu penugasan petugas",
            "Needs no deliberation; waiting for an officer to be assigned",
        ),
        (_S.VERVAL_SELESAI, _U.MENINGGAL): Teks(
            "Bukti kematian diterima atau kunjungan selesai", "The death is proved, or the visit is done"
        ),
        (_S.DITETAPKAN, JenisUsulan.PERBAIKAN): Teks(
            "Data diperbarui dengan Surat Keputusan", "The data are updated by decree"
        ),
        (_S.DITETAPKAN, JenisUsulan.HAPUS): Teks(
            "Dikeluarkan dari daftar dengan Surat Keputusan", "Taken out of the register by decree"
        ),
    }
)


def teks_status(status: StatusUsulan, jenis: JenisUsulan, subjenis: SubjenisUsulan | None) -> Teks:
    """Return what the citizen sees of a case of this kind in a state."""
    khusus = (_TEKS_KHUSUS.get((status, k)) for k in (subjenis, jenis) if k is not None)
    return next((t for t in khusus if t), TEKS_STATUS[status])


TEKS_JENIS: Final[Mapping[JenisUsulan, Teks]] = MappingProxyType(
    {
        JenisUsulan.BARU: Teks("Usulan baru", "Enter somebody new, or wish for a programme"),
        JenisUsulan.PERBAIKAN: Teks("Perbaikan data", "Correct what is registered"),
        JenisUsulan.HAPUS: Teks("Usulan hapus", "Take somebody out"),
    }
)
"""What each kind asks."""

TEKS_SUBJENIS: Final[Mapping[SubjenisUsulan, Teks]] = MappingProxyType(
    {
        _U.IDENTITAS: Teks("Identitas", "Identity"),
        _U.ANGGOTA_KELUARGA: Teks("Susunan anggota keluarga", "Members of the family"),
        _U.SOSIAL_EKONOMI: Teks("Keadaan sosial-ekonomi", "Social and economic situation"),
        _U.PEMBARUAN_DESIL: Teks("Pembaruan desil", "New assessment of the desil"),
        _U.MENINGGAL: Teks("Meninggal dunia", "Deceased"),
        _U.PINDAH: Teks("Pindah", "Moved away"),
        _U.MAMPU: Teks("Sudah mampu", "No longer in need"),
        _U.GANDA: Teks("Tercatat ganda", "Recorded twice"),
        _U.TIDAK_DITEMUKAN: Teks("Tidak ditemukan", "Cannot be found"),
        _U.MENGUNDURKAN_DIRI: Teks("Mengundurkan diri", "Resigns"),
    }
)
"""What each sub-kind corrects, or why somebody is taken out."""

TEKS_PROGRAM: Final[Mapping[Program, Teks]] = MappingProxyType(
    {
        Program.PKH: Teks("Program Keluarga Harapan", "Conditional cash transfer"),
        Program.SEMBAKO: Teks("Sembako (BPNT)", "Food assistance"),
        Program.PBI_JK: Teks("Penerima bantuan iuran jaminan kesehatan", "Health insurance premium"),
        Program.ATENSI: Teks("Asistensi rehabilitasi sosial", "Social rehabilitation"),
    }
)
"""What each national programme is."""

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
        JenisLampiran.AKTA_KELAHIRAN: Teks("Akta kelahiran", "Birth certificate"),
        JenisLampiran.AKTA_NIKAH: Teks("Akta atau buku nikah", "Marriage certificate"),
        JenisLampiran.AKTA_KEMATIAN: Teks("Akta kematian", "Death certificate"),
        JenisLampiran.SURAT_KETERANGAN_KEMATIAN: Teks(
            "Surat keterangan kematian desa/kelurahan atau faskes", "Letter on the death by the village or a clinic"
        ),
        JenisLampiran.SURAT_PINDAH: Teks("Surat keterangan pindah", "Letter on the move"),
        JenisLampiran.SURAT_PENGUNDURAN_DIRI: Teks("Surat pengunduran diri", "Statement of resignation"),
        JenisLampiran.TAGIHAN_LISTRIK: Teks("Tagihan listrik", "Electricity bill"),
        JenisLampiran.FORMULIR_KERTAS: Teks("Formulir kertas", "Paper form"),
        JenisLampiran.TANDA_TANGAN: Teks("Tanda tangan atau cap jempol", "Signature or thumbprint"),
        JenisLampiran.FORMULIR_BERTANDA_TANGAN: Teks("Formulir kertas bertanda tangan", "Signed paper form"),
        JenisLampiran.LAINNYA: Teks("Lainnya", "Other"),
    }
)
"""What each attachment is."""
