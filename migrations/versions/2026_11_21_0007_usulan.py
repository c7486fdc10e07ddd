"""usulan: the case, its history and attachments, one open usulan per person, numbers."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0007_usulan"
down_revision = "0006_keluarga"
branch_labels = None
depends_on = None

JENIS = ("BARU", "PERBAIKAN", "HAPUS")
SUBJENIS = (
    *("IDENTITAS", "ANGGOTA_KELUARGA", "SOSIAL_EKONOMI", "PEMBARUAN_DESIL", "MENINGGAL", "PINDAH", "MAMPU", "GANDA"),
    *("TIDAK_DITEMUKAN", "MENGUNDURKAN_DIRI"),
)
STATUS = (
    *("DRAF", "DIAJUKAN", "PERLU_DILENGKAPI", "LENGKAP", "MASUK_MUSYAWARAH", "DISEPAKATI_MUSYAWARAH"),
    *("TIDAK_DISEPAKATI", "VERVAL_DITUGASKAN", "VERVAL_SELESAI", "VERVAL_GAGAL", "VALIDASI_DINSOS", "DIKEMBALIKAN"),
    *("TIDAK_PADAN", "SIAP_DISAHKAN", "DISAHKAN", "DIKIRIM", "PEMERINGKATAN", "DITETAPKAN", "TIDAK_DITETAPKAN"),
    *("DITOLAK", "DIBATALKAN", "KEDALUWARSA"),
)
JABATAN = (
    *("WARGA", "OPERATOR_DESA", "ENUMERATOR", "PSM", "TKSK", "OPERATOR_KABKOTA", "VERIFIKATOR", "KEPALA_OPD"),
    *("DISDUKCAPIL", "PEMANTAU_PROV", "PUSAT", "INTEGRASI", "ADMIN_KABKOTA", "ADMIN_PUSAT", "PENETAP"),
)
AKSI = (
    *("buat", "ajukan", "minta_lengkapi", "lengkapi", "tetapkan_lengkap", "jadwalkan_musyawarah", "sepakati"),
    *("tidak_sepakati", "setujui_sptjm", "lewati_musyawarah", "tugaskan_verval", "lewati_kunjungan"),
    *("selesaikan_kunjungan", "laporkan_gagal_kunjungan", "tugaskan_ulang", "tutup_gagal_kunjungan"),
    *("mulai_validasi", "kembalikan", "kembalikan_dari_pengesahan", "perbaiki_berkas", "kunjungi_ulang"),
    *("setujui_validasi", "nyatakan_tidak_padan", "padankan_ulang", "tolak", "sahkan", "kirim", "antre_peringkat"),
    *("tetapkan", "tidak_tetapkan", "kedaluwarsakan", "batalkan", "nonaktifkan"),
)
LAMPIRAN = (
    *("FOTO_KTP", "FOTO_KK", "FOTO_RUMAH_DEPAN", "FOTO_RUMAH_DALAM", "SKTM", "SURAT_PERNYATAAN", "SPTJM", "LAINNYA"),
)


def _pilihan(nama: str, *nilai: str) -> sa.Enum:
    return sa.Enum(*nilai, name=nama, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    _usulan()
    op.create_table(
        "usulan_terbuka",
        sa.Column("nik_hmac", sa.Uuid(), nullable=False),
        sa.Column("jenis", _pilihan("jenisusulan", *JENIS), nullable=False),
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("usulan_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("nik_hmac", "jenis", name=op.f("pk_usulan_terbuka")),
    )
    op.create_table(
        "riwayat_usulan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("usulan_id", sa.Uuid(), nullable=False),
        sa.Column("aksi", _pilihan("aksiusulan", *AKSI), nullable=False),
        sa.Column("dari", sa.String(32), nullable=True),
        sa.Column("ke", sa.String(32), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=True),
        sa.Column("jabatan", sa.String(32), nullable=True),
        sa.Column("kode_alasan", sa.String(64), nullable=True),
        sa.Column("isi", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *_milik_usulan("riwayat_usulan"),
    )
    op.create_table(
        "lampiran_usulan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("usulan_id", sa.Uuid(), nullable=False),
        sa.Column("jenis", _pilihan("jenislampiran", *LAMPIRAN), nullable=False),
        sa.Column("berkas_id", sa.Uuid(), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        *_milik_usulan("lampiran_usulan"),
    )
    for tabel in ("riwayat_usulan", "lampiran_usulan"):
        op.create_index(f"ix_{tabel}_keluarga_id_usulan_id_id", tabel, ["keluarga_id", "usulan_id", "id"])
    op.create_table(
        "nomor_usulan",
        sa.Column("kode_kecamatan", sa.String(8), nullable=False),
        sa.Column("tahun", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("terakhir", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kode_kecamatan", "tahun", name=op.f("pk_nomor_usulan")),
    )


def _usulan() -> None:
    op.create_table(
        "usulan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("jenis", _pilihan("jenisusulan", *JENIS), nullable=False),
        sa.Column("subjenis", _pilihan("subjenisusulan", *SUBJENIS), nullable=True),
        sa.Column("status", _pilihan("statususulan", *STATUS), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tenggat_date", sa.Date(), nullable=True),
        sa.Column("nomor", sa.String(32), nullable=True),
        sa.Column("periode", sa.String(7), nullable=True),
        sa.Column("kode_desa", sa.String(13), nullable=False),
        sa.Column("pengusul_id", sa.Uuid(), nullable=False),
        sa.Column("pengusul_jabatan", _pilihan("jabatan", *JABATAN), nullable=False),
        sa.Column("is_atas_nama", sa.Boolean(), nullable=False),
        sa.Column("penyunting_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("nik_indeks", sa.Uuid(), nullable=True),
        sa.Column("no_kk_indeks", sa.Uuid(), nullable=True),
        sa.Column("nik_anggota", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("registri_id", sa.Uuid(), nullable=False),
        sa.Column("individu_id", sa.Uuid(), nullable=True),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("is_pernyataan_disetujui", sa.Boolean(), nullable=False),
        sa.Column("butir_kurang", postgresql.JSONB(), nullable=False),
        sa.Column("sasaran_kembali", _pilihan("sasarankembali", "DESA", "PETUGAS"), nullable=True),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_usulan")),
    )
    op.create_index("ix_usulan_status_kode_desa_status_at", "usulan", ["status", "kode_desa", "status_at"])
    op.create_index("ix_usulan_pengusul_id_id", "usulan", ["pengusul_id", "id"])
    op.create_index("ix_usulan_nik_indeks", "usulan", ["nik_indeks"])
    op.create_index("ix_usulan_registri_id_id", "usulan", ["registri_id", "id"])


def _milik_usulan(tabel: str) -> list[sa.Constraint]:
    return [
        sa.ForeignKeyConstraint(
            ["keluarga_id", "usulan_id"],
            ["usulan.keluarga_id", "usulan.id"],
            name=op.f(f"fk_{tabel}_keluarga_id_usulan_id_usulan"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f(f"pk_{tabel}")),
    ]


def downgrade() -> None:
    for tabel in ("nomor_usulan", "lampiran_usulan", "riwayat_usulan", "usulan_terbuka", "usulan"):
        op.drop_table(tabel)
