"""keluarga: where a family that changed since the last ranking lives now, so that one that moved is found there."""

import sqlalchemy as sa
from alembic import op

revision = "0180_kanonik_berubah_kabkota"
down_revision = "0170_buang_bagian"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # Those noted before stay without: the next ranking takes them over, where they live now.
    op.add_column("kanonik_berubah", sa.Column("kabkota", sa.SmallInteger(), nullable=True))
    op.create_index("ix_kanonik_berubah_kabkota_keluarga_id", "kanonik_berubah", ["kabkota", "keluarga_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_kanonik_berubah_kabkota_keluarga_id", "kanonik_berubah")
    op.drop_column("kanonik_berubah", "kabkota")
