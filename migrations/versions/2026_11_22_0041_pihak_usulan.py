"""usulan: whom a case concerns as the registry has them, and what to look at twice."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0041_pihak_usulan"
down_revision = "0041_ppks_serupa"
branch_labels = None
depends_on = None

_KOSONG = sa.text("'{}'")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    daftar = postgresql.ARRAY(sa.Uuid())
    op.add_column("usulan", sa.Column("nik_asal", sa.Uuid(), nullable=True))
    op.add_column("usulan", sa.Column("no_kk_asal", sa.Uuid(), nullable=True))
    op.add_column("usulan", sa.Column("nik_terkait", daftar, nullable=False, server_default=_KOSONG))
    op.add_column("usulan", sa.Column("no_kk_terkait", daftar, nullable=False, server_default=_KOSONG))
    op.add_column("usulan", sa.Column("tanda", postgresql.ARRAY(sa.String(40)), nullable=False, server_default=_KOSONG))
    op.create_index("ix_usulan_nik_asal", "usulan", ["nik_asal"], postgresql_where=sa.text("nik_asal IS NOT NULL"))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_usulan_nik_asal", "usulan")
    for kolom in ("tanda", "no_kk_terkait", "nik_terkait", "no_kk_asal", "nik_asal"):
        op.drop_column("usulan", kolom)
