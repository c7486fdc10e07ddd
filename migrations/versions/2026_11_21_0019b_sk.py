"""penetapan: lists made and carried out by jobs, kinds of rows, published counts; the period's dashboard."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0019b_sk"
down_revision = "0018a_validasi"
branch_labels = None
depends_on = None

_HITUNG = ("jumlah_tetap", "jumlah_berubah", "jumlah_dihapus", "jumlah_terlaksana", "jumlah_tertahan")
_STATUS = ("RANCANGAN", "DITANDATANGANI", "BERLAKU", "DIGANTI", "DIBATALKAN")
_PUTUSAN = ("DITETAPKAN", "DIPERBARUI", "DIKELUARKAN", "TIDAK_DITETAPKAN", "DAFTAR_TUNGGU")
_AKSI = (
    "daftarkan",
    "peringatkan",
    "tidurkan",
    "bangunkan",
    "nonaktifkan",
    "keluarkan",
    "cabut_sk",
    "umumkan_keluar",
    "jatuh_tempo",
    "pulihkan",
    "cabut_pemulihan",
    "terima_keberatan",
)


def _cek(tabel: str, kolom: str, enum: str, nilai: tuple[str, ...]) -> None:
    nama = op.f(f"ck_{tabel}_{enum}")
    op.drop_constraint(nama, tabel, type_="check")
    daftar = ", ".join(f"'{n}'" for n in nilai)
    op.create_check_constraint(nama, tabel, f"{kolom} IN ({daftar})")


def _rancangan(syarat: str) -> None:
    op.drop_index("uq_sk_periode_rancangan", "sk")
    op.create_index("uq_sk_periode_rancangan", "sk", ["periode"], unique=True, postgresql_where=sa.text(syarat))


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for kolom in _HITUNG:
        op.add_column("sk", sa.Column(kolom, sa.Integer(), server_default=sa.text("0"), nullable=False))
    op.add_column("sk", sa.Column("is_bawa_lanjut", sa.Boolean(), server_default=sa.text("false"), nullable=False))
    op.add_column("sk", sa.Column("kemajuan", JSONB(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("sk", sa.Column("orang_keluarga", sa.Integer(), nullable=True))
    op.add_column("sk", sa.Column("orang_luar_keluarga", sa.Integer(), nullable=True))
    _cek("sk", "status", "statussk", ("DISUSUN", *_STATUS))
    _cek("sk_keluarga", "putusan", "putusan", (*_PUTUSAN, "DIPERTAHANKAN"))
    _cek("keanggotaan", "aksi", "aksikeanggotaan", (*_AKSI, "lanjutkan"))
    _rancangan("status IN ('DISUSUN', 'RANCANGAN', 'DITANDATANGANI')")
    op.create_table(
        "sk_calon",
        sa.Column("sk_id", sa.Uuid(), nullable=False),
        sa.Column("usulan_id", sa.Uuid(), nullable=False),
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("individu_id", sa.Uuid(), nullable=False),
        sa.Column("jenis", sa.String(length=32), nullable=False),
        sa.Column("subjenis", sa.String(length=32), nullable=True),
        sa.Column("desil", sa.SmallInteger(), nullable=True),
        sa.Column("skor", sa.BigInteger(), nullable=True),
        sa.Column("urut_desil", sa.SmallInteger(), nullable=False),
        sa.Column("urut_skor", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["sk_id"], ["sk.id"], name=op.f("fk_sk_calon_sk_id_sk")),
        sa.PrimaryKeyConstraint("sk_id", "usulan_id", name=op.f("pk_sk_calon")),
    )
    op.create_index(
        "ix_sk_calon_urut", "sk_calon", ["sk_id", "urut_desil", "urut_skor", "keluarga_id", "usulan_id"], unique=False
    )
    op.create_table(
        "sk_rekap",
        sa.Column("sk_id", sa.Uuid(), nullable=False),
        sa.Column("kode_desa", sa.String(length=13), nullable=False),
        sa.Column("keluarga", sa.Integer(), nullable=False),
        sa.Column("orang_keluarga", sa.Integer(), nullable=False),
        sa.Column("orang_luar_keluarga", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["sk_id"], ["sk.id"], name=op.f("fk_sk_rekap_sk_id_sk")),
        sa.PrimaryKeyConstraint("sk_id", "kode_desa", name=op.f("pk_sk_rekap")),
    )
    op.create_index(
        "ix_usulan_periode_kode_desa",
        "usulan",
        ["periode", "kode_desa"],
        postgresql_where=sa.text("status <> 'DRAF'"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_usulan_periode_kode_desa", "usulan")
    op.drop_table("sk_rekap")
    op.drop_table("sk_calon")
    op.execute("UPDATE sk SET status = 'DIBATALKAN' WHERE status = 'DISUSUN'")
    op.execute("UPDATE sk_keluarga SET putusan = 'DIPERBARUI' WHERE putusan = 'DIPERTAHANKAN'")
    op.execute("UPDATE keanggotaan SET aksi = 'daftarkan' WHERE aksi = 'lanjutkan'")
    _rancangan("status = 'RANCANGAN'")
    _cek("keanggotaan", "aksi", "aksikeanggotaan", _AKSI)
    _cek("sk_keluarga", "putusan", "putusan", _PUTUSAN)
    _cek("sk", "status", "statussk", _STATUS)
    for kolom in ("orang_luar_keluarga", "orang_keluarga", "kemajuan", "is_bawa_lanjut", *reversed(_HITUNG)):
        op.drop_column("sk", kolom)
