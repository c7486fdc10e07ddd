"""impor: files brought in, their pieces, staged rows, remarks and progress."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

revision = "0110_impor"
down_revision = "0110_ekspor"
branch_labels = None
depends_on = None

_STATUS = ("DITERIMA", "DIPERIKSA", "SIAP", "DITERAPKAN", "TERHENTI", "SELESAI", "GAGAL", "DIBATALKAN")
_FORMAT = ("DTKS1", "DTSEN", "REGSOSEK", "PBDT2015")
_HASIL = ("KOSONG", "SAMA", "DITERIMA", "ANOMALI", "KONFLIK", "DITOLAK")
_TAHAP = ("BACA", "UJI", "TERAP")


def _enum(nama: str, panjang: int, *nilai: str) -> sa.Enum:
    return sa.Enum(*nilai, name=nama, native_enum=False, create_constraint=True, length=panjang)


def _waktu(nama: str) -> sa.Column[object]:
    return sa.Column(nama, sa.DateTime(timezone=True), nullable=False)


def _anak(nama: str, *isi: object) -> None:
    op.create_table(
        nama,
        sa.Column("impor_id", sa.Uuid(), nullable=False),
        *isi,
        sa.ForeignKeyConstraint(["impor_id"], ["impor.id"], name=op.f(f"fk_{nama}_impor_id_impor"), ondelete="CASCADE"),
    )


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '2s'")
    op.create_table(
        "impor",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("jabatan", sa.String(32), nullable=False),
        sa.Column("wilayah", ARRAY(sa.String(13)), nullable=False),
        sa.Column("pelaku_nik", sa.Uuid(), nullable=True),
        sa.Column("pelaku_kk", sa.Uuid(), nullable=True),
        sa.Column("status", _enum("statusimpor", 32, *_STATUS), nullable=False),
        _waktu("status_at"),
        sa.Column("ukuran", sa.BigInteger(), nullable=False),
        sa.Column("diterima", sa.BigInteger(), nullable=False),
        sa.Column("tanggal_date", sa.Date(), nullable=False),
        sa.Column("format", _enum("kodeformat", 16, *_FORMAT), nullable=True),
        sa.Column("kenal", JSONB(), nullable=True),
        sa.Column("kolom", JSONB(), nullable=True),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=True),
        sa.Column("galat", sa.String(64), nullable=True),
        _waktu("kedaluwarsa_at"),
        sa.Column("versi", sa.Integer(), nullable=False),
        _waktu("created_at"),
        _waktu("updated_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_impor")),
    )
    op.create_index("ix_impor_akun_id_id", "impor", ["akun_id", "id"])
    op.create_index("ix_impor_kedaluwarsa_at", "impor", ["kedaluwarsa_at"])
    _anak(
        "bagian_impor",
        sa.Column("mulai", sa.BigInteger(), nullable=False),
        sa.Column("ukuran", sa.Integer(), nullable=False),
        sa.Column("objek_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("impor_id", "mulai", name=op.f("pk_bagian_impor")),
    )
    _anak(
        "baris_impor",
        sa.Column("kunci_keluarga", sa.Uuid(), nullable=False),
        sa.Column("baris", sa.Integer(), nullable=False),
        sa.Column("urutan", sa.SmallInteger(), server_default="1", nullable=False),
        sa.Column("kode_desa", sa.String(13), nullable=False),
        sa.Column("nik_hmac", sa.Uuid(), nullable=True),
        sa.Column("no_kk_hmac", sa.Uuid(), nullable=True),
        sa.Column("acuan_id", sa.Uuid(), nullable=True),
        sa.Column("catatan", ARRAY(sa.Text()), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("impor_id", "kunci_keluarga", "baris", name=op.f("pk_baris_impor")),
    )
    _anak(
        "catatan_impor",
        sa.Column("tahap", _enum("tahapimpor", 8, *_TAHAP), nullable=False),
        sa.Column("baris", sa.Integer(), nullable=False),
        sa.Column("urut", sa.SmallInteger(), nullable=False),
        sa.Column("hasil", _enum("hasilbaris", 16, *_HASIL), nullable=False),
        sa.Column("kode", sa.String(40), nullable=False),
        sa.Column("kolom", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("impor_id", "tahap", "baris", "urut", name=op.f("pk_catatan_impor")),
    )
    _anak(
        "kemajuan_impor",
        sa.Column("tahap", _enum("tahapimpor", 8, *_TAHAP), nullable=False),
        sa.Column("nomor", sa.Integer(), nullable=False),
        sa.Column("sampai", sa.BigInteger(), nullable=False),
        sa.Column("baris", sa.Integer(), nullable=False),
        sa.Column("kunci_akhir", sa.Uuid(), nullable=True),
        *(
            sa.Column(n, sa.Integer(), nullable=False)
            for n in ("kosong", "sama", "diterima", "anomali", "konflik", "ditolak")
        ),
        _waktu("selesai_at"),
        sa.PrimaryKeyConstraint("impor_id", "tahap", "nomor", name=op.f("pk_kemajuan_impor")),
    )
    op.create_table(
        "keluarga_impor",
        sa.Column("kunci", sa.Uuid(), nullable=False),
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("kunci", name=op.f("pk_keluarga_impor")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '2s'")
    for nama in ("keluarga_impor", "kemajuan_impor", "catatan_impor", "baris_impor", "bagian_impor", "impor"):
        op.drop_table(nama)
