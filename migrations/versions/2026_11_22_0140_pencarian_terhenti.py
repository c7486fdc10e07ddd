"""pencarian_duplikat: a search that failed says so, and another one of its kab/kota may begin."""

import sqlalchemy as sa
from alembic import op

revision = "0140_pencarian_terhenti"
down_revision = "0130_tenggat_sanggah"
branch_labels = None
depends_on = None

_TABEL = "pencarian_duplikat"
_UNIK = "uq_pencarian_duplikat_berjalan"
_CEK = "ck_pencarian_duplikat_sebabterhenti"
_SEBAB = ("PROSES_MATI", "BASIS_DATA", "GALAT_PROGRAM")
_LAMA = "selesai_at IS NULL AND dibatalkan_at IS NULL"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column(_TABEL, sa.Column("percobaan", sa.SmallInteger(), nullable=False, server_default="0"))
    op.alter_column(_TABEL, "percobaan", server_default=None)
    op.add_column(_TABEL, sa.Column("terhenti_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(_TABEL, sa.Column("sebab", sa.String(32), nullable=True))
    op.create_check_constraint(op.f(_CEK), _TABEL, sa.column("sebab").in_(_SEBAB))
    _ganti(f"{_LAMA} AND terhenti_at IS NULL")


def downgrade() -> None:
    """A stopped search becomes a cancelled one: before, nothing else let another one begin."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("UPDATE pencarian_duplikat SET dibatalkan_at = terhenti_at WHERE terhenti_at IS NOT NULL")
    _ganti(_LAMA)
    op.drop_constraint(op.f(_CEK), _TABEL, type_="check")
    for kolom in ("sebab", "terhenti_at", "percobaan"):
        op.drop_column(_TABEL, kolom)


def _ganti(syarat: str) -> None:
    op.drop_index(_UNIK, table_name=_TABEL)
    op.create_index(_UNIK, _TABEL, ["kode_wilayah"], unique=True, postgresql_where=sa.text(syarat))
