"""keluarga: a canonical row names the instrument of its answers, so that a model scores only those that it lists.

The next run is a full one: the edges of the runs so far are of scores that did not ask, and on the way back of scores
that did. A run that is being computed would lose them under its feet, so it is finished or cancelled first.

Rows are filled in batches of their own transactions; after a stop the revision is run again and goes on.
"""

from uuid import UUID

import sqlalchemy as sa
from alembic import context, op

revision = "0230_instrumen_kanonik"
down_revision = "0220_ralat_terhenti"
branch_labels = None
depends_on = None

_TABEL = ("variabel_kanonik", "riwayat_kanonik")
_SEKALI = 50_000
_BATAS = "SELECT keluarga_id FROM {tabel} WHERE keluarga_id > :dari ORDER BY keluarga_id OFFSET :banyak LIMIT 1"
_ISI = """
    UPDATE {tabel} v
    SET instrumen = CASE j.instrumen WHEN 'PBDT2015' THEN 1 WHEN 'REGSOSEK2022K' THEN 2 WHEN 'DTSEN2025' THEN 3 END
    FROM jawaban_survei j
    WHERE v.instrumen IS NULL AND v.keluarga_id > :dari AND v.keluarga_id <= :sampai
      AND j.keluarga_id = v.keluarga_id AND j.id = v.jawaban_id
"""
_AWAL, _AKHIR = UUID(int=0), UUID(int=2**128 - 1)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _pastikan_tanpa_hitungan()
    for tabel in _TABEL:
        op.execute(f"ALTER TABLE {tabel} ADD COLUMN IF NOT EXISTS instrumen smallint")
    with op.get_context().autocommit_block():
        for tabel in _TABEL:
            _isi(tabel)
    _buang_tepi()


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _buang_tepi()
    for tabel in _TABEL:
        op.drop_column(tabel, "instrumen")


def _isi(tabel: str) -> None:
    """Fill a table from the answers that its rows name, by key; a row without answers keeps none."""
    sambungan, dari = op.get_bind(), _AWAL
    sekali = context.config.attributes.get("sekali", _SEKALI)
    batas, isi = sa.text(_BATAS.format(tabel=tabel)), sa.text(_ISI.format(tabel=tabel))
    while dari != _AKHIR:
        sampai = sambungan.scalar(batas, {"dari": dari, "banyak": sekali}) or _AKHIR
        sambungan.execute(isi, {"dari": dari, "sampai": sampai})
        dari = sampai


def _buang_tepi() -> None:
    """Remove the edges of all runs; none may start or go on until that is in force."""
    op.execute("LOCK TABLE putaran IN SHARE ROW EXCLUSIVE MODE")
    _pastikan_tanpa_hitungan()
    op.execute("DELETE FROM tepi_skor")


def _pastikan_tanpa_hitungan() -> None:
    """Stop before anything is changed: a run that goes on over this would find its cut-offs in a part of its rows."""
    terbuka = sa.text("SELECT periode FROM putaran WHERE status = 'DIHITUNG' AND tahap <> 'SELESAI' ORDER BY nomor")
    if periode := op.get_bind().scalars(terbuka).all():
        pesan = f"the run of {', '.join(periode)} is being computed; finish or cancel it first"
        raise RuntimeError(pesan)
