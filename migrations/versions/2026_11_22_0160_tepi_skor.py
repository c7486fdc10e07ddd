"""desil: tie groups near the cuts are kept, so that a run that builds on another does not look for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0160_tepi_skor"
down_revision = "0131_keluarga_data"
branch_labels = None
depends_on = None


def _kunci(nama: str, jenis: sa.types.TypeEngine[int]) -> sa.Column[int]:
    return sa.Column(nama, jenis, autoincrement=False, nullable=False)


def _larik(nama: str, jenis: sa.types.TypeEngine[int], bawaan: str | None = None) -> sa.Column[object]:
    return sa.Column(nama, ARRAY(jenis), nullable=False, server_default=sa.text(bawaan) if bawaan else None)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "tepi_skor",
        _kunci("putaran_no", sa.Integer()),
        _kunci("nomor", sa.Integer()),
        _kunci("kabkota", sa.SmallInteger()),
        _larik("dari", sa.Integer(), "'{}'"),
        _larik("sampai", sa.Integer(), "'{}'"),
        _larik("skor", sa.BigInteger()),
        _larik("orang", sa.Integer()),
        sa.PrimaryKeyConstraint("putaran_no", "nomor", "kabkota", name=op.f("pk_tepi_skor")),
    )
    op.add_column("potongan_putaran", sa.Column("lama", sa.BigInteger(), server_default=sa.text("0"), nullable=False))


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_column("potongan_putaran", "lama")
    op.drop_table("tepi_skor")
