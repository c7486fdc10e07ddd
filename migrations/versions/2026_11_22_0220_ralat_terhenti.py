"""impor: since when a correction of a day stands still at a family that who ordered it may not change."""

import sqlalchemy as sa
from alembic import op

revision = "0220_ralat_terhenti"
down_revision = "0210_versi_pekerjaan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("ralat_impor", sa.Column("terhenti_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("ralat_impor", "terhenti_at")
