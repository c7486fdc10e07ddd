"""sanggah: contests with their steps and files, news of them, and the removal that a granted one sends."""

import sqlalchemy as sa
from alembic import op

revision = "0041_sanggah"
down_revision = "0050_mesin_desil"
branch_labels = None
depends_on = None

# fmt: off
_STATUS = ("DIAJUKAN", "DITERUSKAN", "DIVERIFIKASI", "DISETUJUI", "DITOLAK", "DIBATALKAN")
_AKSI = (
    "ajukan", "teruskan", "batalkan", "tugaskan", "tugaskan_ulang", "catat_kunjungan", "tanggapi", "setujui", "tolak",
)
_HASIL = ("TERBUKTI", "TIDAK_TERBUKTI", "TIDAK_DITEMUI")
_LAMPIRAN = (
    "FOTO_KTP", "FOTO_KK", "FOTO_RUMAH_DEPAN", "FOTO_RUMAH_DALAM", "SKTM", "SURAT_PERNYATAAN", "SPTJM",
    "AKTA_KELAHIRAN", "AKTA_NIKAH", "AKTA_KEMATIAN", "SURAT_KETERANGAN_KEMATIAN", "SURAT_PINDAH",
    "SURAT_PENGUNDURAN_DIRI", "TAGIHAN_LISTRIK", "FORMULIR_KERTAS", "TANDA_TANGAN", "FORMULIR_BERTANDA_TANGAN",
    "LAINNYA",
)
_KABAR = ("USULAN", "TENGGAT", "MUSYAWARAH", "TEMUAN", "KEANGGOTAAN", "AKUN")
_AKSI_USULAN = (
    "buat", "ajukan", "minta_lengkapi", "lengkapi", "tetapkan_lengkap", "jadwalkan_musyawarah", "sepakati",
    "tidak_sepakati", "cabut_kesepakatan", "setujui_sptjm", "lewati_musyawarah", "tugaskan_verval", "lewati_kunjungan",
    "selesaikan_kunjungan", "laporkan_gagal_kunjungan", "tugaskan_ulang", "tutup_gagal_kunjungan",
    "mulai_validasi", "kembalikan", "kembalikan_dari_pengesahan", "perbaiki_berkas", "kunjungi_ulang",
    "setujui_validasi", "nyatakan_tidak_padan", "padankan_ulang", "tolak", "sahkan", "kirim",
    "antre_peringkat", "tetapkan", "tidak_tetapkan", "kedaluwarsakan", "batalkan", "nonaktifkan",
)
# fmt: on


def _enum(nama: str, *nilai: str) -> sa.Enum:
    return sa.Enum(*nilai, name=nama, native_enum=False, create_constraint=True, length=32)


def _cek(tabel: str, kolom: str, enum: str, *anggota: str) -> None:
    op.drop_constraint(op.f(f"ck_{tabel}_{enum}"), tabel, type_="check")
    daftar = ", ".join(f"'{a}'" for a in anggota)
    op.create_check_constraint(op.f(f"ck_{tabel}_{enum}"), tabel, f"{kolom} IN ({daftar})")


def _milik_sanggah(tabel: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["sanggah_id"], ["sanggah.id"], name=op.f(f"fk_{tabel}_sanggah_id_sanggah"))


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "sanggah",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pelapor_id", sa.Uuid(), nullable=False),
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("individu_id", sa.Uuid(), nullable=False),
        sa.Column("kode_desa", sa.String(13), nullable=False),
        sa.Column("kode_alasan", sa.String(64), nullable=False),
        sa.Column("status", _enum("statussanggah", *_STATUS), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenggat_date", sa.Date(), nullable=True),
        sa.Column("enumerator_id", sa.Uuid(), nullable=True),
        sa.Column("diverifikasi_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dikunjungi_date", sa.Date(), nullable=True),
        sa.Column("hasil_kunjungan", _enum("hasilkunjungansanggah", *_HASIL), nullable=True),
        sa.Column("ditanggapi_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("usulan_keluarga_id", sa.Uuid(), nullable=True),
        sa.Column("usulan_id", sa.Uuid(), nullable=True),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sanggah")),
        sa.CheckConstraint("(usulan_keluarga_id IS NULL) = (usulan_id IS NULL)", name=op.f("ck_sanggah_usulan")),
    )
    op.create_index("ix_sanggah_status_kode_desa_id", "sanggah", ["status", "kode_desa", "id"])
    op.create_index("ix_sanggah_pelapor_id_id", "sanggah", ["pelapor_id", "id"])
    op.create_index("ix_sanggah_keluarga_id_id", "sanggah", ["keluarga_id", "id"])
    op.create_index(
        "ix_sanggah_enumerator_id_id",
        "sanggah",
        ["enumerator_id", "id"],
        postgresql_where=sa.text("enumerator_id IS NOT NULL"),
    )
    op.create_index(
        "uq_sanggah_terbuka",
        "sanggah",
        ["pelapor_id", "individu_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('DIAJUKAN', 'DITERUSKAN', 'DIVERIFIKASI')"),
    )
    op.create_table(
        "riwayat_sanggah",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sanggah_id", sa.Uuid(), nullable=False),
        sa.Column("aksi", _enum("aksisanggah", *_AKSI), nullable=False),
        sa.Column("ke", _enum("statussanggah", *_STATUS), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=True),
        sa.Column("jabatan", sa.String(32), nullable=True),
        sa.Column("kode_alasan", sa.String(64), nullable=True),
        sa.Column("isi", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_riwayat_sanggah")),
        _milik_sanggah("riwayat_sanggah"),
    )
    op.create_index("ix_riwayat_sanggah_sanggah_id_id", "riwayat_sanggah", ["sanggah_id", "id"])
    op.create_table(
        "lampiran_sanggah",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sanggah_id", sa.Uuid(), nullable=False),
        sa.Column("bagian", _enum("bagianlampiran", "PELAPOR", "SASARAN", "KUNJUNGAN"), nullable=False),
        sa.Column("jenis", _enum("jenislampiran", *_LAMPIRAN), nullable=False),
        sa.Column("berkas_id", sa.Uuid(), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lampiran_sanggah")),
        _milik_sanggah("lampiran_sanggah"),
    )
    op.create_index("ix_lampiran_sanggah_sanggah_id_id", "lampiran_sanggah", ["sanggah_id", "id"])
    _cek("kotak_masuk", "jenis", "jeniskabar", *_KABAR, "SANGGAH")
    _cek("riwayat_usulan", "aksi", "aksiusulan", *_AKSI_USULAN, "ajukan_dari_sanggah")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # What a granted contest has sent stays sent; the older vocabulary has no word for where it came from.
    op.execute("UPDATE riwayat_usulan SET aksi = 'ajukan' WHERE aksi = 'ajukan_dari_sanggah'")
    op.execute("DELETE FROM kotak_masuk WHERE jenis = 'SANGGAH'")
    _cek("riwayat_usulan", "aksi", "aksiusulan", *_AKSI_USULAN)
    _cek("kotak_masuk", "jenis", "jeniskabar", *_KABAR)
    op.drop_table("lampiran_sanggah")
    op.drop_table("riwayat_sanggah")
    op.drop_table("sanggah")
