"""desil: a model can be retired, with its reason."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0031_model_pensiun"
down_revision = "0040_anggota_hadir"
branch_labels = None
depends_on = None

_LAMA = ("DIUNGGAH", "AKTIF", "DIGANTI")


def _status(nilai: tuple[str, ...]) -> None:
    daftar = ", ".join(f"'{n}'" for n in nilai)
    op.drop_constraint(op.f("ck_model_pmt_statusmodel"), "model_pmt", type_="check")
    op.create_check_constraint(op.f("ck_model_pmt_statusmodel"), "model_pmt", f"status IN ({daftar})")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("model_pmt", sa.Column("dipensiunkan_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("model_pmt", sa.Column("alasan_pensiun", postgresql.JSONB(), nullable=True))
    _status((*_LAMA, "PENSIUN"))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("UPDATE model_pmt SET status = 'DIGANTI' WHERE status = 'PENSIUN'")
    _status(_LAMA)
    op.drop_column("model_pmt", "alasan_pensiun")
    op.drop_column("model_pmt", "dipensiunkan_at")
