"""ppks: entries of PPKS and PSKS with their history."""

import sqlalchemy as sa
from alembic import op

revision = "0022_ppks"
down_revision = "0014_perubahan_keluarga"
branch_labels = None
depends_on = None

_STATUS = ("DICATAT", "TERVERIFIKASI", "DITOLAK", "DITUTUP")
_AKSI = ("catat", "verifikasi", "tolak", "tutup", "buka_kembali")


def _enum(nama: str, *nilai: str) -> sa.Enum:
    return sa.Enum(*nilai, name=nama, native_enum=False, create_constraint=True, length=32)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "entri_ppks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kategori", _enum("kategori", "PPKS", "PSKS"), nullable=False),
        sa.Column("jenis", sa.String(48), nullable=False),
        sa.Column("bentuk", _enum("bentuk", "INDIVIDU", "KELUARGA", "KELOMPOK"), nullable=False),
        sa.Column("is_peka", sa.Boolean(), nullable=False),
        sa.Column("kode_desa", sa.String(13), nullable=False),
        sa.Column("ditemukan_date", sa.Date(), nullable=False),
        sa.Column("status", _enum("statusppks", *_STATUS), nullable=False),
        sa.Column("nik_hmac", sa.Uuid(), nullable=True),
        sa.Column("nama_hmac", sa.Uuid(), nullable=True),
        sa.Column("keluarga_id", sa.Uuid(), nullable=True),
        sa.Column("individu_id", sa.Uuid(), nullable=True),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("dicatat_oleh", sa.Uuid(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_entri_ppks")),
    )
    op.create_index("ix_entri_ppks_status_kode_desa_id", "entri_ppks", ["status", "kode_desa", "id"])
    op.create_index("ix_entri_ppks_nik_hmac", "entri_ppks", ["nik_hmac"])
    op.create_index("ix_entri_ppks_nama_hmac", "entri_ppks", ["nama_hmac"])
    op.create_index(
        "uq_entri_ppks_terbuka",
        "entri_ppks",
        ["nik_hmac", "kategori", "jenis"],
        unique=True,
        postgresql_where=sa.text("status IN ('DICATAT', 'TERVERIFIKASI') AND nik_hmac IS NOT NULL"),
    )
    op.create_table(
        "riwayat_ppks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entri_id", sa.Uuid(), nullable=False),
        sa.Column("aksi", _enum("aksippks", *_AKSI), nullable=True),
        sa.Column("ke", _enum("statusppks", *_STATUS), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=False),
        sa.Column("jabatan", sa.String(32), nullable=False),
        sa.Column("kode_alasan", sa.String(64), nullable=True),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_riwayat_ppks")),
    )
    op.create_index("ix_riwayat_ppks_entri_id_id", "riwayat_ppks", ["entri_id", "id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("riwayat_ppks")
    op.drop_table("entri_ppks")
