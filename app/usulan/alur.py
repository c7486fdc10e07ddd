"""The life of a usulan as one frozen table: who may move what, from where to where, on which condition and law.

Sources: Permensos 3/2021 (usulan, verval, penetapan), Permensos 3/2025 ps 3 and 12 (who proposes on DTSEN), Kepmensos
73/HUK/2024 (functions, calendar), UU 13/2011 ps 8-11 and 42 (verval; falsified data), UU 23/2014 (verval is the
kab/kota's duty). Articles are named only where the text was at hand.
"""

from typing import Final

from app.core.peran import Jabatan
from app.core.workflow import Jalur, Transition, Workflow, dari, oleh
from app.usulan import syarat as s
from app.usulan import syarat_pisah as p
from app.usulan.status import AksiUsulan as A
from app.usulan.status import StatusUsulan as S
from app.usulan.syarat import FaktaUsulan

J = Jabatan
_PENGUSUL = oleh(J.WARGA, J.OPERATOR_DESA, J.OPERATOR_KABKOTA)
_DESA = oleh(J.OPERATOR_DESA, J.OPERATOR_KABKOTA)
_MASSAL, _SISTEM = Jalur.MASSAL, Jalur.SISTEM

_USUL = "Permensos 3/2025 ps 3 dan ps 12"
_BENAR = "UU 13/2011 ps 11(3) dan ps 42"
_FUNGSI = "Kepmensos 73/HUK/2024"
_TAHAP = "Permensos 3/2021"
_VERVAL = "UU 13/2011 ps 8-11; UU 23/2014"

# An OPERATOR_DESA may check the papers of his own entry: a village has one operator, and the musyawarah that follows is
# the other pair of eyes; where an SPTJM stands for it, the kab/kota's operator is. For a village without operator the
# kab/kota's checks and corrects, which the case shows. Who typed, visited or matched a case never validates or signs
# it. What the registry knows of somebody is for officers: a citizen who proposes another person is not told at AJUKAN,
# the village is at TETAPKAN_LENGKAP.
# fmt: off
ALUR_USULAN: Final = Workflow[S, A, FaktaUsulan]("Usulan", awal=S.DRAF, transisi=(
    Transition(A.BUAT, dari(), S.DRAF, _PENGUSUL, dasar=_USUL, tenggat="hari_draf",
               syarat=(p.bukan_perkara_sendiri, s.dikenal_registri, s.keluarga_sendiri, s.satu_desa)),
    Transition(A.AJUKAN, dari(S.DRAF), S.DIAJUKAN, _PENGUSUL, dasar=f"{_USUL}; {_BENAR}", tenggat="hari_periksa",
               syarat=(p.bukan_perkara_sendiri, s.pengusul, s.akun_aktif, s.nik_ada, s.no_kk_ada, s.satu_desa,
                       s.tanpa_usulan_terbuka, s.belum_terdaftar, s.dikenal_registri, s.terdaftar_untuk_program,
                       s.keluarga_sendiri, s.sedesa_registri, s.lampiran_wajib, s.pernyataan_disetujui,
                       s.diri_sendiri, s.pengunduran_terkonfirmasi)),
    # In the request that grants a contest; see app.usulan.dari_sanggah.
    Transition(A.AJUKAN_DARI_SANGGAH, dari(S.DRAF), S.DIAJUKAN, jalur=_SISTEM, dasar=f"{_FUNGSI}; {_VERVAL}",
               tenggat="hari_periksa",
               syarat=(s.jenis_hapus, s.tanpa_usulan_terbuka, s.dikenal_registri, s.sedesa_registri,
                       s.lampiran_wajib)),
    Transition(A.MINTA_LENGKAPI, dari(S.DIAJUKAN), S.PERLU_DILENGKAPI, _DESA,
               alasan=True, dasar=_FUNGSI, tenggat="hari_melengkapi",
               syarat=(p.bukan_perkara_sendiri, s.butir_kurang_disebut)),
    Transition(A.LENGKAPI, dari(S.PERLU_DILENGKAPI), S.DIAJUKAN, _PENGUSUL, dasar=_USUL, tenggat="hari_periksa",
               syarat=(p.bukan_perkara_sendiri, s.pengusul, s.lampiran_wajib, s.butir_kurang_terjawab)),
    Transition(A.TETAPKAN_LENGKAP, dari(S.DIAJUKAN), S.LENGKAP, _DESA,
               dasar=_FUNGSI,
               syarat=(p.bukan_perkara_sendiri, s.mewakili_desa, s.belum_terdaftar, s.dikenal_registri,
                       s.terdaftar_untuk_program, s.sedesa_registri, s.lampiran_wajib, s.daftar_periksa_terpenuhi)),
    Transition(A.BATALKAN, dari(S.DRAF, S.DIAJUKAN, S.PERLU_DILENGKAPI, S.LENGKAP), S.DIBATALKAN, _PENGUSUL,
               dasar=_USUL, syarat=(p.bukan_perkara_sendiri, s.pengusul)),
    Transition(A.JADWALKAN_MUSYAWARAH, dari(S.LENGKAP), S.MASUK_MUSYAWARAH, _DESA, dasar=_TAHAP,
               syarat=(p.bukan_perkara_sendiri, s.mewakili_desa, s.musyawarah_terbuka, s.padan_awal)),
    Transition(A.SEPAKATI, dari(S.MASUK_MUSYAWARAH), S.DISEPAKATI_MUSYAWARAH, _DESA, _MASSAL,
               dasar=_TAHAP, tenggat="hari_tugaskan", rute_massal="finalkan_berita_acara",
               syarat=(p.bukan_perkara_sendiri, s.mewakili_desa, s.sedesa_registri, s.berita_acara_final)),
    Transition(A.TIDAK_SEPAKATI, dari(S.MASUK_MUSYAWARAH), S.TIDAK_DISEPAKATI, _DESA, _MASSAL,
               alasan=True, dasar=_TAHAP, tenggat="hari_keberatan", rute_massal="finalkan_berita_acara",
               syarat=(p.bukan_perkara_sendiri, s.mewakili_desa, s.berita_acara_final)),
    Transition(A.CABUT_KESEPAKATAN, dari(S.DISEPAKATI_MUSYAWARAH), S.TIDAK_DISEPAKATI, _DESA, _MASSAL,
               alasan=True, dasar=_TAHAP, tenggat="hari_keberatan", rute_massal="koreksi_berita_acara",
               syarat=(p.bukan_perkara_sendiri, s.mewakili_desa, s.berita_acara_final)),
    Transition(A.SETUJUI_SPTJM, dari(S.LENGKAP), S.DISEPAKATI_MUSYAWARAH, _DESA,
               dasar=_FUNGSI, tenggat="hari_tugaskan",
               syarat=(p.bukan_perkara_sendiri, p.bukan_penyusun, s.sedesa_registri, s.sptjm_terlampir,
                       s.antar_musyawarah, s.padan_awal)),
    Transition(A.LEWATI_MUSYAWARAH, dari(S.LENGKAP), S.DISEPAKATI_MUSYAWARAH, jalur=_SISTEM, dasar=_USUL,
               tenggat="hari_tugaskan", syarat=(s.tanpa_musyawarah, s.sedesa_registri)),
    Transition(A.TUGASKAN_VERVAL, dari(S.DISEPAKATI_MUSYAWARAH), S.VERVAL_DITUGASKAN, oleh(J.VERIFIKATOR),
               dasar=_VERVAL, tenggat="hari_kunjungan",
               syarat=(p.bukan_perkara_sendiri, s.pencacah_layak, s.beban_tersedia)),
    Transition(A.LEWATI_KUNJUNGAN, dari(S.DISEPAKATI_MUSYAWARAH), S.VERVAL_SELESAI, jalur=_SISTEM, dasar=_VERVAL,
               syarat=(s.tanpa_kunjungan,)),
    Transition(A.SELESAIKAN_KUNJUNGAN, dari(S.VERVAL_DITUGASKAN), S.VERVAL_SELESAI, oleh(J.ENUMERATOR), _MASSAL,
               dasar=f"{_VERVAL}; {_BENAR}", rute_massal="sinkronkan_kunjungan",
               syarat=(p.bukan_perkara_sendiri, s.penugasan_aktif, s.kuesioner_lolos, s.bukti_kunjungan_lengkap)),
    Transition(A.LAPORKAN_GAGAL_KUNJUNGAN, dari(S.VERVAL_DITUGASKAN), S.VERVAL_GAGAL, oleh(J.ENUMERATOR),
               alasan=True, dasar=_VERVAL, tenggat="hari_tugaskan",
               syarat=(p.bukan_perkara_sendiri, s.penugasan_aktif, s.percobaan_cukup)),
    Transition(A.TUGASKAN_ULANG, dari(S.VERVAL_GAGAL, S.VERVAL_DITUGASKAN), S.VERVAL_DITUGASKAN, oleh(J.VERIFIKATOR),
               dasar=_VERVAL, tenggat="hari_kunjungan",
               syarat=(p.bukan_perkara_sendiri, s.tanpa_penugasan_aktif, s.putaran_tersisa, s.pencacah_layak,
                       s.beban_tersedia)),
    Transition(A.TUTUP_GAGAL_KUNJUNGAN, dari(S.VERVAL_GAGAL), S.DITOLAK, oleh(J.VERIFIKATOR), alasan=True,
               dasar=_VERVAL, tenggat="hari_keberatan", syarat=(p.bukan_perkara_sendiri, s.putaran_habis)),
    Transition(A.MULAI_VALIDASI, dari(S.VERVAL_SELESAI), S.VALIDASI_DINSOS, jalur=_SISTEM, dasar=_VERVAL,
               tenggat="hari_validasi"),
    Transition(A.KEMBALIKAN, dari(S.VALIDASI_DINSOS), S.DIKEMBALIKAN, oleh(J.VERIFIKATOR), alasan=True, dasar=_VERVAL,
               tenggat="hari_perbaikan",
               syarat=(p.bukan_perkara_sendiri, p.bukan_pengolah, p.bukan_pencacah, s.sasaran_disebut)),
    # From DISAHKAN too, while a correction is held there: see KIRIM.
    Transition(A.KEMBALIKAN_DARI_PENGESAHAN, dari(S.SIAP_DISAHKAN, S.DISAHKAN), S.DIKEMBALIKAN, oleh(J.KEPALA_OPD),
               alasan=True, dasar=_FUNGSI, tenggat="hari_perbaikan",
               syarat=(p.bukan_perkara_sendiri, s.dapat_ditarik, s.sasaran_disebut)),
    Transition(A.PERBAIKI_BERKAS, dari(S.DIKEMBALIKAN), S.LENGKAP, _DESA,
               dasar=_FUNGSI,
               syarat=(p.bukan_perkara_sendiri, s.mewakili_desa, s.kembali_ke_desa, s.lampiran_wajib)),
    Transition(A.KUNJUNGI_ULANG, dari(S.DIKEMBALIKAN), S.VERVAL_DITUGASKAN, oleh(J.VERIFIKATOR), dasar=_VERVAL,
               tenggat="hari_kunjungan",
               syarat=(p.bukan_perkara_sendiri, s.kembali_ke_petugas, s.pencacah_layak, s.beban_tersedia)),
    Transition(A.SETUJUI_VALIDASI, dari(S.VALIDASI_DINSOS), S.SIAP_DISAHKAN, oleh(J.VERIFIKATOR), dasar=_VERVAL,
               syarat=(p.bukan_perkara_sendiri, p.bukan_pengolah, p.bukan_pencacah, p.bukan_pengoreksi, s.padan,
                       s.pengecualian_diperiksa, s.kriteria_dinilai, s.temuan_diputus)),
    Transition(A.NYATAKAN_TIDAK_PADAN, dari(S.VALIDASI_DINSOS), S.TIDAK_PADAN, jalur=_SISTEM, alasan=True,
               dasar=_VERVAL, tenggat="hari_padan", syarat=(s.tidak_padan,)),
    Transition(A.PADANKAN_ULANG, dari(S.TIDAK_PADAN), S.VALIDASI_DINSOS, oleh(J.OPERATOR_DESA, J.DISDUKCAPIL),
               dasar=_VERVAL, tenggat="hari_validasi", syarat=(p.bukan_perkara_sendiri, s.padan)),
    Transition(A.TOLAK, dari(S.VALIDASI_DINSOS), S.DITOLAK, oleh(J.VERIFIKATOR), alasan=True, dasar=_VERVAL,
               tenggat="hari_keberatan",
               syarat=(p.bukan_perkara_sendiri, p.bukan_pengolah, p.bukan_pencacah, s.bukti_penolakan)),
    Transition(A.SAHKAN, dari(S.SIAP_DISAHKAN), S.DISAHKAN, oleh(J.KEPALA_OPD), _MASSAL, dasar=_FUNGSI,
               rute_massal="tanda_tangani_pengesahan",
               syarat=(p.bukan_perkara_sendiri, p.bukan_pengolah_atau_validator, s.surat_pengesahan_lengkap,
                       s.jumlah_batch_cocok)),
    # Applies a PERBAIKAN to the registry. What cannot be applied stays here with its reason and is tried again.
    Transition(A.KIRIM, dari(S.DISAHKAN), S.DIKIRIM, jalur=_SISTEM, dasar=_FUNGSI),
    # From PEMERINGKATAN too: who finds the quota used up stays on the waiting list, with the reason KUOTA_PENUH.
    Transition(A.ANTRE_PERINGKAT, dari(S.DIKIRIM, S.PEMERINGKATAN), S.PEMERINGKATAN, jalur=_SISTEM,
               dasar="Inpres 4/2025", syarat=(s.putaran_disiapkan,)),
    Transition(A.TETAPKAN, dari(S.PEMERINGKATAN), S.DITETAPKAN, oleh(J.PENETAP), _MASSAL, dasar=_TAHAP,
               rute_massal="tanda_tangani_sk", syarat=(p.bukan_perkara_sendiri, s.sk_ditandatangani)),
    Transition(A.TIDAK_TETAPKAN, dari(S.PEMERINGKATAN), S.TIDAK_DITETAPKAN, oleh(J.PENETAP), _MASSAL, alasan=True,
               dasar=_TAHAP, tenggat="hari_keberatan", rute_massal="tanda_tangani_sk",
               syarat=(p.bukan_perkara_sendiri, s.sk_ditandatangani)),
    Transition(A.KEDALUWARSAKAN, dari(S.DRAF, S.PERLU_DILENGKAPI, S.DIKEMBALIKAN, S.TIDAK_PADAN), S.KEDALUWARSA,
               jalur=_SISTEM, alasan=True, dasar=_FUNGSI, syarat=(s.tenggat_lewat,)),
    Transition(A.NONAKTIFKAN, dari(S.DITETAPKAN), S.DITETAPKAN, jalur=_SISTEM, dasar=_TAHAP,
               syarat=(s.jenis_hapus,)),
    # A refusal is final; a granted objection makes a new case of the refused one, whose papers were found complete.
    Transition(A.BUKA_KEMBALI, dari(), S.LENGKAP, jalur=_SISTEM, dasar=_FUNGSI,
               syarat=(s.keberatan_diterima, s.belum_terdaftar, s.dikenal_registri, s.terdaftar_untuk_program,
                       s.sedesa_registri, s.tanpa_usulan_terbuka)),
))
# fmt: on
