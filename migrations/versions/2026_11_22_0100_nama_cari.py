"""keluarga: names are found by sound, by word and by birth date; a job fills the columns of persons already there."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0100_nama_cari"
down_revision = "0092_kunci_orang"
branch_labels = None
depends_on = None

GIN = {"postgresql_using": "gin", "postgresql_with": {"fastupdate": "off"}}


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "kata_nama",
        sa.Column("kata", sa.String(24), nullable=False),
        sa.Column("tanda", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.PrimaryKeyConstraint("kata", name=op.f("pk_kata_nama")),
    )
    op.create_index("ix_kata_nama_tanda", "kata_nama", ["tanda"], **GIN)
    op.add_column("individu", sa.Column("nama_sidik", sa.BigInteger(), nullable=True))
    op.add_column("individu", sa.Column("nama_kata", postgresql.ARRAY(sa.Integer()), nullable=True))
    op.create_index("ix_individu_nama_sidik_kode_desa", "individu", ["nama_sidik", "kode_desa"])
    kolom = [sa.text("left(kode_desa, 5)"), sa.text("left(kode_desa, 8)"), "kode_desa", "nama_kata"]
    op.create_index("ix_individu_nama_kata", "individu", kolom, **GIN)
    op.create_index("ix_individu_tanggal_lahir_kode_desa", "individu", ["tanggal_lahir", "kode_desa"])
    op.create_index(
        "ix_individu_belum_bersidik",
        "individu",
        ["keluarga_id", "id"],
        postgresql_where=sa.text("nama_sidik IS NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for nama in ("belum_bersidik", "tanggal_lahir_kode_desa", "nama_kata", "nama_sidik_kode_desa"):
        op.drop_index(f"ix_individu_{nama}", "individu")
    op.drop_column("individu", "nama_kata")
    op.drop_column("individu", "nama_sidik")
    op.drop_table("kata_nama")
