"""impor, keluarga: where a family's day of data comes from, and the correction of a day that was stated wrongly."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY

revision = "0190_hari_data"
down_revision = "0190_berita_acara_mewakili"
branch_labels = None
depends_on = None

_ALASAN = ("SALAH_KETIK", "SALAH_PAHAM", "KETERANGAN_PEMILIK_DATA")


def _wajib(nama: str, jenis: sa.types.TypeEngine[object]) -> sa.Column[object]:
    return sa.Column(nama, jenis, nullable=False)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "hari_data",
        _wajib("keluarga_id", sa.Uuid()),
        _wajib("id", sa.Uuid()),
        _wajib("impor_id", sa.Uuid()),
        _wajib("data_date", sa.Date()),
        sa.Column("sebelum_date", sa.Date(), nullable=True),
        _wajib("is_tersendiri", sa.Boolean()),
        sa.Column("jawaban_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["keluarga_id"], ["keluarga.keluarga_id"], name=op.f("fk_hari_data_keluarga_id_keluarga")
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_hari_data")),
    )
    op.create_index("ix_hari_data_impor_id_keluarga_id", "hari_data", ["impor_id", "keluarga_id"])
    op.add_column("jawaban_survei", sa.Column("digantikan_id", sa.Uuid(), nullable=True))
    op.create_table(
        "ralat_impor",
        _wajib("impor_id", sa.Uuid()),
        _wajib("id", sa.Uuid()),
        _wajib("lama_date", sa.Date()),
        _wajib("baru_date", sa.Date()),
        sa.Column(
            "alasan",
            sa.Enum(*_ALASAN, name="alasanralat", native_enum=False, length=32, create_constraint=True),
            nullable=False,
        ),
        _wajib("pelaku_id", sa.Uuid()),
        _wajib("jabatan", sa.String(32)),
        _wajib("wilayah", ARRAY(sa.String(13))),
        *(_wajib(n, sa.Integer()) for n in ("tertahan", "dilihat", "diubah", "terselip")),
        sa.Column("keluarga", sa.Integer(), nullable=True),
        sa.Column("kursor", sa.Uuid(), nullable=True),
        _wajib("created_at", sa.DateTime(timezone=True)),
        sa.Column("selesai_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["impor_id"], ["impor.id"], name=op.f("fk_ralat_impor_impor_id_impor"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("impor_id", "id", name=op.f("pk_ralat_impor")),
    )
    op.create_index(
        "uq_ralat_impor_berjalan",
        "ralat_impor",
        ["impor_id"],
        unique=True,
        postgresql_where=sa.text("selesai_at IS NULL"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("ralat_impor")
    op.drop_column("jawaban_survei", "digantikan_id")
    op.drop_table("hari_data")
