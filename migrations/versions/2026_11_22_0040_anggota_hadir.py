"""keluarga: of which family a person is a member now."""

import sqlalchemy as sa
from alembic import op

revision = "0040_anggota_hadir"
down_revision = "0019b_sk"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_index(
        "ix_anggota_keluarga_hadir",
        "anggota_keluarga",
        ["individu_id"],
        postgresql_where=sa.text("keluar_date IS NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_anggota_keluarga_hadir", table_name="anggota_keluarga")
