"""keluarga: answers under the instruments PBDT2015 and DTSEN2025."""

import sqlalchemy as sa
from alembic import op

revision = "0015_instrumen"
down_revision = "0016_surat"
branch_labels = None
depends_on = None

_NAMA = "ck_jawaban_survei_kodeinstrumen"


def _ganti(*kode: str) -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_constraint(op.f(_NAMA), "jawaban_survei", type_="check")
    op.create_check_constraint(op.f(_NAMA), "jawaban_survei", sa.column("instrumen").in_(kode))


def upgrade() -> None:
    _ganti("PBDT2015", "REGSOSEK2022K", "DTSEN2025")


def downgrade() -> None:
    _ganti("REGSOSEK2022K")
