"""ppks: entries that another recorder may not know of stand beside each other; merges of doubles."""

import sqlalchemy as sa
from alembic import op

revision = "0041_ppks_serupa"
down_revision = "0031_model_pensiun"
branch_labels = None
depends_on = None

_TERBUKA = "status IN ('DICATAT', 'TERVERIFIKASI') AND nik_hmac IS NOT NULL"


_KUNCI = ("nik_hmac", "kategori", "jenis")


def _unik(kolom: list[str], syarat: str) -> None:
    op.drop_index("uq_entri_ppks_terbuka", table_name="entri_ppks")
    op.create_index("uq_entri_ppks_terbuka", "entri_ppks", kolom, unique=True, postgresql_where=sa.text(syarat))


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("entri_ppks", sa.Column("digabung_ke", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_entri_ppks_digabung_ke",
        "entri_ppks",
        ["digabung_ke"],
        postgresql_where=sa.text("digabung_ke IS NOT NULL"),
    )
    _unik(["nik_hmac", "kategori", "jenis", "kode_desa"], f"{_TERBUKA} AND NOT is_peka")


def _pastikan_tanpa_ganda() -> None:
    """Stop before anything is changed: which of two entries of a person is the right one, only a person can say."""
    entri = sa.table("entri_ppks", *(sa.column(k) for k in _KUNCI))
    ganda = sa.select(1).select_from(entri).where(sa.text(_TERBUKA)).group_by(*entri.c).having(sa.func.count() > 1)
    if jumlah := op.get_bind().scalar(sa.select(sa.func.count()).select_from(ganda.subquery())):
        pesan = f"{jumlah} persons have several open PPKS entries of one kind; merge or close them before going back"
        raise RuntimeError(pesan)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _pastikan_tanpa_ganda()
    _unik([*_KUNCI], _TERBUKA)
    op.drop_index("ix_entri_ppks_digabung_ke", table_name="entri_ppks")
    op.drop_column("entri_ppks", "digabung_ke")
