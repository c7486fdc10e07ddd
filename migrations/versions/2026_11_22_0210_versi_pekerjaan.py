"""ekspor, pencarian_duplikat: a version that rises with the state, so that who calls one off can name what he read."""

import sqlalchemy as sa
from alembic import op

revision = "0210_versi_pekerjaan"
down_revision = "0200_kanonik_rapi"
branch_labels = None
depends_on = None

_TABEL = ("ekspor", "pencarian_duplikat")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for tabel in _TABEL:
        op.add_column(tabel, sa.Column("versi", sa.Integer(), nullable=False, server_default="1"))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for tabel in _TABEL:
        op.drop_column(tabel, "versi")
