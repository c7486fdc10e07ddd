"""cekbansos: the lookup's read model and used proofs of work."""

import sqlalchemy as sa
from alembic import op

revision = "0011_cekbansos"
down_revision = "0010_penetapan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "cek_status",
        sa.Column("nik_hmac", sa.Uuid(), nullable=False),
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("nama_samar", sa.Text(), nullable=False),
        sa.Column("nama_marka", sa.ARRAY(sa.Integer()), nullable=False),
        sa.Column("jumlah_kata", sa.SmallInteger(), nullable=False),
        sa.Column("kode_desa", sa.String(length=13), nullable=False),
        sa.Column("nama_desa", sa.Text(), nullable=False),
        sa.Column("dewasa_sejak", sa.Date(), nullable=False),
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
        sa.Column("per_tanggal", sa.Date(), nullable=False),
        sa.Column("is_disembunyikan", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("nik_hmac", name=op.f("pk_cek_status")),
    )
    op.create_index("ix_cek_status_kode_desa_nik_hmac", "cek_status", ["kode_desa", "nik_hmac"], unique=False)
    op.create_table(
        "tantangan_terpakai",
        sa.Column("sidik", sa.Uuid(), nullable=False),
        sa.Column("kedaluwarsa_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sidik", name=op.f("pk_tantangan_terpakai")),
    )
    op.create_index(
        op.f("ix_tantangan_terpakai_kedaluwarsa_at"), "tantangan_terpakai", ["kedaluwarsa_at"], unique=False
    )


def downgrade() -> None:
    op.drop_table("tantangan_terpakai")
    op.drop_table("cek_status")
