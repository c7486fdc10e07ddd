"""keluarga: families, persons, memberships, answers, canonical variables and the number indexes."""

import sqlalchemy as sa
from alembic import op

revision = "0006_keluarga"
down_revision = "0005_akun"
branch_labels = None
depends_on = None

HUBUNGAN = (
    "KEPALA_KELUARGA",
    "ISTRI_SUAMI",
    "ANAK",
    "MENANTU",
    "CUCU",
    "ORANG_TUA_MERTUA",
    "PEMBANTU_SOPIR",
    "LAINNYA",
)
DOKUMEN = ("ADA", "BELUM_PUNYA", "BELUM_TERCATAT")
MASUK = ("AWAL", "LAHIR", "PINDAH")
KELUAR = ("MENINGGAL", "PINDAH", "SALAH_CATAT")
SUMBER = ("KUNJUNGAN", "MANDIRI", "PERBAIKAN", "IMPOR")
TEMUAN = ("NIK_GANDA", "KEPALA_GANDA")
PERISTIWA = (
    "DIBUAT",
    "ANGGOTA_MASUK",
    "ANGGOTA_KELUAR",
    "ANGGOTA_DIPERBAIKI",
    "KELUARGA_DIPERBAIKI",
    "JAWABAN_DISIMPAN",
)
BESAR = {"ln_ukuran", "pangsa_0_4", "pangsa_5_14", "pangsa_60", "pangsa_bekerja", "luas_kapita"}
KANONIK = (
    "ukuran",
    "ln_ukuran",
    "ukuran_kuadrat",
    "pangsa_0_4",
    "pangsa_5_14",
    "pangsa_60",
    "pangsa_bekerja",
    "anak_putus_sekolah",
    "penyandang_disabilitas",
    "penderita_kronis",
    "kepala_umur",
    "kepala_perempuan",
    "luas_kapita",
    "lahan_lain",
    "rumah_lain",
    "ternak_besar",
    "ternak_kecil",
    "rekening",
    "perkotaan",
    "kepala_pendidikan",
    "kepala_sektor",
    "kepala_kedudukan",
    "pendidikan_maks",
    "daya",
    "kloset",
    "status_bangunan",
    "lantai",
    "dinding",
    "atap",
    "air_minum",
    "penerangan",
    "bahan_bakar",
    "bab",
    "tinja",
    "internet",
    "aset_tabung_gas",
    "aset_lemari_es",
    "aset_ac",
    "aset_pemanas_air",
    "aset_telepon_rumah",
    "aset_tv_datar",
    "aset_emas",
    "aset_komputer",
    "aset_sepeda_motor",
    "aset_sepeda",
    "aset_mobil",
    "aset_perahu",
    "aset_kapal_motor",
    "aset_smartphone",
)


def _pilihan(nama: str, panjang: int = 32, *, kosong: bool = False) -> sa.Column:
    return sa.Column(nama, sa.String(panjang), nullable=kosong)


def _periksa(tabel: str, kolom: str, enum: str, nilai: tuple[str, ...]) -> sa.CheckConstraint:
    return sa.CheckConstraint(sa.column(kolom).in_(nilai), name=op.f(f"ck_{tabel}_{enum}"))


def _milik(tabel: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["keluarga_id"], ["keluarga.keluarga_id"], name=op.f(f"fk_{tabel}_keluarga_id_keluarga")
    )


def _kunci(tabel: str, *kolom: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*kolom, name=op.f(f"pk_{tabel}"))


def _id(nama: str, *, kosong: bool = False) -> sa.Column:
    return sa.Column(nama, sa.Uuid(), nullable=kosong)


def _waktu(nama: str, *, kosong: bool = False) -> sa.Column:
    return sa.Column(nama, sa.DateTime(timezone=True), nullable=kosong)


def _hari(nama: str, *, kosong: bool = False) -> sa.Column:
    return sa.Column(nama, sa.Date(), nullable=kosong)


def _sandi(nama: str) -> sa.Column:
    return sa.Column(nama, sa.LargeBinary(), nullable=False)


def upgrade() -> None:
    # A trusted extension: the owner of the database may create it, no superuser is needed.
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gin")
    op.create_table(
        "rumah_tangga",
        _id("id"),
        sa.Column("kode_desa", sa.String(13), nullable=False),
        _waktu("created_at"),
        _kunci("rumah_tangga", "id"),
    )
    op.create_table(
        "nik_indeks", _id("nik_hmac"), _id("keluarga_id"), _id("individu_id"), _kunci("nik_indeks", "nik_hmac")
    )
    op.create_table(
        "no_kk_indeks", _id("no_kk_hmac"), _id("keluarga_id"), _kunci("no_kk_indeks", "no_kk_hmac", "keluarga_id")
    )
    _keluarga()
    _individu()
    _anggota()
    _jawaban()
    _riwayat_dan_temuan()


def _keluarga() -> None:
    op.create_table(
        "keluarga",
        _id("keluarga_id"),
        _id("rumah_tangga_id"),
        sa.Column("kode_desa", sa.String(13), nullable=False),
        _sandi("kunci_data"),
        _sandi("isi"),
        sa.Column("versi", sa.Integer(), nullable=False),
        _waktu("created_at"),
        _waktu("updated_at"),
        _kunci("keluarga", "keluarga_id"),
    )
    op.create_index("ix_keluarga_kode_desa_keluarga_id", "keluarga", ["kode_desa", "keluarga_id"])
    op.create_index("ix_keluarga_rumah_tangga_id", "keluarga", ["rumah_tangga_id"])


def _individu() -> None:
    op.create_table(
        "individu",
        _id("keluarga_id"),
        _id("id"),
        sa.Column("kode_desa", sa.String(13), nullable=False),
        sa.Column("nama", sa.String(200), nullable=False),
        sa.Column("nama_lipat", sa.Text(), nullable=False),
        _hari("tanggal_lahir"),
        _pilihan("jenis_kelamin", 1),
        _pilihan("status_dokumen", 16),
        _id("nik_hmac", kosong=True),
        sa.Column("is_nik_ganda", sa.Boolean(), nullable=False),
        _hari("meninggal_date", kosong=True),
        _sandi("kunci_data"),
        _sandi("isi"),
        _waktu("created_at"),
        _waktu("updated_at"),
        _periksa("individu", "jenis_kelamin", "jeniskelamin", ("L", "P")),
        _periksa("individu", "status_dokumen", "statusdokumen", DOKUMEN),
        sa.CheckConstraint(
            "(nik_hmac IS NOT NULL) = (status_dokumen = 'ADA')", name=op.f("ck_individu_nik_dan_dokumen")
        ),
        sa.CheckConstraint("nik_hmac IS NOT NULL OR NOT is_nik_ganda", name=op.f("ck_individu_ganda_punya_nik")),
        sa.CheckConstraint("meninggal_date >= tanggal_lahir", name=op.f("ck_individu_meninggal")),
        _milik("individu"),
        _kunci("individu", "keluarga_id", "id"),
    )
    op.create_index(
        "ix_individu_kode_desa_nama_lipat",
        "individu",
        ["kode_desa", "nama_lipat"],
        postgresql_using="gin",
        postgresql_ops={"nama_lipat": "gin_trgm_ops"},
        postgresql_with={"fastupdate": "off"},
    )


def _anggota() -> None:
    op.create_table(
        "anggota_keluarga",
        _id("keluarga_id"),
        _id("id"),
        _id("individu_id"),
        _pilihan("hubungan"),
        _hari("masuk_date"),
        _pilihan("alasan_masuk", 16),
        _hari("keluar_date", kosong=True),
        _pilihan("alasan_keluar", 16, kosong=True),
        _periksa("anggota_keluarga", "hubungan", "hubungan", HUBUNGAN),
        _periksa("anggota_keluarga", "alasan_masuk", "alasanmasukanggota", MASUK),
        _periksa("anggota_keluarga", "alasan_keluar", "alasankeluaranggota", KELUAR),
        sa.CheckConstraint("keluar_date >= masuk_date", name=op.f("ck_anggota_keluarga_masa")),
        sa.CheckConstraint(
            "(keluar_date IS NULL) = (alasan_keluar IS NULL)", name=op.f("ck_anggota_keluarga_alasan_keluar_ada")
        ),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "individu_id"],
            ["individu.keluarga_id", "individu.id"],
            name=op.f("fk_anggota_keluarga_keluarga_id_individu_id_individu"),
        ),
        _kunci("anggota_keluarga", "keluarga_id", "id"),
    )
    op.create_index(
        "uq_anggota_keluarga_aktif",
        "anggota_keluarga",
        ["keluarga_id", "individu_id"],
        unique=True,
        postgresql_where=sa.text("keluar_date IS NULL"),
    )
    op.create_index(
        "uq_anggota_keluarga_kepala",
        "anggota_keluarga",
        ["keluarga_id"],
        unique=True,
        postgresql_where=sa.text("keluar_date IS NULL AND hubungan = 'KEPALA_KELUARGA'"),
    )


def _jawaban() -> None:
    op.create_table(
        "jawaban_survei",
        _id("keluarga_id"),
        _id("id"),
        _pilihan("instrumen"),
        _hari("tanggal_date"),
        _pilihan("sumber", 16),
        _sandi("isi"),
        _id("pelaku_id", kosong=True),
        _waktu("created_at"),
        _periksa("jawaban_survei", "instrumen", "kodeinstrumen", ("REGSOSEK2022K",)),
        _periksa("jawaban_survei", "sumber", "sumberjawaban", SUMBER),
        _milik("jawaban_survei"),
        _kunci("jawaban_survei", "keluarga_id", "id"),
    )
    op.create_index(
        "ix_jawaban_survei_keluarga_id_tanggal_date_id", "jawaban_survei", ["keluarga_id", "tanggal_date", "id"]
    )
    op.create_table(
        "variabel_kanonik",
        _id("keluarga_id"),
        sa.Column("kode_desa", sa.String(13), nullable=False),
        _id("jawaban_id"),
        _hari("tanggal_date"),
        *(sa.Column(n, sa.Integer() if n in BESAR else sa.SmallInteger(), nullable=True) for n in KANONIK),
        _milik("variabel_kanonik"),
        _kunci("variabel_kanonik", "keluarga_id"),
    )


def _riwayat_dan_temuan() -> None:
    op.create_table(
        "riwayat_keluarga",
        _id("keluarga_id"),
        _id("id"),
        _pilihan("peristiwa"),
        _id("individu_id", kosong=True),
        _sandi("isi"),
        _id("pelaku_id", kosong=True),
        sa.Column("jabatan", sa.String(32), nullable=True),
        _waktu("pada_at"),
        _periksa("riwayat_keluarga", "peristiwa", "peristiwakeluarga", PERISTIWA),
        _milik("riwayat_keluarga"),
        _kunci("riwayat_keluarga", "keluarga_id", "id"),
    )
    op.create_table(
        "temuan_keluarga",
        _id("keluarga_id"),
        _id("id"),
        _pilihan("jenis"),
        _id("individu_id"),
        _id("lain_keluarga_id"),
        _id("lain_individu_id"),
        _waktu("ditemukan_at"),
        _waktu("selesai_at", kosong=True),
        _periksa("temuan_keluarga", "jenis", "jenistemuan", TEMUAN),
        _milik("temuan_keluarga"),
        _kunci("temuan_keluarga", "keluarga_id", "id"),
    )


def downgrade() -> None:
    for tabel in (
        "temuan_keluarga",
        "riwayat_keluarga",
        "variabel_kanonik",
        "jawaban_survei",
        "anggota_keluarga",
        "individu",
        "keluarga",
        "no_kk_indeks",
        "nik_indeks",
        "rumah_tangga",
    ):
        op.drop_table(tabel)
    op.execute("DROP EXTENSION IF EXISTS btree_gin")
