"""keluarga: canonical rows are tidied by autovacuum as they change, not by the ranking that reads them first.

Whoever first reads a changed row prunes its page and marks what is visible, with an image of the page in the log: that
cost a month's ranking more than its reading.
"""

from alembic import op

revision = "0200_kanonik_rapi"
down_revision = "0190_hari_data"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    # One change in 200 families: half of what a month's ranking takes over. New families are inserts, not changes.
    op.execute(
        "ALTER TABLE variabel_kanonik SET"
        " (autovacuum_vacuum_scale_factor = 0.005, autovacuum_vacuum_insert_scale_factor = 0.005)"
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(
        "ALTER TABLE variabel_kanonik RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_insert_scale_factor)"
    )
