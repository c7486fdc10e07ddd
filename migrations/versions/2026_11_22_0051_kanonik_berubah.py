"""keluarga: families whose canonical variables changed since a ranking took them over."""

import sqlalchemy as sa
from alembic import op

revision = "0051_kanonik_berubah"
down_revision = "0060_banding_model"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "kanonik_berubah",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("keluarga_id", name=op.f("pk_kanonik_berubah")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("kanonik_berubah")
