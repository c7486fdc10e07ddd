"""lapangan: devices, items with verdicts, drafts, late work, photos in pieces."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017b_lapangan"
down_revision = "0016a_musyawarah"
branch_labels = None
depends_on = None

_TEMUAN = (
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


def _jenis_temuan(*baru: str) -> None:
    """Replace the CHECK of the kinds of findings; validated without blocking writers."""
    daftar = ", ".join(f"'{j}'" for j in (*_TEMUAN, *baru))
    op.drop_constraint(op.f("ck_temuan_jenistemuan"), "temuan", type_="check")
    op.execute(f"ALTER TABLE temuan ADD CONSTRAINT ck_temuan_jenistemuan CHECK (jenis IN ({daftar})) NOT VALID")
    op.execute("ALTER TABLE temuan VALIDATE CONSTRAINT ck_temuan_jenistemuan")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '2s'")
    _jenis_temuan("LOKASI_TIDAK_TELITI")
    op.create_table(
        "item_sinkron",
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("penugasan_id", sa.Uuid(), nullable=False),
        sa.Column("perangkat_id", sa.Uuid(), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "UPDATE",
                "SUBMIT",
                "PERCOBAAN",
                "GAGAL",
                name="jenisitem",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("sidik", sa.LargeBinary(length=32), nullable=False),
        sa.Column(
            "putusan",
            sa.Enum(
                "DITERIMA",
                "SUDAH",
                "KONFLIK",
                "DITOLAK",
                "DITUNDA",
                name="putusan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column(
            "keadaan",
            sa.Enum(
                "TERSIMPAN",
                "MENUNGGU_FOTO",
                "SELESAI",
                "GAGAL",
                name="keadaan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("kode", sa.String(length=64), nullable=True),
        sa.Column("rincian", JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("tanda", JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("is_disimpan", sa.Boolean(), nullable=False),
        sa.Column("selisih_detik", sa.Integer(), nullable=False),
        sa.Column("waktu_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("akun_id", "id", name=op.f("pk_item_sinkron")),
    )
    op.create_index("ix_item_sinkron_created_at", "item_sinkron", ["created_at"], unique=False)
    op.create_table(
        "perangkat_lapangan",
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("jam_paket", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paket_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("akun_id", "id", name=op.f("pk_perangkat_lapangan")),
    )
    op.create_table(
        "draf_kunjungan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("penugasan_id", sa.Uuid(), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column("perangkat_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("urut", sa.Integer(), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("dikirim_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "penugasan_id"],
            ["penugasan.keluarga_id", "penugasan.id"],
            name=op.f("fk_draf_kunjungan_keluarga_id_penugasan_id_penugasan"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "penugasan_id", name=op.f("pk_draf_kunjungan")),
    )
    op.create_table(
        "titipan_lapangan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("penugasan_id", sa.Uuid(), nullable=False),
        sa.Column("usulan_id", sa.Uuid(), nullable=False),
        sa.Column("kode_desa", sa.String(length=13), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "UPDATE",
                "SUBMIT",
                "PERCOBAAN",
                "GAGAL",
                name="jenisitem",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("kode", sa.String(length=64), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("waktu_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "penugasan_id"],
            ["penugasan.keluarga_id", "penugasan.id"],
            name=op.f("fk_titipan_lapangan_keluarga_id_penugasan_id_penugasan"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_titipan_lapangan")),
    )
    op.create_index("ix_titipan_lapangan_kode_desa_id", "titipan_lapangan", ["kode_desa", "id"], unique=False)
    op.create_table(
        "unggahan_foto",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("penugasan_id", sa.Uuid(), nullable=False),
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        sa.Column(
            "jenis",
            sa.Enum(
                "KK",
                "RUMAH_DEPAN",
                "RUMAH_DALAM",
                "RESPONDEN",
                "ATAP",
                "LANTAI",
                "DINDING",
                name="jenisfoto",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("ukuran", sa.Integer(), nullable=False),
        sa.Column("sidik", sa.LargeBinary(length=32), nullable=False),
        sa.Column("diterima", sa.Integer(), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=True),
        sa.Column("foto_id", sa.Uuid(), nullable=True),
        sa.Column("kedaluwarsa_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "penugasan_id"],
            ["penugasan.keluarga_id", "penugasan.id"],
            name=op.f("fk_unggahan_foto_keluarga_id_penugasan_id_penugasan"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_unggahan_foto")),
    )
    op.create_index(
        "ix_unggahan_foto_akun_id_terbuka",
        "unggahan_foto",
        ["akun_id"],
        unique=False,
        postgresql_where=sa.text("foto_id IS NULL"),
    )
    op.create_index(
        "ix_unggahan_foto_kedaluwarsa_at",
        "unggahan_foto",
        ["kedaluwarsa_at"],
        unique=False,
        postgresql_where=sa.text("foto_id IS NULL"),
    )
    op.create_index(
        "ix_unggahan_foto_keluarga_id_penugasan_id", "unggahan_foto", ["keluarga_id", "penugasan_id"], unique=False
    )
    op.create_table(
        "potongan_unggahan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("unggahan_id", sa.Uuid(), nullable=False),
        sa.Column("mulai", sa.Integer(), nullable=False),
        sa.Column("objek_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "unggahan_id"],
            ["unggahan_foto.keluarga_id", "unggahan_foto.id"],
            name=op.f("fk_potongan_unggahan_keluarga_id_unggahan_id_unggahan_foto"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "unggahan_id", "mulai", name=op.f("pk_potongan_unggahan")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '2s'")
    op.drop_table("potongan_unggahan")
    op.drop_table("unggahan_foto")
    op.drop_table("titipan_lapangan")
    op.drop_table("draf_kunjungan")
    op.drop_table("perangkat_lapangan")
    op.drop_table("item_sinkron")
    op.execute("DELETE FROM temuan WHERE jenis = 'LOKASI_TIDAK_TELITI'")
    _jenis_temuan()
