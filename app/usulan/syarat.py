"""The named guards of a usulan's arrows, which read the facts. Pure."""

from typing import Final

from app.core.teks import Teks
from app.core.workflow import Syarat, SyaratTidakTerpenuhi
from app.usulan.fakta_usulan import FaktaUsulan
from app.usulan.kelengkapan import kurang, wajib
from app.usulan.status import JenisLampiran, JenisUsulan, SasaranKembali, SubjenisUsulan, TandaUsulan
from app.usulan.syarat_pisah import (
    bukan_pengolah,
    bukan_pengolah_atau_validator,
    bukan_penyusun,
    bukan_perkara_sendiri,
)

__all__ = ["FaktaUsulan"]
_J, _U = JenisUsulan, SubjenisUsulan


_syarat = Syarat[FaktaUsulan].bila


def _lampiran_kurang(f: FaktaUsulan) -> Teks | None:
    tanda = [*TandaUsulan] if f.tanda is None else f.tanda
    butuh = wajib(f.jenis or _J.BARU, f.subjenis, is_atas_nama=f.is_atas_nama is not False, tanda=tanda)
    return kurang(butuh, f.lampiran or frozenset())


def _periksa_kurang(f: FaktaUsulan) -> Teks | None:
    if f.periksa_kurang is not None and not f.periksa_kurang:
        return None
    sebut = ", ".join(f"`{b}`" for b in sorted(f.periksa_kurang or {"daftar_periksa"}))
    return Teks(
        f"Daftar periksa belum terpenuhi: {sebut}. Isi true bila sudah benar; bila tidak, gunakan minta-lengkapi.",
        f"The checklist is not satisfied: {sebut}. Say true of what was checked and is right; else use minta-lengkapi.",
    )


def penolakan(syarat: Syarat[FaktaUsulan]) -> SyaratTidakTerpenuhi:
    """Return the refusal that this guard amounts to, for a step that knows it before there is a case to ask."""
    sebab = {"kode_alasan": syarat.kode_alasan} if syarat.kode_alasan else {}
    return SyaratTidakTerpenuhi(syarat.periksa(FaktaUsulan()), syarat=syarat.nama, **sebab)


# Usulan.
tanpa_usulan_terbuka = _syarat(
    "tanpa_usulan_terbuka",
    lambda f: f.has_usulan_terbuka is False,
    Teks("Orang ini masih memiliki usulan yang berjalan", "This person already has an open usulan"),
    "USULAN_GANDA",
)
satu_desa = _syarat(
    "satu_desa",
    lambda f: f.is_satu_desa,
    Teks("Desa/kelurahan di luar domisili atau wilayah Anda", "The village is not your domicile or outside your area"),
    "BEDA_WILAYAH",
)
pengusul = _syarat(
    "pengusul",
    lambda f: f.is_pengusul,
    Teks("Hanya pengusul yang dapat melakukannya", "Only the proposer can do this"),
)
akun_aktif = _syarat(
    "akun_aktif", lambda f: f.is_akun_aktif, Teks("Akun Anda belum aktif", "Your account is not active yet")
)
nik_ada = _syarat("nik_ada", lambda f: f.is_nik_ada, Teks("NIK belum diisi", "The NIK is missing"), "NIK_KOSONG")
no_kk_ada = _syarat(
    "no_kk_ada",
    lambda f: f.is_no_kk_ada,
    Teks("Nomor KK belum diisi", "The family card number is missing"),
    "KK_TIDAK_VALID",
)
pernyataan_disetujui = _syarat(
    "pernyataan_disetujui",
    lambda f: f.is_pernyataan_disetujui,
    Teks("Pernyataan kebenaran data belum disetujui", "The statement of truthfulness is not accepted yet"),
)
lampiran_wajib = Syarat[FaktaUsulan]("lampiran_wajib", _lampiran_kurang)
belum_terdaftar = _syarat(
    "belum_terdaftar",
    lambda f: f.jenis is not None and (f.jenis is not _J.BARU or f.has_program is True or f.is_terdaftar is False),
    Teks("Orang ini sudah terdaftar", "This person is registered already"),
    "SUDAH_TERDAFTAR",
)
dikenal_registri = _syarat(
    "dikenal_registri",
    lambda f: f.jenis is not None and (f.jenis is _J.BARU or f.is_dikenal),
    Teks(
        "Orang ini tidak tercatat di wilayah Anda; bila tinggal di sana usulkan sebagai BARU",
        "This person is not on file in your area; if he lives there propose him as BARU",
    ),
    "BELUM_TERDAFTAR",
)
terdaftar_untuk_program = _syarat(
    "terdaftar_untuk_program",
    lambda f: f.has_program is False or f.is_terdaftar,
    Teks("Program hanya dapat diminta bagi yang sudah terdaftar", "Only a registered person may wish for a programme"),
    "BELUM_TERDAFTAR",
)
no_kk_sesuai = _syarat(
    "no_kk_sesuai",
    lambda _f: False,
    Teks("Nomor KK bukan milik keluarga orang ini", "The family card number is not this person's family's"),
    "NIK_KK_BEDA",
)
keluarga_sendiri = _syarat(
    "keluarga_sendiri",
    lambda f: f.is_keluarga_sendiri,
    Teks(
        "Warga hanya dapat mengusulkan perbaikan atau hapus bagi keluarganya sendiri; ajukan sanggah untuk orang lain",
        "Citizens correct or take out only their own family; contest another person's eligibility instead",
    ),
)
diri_sendiri = _syarat(
    "diri_sendiri",
    lambda f: f.subjenis is not _U.MENGUNDURKAN_DIRI or f.is_diri_sendiri,
    Teks(
        "Pengunduran diri diajukan sendiri, atau melalui desa dengan formulir bertanda tangan",
        "One resigns for oneself, or through the village with a signed form",
    ),
)
pengunduran_terkonfirmasi = _syarat(
    "pengunduran_terkonfirmasi",
    lambda f: f.subjenis is not _U.MENGUNDURKAN_DIRI or f.is_terkonfirmasi,
    Teks(
        "Pengunduran diri perlu dikonfirmasi dengan kode yang dikirim ke surel Anda",
        "Confirm your resignation with the code that was sent to your e-mail address",
    ),
)
jenis_hapus = _syarat(
    "jenis_hapus",
    lambda f: f.jenis is _J.HAPUS,
    Teks("Hanya usulan HAPUS yang menonaktifkan", "Only a HAPUS ends a membership"),
)
sedesa_registri = _syarat(
    "sedesa_registri",
    lambda f: f.is_sedesa_registri,
    Teks(
        "Menurut registri orang ini tidak tinggal di desa usulan atau kini anggota keluarga lain; usulkan dari sana",
        "The registry has this person in another village or another family by now; propose him from there",
    ),
    "BEDA_WILAYAH",
)
butir_kurang_disebut = _syarat(
    "butir_kurang_disebut",
    lambda f: f.is_butir_kurang_disebut,
    Teks(
        'Sebutkan pada `butir` apa saja yang harus dilengkapi, misalnya ["FOTO_KTP"]',
        'Name the items to be completed in `butir`, such as ["FOTO_KTP"]',
    ),
)
butir_kurang_terjawab = _syarat(
    "butir_kurang_terjawab",
    lambda f: f.is_butir_kurang_terjawab,
    Teks("Masih ada butir yang belum dilengkapi", "Some of the requested items are still missing"),
)
daftar_periksa_terpenuhi = Syarat[FaktaUsulan]("daftar_periksa_terpenuhi", _periksa_kurang)
mewakili_desa = _syarat(
    "mewakili_desa",
    lambda f: f.is_wewenang_desa,
    Teks(
        "Desa/kelurahan ini punya operator; langkah ini tugasnya",
        "This village has an operator, whose task this step is",
    ),
)
sptjm_terlampir = _syarat(
    "sptjm_terlampir",
    lambda f: f.lampiran is not None and JenisLampiran.SPTJM in f.lampiran,
    Teks("SPTJM bertanda tangan kepala desa/lurah belum dilampirkan", "The signed SPTJM is not attached"),
)
sasaran_disebut = _syarat(
    "sasaran_disebut",
    lambda f: f.sasaran_kembali is not None,
    Teks("Sebutkan kepada siapa berkas dikembalikan", "Name to whom the case is returned"),
)
kembali_ke_desa = _syarat(
    "kembali_ke_desa",
    lambda f: f.sasaran_kembali is SasaranKembali.DESA,
    Teks("Berkas dikembalikan untuk kunjungan ulang, bukan ke desa", "Returned for another visit, not to the village"),
)
kembali_ke_petugas = _syarat(
    "kembali_ke_petugas",
    lambda f: f.sasaran_kembali is SasaranKembali.PETUGAS,
    Teks("Berkas dikembalikan ke desa, bukan untuk kunjungan", "Returned to the village, not for another visit"),
)
keberatan_diterima = _syarat(
    "keberatan_diterima",
    lambda f: f.is_keberatan_diterima,
    Teks("Keberatan atas penolakannya belum diterima", "The objection to its refusal is not granted"),
)
tanpa_musyawarah = _syarat(
    "tanpa_musyawarah",
    lambda f: f.has_kesepakatan is True or f.subjenis in {_U.IDENTITAS, _U.PEMBARUAN_DESIL},
    Teks("Jenis usulan ini wajib melalui musyawarah", "This kind of usulan must pass the deliberation"),
)
tanpa_kunjungan = _syarat(
    "tanpa_kunjungan",
    lambda f: f.jenis is _J.HAPUS and f.subjenis is _U.MENINGGAL and f.is_bukti_kematian_ada is True,
    Teks("Jenis usulan ini wajib melalui kunjungan", "This kind of usulan must pass a home visit"),
)

# Verval: musyawarah and survei.
musyawarah_terbuka = _syarat(
    "musyawarah_terbuka",
    lambda f: f.is_musyawarah_terbuka,
    Teks("Musyawarah desa ini tidak ada atau sudah final", "No open deliberation of this village"),
)
berita_acara_final = _syarat(
    "berita_acara_final",
    lambda f: f.is_berita_acara_final,
    Teks("Berita acara belum lengkap dan ditandatangani", "The minutes are not complete and signed"),
)
antar_musyawarah = _syarat(
    "antar_musyawarah",
    lambda f: f.is_antar_musyawarah,
    Teks(
        "Musyawarah desa sudah dekat; jadwalkan usulan di sana, SPTJM hanya berlaku di antara dua musyawarah",
        "The village meets soon; schedule the usulan there, an SPTJM counts only between two meetings",
    ),
)
pencacah_layak = _syarat(
    "pencacah_layak",
    lambda f: f.is_pencacah_layak,
    Teks("Petugas tidak aktif, di luar wilayah, atau berkepentingan", "Enumerator inactive, out of area or conflicted"),
)
beban_tersedia = _syarat(
    "beban_tersedia",
    lambda f: f.is_beban_tersedia,
    Teks("Beban kerja petugas sudah penuh", "The enumerator's workload is full"),
)
putaran_tersisa = _syarat(
    "putaran_tersisa",
    lambda f: f.is_putaran_tersisa,
    Teks("Batas putaran kunjungan sudah tercapai", "No further round of visits is allowed"),
)
putaran_habis = _syarat(
    "putaran_habis",
    lambda f: f.is_putaran_tersisa is False,
    Teks("Masih ada putaran kunjungan yang tersisa", "Another round of visits is still possible"),
)
penugasan_aktif = _syarat(
    "penugasan_aktif",
    lambda f: f.is_penugasan_aktif,
    Teks("Anda tidak sedang ditugaskan pada keluarga ini", "You are not assigned to this family now"),
)
tanpa_penugasan_aktif = _syarat(
    "tanpa_penugasan_aktif",
    lambda f: f.is_penugasan_aktif is False,
    Teks("Masih ada petugas yang bertugas; tarik penugasannya dahulu", "An assignment is open; withdraw it first"),
)
kuesioner_lolos = _syarat(
    "kuesioner_lolos",
    lambda f: f.is_kuesioner_lolos,
    Teks("Kuesioner belum lengkap atau tidak konsisten", "The questionnaire is incomplete or inconsistent"),
)
bukti_kunjungan_lengkap = _syarat(
    "bukti_kunjungan_lengkap",
    lambda f: f.is_bukti_kunjungan_lengkap,
    Teks("Lokasi, waktu, atau foto kunjungan belum lengkap", "Location, time or photos of the visit are missing"),
)
percobaan_cukup = _syarat(
    "percobaan_cukup",
    lambda f: f.is_percobaan_cukup,
    Teks("Percobaan kunjungan pada hari berbeda belum cukup", "Too few attempts on different days"),
)

# Verval: validasi and pengesahan.
padan = _syarat(
    "padan",
    lambda f: f.is_padan or f.is_kecualian_adminduk,
    Teks(
        "Data belum padan dengan Dukcapil; hasilnya ada di GET /v1/petugas/usulan/{ref}/padan. Setelah data "
        "diperbaiki di Disdukcapil, operator desa, verifikator, atau Disdukcapil meminta pemadanan lagi "
        "(POST .../padankan). Bila datanya benar tetapi tetap tidak padan, verifikator atau Disdukcapil mengusulkan "
        "kecualian-adminduk, dan orang lain dari keduanya memutusnya",
        "The data do not match the civil registry (yet); see GET /v1/petugas/usulan/{ref}/padan. Once "
        "they are corrected there, the village operator, a verifier or the registry's desk asks again "
        "(POST .../padankan). If the data are right all the same, a verifier or that desk proposes a "
        "kecualian-adminduk, and another of them decides it",
    ),
    "TIDAK_PADAN_DUKCAPIL",
)
padan_awal = _syarat(
    "padan_awal",
    lambda f: f.is_padan_awal,
    Teks(
        "Di wilayah ini data dipadankan dengan Dukcapil sebelum musyawarah, dan belum padan",
        "In this region the data must match the civil registry before the meeting, and do not yet",
    ),
    "TIDAK_PADAN_DUKCAPIL",
)
pengecualian_diperiksa = _syarat(
    "pengecualian_diperiksa",
    lambda f: f.is_pengecualian_diperiksa,
    Teks(
        "Sumber yang wajib belum menjawab untuk semua anggota dewasa; minta pemeriksaan lagi",
        "A required source has not answered about every adult yet; ask for another check",
    ),
)
kriteria_dinilai = _syarat(
    "kriteria_dinilai",
    lambda f: f.is_kriteria_dinilai,
    Teks("Kriteria kemiskinan belum dinilai untuk berkas ini", "The criteria have not been read for this case yet"),
)
bukti_penolakan = _syarat(
    "bukti_penolakan",
    lambda f: f.is_bukti_penolakan,
    Teks(
        "Lampirkan bukti penolakan, atau buktikan temuannya lebih dahulu", "Attach evidence, or confirm a finding first"
    ),
)
tidak_padan = _syarat(
    "tidak_padan",
    lambda f: f.is_padan is False,
    Teks("Hasil pemadanan bukan tidak padan", "The match did not fail"),
)
temuan_diputus = _syarat(
    "temuan_diputus",
    # A HAPUS for a double record is itself the decision that the finding waits for.
    lambda f: f.has_temuan_terbuka is False or (f.has_temuan_terbuka is True and f.subjenis is _U.GANDA),
    Teks(
        "Masih ada temuan tentang keluarga ini yang belum diputus; lihat `temuan` pada "
        "GET /v1/petugas/usulan/{ref}/validasi, atau antreannya di GET /v1/petugas/temuan",
        "A finding about this family still waits for a decision; see `temuan` of "
        "GET /v1/petugas/usulan/{ref}/validasi, or the queue at GET /v1/petugas/temuan",
    ),
)
dapat_ditarik = _syarat(
    "dapat_ditarik",
    lambda f: f.is_dapat_ditarik,
    Teks("Sudah disahkan dan sedang dikirim", "Signed already and being sent"),
)
surat_pengesahan_lengkap = _syarat(
    "surat_pengesahan_lengkap",
    lambda f: f.is_surat_pengesahan_lengkap,
    Teks("Nomor, tanggal, atau berkas surat pengesahan belum ada", "Number, date or file of the letter is missing"),
)
jumlah_batch_cocok = _syarat(
    "jumlah_batch_cocok",
    lambda f: f.is_jumlah_batch_cocok,
    Teks("Jumlah nama tidak sama dengan daftar BNBA", "The count differs from the list by name and address"),
)

# Desil, penetapan, deadlines.
putaran_disiapkan = _syarat(
    "putaran_disiapkan",
    lambda f: f.is_putaran_disiapkan,
    Teks("Belum ada putaran pemeringkatan", "No ranking run has been prepared"),
)
sk_ditandatangani = _syarat(
    "sk_ditandatangani",
    lambda f: f.is_sk_ditandatangani,
    Teks("Surat Keputusan belum ditandatangani", "The decree is not signed"),
)
tenggat_lewat = _syarat(
    "tenggat_lewat", lambda f: f.is_tenggat_lewat, Teks("Batas waktu belum lewat", "The deadline has not passed")
)

SYARAT_SENDIRI: Final = frozenset(
    {
        *(bukan_perkara_sendiri, bukan_pengolah, bukan_pengolah_atau_validator, bukan_penyusun),
        *(satu_desa, pengusul, akun_aktif),
        *(nik_ada, no_kk_ada, pernyataan_disetujui, lampiran_wajib, butir_kurang_terjawab, sptjm_terlampir),
        *(kembali_ke_desa, kembali_ke_petugas),
    }
)
"""Guards that usulan can answer before anybody acts; the others wait for a stage's or a request's facts."""
