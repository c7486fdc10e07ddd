"""verval: how far the job of a large batch is, and which period's pull takes its names."""

import sqlalchemy as sa
from alembic import op

revision = "0019a_pengesahan"
down_revision = "0012_jenis_usulan"
branch_labels = None
depends_on = None

_HITUNG = ("jumlah_nama", "jumlah_disahkan", "jumlah_tertahan")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("pengesahan", sa.Column("periode_tarik", sa.String(length=7), nullable=True))
    for kolom in _HITUNG:
        op.add_column("pengesahan", sa.Column(kolom, sa.Integer(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for kolom in _HITUNG:
        op.drop_column("pengesahan", kolom)
    op.drop_column("pengesahan", "periode_tarik")
