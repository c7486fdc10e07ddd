"""keluarga: changes with their kind, day and correction; families that end; more reasons to come and go."""

import sqlalchemy as sa
from alembic import op

revision = "0014_perubahan_keluarga"
down_revision = "0015_instrumen"
branch_labels = None
depends_on = None

MASUK_LAMA = ("AWAL", "LAHIR", "PINDAH")
MASUK = (*MASUK_LAMA, "KAWIN", "CERAI", "ANGKAT", "PISAH_KK", "GABUNG_KK")
KELUAR_LAMA = ("MENINGGAL", "PINDAH", "SALAH_CATAT")
KELUAR = ("MENINGGAL", "PINDAH", "LUAR_NEGERI", "KAWIN", "CERAI", "ANGKAT", "PISAH_KK", "GABUNG_KK", "SALAH_CATAT")
PERISTIWA_LAMA = (
    "DIBUAT",
    "ANGGOTA_MASUK",
    "ANGGOTA_KELUAR",
    "ANGGOTA_DIPERBAIKI",
    "KELUARGA_DIPERBAIKI",
    "JAWABAN_DISIMPAN",
)
PERISTIWA = ("DIBUAT", "DITUTUP", *PERISTIWA_LAMA[1:])
JENIS = (
    "IDENTITAS",
    "LAHIR",
    "KAWIN",
    "CERAI",
    "ANGKAT",
    "PINDAH_MASUK",
    "PINDAH_KELUAR",
    "PINDAH_KELUARGA",
    "PISAH_KK",
    "GABUNG_KK",
    "GANTI_KEPALA",
    "MENINGGAL",
    "SALAH_CATAT",
    "PINDAH_DESA",
    "ALIH_WILAYAH",
    "RUMAH_TANGGA",
)


def _pilihan(tabel: str, kolom: str, enum: str, nilai: tuple[str, ...]) -> None:
    op.drop_constraint(op.f(f"ck_{tabel}_{enum}"), tabel, type_="check")
    op.create_check_constraint(op.f(f"ck_{tabel}_{enum}"), tabel, sa.column(kolom).in_(nilai))


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("keluarga", sa.Column("ditutup_date", sa.Date(), nullable=True))
    op.add_column("riwayat_keluarga", sa.Column("perubahan_id", sa.Uuid(), nullable=True))
    op.add_column("riwayat_keluarga", sa.Column("jenis", sa.String(32), nullable=True))
    op.add_column("riwayat_keluarga", sa.Column("tanggal_date", sa.Date(), nullable=True))
    op.add_column("riwayat_keluarga", sa.Column("mengoreksi_id", sa.Uuid(), nullable=True))
    op.create_check_constraint(
        op.f("ck_riwayat_keluarga_jenisperubahan"), "riwayat_keluarga", sa.column("jenis").in_(JENIS)
    )
    _pilihan("riwayat_keluarga", "peristiwa", "peristiwakeluarga", PERISTIWA)
    _pilihan("anggota_keluarga", "alasan_masuk", "alasanmasukanggota", MASUK)
    _pilihan("anggota_keluarga", "alasan_keluar", "alasankeluaranggota", KELUAR)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _pilihan("anggota_keluarga", "alasan_keluar", "alasankeluaranggota", KELUAR_LAMA)
    _pilihan("anggota_keluarga", "alasan_masuk", "alasanmasukanggota", MASUK_LAMA)
    _pilihan("riwayat_keluarga", "peristiwa", "peristiwakeluarga", PERISTIWA_LAMA)
    op.drop_constraint(op.f("ck_riwayat_keluarga_jenisperubahan"), "riwayat_keluarga", type_="check")
    for kolom in ("mengoreksi_id", "tanggal_date", "jenis", "perubahan_id"):
        op.drop_column("riwayat_keluarga", kolom)
    op.drop_column("keluarga", "ditutup_date")
