"""akun: one-time codes, second factors, the civil registration's word, national accounts wait for a second person."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013_akun"
down_revision = "0021_tenggat_usulan"
branch_labels = None
depends_on = None

_STATUS = ("DAFTAR", "EMAIL_TERKONFIRMASI", "MENUNGGU_VERIFIKASI", "AKTIF", "DITOLAK", "NONAKTIF")
_JENIS = ("SUREL", "USERNAME", "NIK_WARGA", "NIK_PETUGAS", "KONFIRMASI", "ALAMAT")
_HASIL = ("BELUM", "PADAN", "TIDAK_PADAN", "MENINGGAL", "NIK_TIDAK_DITEMUKAN", "TUNDA")


def _periksa(tabel: str, kolom: str, nama: str, nilai: tuple[str, ...]) -> None:
    op.drop_constraint(op.f(f"ck_{tabel}_{nama}"), tabel, type_="check")
    daftar = ", ".join(f"'{n}'" for n in nilai)
    op.create_check_constraint(op.f(f"ck_{tabel}_{nama}"), tabel, f"{kolom} IN ({daftar})")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _periksa("akun", "status", "statusakun", (*_STATUS, "MENUNGGU_PERSETUJUAN", "DITUTUP"))
    _periksa("akun_indeks", "jenis", "jenisindeks", (*_JENIS, "PERBAIKAN", "SANDI", "MASUK"))
    op.add_column("akun", sa.Column("diajukan_oleh", sa.Uuid(), nullable=True))
    op.add_column("akun", sa.Column("is_sdm_kesos", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_index("ix_akun_petugas", "akun", ["kode_kelola", "id"], postgresql_where=sa.text("jabatan <> 'WARGA'"))
    op.create_table(
        "kode_sekali",
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("tujuan", sa.String(100), nullable=False),
        sa.Column("sidik", sa.Uuid(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=True),
        sa.Column("kedaluwarsa_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("akun_id", "tujuan", name=op.f("pk_kode_sekali")),
    )
    op.create_index("ix_kode_sekali_kedaluwarsa_at", "kode_sekali", ["kedaluwarsa_at"])
    op.create_table(
        "totp_akun",
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("pemulihan", postgresql.ARRAY(sa.LargeBinary(32)), nullable=False),
        sa.Column("langkah_terakhir", sa.BigInteger(), nullable=True),
        sa.Column("dikonfirmasi_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("akun_id", name=op.f("pk_totp_akun")),
    )
    op.create_table(
        "padan_akun",
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column(
            "hasil",
            sa.Enum(*_HASIL, name="hasilpadan", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("beda", postgresql.ARRAY(sa.String(32)), nullable=False),
        sa.Column("peringatan", postgresql.ARRAY(sa.String(32)), nullable=False),
        sa.Column("skor_nama", sa.Integer(), nullable=False),
        sa.Column("sebab", sa.String(32), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("akun_id", name=op.f("pk_padan_akun")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for tabel in ("padan_akun", "totp_akun", "kode_sekali"):
        op.drop_table(tabel)
    op.drop_index("ix_akun_petugas", "akun")
    op.drop_column("akun", "is_sdm_kesos")
    op.drop_column("akun", "diajukan_oleh")
    op.execute("UPDATE akun SET status = 'NONAKTIF' WHERE status IN ('MENUNGGU_PERSETUJUAN', 'DITUTUP')")
    op.execute("DELETE FROM akun_indeks WHERE jenis IN ('PERBAIKAN', 'SANDI', 'MASUK')")
    _periksa("akun", "status", "statusakun", _STATUS)
    _periksa("akun_indeks", "jenis", "jenisindeks", _JENIS)
