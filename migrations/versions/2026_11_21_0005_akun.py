"""akun: accounts, their indexes, assignments, history and logins."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_akun"
down_revision = "0004_berkas_objek"
branch_labels = None
depends_on = None

_JABATAN = (
    "WARGA",
    "OPERATOR_DESA",
    "ENUMERATOR",
    "PSM",
    "TKSK",
    "OPERATOR_KABKOTA",
    "VERIFIKATOR",
    "KEPALA_OPD",
    "DISDUKCAPIL",
    "PEMANTAU_PROV",
    "PUSAT",
    "INTEGRASI",
    "ADMIN_KABKOTA",
    "ADMIN_PUSAT",
    "PENETAP",
)
_STATUS = ("DAFTAR", "EMAIL_TERKONFIRMASI", "MENUNGGU_VERIFIKASI", "AKTIF", "DITOLAK", "NONAKTIF")
_JENIS = ("SUREL", "USERNAME", "NIK_WARGA", "NIK_PETUGAS", "KONFIRMASI", "ALAMAT")


def _enum(nama: str, *anggota: str, panjang: int = 32) -> sa.Enum:
    return sa.Enum(*anggota, name=nama, native_enum=False, create_constraint=True, length=panjang)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "akun",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("jabatan", _enum("jabatan", *_JABATAN), nullable=False),
        sa.Column("status", _enum("statusakun", *_STATUS), nullable=False),
        sa.Column("nama", sa.String(200), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("nik_indeks", sa.Uuid(), nullable=True),
        sa.Column("no_kk_indeks", sa.Uuid(), nullable=True),
        sa.Column("kode_desa", sa.String(13), nullable=True),
        sa.Column("kode_kelola", sa.String(13), nullable=False),
        sa.Column("sandi_hash", sa.String(200), nullable=True),
        sa.Column("is_sandi_sementara", sa.Boolean(), nullable=False),
        sa.Column("rahasia_klien", sa.LargeBinary(32), nullable=True),
        sa.Column("cakupan", postgresql.ARRAY(sa.String(64)), nullable=False),
        sa.Column("foto_ktp_id", sa.Uuid(), nullable=True),
        sa.Column("swafoto_id", sa.Uuid(), nullable=True),
        sa.Column("versi_token", sa.Integer(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("dibuat_oleh", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_akun")),
    )
    op.create_index("ix_akun_kode_kelola_status_id", "akun", ["kode_kelola", "status", "id"])
    op.create_index("ix_akun_nik_indeks", "akun", ["nik_indeks"])
    op.create_table(
        "akun_indeks",
        sa.Column("nilai", sa.Uuid(), nullable=False),
        sa.Column("jenis", _enum("jenisindeks", *_JENIS, panjang=16), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("kedaluwarsa_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("nilai", "jenis", name=op.f("pk_akun_indeks")),
    )
    op.create_index("ix_akun_indeks_akun_id", "akun_indeks", ["akun_id"])
    op.create_index(
        "ix_akun_indeks_kedaluwarsa_at",
        "akun_indeks",
        ["kedaluwarsa_at"],
        postgresql_where=sa.text("kedaluwarsa_at IS NOT NULL"),
    )
    op.create_table(
        "penugasan_wilayah",
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kode_wilayah", sa.String(13), nullable=False),
        sa.Column("berlaku_dari", sa.Date(), nullable=False),
        sa.Column("berlaku_sampai", sa.Date(), nullable=True),
        sa.Column("dibuat_oleh", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("akun_id", "id", name=op.f("pk_penugasan_wilayah")),
    )
    op.create_index("ix_penugasan_wilayah_kode_wilayah_akun_id", "penugasan_wilayah", ["kode_wilayah", "akun_id"])
    op.create_table(
        "riwayat_akun",
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("aksi", sa.String(32), nullable=False),
        sa.Column("dari", sa.String(32), nullable=True),
        sa.Column("ke", sa.String(32), nullable=False),
        sa.Column("jabatan", _enum("jabatan", *_JABATAN), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=True),
        sa.Column("kode_alasan", sa.String(64), nullable=True),
        sa.Column("penjelasan", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("akun_id", "id", name=op.f("pk_riwayat_akun")),
    )
    op.create_table(
        "token_segar",
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("urutan", sa.Integer(), nullable=False),
        sa.Column("diputar_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("habis_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dicabut_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sebab", sa.String(32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("akun_id", "id", name=op.f("pk_token_segar")),
    )
    op.create_index("ix_token_segar_habis_at", "token_segar", ["habis_at"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for tabel in ("token_segar", "riwayat_akun", "penugasan_wilayah", "akun_indeks", "akun"):
        op.drop_table(tabel)
