"""lapangan: visits that are made again by somebody else."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017c_mutu"
down_revision = "0030_rotasi_kunci"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '2s'")
    op.create_table(
        "sampel_mutu",
        sa.Column("kode_kabkota", sa.String(length=5), nullable=False),
        sa.Column("periode", sa.String(length=7), nullable=False),
        sa.Column("benih", sa.BigInteger(), nullable=False),
        sa.Column("persen", sa.SmallInteger(), nullable=False),
        sa.Column("dibuat_oleh", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kode_kabkota", "periode", name=op.f("pk_sampel_mutu")),
    )
    op.create_table(
        "kunjungan_mutu",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("penugasan_id", sa.Uuid(), nullable=False),
        sa.Column("usulan_id", sa.Uuid(), nullable=False),
        sa.Column("kunjungan_id", sa.Uuid(), nullable=False),
        sa.Column("registri_id", sa.Uuid(), nullable=False),
        sa.Column("jawaban_id", sa.Uuid(), nullable=False),
        sa.Column("kode_desa", sa.String(length=13), nullable=False),
        sa.Column("periode", sa.String(length=7), nullable=False),
        sa.Column("enumerator_id", sa.Uuid(), nullable=False),
        sa.Column("pemeriksa_id", sa.Uuid(), nullable=False),
        sa.Column("ditanya", sa.Integer(), nullable=True),
        sa.Column("sama", sa.Integer(), nullable=True),
        sa.Column("beda", JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=True),
        sa.Column("isi", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selesai_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "penugasan_id"],
            ["penugasan.keluarga_id", "penugasan.id"],
            name=op.f("fk_kunjungan_mutu_keluarga_id_penugasan_id_penugasan"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_kunjungan_mutu")),
    )
    op.create_index("ix_kunjungan_mutu_kode_desa_periode", "kunjungan_mutu", ["kode_desa", "periode"], unique=False)
    op.create_index(
        "ix_kunjungan_mutu_pemeriksa_id_terbuka",
        "kunjungan_mutu",
        ["pemeriksa_id"],
        unique=False,
        postgresql_where=sa.text("selesai_at IS NULL"),
    )
    op.create_index(
        "uq_kunjungan_mutu_keluarga_id_penugasan_id", "kunjungan_mutu", ["keluarga_id", "penugasan_id"], unique=True
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '2s'")
    op.drop_table("kunjungan_mutu")
    op.drop_table("sampel_mutu")
