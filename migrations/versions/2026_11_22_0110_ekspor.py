"""ekspor: files of the registry that were asked for, and their sealed parts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0110_ekspor"
down_revision = "0095_duplikat"
branch_labels = None
depends_on = None

# fmt: off
_HIMPUNAN = ("REGISTRI", "BNBA", "DTSEN", "SDGS_DESA")
_BENTUK = ("CSV", "XLSX", "PARQUET")
_TUJUAN = (
    "PEMUTAKHIRAN_DATA", "MUSYAWARAH", "PENYALURAN_BANTUAN", "PEMADANAN", "PELAPORAN", "PERENCANAAN", "PEMERIKSAAN",
)
_JABATAN = (
    "WARGA", "OPERATOR_DESA", "ENUMERATOR", "PSM", "TKSK", "OPERATOR_KABKOTA", "VERIFIKATOR", "KEPALA_OPD",
    "DISDUKCAPIL", "PEMANTAU_PROV", "PUSAT", "INTEGRASI", "ADMIN_KABKOTA", "ADMIN_PUSAT", "PENETAP",
)
# fmt: on


def _enum(nama: str, panjang: int, *nilai: str) -> sa.Enum:
    return sa.Enum(*nilai, name=nama, native_enum=False, create_constraint=True, length=panjang)


def _saat(nama: str, *, boleh_kosong: bool = True) -> sa.Column[object]:
    return sa.Column(nama, sa.DateTime(timezone=True), nullable=boleh_kosong)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "ekspor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("himpunan", _enum("himpunan", 16, *_HIMPUNAN), nullable=False),
        sa.Column("bentuk", _enum("bentukberkas", 8, *_BENTUK), nullable=False),
        sa.Column("is_berlabel", sa.Boolean(), nullable=False),
        sa.Column("is_nomor_terbuka", sa.Boolean(), nullable=False),
        sa.Column("kode_wilayah", sa.String(13), nullable=False),
        sa.Column("lingkup", postgresql.ARRAY(sa.String(13)), nullable=False),
        sa.Column("tujuan", _enum("tujuanekspor", 32, *_TUJUAN), nullable=False),
        sa.Column("dasar", sa.String(100), nullable=False),
        sa.Column("tanda", sa.String(16), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=False),
        sa.Column("jabatan", _enum("jabatan", 32, *_JABATAN), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=True),
        sa.Column("jumlah", sa.BigInteger(), nullable=False),
        sa.Column("baris", sa.BigInteger(), nullable=False),
        sa.Column("ukuran", sa.BigInteger(), nullable=False),
        sa.Column("percobaan", sa.SmallInteger(), nullable=False),
        sa.Column("diunduh", sa.Integer(), nullable=False),
        _saat("dibuat_at", boleh_kosong=False),
        *(_saat(n) for n in ("mulai_at", "selesai_at", "batal_at", "gagal_at", "kedaluwarsa_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ekspor")),
    )
    op.create_index("ix_ekspor_pelaku_id_id", "ekspor", ["pelaku_id", "id"])
    op.create_index("uq_ekspor_tanda", "ekspor", ["tanda"], unique=True)
    op.create_index(
        "ix_ekspor_kedaluwarsa_at", "ekspor", ["kedaluwarsa_at"], postgresql_where=sa.text("kunci_data IS NOT NULL")
    )
    op.create_table(
        "bagian_ekspor",
        sa.Column("ekspor_id", sa.Uuid(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("dari_desa", sa.String(13), nullable=True),
        sa.Column("dari_id", sa.Uuid(), nullable=True),
        sa.Column("sampai_desa", sa.String(13), nullable=True),
        sa.Column("sampai_id", sa.Uuid(), nullable=True),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.Column("baris", sa.Integer(), nullable=False),
        sa.Column("ukuran", sa.Integer(), nullable=False),
        sa.Column("catatan", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("objek_id", sa.Uuid(), nullable=True),
        _saat("selesai_at"),
        sa.PrimaryKeyConstraint("ekspor_id", "urutan", name=op.f("pk_bagian_ekspor")),
        sa.ForeignKeyConstraint(["ekspor_id"], ["ekspor.id"], name=op.f("fk_bagian_ekspor_ekspor_id_ekspor")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("bagian_ekspor")
    op.drop_table("ekspor")
