"""referensi: the calendar of periods."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003_referensi"
down_revision = "0002_wilayah"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "periode",
        sa.Column("kode", sa.String(7), nullable=False),
        sa.Column("mulai", sa.Date(), nullable=False),
        sa.Column("selesai", sa.Date(), nullable=False),
        sa.Column("isi_jendela", postgresql.JSONB(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("mulai <= selesai", name=op.f("ck_periode_urut")),
        sa.PrimaryKeyConstraint("kode", name=op.f("pk_periode")),
    )


def downgrade() -> None:
    op.drop_table("periode")
