"""desil: families that a run could not rank are found by region."""

import sqlalchemy as sa
from alembic import op

revision = "0091_tanpa_skor"
down_revision = "0060_laporan_putaran"
branch_labels = None
depends_on = None

NAMA = "ix_skor_keluarga_tanpa_skor"


def _ganti(*kolom: str) -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(NAMA, "skor_keluarga")
    op.create_index(NAMA, "skor_keluarga", list(kolom), postgresql_where=sa.text("skor IS NULL"))


def upgrade() -> None:
    _ganti("putaran_no", "kabkota", "keluarga_id")


def downgrade() -> None:
    _ganti("putaran_no", "keluarga_id")
