"""kriteria: the short questionnaire."""

import sqlalchemy as sa
from alembic import op

revision = "0015a_kriteria"
down_revision = "0018_temuan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "kuesioner_kriteria",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("versi", sa.String(length=16), nullable=False),
        sa.Column("tanggal_date", sa.Date(), nullable=False),
        sa.Column(
            "sumber",
            sa.Enum(
                "KUNJUNGAN",
                "MANDIRI",
                "PERBAIKAN",
                "IMPOR",
                name="sumberjawaban",
                native_enum=False,
                create_constraint=True,
                length=16,
            ),
            nullable=False,
        ),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_kuesioner_kriteria")),
    )
    op.create_index(
        "ix_kuesioner_kriteria_keluarga_id_tanggal_date_id",
        "kuesioner_kriteria",
        ["keluarga_id", "tanggal_date", "id"],
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("kuesioner_kriteria")
