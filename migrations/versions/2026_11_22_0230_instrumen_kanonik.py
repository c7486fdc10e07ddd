"""keluarga: a canonical row names the instrument of its answers, so that a model scores only those that it lists.

The next run is a full one: the edges of the runs so far are of scores that did not ask.
"""

import sqlalchemy as sa
from alembic import op

revision = "0230_instrumen_kanonik"
down_revision = "0220_ralat_terhenti"
branch_labels = None
depends_on = None

_TABEL = ("variabel_kanonik", "riwayat_kanonik")
_ISI = """
    UPDATE {tabel} v
    SET instrumen = CASE j.instrumen WHEN 'PBDT2015' THEN 1 WHEN 'REGSOSEK2022K' THEN 2 WHEN 'DTSEN2025' THEN 3 END
    FROM jawaban_survei j
    WHERE j.keluarga_id = v.keluarga_id AND j.id = v.jawaban_id
"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for tabel in _TABEL:
        op.add_column(tabel, sa.Column("instrumen", sa.SmallInteger(), nullable=True))
        op.execute(_ISI.format(tabel=tabel))
    op.execute("DELETE FROM tepi_skor")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for tabel in _TABEL:
        op.drop_column(tabel, "instrumen")
