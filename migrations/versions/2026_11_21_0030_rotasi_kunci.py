"""core: how far a rotation of keys has come."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0030_rotasi_kunci"
down_revision = "0017b_lapangan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "rotasi_kunci",
        sa.Column("tabel", sa.String(63), nullable=False),
        sa.Column("sasaran", sa.String(80), nullable=False),
        sa.Column("terakhir", postgresql.JSONB(), nullable=False),
        sa.Column("dilihat", sa.Integer(), nullable=False),
        sa.Column("ditulis", sa.Integer(), nullable=False),
        sa.Column("selesai_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("tabel", name=op.f("pk_rotasi_kunci")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("rotasi_kunci")
