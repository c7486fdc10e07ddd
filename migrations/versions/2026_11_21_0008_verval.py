"""verval: meetings with their minutes, assignments and visits, matches, batches to sign."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008_verval"
down_revision = "0007_usulan"
branch_labels = None
depends_on = None


def _enum(nama: str, *anggota: str) -> sa.Enum:
    return sa.Enum(*anggota, name=nama, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "musyawarah",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kode_desa", sa.String(length=13), nullable=False),
        sa.Column("jenis", _enum("jenismusyawarah", "MUSDES", "MUSKEL"), nullable=False),
        sa.Column("status", _enum("statusmusyawarah", "DIJADWALKAN", "FINAL", "DIBATALKAN"), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("waktu_mulai", sa.Time(), nullable=False),
        sa.Column("waktu_selesai", sa.Time(), nullable=True),
        sa.Column("tempat", sa.Text(), nullable=False),
        sa.Column("pimpinan", postgresql.JSONB(), nullable=True),
        sa.Column("hadir", postgresql.JSONB(), nullable=True),
        sa.Column("indikator", postgresql.JSONB(), nullable=False),
        sa.Column("penandatangan", postgresql.JSONB(), nullable=False),
        sa.Column("catatan", postgresql.JSONB(), nullable=True),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("dibuat_oleh", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_musyawarah")),
    )
    op.create_index("ix_musyawarah_kode_desa_tanggal_id", "musyawarah", ["kode_desa", "tanggal", "id"])
    op.create_table(
        "musyawarah_usulan",
        sa.Column("musyawarah_id", sa.Uuid(), nullable=False),
        sa.Column("usulan_id", sa.Uuid(), nullable=False),
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("nomor", sa.String(length=40), nullable=False),
        sa.Column("keputusan", _enum("keputusan", "DISEPAKATI", "TIDAK_DISEPAKATI"), nullable=True),
        sa.Column("alasan", postgresql.JSONB(), nullable=True),
        sa.Column("catatan", sa.Text(), nullable=True),
        sa.Column("diputus_oleh", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(keputusan = 'TIDAK_DISEPAKATI') = (alasan IS NOT NULL)", name=op.f("ck_musyawarah_usulan_alasan")
        ),
        sa.PrimaryKeyConstraint("musyawarah_id", "usulan_id", name=op.f("pk_musyawarah_usulan")),
    )
    op.create_index("ix_musyawarah_usulan_usulan_id", "musyawarah_usulan", ["usulan_id"])
    op.create_table(
        "musyawarah_berkas",
        sa.Column("musyawarah_id", sa.Uuid(), nullable=False),
        sa.Column("berkas_id", sa.Uuid(), nullable=False),
        sa.Column("jenis", _enum("jenisberkasmusyawarah", "BERITA_ACARA", "DAFTAR_HADIR", "FOTO"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("musyawarah_id", "berkas_id", name=op.f("pk_musyawarah_berkas")),
    )
    op.create_table(
        "berita_acara",
        sa.Column("musyawarah_id", sa.Uuid(), nullable=False),
        sa.Column("nomor", sa.String(length=40), nullable=False),
        sa.Column("kode_desa", sa.String(length=13), nullable=False),
        sa.Column("tahun", sa.SmallInteger(), nullable=False),
        sa.Column("urut", sa.Integer(), nullable=False),
        sa.Column("isi", sa.Text(), nullable=False),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("musyawarah_id", name=op.f("pk_berita_acara")),
    )
    op.create_index("uq_berita_acara_kode_desa_tahun_urut", "berita_acara", ["kode_desa", "tahun", "urut"], unique=True)
    op.create_table(
        "penugasan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("usulan_id", sa.Uuid(), nullable=False),
        sa.Column("kode_desa", sa.String(length=13), nullable=False),
        sa.Column("enumerator_id", sa.Uuid(), nullable=False),
        sa.Column("status", _enum("statuspenugasan", "AKTIF", "SELESAI", "GAGAL"), nullable=False),
        sa.Column("putaran", sa.SmallInteger(), nullable=False),
        sa.Column("ditugaskan_oleh", sa.Uuid(), nullable=False),
        sa.Column("ditugaskan_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ditutup_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "usulan_id"],
            ["usulan.keluarga_id", "usulan.id"],
            name=op.f("fk_penugasan_keluarga_id_usulan_id_usulan"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_penugasan")),
    )
    op.create_index("ix_penugasan_enumerator_id_status_id", "penugasan", ["enumerator_id", "status", "id"])
    op.create_index(
        "uq_penugasan_keluarga_id_usulan_id_aktif",
        "penugasan",
        ["keluarga_id", "usulan_id"],
        unique=True,
        postgresql_where=sa.text("status = 'AKTIF'"),
    )
    op.create_table(
        "percobaan_kunjungan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("penugasan_id", sa.Uuid(), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column(
            "sebab",
            _enum("sebabgagalkunjungan", "RESPONDEN_TIDAK_DITEMUI", "RESPONDEN_MENOLAK", "PINDAH_BANGUNAN_TIDAK_ADA"),
            nullable=False,
        ),
        sa.Column("catatan", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "penugasan_id"],
            ["penugasan.keluarga_id", "penugasan.id"],
            name=op.f("fk_percobaan_kunjungan_keluarga_id_penugasan_id_penugasan"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "penugasan_id", "tanggal", name=op.f("pk_percobaan_kunjungan")),
    )
    op.create_table(
        "foto_kunjungan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("penugasan_id", sa.Uuid(), nullable=False),
        sa.Column("jenis", _enum("jenisfoto", "KK", "RUMAH_DEPAN", "RUMAH_DALAM", "RESPONDEN"), nullable=False),
        sa.Column("berkas_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "penugasan_id"],
            ["penugasan.keluarga_id", "penugasan.id"],
            name=op.f("fk_foto_kunjungan_keluarga_id_penugasan_id_penugasan"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_foto_kunjungan")),
    )
    op.create_index("ix_foto_kunjungan_keluarga_id_penugasan_id", "foto_kunjungan", ["keluarga_id", "penugasan_id"])
    op.create_table(
        "kunjungan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("penugasan_id", sa.Uuid(), nullable=False),
        sa.Column("jawaban_id", sa.Uuid(), nullable=False),
        sa.Column("mulai_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selesai_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("selesai_at >= mulai_at", name=op.f("ck_kunjungan_waktu")),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "penugasan_id"],
            ["penugasan.keluarga_id", "penugasan.id"],
            name=op.f("fk_kunjungan_keluarga_id_penugasan_id_penugasan"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_kunjungan")),
    )
    op.create_index("uq_kunjungan_keluarga_id_penugasan_id", "kunjungan", ["keluarga_id", "penugasan_id"], unique=True)
    op.create_table(
        "padan_log",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("usulan_id", sa.Uuid(), nullable=False),
        sa.Column("sidik", sa.Uuid(), nullable=False),
        sa.Column(
            "hasil",
            _enum("hasilpadan", "BELUM", "PADAN", "TIDAK_PADAN", "MENINGGAL", "NIK_TIDAK_DITEMUKAN", "TUNDA"),
            nullable=False,
        ),
        sa.Column("beda", postgresql.JSONB(), nullable=False),
        sa.Column("peringatan", postgresql.JSONB(), nullable=False),
        sa.Column("skor_nama", sa.SmallInteger(), nullable=False),
        sa.Column(
            "sebab",
            _enum(
                "sebabgagal",
                "WAKTU_HABIS",
                "TIDAK_TERHUBUNG",
                "GALAT_LAYANAN",
                "KUOTA_HABIS",
                "TERLALU_BESAR",
                "JAWABAN_ANEH",
                "NIK_LAIN",
                "SIRKUIT_TERBUKA",
            ),
            nullable=True,
        ),
        sa.Column("diminta_oleh", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "usulan_id"],
            ["usulan.keluarga_id", "usulan.id"],
            name=op.f("fk_padan_log_keluarga_id_usulan_id_usulan"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_padan_log")),
    )
    op.create_index("ix_padan_log_keluarga_id_usulan_id_id", "padan_log", ["keluarga_id", "usulan_id", "id"])
    op.create_table(
        "pengesahan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kode_kabkota", sa.String(length=5), nullable=False),
        sa.Column("periode", sa.String(length=7), nullable=False),
        sa.Column("status", _enum("statuspengesahan", "DISUSUN", "DITANDATANGANI", "DIBATALKAN"), nullable=False),
        sa.Column("nomor_surat", sa.String(length=100), nullable=True),
        sa.Column("tanggal_surat", sa.Date(), nullable=True),
        sa.Column("berkas_id", sa.Uuid(), nullable=True),
        sa.Column("jumlah_bnba", sa.Integer(), nullable=True),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("disusun_oleh", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ditandatangani_oleh", sa.Uuid(), nullable=True),
        sa.Column("ditandatangani_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pengesahan")),
    )
    op.create_index("ix_pengesahan_kode_kabkota_id", "pengesahan", ["kode_kabkota", "id"])
    op.create_index(
        "uq_pengesahan_kode_kabkota_nomor_surat",
        "pengesahan",
        ["kode_kabkota", "nomor_surat"],
        unique=True,
        postgresql_where=sa.text("status = 'DITANDATANGANI'"),
    )
    op.create_table(
        "pengesahan_usulan",
        sa.Column("pengesahan_id", sa.Uuid(), nullable=False),
        sa.Column("usulan_id", sa.Uuid(), nullable=False),
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("is_aktif", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("pengesahan_id", "usulan_id", name=op.f("pk_pengesahan_usulan")),
    )
    op.create_index(
        "uq_pengesahan_usulan_usulan_id_aktif",
        "pengesahan_usulan",
        ["usulan_id"],
        unique=True,
        postgresql_where=sa.text("is_aktif"),
    )


def downgrade() -> None:
    op.drop_table("pengesahan_usulan")
    op.drop_table("pengesahan")
    op.drop_table("padan_log")
    op.drop_table("kunjungan")
    op.drop_table("foto_kunjungan")
    op.drop_table("percobaan_kunjungan")
    op.drop_table("penugasan")
    op.drop_table("berita_acara")
    op.drop_table("musyawarah_berkas")
    op.drop_table("musyawarah_usulan")
    op.drop_table("musyawarah")
