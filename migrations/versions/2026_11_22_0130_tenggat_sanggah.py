"""sanggah: an index for the daily look at overdue contests."""

import sqlalchemy as sa
from alembic import op

revision = "0130_tenggat_sanggah"
down_revision = "0120_bagian_skor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    terbuka = sa.text("status IN ('DIAJUKAN', 'DITERUSKAN', 'DIVERIFIKASI')")
    op.create_index("ix_sanggah_tenggat", "sanggah", ["tenggat_date"], postgresql_where=terbuka)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_sanggah_tenggat", table_name="sanggah")
