"""notifikasi: the inbox of each account."""

import sqlalchemy as sa
from alembic import op

revision = "0020_kotak_masuk"
down_revision = "0011_cekbansos"
branch_labels = None
depends_on = None

_JENIS = ("USULAN", "TENGGAT", "MUSYAWARAH", "TEMUAN", "KEANGGOTAAN", "AKUN")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "kotak_masuk",
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(*_JENIS, name="jeniskabar", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("objek", sa.String(120), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dibaca_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("akun_id", "id", name=op.f("pk_kotak_masuk")),
    )
    op.create_index(
        "ix_kotak_masuk_belum_dibaca",
        "kotak_masuk",
        ["akun_id", "id"],
        postgresql_where=sa.text("dibaca_at IS NULL"),
    )
    op.create_index("ix_kotak_masuk_created_at", "kotak_masuk", ["created_at"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("kotak_masuk")
