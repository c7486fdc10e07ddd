"""penetapan: decrees, their history and copied lists, dated memberships."""

import sqlalchemy as sa
from alembic import op

revision = "0010_penetapan"
down_revision = "0009_desil"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kode", sa.String(length=40), nullable=False),
        sa.Column("nomor", sa.String(length=100), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("periode", sa.String(length=7), nullable=False),
        sa.Column("putaran_id", sa.Uuid(), nullable=False),
        sa.Column("model", sa.String(length=120), nullable=False),
        sa.Column("ambang_desil", sa.SmallInteger(), nullable=False),
        sa.Column("kuota", sa.Integer(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "RANCANGAN",
                "DITANDATANGANI",
                "BERLAKU",
                "DIGANTI",
                "DIBATALKAN",
                name="statussk",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sidik", sa.String(length=64), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("jumlah_ditetapkan", sa.Integer(), nullable=False),
        sa.Column("jumlah_tidak_ditetapkan", sa.Integer(), nullable=False),
        sa.Column("jumlah_menunggu", sa.Integer(), nullable=False),
        sa.Column("penyiap_id", sa.Uuid(), nullable=False),
        sa.Column("penyiap_nik_indeks", sa.Uuid(), nullable=True),
        sa.Column("disiapkan_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("penanda_tangan_id", sa.Uuid(), nullable=True),
        sa.Column("ditandatangani_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("mengganti_id", sa.Uuid(), nullable=True),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.CheckConstraint("ambang_desil BETWEEN 1 AND 10", name=op.f("ck_sk_ambang_desil")),
        sa.CheckConstraint("kuota IS NULL OR kuota > 0", name=op.f("ck_sk_kuota")),
        sa.ForeignKeyConstraint(["mengganti_id"], ["sk.id"], name=op.f("fk_sk_mengganti_id_sk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sk")),
        sa.UniqueConstraint("kode", name=op.f("uq_sk_kode")),
    )
    op.create_index("uq_sk_nomor", "sk", ["nomor"], unique=True, postgresql_where=sa.text("status <> 'DIBATALKAN'"))
    op.create_index(
        "uq_sk_periode_rancangan", "sk", ["periode"], unique=True, postgresql_where=sa.text("status = 'RANCANGAN'")
    )
    op.create_table(
        "riwayat_sk",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sk_id", sa.Uuid(), nullable=False),
        sa.Column("aksi", sa.String(length=32), nullable=False),
        sa.Column("dari", sa.String(length=32), nullable=True),
        sa.Column("ke", sa.String(length=32), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=True),
        sa.Column("alasan_kode", sa.String(length=64), nullable=True),
        sa.Column("penjelasan", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["sk_id"], ["sk.id"], name=op.f("fk_riwayat_sk_sk_id_sk")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_riwayat_sk")),
    )
    op.create_index("ix_riwayat_sk_sk_id_id", "riwayat_sk", ["sk_id", "id"], unique=False)
    op.create_table(
        "sk_keluarga",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sk_id", sa.Uuid(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("usulan_id", sa.Uuid(), nullable=False),
        sa.Column("individu_id", sa.Uuid(), nullable=False),
        sa.Column("nik_indeks", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("jenis", sa.String(length=32), nullable=False),
        sa.Column("kode_desa", sa.String(length=13), nullable=False),
        sa.Column("desil", sa.SmallInteger(), nullable=True),
        sa.Column(
            "putusan",
            sa.Enum(
                "DITETAPKAN",
                "DIPERBARUI",
                "DIKELUARKAN",
                "TIDAK_DITETAPKAN",
                "DAFTAR_TUNGGU",
                name="putusan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("alasan_kode", sa.String(length=64), nullable=True),
        sa.Column("sidik", sa.LargeBinary(length=32), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["sk_id"], ["sk.id"], name=op.f("fk_sk_keluarga_sk_id_sk")),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_sk_keluarga")),
    )
    op.create_index("ix_sk_keluarga_sk_id_urutan", "sk_keluarga", ["sk_id", "urutan"], unique=False)
    op.create_table(
        "keanggotaan_indeks",
        sa.Column("kunci", sa.Uuid(), nullable=False),
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("individu_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("kunci", name=op.f("pk_keanggotaan_indeks")),
    )
    op.create_table(
        "keanggotaan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("individu_id", sa.Uuid(), nullable=False),
        sa.Column("nik_indeks", sa.Uuid(), nullable=True),
        sa.Column("kode_desa", sa.String(length=13), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "TERDAFTAR",
                "AKAN_DINONAKTIFKAN",
                "DITIDURKAN",
                "NONAKTIF",
                name="statuskeanggotaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "aksi",
            sa.Enum(
                "daftarkan",
                "peringatkan",
                "tidurkan",
                "bangunkan",
                "nonaktifkan",
                "keluarkan",
                "cabut_sk",
                name="aksikeanggotaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("alasan_kode", sa.String(length=64), nullable=True),
        sa.Column("penjelasan", sa.Text(), nullable=True),
        sa.Column("langkah_berikutnya", sa.Text(), nullable=True),
        sa.Column("sk_id", sa.Uuid(), nullable=True),
        sa.Column("pelaku_id", sa.Uuid(), nullable=True),
        sa.Column("nonaktif_paling_cepat", sa.Date(), nullable=True),
        sa.Column("mulai_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sampai_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["sk_id"], ["sk.id"], name=op.f("fk_keanggotaan_sk_id_sk")),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_keanggotaan")),
    )
    op.create_index(
        "ix_keanggotaan_nik_indeks",
        "keanggotaan",
        ["nik_indeks"],
        unique=False,
        postgresql_where=sa.text("sampai_at IS NULL"),
    )
    op.create_index(
        "ix_keanggotaan_sk_id", "keanggotaan", ["sk_id"], unique=False, postgresql_where=sa.text("sampai_at IS NULL")
    )
    op.create_index(
        "ix_keanggotaan_status_kode_desa_id",
        "keanggotaan",
        ["status", "kode_desa", "id"],
        unique=False,
        postgresql_where=sa.text("sampai_at IS NULL"),
    )
    op.create_index(
        "uq_keanggotaan_keluarga_id_individu_id",
        "keanggotaan",
        ["keluarga_id", "individu_id"],
        unique=True,
        postgresql_where=sa.text("sampai_at IS NULL"),
    )


def downgrade() -> None:
    op.drop_table("keanggotaan")
    op.drop_table("keanggotaan_indeks")
    op.drop_table("sk_keluarga")
    op.drop_table("riwayat_sk")
    op.drop_table("sk")
