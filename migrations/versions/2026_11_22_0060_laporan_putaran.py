"""desil: what was counted of a run, for its report."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0060_laporan_putaran"
down_revision = "0060_keberatan_usulan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "laporan_putaran",
        sa.Column("putaran_id", sa.Uuid(), nullable=False),
        sa.Column("bentuk", sa.SmallInteger(), nullable=False),
        sa.Column("sebelum_id", sa.Uuid(), nullable=True),
        sa.Column("isi", postgresql.JSONB(), nullable=False),
        sa.Column("dibuat_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["putaran_id"], ["putaran.id"], name=op.f("fk_laporan_putaran_putaran_id_putaran")),
        sa.PrimaryKeyConstraint("putaran_id", name=op.f("pk_laporan_putaran")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("laporan_putaran")
