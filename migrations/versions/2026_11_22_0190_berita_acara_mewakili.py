"""musyawarah: minutes say when the kab/kota kept them for a village without an operator."""

import sqlalchemy as sa
from alembic import op

revision = "0190_berita_acara_mewakili"
down_revision = "0180_kanonik_berubah_kabkota"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # Who kept earlier minutes stands in the audit trail.
    op.add_column(
        "berita_acara", sa.Column("is_mewakili_desa", sa.Boolean(), nullable=False, server_default=sa.false())
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("berita_acara", "is_mewakili_desa")
