"""surat: issued letters and their ends."""

import sqlalchemy as sa
from alembic import op

revision = "0016_surat"
down_revision = "0017a_verval_lapangan"
branch_labels = None
depends_on = None


def _enum(nama: str, *anggota: str) -> sa.Enum:
    return sa.Enum(*anggota, name=nama, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "surat",
        sa.Column("kode", sa.String(20), nullable=False),
        sa.Column(
            "jenis",
            _enum("jenissurat", "BUKTI_USULAN", "BERITA_ACARA", "SK_PENETAPAN", "PRELIST", "SPTJM"),
            nullable=False,
        ),
        sa.Column("nomor", sa.String(100), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("kode_wilayah", sa.String(13), nullable=True),
        sa.Column("objek", sa.String(120), nullable=False),
        sa.Column("berkas_id", sa.Uuid(), nullable=False),
        sa.Column("sidik", sa.String(64), nullable=False),
        sa.Column("sidik_isi", sa.String(64), nullable=False),
        sa.Column("mengganti", sa.String(20), nullable=True),
        sa.Column("dibuat_oleh", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kode", name=op.f("pk_surat")),
    )
    op.create_index("ix_surat_objek_created_at", "surat", ["objek", "created_at"])
    op.create_index("ix_surat_sidik", "surat", ["sidik"])
    op.create_table(
        "surat_akhir",
        sa.Column("kode", sa.String(20), nullable=False),
        sa.Column("keadaan", _enum("keadaansurat", "BERLAKU", "DIGANTI", "DITARIK"), nullable=False),
        sa.Column("pengganti", sa.String(20), nullable=True),
        sa.Column("alasan", sa.String(500), nullable=True),
        sa.Column("oleh", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("keadaan <> 'BERLAKU'", name=op.f("ck_surat_akhir_keadaan")),
        sa.CheckConstraint("(keadaan = 'DIGANTI') = (pengganti IS NOT NULL)", name=op.f("ck_surat_akhir_pengganti")),
        sa.PrimaryKeyConstraint("kode", name=op.f("pk_surat_akhir")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("surat_akhir")
    op.drop_table("surat")
