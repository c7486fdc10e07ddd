"""keluarga: blind indexes by which a person is found who is recorded twice; a job fills them."""

import sqlalchemy as sa
from alembic import op

revision = "0092_kunci_orang"
down_revision = "0091_tanpa_skor"
branch_labels = None
depends_on = None

KUNCI = ("kunci_nama_lahir", "kunci_nama_ibu", "kunci_lahir_ibu")
USANG = "ix_individu_kunci_usang"


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for nama in KUNCI:
        op.add_column("individu", sa.Column(nama, sa.Uuid(), nullable=True))
        op.create_index(f"ix_individu_{nama}_kode_desa", "individu", [nama, "kode_desa"])
    op.add_column("individu", sa.Column("kunci_versi", sa.SmallInteger(), nullable=True))
    op.create_index(
        USANG, "individu", ["keluarga_id", "id"], postgresql_where=sa.text("kunci_versi IS DISTINCT FROM 1")
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index(USANG, "individu")
    op.drop_column("individu", "kunci_versi")
    for nama in reversed(KUNCI):
        op.drop_index(f"ix_individu_{nama}_kode_desa", "individu")
        op.drop_column("individu", nama)
