"""usulan: reminders sent before a deadline, and an index by deadline."""

import sqlalchemy as sa
from alembic import op

revision = "0021_tenggat_usulan"
down_revision = "0020_kotak_masuk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("usulan", sa.Column("pengingat_ke", sa.SmallInteger(), nullable=False, server_default="0"))
    op.add_column("usulan", sa.Column("pengingat_date", sa.Date(), nullable=True))
    op.create_index(
        "ix_usulan_tenggat", "usulan", ["tenggat_date", "id"], postgresql_where=sa.text("tenggat_date IS NOT NULL")
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_usulan_tenggat", "usulan")
    op.drop_column("usulan", "pengingat_date")
    op.drop_column("usulan", "pengingat_ke")
