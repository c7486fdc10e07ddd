"""validasi: checks by other sources, exceptions, evidence, criteria, mass matching, the match's position by region."""

import sqlalchemy as sa
from alembic import op

revision = "0018a_validasi"
down_revision = "0017c_mutu"
branch_labels = None
depends_on = None

_SUMBER = (
    "REGISTRI",
    "DUKCAPIL",
    "BKN",
    "AHU",
    "BPJS_TK",
    "PLN",
    "SAMSAT",
    "PPATK",
    "BAPENDA",
    "SDM_KESOS",
    "LAPANGAN",
    "KRITERIA",
    "MUSYAWARAH",
    "WARGA",
    "PETUGAS",
)
_SEBAB = (
    "WAKTU_HABIS",
    "GALAT_LAYANAN",
    "KUOTA_HABIS",
    "ORANG_LAIN",
    "DATA_USANG",
    "JAWABAN_ANEH",
    "SIRKUIT_TERBUKA",
    "TIDAK_TERSAMBUNG",
)


def _enum(nama: str, *anggota: str) -> sa.Enum:
    return sa.Enum(*anggota, name=nama, native_enum=False, create_constraint=True, length=32)


def _id(nama: str, *, kosong: bool = False) -> sa.Column[sa.Uuid]:
    return sa.Column(nama, sa.Uuid(), nullable=kosong)


def _waktu(nama: str, *, kosong: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(nama, sa.DateTime(timezone=True), nullable=kosong)


def _milik_usulan(nama: str, *isi: sa.schema.SchemaItem, indeks: bool = True) -> None:
    op.create_table(
        nama,
        _id("keluarga_id"),
        _id("id"),
        _id("usulan_id"),
        *isi,
        sa.ForeignKeyConstraint(
            ["keluarga_id", "usulan_id"],
            ["usulan.keluarga_id", "usulan.id"],
            name=op.f(f"fk_{nama}_keluarga_id_usulan_id_usulan"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f(f"pk_{nama}")),
    )
    if indeks:
        op.create_index(f"ix_{nama}_keluarga_id_usulan_id_id", nama, ["keluarga_id", "usulan_id", "id"])


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.add_column("padan_log", _id("nik_indeks", kosong=True))
    op.add_column("padan_log", sa.Column("kode_desa", sa.String(13), nullable=True))
    op.create_index("ix_padan_log_nik_indeks_id", "padan_log", ["nik_indeks", "id"])
    _milik_usulan(
        "pemeriksaan_pengecualian",
        _id("individu_id"),
        sa.Column("sumber", _enum("sumbertemuan", *_SUMBER), nullable=False),
        sa.Column("hasil", _enum("hasilpengecualian", "BERSIH", "TERDETEKSI", "BELUM_DIPERIKSA"), nullable=False),
        sa.Column("sebab", _enum("sebabbelum", *_SEBAB), nullable=True),
        sa.Column("data_date", sa.Date(), nullable=True),
        sa.Column("jumlah", sa.SmallInteger(), nullable=False),
        _waktu("created_at"),
        sa.CheckConstraint(
            "(hasil = 'BELUM_DIPERIKSA') = (sebab IS NOT NULL)", name=op.f("ck_pemeriksaan_pengecualian_sebab")
        ),
    )
    _milik_usulan(
        "kecualian_adminduk",
        _id("sidik"),
        sa.Column("status", _enum("statuskecualian", "DIUSULKAN", "DISETUJUI", "DITOLAK"), nullable=False),
        sa.Column("kode_alasan", sa.String(64), nullable=False),
        sa.Column("kode_putusan", sa.String(64), nullable=True),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        _id("berkas_id"),
        _id("diusulkan_oleh"),
        _id("diputus_oleh", kosong=True),
        _waktu("diputus_at", kosong=True),
        _waktu("created_at"),
        sa.CheckConstraint(
            "(status = 'DIUSULKAN') = (diputus_oleh IS NULL)", name=op.f("ck_kecualian_adminduk_putusan")
        ),
        sa.CheckConstraint("diputus_oleh <> diusulkan_oleh", name=op.f("ck_kecualian_adminduk_dua_orang")),
        indeks=False,
    )
    op.create_index(
        "uq_kecualian_adminduk_keluarga_id_usulan_id_terbuka",
        "kecualian_adminduk",
        ["keluarga_id", "usulan_id"],
        unique=True,
        postgresql_where=sa.text("status = 'DIUSULKAN'"),
    )
    _milik_usulan("bukti_validasi", _id("berkas_id"), _id("pelaku_id"), _waktu("created_at"))
    _milik_usulan(
        "penilaian_kriteria",
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        _waktu("created_at"),
    )
    _padan_massal()
    _aturan_padan()


def _padan_massal() -> None:
    op.create_table(
        "padan_massal",
        _id("id"),
        sa.Column("kode_kabkota", sa.String(5), nullable=False),
        sa.Column("status", _enum("statuspadanmassal", "BERJALAN", "DIJEDA", "SELESAI", "DIHENTIKAN"), nullable=False),
        _id("kursor", kosong=True),
        *(sa.Column(n, sa.Integer(), nullable=False) for n in ("diproses", "padan", "tidak_padan", "tunda")),
        _id("diminta_oleh"),
        sa.Column("versi", sa.Integer(), nullable=False),
        _waktu("created_at"),
        _waktu("updated_at"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_padan_massal")),
    )
    op.create_index("ix_padan_massal_kode_kabkota_id", "padan_massal", ["kode_kabkota", "id"])
    op.create_index(
        "uq_padan_massal_kode_kabkota_berjalan",
        "padan_massal",
        ["kode_kabkota"],
        unique=True,
        postgresql_where=sa.text("status IN ('BERJALAN', 'DIJEDA')"),
    )


def _aturan_padan() -> None:
    posisi = _enum("posisipadan", "SEBELUM_MUSYAWARAH", "SESUDAH_VERVAL", "KEDUANYA")
    status = _enum("statusaturanpadan", "DIUSULKAN", "BERLAKU", "DITOLAK", "DICABUT")
    op.create_table(
        "aturan_padan",
        _id("id"),
        sa.Column("kode_wilayah", sa.String(13), nullable=False),
        sa.Column("posisi", posisi, nullable=False),
        sa.Column("mulai_periode", sa.String(7), nullable=False),
        sa.Column("sampai_periode", sa.String(7), nullable=True),
        sa.Column("status", status, nullable=False),
        sa.Column("dasar", sa.Text(), nullable=False),
        sa.Column("kode_alasan", sa.String(64), nullable=True),
        _id("dibuat_oleh"),
        _id("diputus_oleh", kosong=True),
        sa.Column("versi", sa.Integer(), nullable=False),
        _waktu("created_at"),
        _waktu("updated_at"),
        sa.CheckConstraint("mulai_periode <= sampai_periode", name=op.f("ck_aturan_padan_masa")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_aturan_padan")),
    )
    op.create_index("ix_aturan_padan_status_kode_wilayah", "aturan_padan", ["status", "kode_wilayah"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for tabel in (
        "aturan_padan",
        "padan_massal",
        "penilaian_kriteria",
        "bukti_validasi",
        "kecualian_adminduk",
        "pemeriksaan_pengecualian",
    ):
        op.drop_table(tabel)
    op.drop_index("ix_padan_log_nik_indeks_id", "padan_log")
    op.drop_column("padan_log", "kode_desa")
    op.drop_column("padan_log", "nik_indeks")
