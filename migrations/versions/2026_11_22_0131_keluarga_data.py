"""keluarga: the day of the newest imported data, so that an older file does not win over a newer one."""

import sqlalchemy as sa
from alembic import op

revision = "0131_keluarga_data"
down_revision = "0140_pencarian_terhenti"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("keluarga", sa.Column("data_date", sa.Date(), nullable=True))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("keluarga", "data_date")
