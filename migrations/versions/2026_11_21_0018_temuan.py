"""temuan: findings with their steps and the citizen's evidence; the registry's own findings move over."""

import sqlalchemy as sa
from alembic import op

revision = "0018_temuan"
down_revision = "0019_keluar"
branch_labels = None
depends_on = None

_JENIS = (
    "NIK_GANDA",
    "KEPALA_GANDA",
    "DUGAAN_GANDA",
    "NIK_TIDAK_VALID",
    "NIK_PALSU_DIDUGA",
    "NIK_TIDAK_DITEMUKAN",
    "NIK_KOSONG",
    "KK_TIDAK_VALID",
    "TIDAK_PADAN_DUKCAPIL",
    "NAMA_KOSONG",
    "MENINGGAL",
    "BEDA_WILAYAH",
    "SUDAH_TERDAFTAR",
    "GANDA_DALAM_KELUARGA",
    "ASN_TNI_POLRI",
    "GURU_TERSERTIFIKASI_NON_ASN",
    "PENSIUNAN",
    "PEJABAT_APARAT_DESA",
    "PEMILIK_USAHA_AHU",
    "UPAH_DI_ATAS_UMP_UMK",
    "PELANGGAN_PLN_900_NONSUBSIDI_ATAU_LEBIH",
    "KENDARAAN_RODA_4",
    "NJOP_DI_ATAS_1M",
    "AIR_KEMASAN_BERMERK",
    "PEGAWAI_TETAP_BUMN_DPR",
    "REKENING_JUDI_ONLINE",
    "SDM_KESOS",
    "DINILAI_MAMPU_MUSYAWARAH",
    "TUMPANG_TINDIH_PROGRAM",
    "TIDAK_LAYAK_DAERAH",
    "TIDAK_LAYAK_GIS",
    "LOKASI_DI_LUAR_DESA",
    "LOKASI_BERULANG",
    "WAKTU_TIDAK_WAJAR",
    "FOTO_BERULANG",
    "KUNJUNGAN_BERBEDA",
    "KRITERIA_BERSELISIH",
)
_KELOMPOK = ("IDENTITAS", "KEMAMPUAN", "PROGRAM", "LAPANGAN", "KRITERIA")
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
_STATUS = ("TERBUKA", "DITANGGAPI", "TERBUKTI", "GUGUR", "KEDALUWARSA")
_AKSI = ("temukan", "catat", "tanggapi", "buktikan", "gugurkan", "kedaluwarsakan", "temukan_lagi")


def _enum(nama: str, *anggota: str, panjang: int = 32) -> sa.Enum:
    return sa.Enum(*anggota, name=nama, native_enum=False, create_constraint=True, length=panjang)


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "temuan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("individu_id", sa.Uuid(), nullable=True),
        sa.Column("kode_desa", sa.String(13), nullable=False),
        sa.Column("jenis", _enum("jenistemuan", *_JENIS, panjang=48), nullable=False),
        sa.Column("kelompok", _enum("kelompoktemuan", *_KELOMPOK), nullable=False),
        sa.Column("sumber", _enum("sumbertemuan", *_SUMBER), nullable=False),
        sa.Column("data_date", sa.Date(), nullable=False),
        sa.Column("keyakinan", sa.SmallInteger(), nullable=False),
        sa.Column("sidik", sa.Uuid(), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=True),
        sa.Column("isi", sa.LargeBinary(), nullable=True),
        sa.Column("lain_keluarga_id", sa.Uuid(), nullable=True),
        sa.Column("lain_individu_id", sa.Uuid(), nullable=True),
        sa.Column("status", _enum("statustemuan", *_STATUS), nullable=False),
        sa.Column("status_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dicatat_oleh", sa.Uuid(), nullable=True),
        sa.Column("ditemukan_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.CheckConstraint("keyakinan BETWEEN 0 AND 100", name=op.f("ck_temuan_keyakinan")),
        sa.CheckConstraint("(lain_keluarga_id IS NULL) = (lain_individu_id IS NULL)", name=op.f("ck_temuan_lain")),
        sa.CheckConstraint("isi IS NULL OR kunci_data IS NOT NULL", name=op.f("ck_temuan_kunci")),
        sa.ForeignKeyConstraint(["keluarga_id"], ["keluarga.keluarga_id"], name=op.f("fk_temuan_keluarga_id_keluarga")),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_temuan")),
    )
    op.create_index("uq_temuan_keluarga_id_sidik", "temuan", ["keluarga_id", "sidik"], unique=True)
    op.create_index("ix_temuan_status_kode_desa_ditemukan_at", "temuan", ["status", "kode_desa", "ditemukan_at", "id"])
    op.create_index("ix_temuan_individu_id", "temuan", ["individu_id"])
    op.create_index(
        "ix_temuan_lain_individu_id",
        "temuan",
        ["lain_individu_id"],
        postgresql_where=sa.text("lain_individu_id IS NOT NULL"),
    )
    _anak("riwayat_temuan", *_langkah())
    _anak("lampiran_temuan", sa.Column("berkas_id", sa.Uuid(), nullable=False), _pelaku(nullable=False))
    # What the registry found so far goes on here; a finding that was closed there has been decided without a reason.
    op.execute("""
        INSERT INTO temuan (keluarga_id, id, individu_id, kode_desa, jenis, kelompok, sumber, data_date, keyakinan,
                            sidik, lain_keluarga_id, lain_individu_id, status, status_at, ditemukan_at, versi)
        SELECT t.keluarga_id, t.id, t.individu_id, k.kode_desa, t.jenis, 'IDENTITAS', 'REGISTRI',
               (t.ditemukan_at AT TIME ZONE 'Asia/Jakarta')::date, 100, t.id, t.lain_keluarga_id, t.lain_individu_id,
               CASE WHEN t.selesai_at IS NULL THEN 'TERBUKA' ELSE 'TERBUKTI' END,
               coalesce(t.selesai_at, t.ditemukan_at), t.ditemukan_at, 1
        FROM temuan_keluarga t JOIN keluarga k ON k.keluarga_id = t.keluarga_id
    """)
    op.drop_table("temuan_keluarga")


def _pelaku(*, nullable: bool) -> sa.Column[sa.Uuid]:
    return sa.Column("pelaku_id", sa.Uuid(), nullable=nullable)


def _langkah() -> tuple[sa.Column[sa.Uuid], ...]:
    return (
        sa.Column("aksi", _enum("aksitemuan", *_AKSI), nullable=False),
        sa.Column("dari", sa.String(32), nullable=True),
        sa.Column("ke", sa.String(32), nullable=False),
        _pelaku(nullable=True),
        sa.Column("jabatan", sa.String(32), nullable=True),
        sa.Column("kode_alasan", sa.String(64), nullable=True),
        sa.Column("isi", sa.LargeBinary(), nullable=True),
    )


def _anak(nama: str, *kolom: sa.Column[sa.Uuid]) -> None:
    op.create_table(
        nama,
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("temuan_id", sa.Uuid(), nullable=False),
        *kolom,
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "temuan_id"],
            ["temuan.keluarga_id", "temuan.id"],
            name=op.f(f"fk_{nama}_keluarga_id_temuan_id_temuan"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f(f"pk_{nama}")),
    )
    op.create_index(f"ix_{nama}_keluarga_id_temuan_id_id", nama, ["keluarga_id", "temuan_id", "id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "temuan_keluarga",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("jenis", _enum("jenistemuan", "NIK_GANDA", "KEPALA_GANDA"), nullable=False),
        sa.Column("individu_id", sa.Uuid(), nullable=False),
        sa.Column("lain_keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("lain_individu_id", sa.Uuid(), nullable=False),
        sa.Column("ditemukan_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selesai_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["keluarga_id"], ["keluarga.keluarga_id"], name=op.f("fk_temuan_keluarga_keluarga_id_keluarga")
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_temuan_keluarga")),
    )
    op.execute("""
        INSERT INTO temuan_keluarga
        SELECT keluarga_id, id, jenis, individu_id, lain_keluarga_id, lain_individu_id, ditemukan_at,
               CASE WHEN status IN ('TERBUKA', 'DITANGGAPI') THEN NULL ELSE status_at END
        FROM temuan WHERE sumber = 'REGISTRI' AND jenis IN ('NIK_GANDA', 'KEPALA_GANDA')
    """)
    op.drop_table("lampiran_temuan")
    op.drop_table("riwayat_temuan")
    op.drop_table("temuan")
