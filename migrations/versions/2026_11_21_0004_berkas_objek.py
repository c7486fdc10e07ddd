"""berkas_objek and notifikasi: files in the object store, outgoing messages."""

import sqlalchemy as sa
from alembic import op

revision = "0004_berkas_objek"
down_revision = "0003_referensi"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "berkas_objek",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pemilik", sa.String(120), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=True),
        sa.Column("media", sa.String(32), nullable=False),
        sa.Column("ukuran", sa.Integer(), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_berkas_objek")),
    )
    op.create_table(
        "kotak_keluar",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("templat", sa.String(64), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "ANTRE", "TERKIRIM", "MATI", name="statuspesan", native_enum=False, create_constraint=True, length=32
            ),
            nullable=False,
        ),
        sa.Column("percobaan", sa.SmallInteger(), nullable=False),
        sa.Column("galat", sa.String(64), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("terkirim_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kotak_keluar")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("kotak_keluar")
    op.drop_table("berkas_objek")
