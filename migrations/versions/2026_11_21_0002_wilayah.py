"""wilayah: region codes with their dates and successors."""

import sqlalchemy as sa
from alembic import op

revision = "0002_wilayah"
down_revision = "0001_inti"
branch_labels = None
depends_on = None

TINGKAT = ("PROVINSI", "KABKOTA", "KECAMATAN", "DESA")
JENIS = ("PROVINSI", "KABUPATEN", "KOTA", "KECAMATAN", "KELURAHAN", "DESA", "LAINNYA")


def upgrade() -> None:
    # A trusted extension: the owner of the database may create it, no superuser is needed.
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_table(
        "wilayah",
        sa.Column("kode", sa.String(13), nullable=False),
        sa.Column("nama", sa.String(100), nullable=False),
        sa.Column("nama_lipat", sa.Text(collation="C"), nullable=False),
        sa.Column("tingkat", sa.Enum(*TINGKAT, name="tingkat", native_enum=False, length=32), nullable=False),
        sa.Column("jenis", sa.Enum(*JENIS, name="jenis", native_enum=False, length=32), nullable=False),
        sa.Column("induk", sa.String(13), nullable=True),
        sa.Column("kode_bps", sa.String(10), nullable=True),
        sa.Column("berlaku_dari", sa.Date(), nullable=True),
        sa.Column("berlaku_sampai", sa.Date(), nullable=True),
        sa.Column("dasar", sa.String(200), nullable=True),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.CheckConstraint(sa.column("tingkat").in_(TINGKAT), name="tingkat"),
        sa.CheckConstraint(sa.column("jenis").in_(JENIS), name="jenis"),
        sa.CheckConstraint("berlaku_sampai > berlaku_dari", name="berlaku"),
        sa.CheckConstraint("(induk IS NULL) = (tingkat = 'PROVINSI')", name="induk"),
        sa.ForeignKeyConstraint(["induk"], ["wilayah.kode"], name=op.f("fk_wilayah_induk_wilayah")),
        sa.PrimaryKeyConstraint("kode", name=op.f("pk_wilayah")),
    )
    op.create_index("ix_wilayah_induk_kode", "wilayah", ["induk", "kode"])
    op.create_index("ix_wilayah_nama_lipat_kode", "wilayah", ["nama_lipat", "kode"])
    op.create_index(
        "ix_wilayah_nama_lipat_trgm",
        "wilayah",
        ["nama_lipat"],
        postgresql_using="gin",
        postgresql_ops={"nama_lipat": "gin_trgm_ops"},
        postgresql_with={"fastupdate": "off"},
    )
    op.create_table(
        "wilayah_pengganti",
        sa.Column("kode_lama", sa.String(13), nullable=False),
        sa.Column("kode_baru", sa.String(13), nullable=False),
        sa.Column("tanggal", sa.Date(), nullable=False),
        sa.Column("dasar", sa.String(200), nullable=False),
        sa.CheckConstraint("kode_lama <> kode_baru", name="bukan_diri"),
        sa.ForeignKeyConstraint(["kode_lama"], ["wilayah.kode"], name=op.f("fk_wilayah_pengganti_kode_lama_wilayah")),
        sa.ForeignKeyConstraint(["kode_baru"], ["wilayah.kode"], name=op.f("fk_wilayah_pengganti_kode_baru_wilayah")),
        sa.PrimaryKeyConstraint("kode_lama", "kode_baru", name=op.f("pk_wilayah_pengganti")),
    )


def downgrade() -> None:
    op.drop_table("wilayah_pengganti")
    op.drop_table("wilayah")
    op.execute("DROP EXTENSION IF EXISTS pg_trgm")
