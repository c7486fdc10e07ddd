"""duplikat: pairs that may be one person, their history, and searches of a kab/kota."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0095_duplikat"
down_revision = "0100_nama_cari"
branch_labels = None
depends_on = None

_STATUS = ("TERBUKA", "DIGABUNG", "DINYATAKAN_SAMA", "BUKAN_DUPLIKAT", "USANG")
_AKSI = (
    *("temukan", "gabungkan", "nyatakan_sama", "bukan_duplikat", "batalkan_gabung"),
    *("buka_lagi", "temukan_lagi", "usangkan"),
)
_JENIS = ("REGISTRI", "USULAN", "ANTAR_USULAN")
_SAAT = sa.DateTime(timezone=True)


def _enum(nama: str, *nilai: str) -> sa.Enum:
    return sa.Enum(*nilai, name=nama, native_enum=False, create_constraint=True, length=32)


def _wajib(nama: str, jenis: sa.types.TypeEngine[object]) -> sa.Column[object]:
    return sa.Column(nama, jenis, nullable=False)


def _pasangan() -> None:
    op.create_table(
        "pasangan_duplikat",
        _wajib("id", sa.Uuid()),
        _wajib("jenis", _enum("jenispasangan", *_JENIS)),
        _wajib("keluarga_id", sa.Uuid()),
        _wajib("orang_id", sa.Uuid()),
        _wajib("urutan", sa.SmallInteger()),
        _wajib("kode_desa", sa.String(13)),
        _wajib("lain_keluarga_id", sa.Uuid()),
        _wajib("lain_orang_id", sa.Uuid()),
        _wajib("lain_urutan", sa.SmallInteger()),
        _wajib("lain_kode_desa", sa.String(13)),
        _wajib("skor", sa.SmallInteger()),
        _wajib("bukti", postgresql.JSONB()),
        _wajib("sidik", sa.Uuid()),
        _wajib("status", _enum("statuspasangan", *_STATUS)),
        _wajib("status_at", _SAAT),
        _wajib("ditemukan_at", _SAAT),
        _wajib("diperiksa_at", _SAAT),
        sa.Column("penggabungan", postgresql.JSONB(), nullable=True),
        _wajib("versi", sa.Integer()),
        sa.CheckConstraint("skor BETWEEN 0 AND 100", name=op.f("ck_pasangan_duplikat_skor")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pasangan_duplikat")),
    )
    orang = ["orang_id", "urutan", "lain_orang_id", "lain_urutan"]
    op.create_index("uq_pasangan_duplikat_orang", "pasangan_duplikat", orang, unique=True)
    op.create_index("ix_pasangan_duplikat_lain_orang_id", "pasangan_duplikat", ["lain_orang_id"])
    for kolom in (["status", "kode_desa", "skor", "id"], ["status", "skor", "id"]):
        op.create_index(f"ix_pasangan_duplikat_{'_'.join(kolom)}", "pasangan_duplikat", kolom)


def _riwayat() -> None:
    op.create_table(
        "riwayat_pasangan",
        _wajib("id", sa.Uuid()),
        _wajib("pasangan_id", sa.Uuid()),
        _wajib("aksi", _enum("aksipasangan", *_AKSI)),
        sa.Column("dari", sa.String(32), nullable=True),
        _wajib("ke", sa.String(32)),
        _wajib("skor", sa.SmallInteger()),
        sa.Column("pelaku_id", sa.Uuid(), nullable=True),
        sa.Column("jabatan", sa.String(32), nullable=True),
        sa.Column("kode_alasan", sa.String(64), nullable=True),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=True),
        sa.Column("isi", sa.LargeBinary(), nullable=True),
        _wajib("created_at", _SAAT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_riwayat_pasangan")),
        sa.ForeignKeyConstraint(
            ["pasangan_id"], ["pasangan_duplikat.id"], name=op.f("fk_riwayat_pasangan_pasangan_id_pasangan_duplikat")
        ),
    )
    op.create_index("ix_riwayat_pasangan_pasangan_id_id", "riwayat_pasangan", ["pasangan_id", "id"])


def _pencarian() -> None:
    op.create_table(
        "pencarian_duplikat",
        _wajib("id", sa.Uuid()),
        _wajib("kode_wilayah", sa.String(5)),
        _wajib("ambang", sa.SmallInteger()),
        _wajib("desa", sa.Integer()),
        _wajib("desa_selesai", sa.Integer()),
        _wajib("kursor", sa.String(13)),
        sa.Column("kursor_usulan", sa.Uuid(), nullable=True),
        _wajib("is_desa_selesai", sa.Boolean()),
        _wajib("is_usulan_selesai", sa.Boolean()),
        *(
            _wajib(n, sa.Integer())
            for n in ("orang", "dibandingkan", "baru", "terbuka_lagi", "usang", "terlampaui", "tanpa_kunci")
        ),
        _wajib("diminta_oleh", sa.Uuid()),
        _wajib("diminta_at", _SAAT),
        *(sa.Column(n, _SAAT, nullable=True) for n in ("mulai_at", "dibatalkan_at", "selesai_at")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pencarian_duplikat")),
    )
    op.create_index(
        "uq_pencarian_duplikat_berjalan",
        "pencarian_duplikat",
        ["kode_wilayah"],
        unique=True,
        postgresql_where=sa.text("selesai_at IS NULL AND dibatalkan_at IS NULL"),
    )
    op.create_index("ix_pencarian_duplikat_kode_wilayah_id", "pencarian_duplikat", ["kode_wilayah", "id"])


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _pasangan()
    _riwayat()
    _pencarian()


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for tabel in ("pencarian_duplikat", "riwayat_pasangan", "pasangan_duplikat"):
        op.drop_table(tabel)
