"""wilayah, keluarga: a replacement of codes can be undone; families are re-assigned to successors."""

import sqlalchemy as sa
from alembic import op

revision = "0014b_pengalihan_desa"
down_revision = "0019a_pengesahan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index("ix_wilayah_pengganti_kode_baru", "wilayah_pengganti", ["kode_baru"])
    op.create_table(
        "pengalihan_desa",
        sa.Column("kode_lama", sa.String(13), nullable=False),
        sa.Column("kode_baru", sa.String(13), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=True),
        sa.Column("diminta_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kursor", sa.Uuid(), nullable=True),
        sa.Column("selesai_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("kode_lama", "kode_baru", name=op.f("pk_pengalihan_desa")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("pengalihan_desa")
    op.drop_index("ix_wilayah_pengganti_kode_baru", "wilayah_pengganti")
