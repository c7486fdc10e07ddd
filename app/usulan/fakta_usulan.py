"""What may be known about a usulan before it moves. Pure."""

from dataclasses import dataclass

from app.usulan.status import AksiUsulan, JenisLampiran, JenisUsulan, SasaranKembali, SubjenisUsulan, TandaUsulan


@dataclass(frozen=True, slots=True)
class FaktaUsulan:
    """What the guards may know. None means that nobody has established it, and the guard refuses.

    `UsulanService` fills the first group itself and overwrites what a caller says there; the second group comes with
    the request. Every other group belongs to the stage named, which passes an instance with only its own fields set.

    Attributes:
        aksi_pelaku: actions that the present actor has taken on this usulan before.
        is_penulis: the actor typed some of its content or attached a file.
        is_pengusul: the actor proposed it; for a proposal of a government office, he holds the same jabatan there.
        is_perkara_sendiri: the case holds the actor's own NIK or own No KK; a WARGA may propose himself, so False.
        tanda: what its changes are flagged for.
        is_terdaftar: the subject is registered (TERDAFTAR) now.
        is_dikenal: the registry of families knows the subject; a BARU does not ask.
        is_keluarga_sendiri: the subject is of the citizen's own family; an officer's case and a BARU may be anybody's.
        is_diri_sendiri: the citizen asks about himself, or an officer asks for somebody who signed on paper.
        is_sedesa_registri: nobody has the subject's NIK yet, or who has it lives in a family of the usulan's village.
        is_butir_kurang_terjawab: each item that was asked for has an attachment or an answer newer than the request.
        is_pencacah_kasus: the actor has been assigned to visit this family, whether or not he finished.
        is_antar_musyawarah: no open deliberation of the village is near, so that an SPTJM may stand for one.
        is_padan: result of the civil registry's match; None while there is no definite answer.
        is_padan_awal: where the region matches before the meeting, the match; elsewhere True.
        is_pengoreksi: the actor has changed the family in the registry since the case began.
        is_pengecualian_diperiksa: every source that must have answered about every adult has.
        is_kriteria_dinilai: the criteria of poverty have been read from the family's answers and kept with the case.
        is_bukti_penolakan: evidence of a refusal is attached, or a finding is confirmed.
        has_temuan_terbuka: a finding about the family waits for a human's decision.
        is_wewenang_desa: the actor is the village's operator, or the kab/kota's for a village that has none.
        is_bukti_kematian_ada: the death certificate is attached, or the civil registry says that the subject died.
        is_terkonfirmasi: the citizen has proved a second time that it is he who resigns.
        is_keberatan_diterima: a person granted the objection to the refused case that this one takes up again.
        has_kesepakatan: the village agreed to that case before it was refused.
        is_dapat_ditarik: not signed yet, or signed and held because its changes cannot be applied to the registry.
    """

    # usulan
    jenis: JenisUsulan | None = None
    subjenis: SubjenisUsulan | None = None
    aksi_pelaku: frozenset[AksiUsulan] | None = None
    is_penulis: bool | None = None
    is_pengusul: bool | None = None
    is_perkara_sendiri: bool | None = None
    has_usulan_terbuka: bool | None = None
    is_akun_aktif: bool | None = None
    is_satu_desa: bool | None = None
    is_atas_nama: bool | None = None
    has_program: bool | None = None
    tanda: frozenset[TandaUsulan] | None = None
    is_terdaftar: bool | None = None
    is_dikenal: bool | None = None
    is_keluarga_sendiri: bool | None = None
    is_diri_sendiri: bool | None = None
    is_sedesa_registri: bool | None = None
    is_nik_ada: bool | None = None
    is_no_kk_ada: bool | None = None
    is_pernyataan_disetujui: bool | None = None
    has_temuan_terbuka: bool | None = None
    lampiran: frozenset[JenisLampiran] | None = None
    is_butir_kurang_terjawab: bool | None = None
    is_wewenang_desa: bool | None = None
    is_bukti_kematian_ada: bool | None = None
    is_dapat_ditarik: bool | None = None
    # the request
    is_terkonfirmasi: bool | None = None
    is_butir_kurang_disebut: bool | None = None
    periksa_kurang: frozenset[str] | None = None
    sasaran_kembali: SasaranKembali | None = None
    # keberatan
    is_keberatan_diterima: bool | None = None
    has_kesepakatan: bool | None = None
    # verval: musyawarah
    is_musyawarah_terbuka: bool | None = None
    is_berita_acara_final: bool | None = None
    is_antar_musyawarah: bool | None = None
    # verval: survei
    is_pencacah_layak: bool | None = None
    is_beban_tersedia: bool | None = None
    is_putaran_tersisa: bool | None = None
    is_penugasan_aktif: bool | None = None
    is_kuesioner_lolos: bool | None = None
    is_bukti_kunjungan_lengkap: bool | None = None
    is_percobaan_cukup: bool | None = None
    is_pencacah_kasus: bool | None = None
    # verval: validasi and pengesahan
    is_padan: bool | None = None
    is_padan_awal: bool | None = None
    is_kecualian_adminduk: bool | None = None
    is_pengoreksi: bool | None = None
    is_pengecualian_diperiksa: bool | None = None
    is_kriteria_dinilai: bool | None = None
    is_bukti_penolakan: bool | None = None
    is_surat_pengesahan_lengkap: bool | None = None
    is_jumlah_batch_cocok: bool | None = None
    # desil and penetapan
    is_putaran_disiapkan: bool | None = None
    is_sk_ditandatangani: bool | None = None
    # penjadwal tenggat
    is_tenggat_lewat: bool | None = None
