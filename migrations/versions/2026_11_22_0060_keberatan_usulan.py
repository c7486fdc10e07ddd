"""keberatan: objections to refused usulan, their steps and evidence; the usulan that takes a refused one up again."""

import sqlalchemy as sa
from alembic import op

revision = "0060_keberatan_usulan"
down_revision = "0051_kanonik_berubah"
branch_labels = None
depends_on = None

# fmt: off
_AKSI_USULAN = (
    "buat", "ajukan", "minta_lengkapi", "lengkapi", "tetapkan_lengkap", "jadwalkan_musyawarah", "sepakati",
    "tidak_sepakati", "cabut_kesepakatan", "setujui_sptjm", "lewati_musyawarah", "tugaskan_verval",
    "lewati_kunjungan", "selesaikan_kunjungan", "laporkan_gagal_kunjungan", "tugaskan_ulang",
    "tutup_gagal_kunjungan", "mulai_validasi", "kembalikan", "kembalikan_dari_pengesahan", "perbaiki_berkas",
    "kunjungi_ulang", "setujui_validasi", "nyatakan_tidak_padan", "padankan_ulang", "tolak", "sahkan", "kirim",
    "antre_peringkat", "tetapkan", "tidak_tetapkan", "kedaluwarsakan", "batalkan", "nonaktifkan",
    "ajukan_dari_sanggah",
)
_STATUS_USULAN = (
    "DRAF", "DIAJUKAN", "PERLU_DILENGKAPI", "LENGKAP", "MASUK_MUSYAWARAH", "DISEPAKATI_MUSYAWARAH",
    "TIDAK_DISEPAKATI", "VERVAL_DITUGASKAN", "VERVAL_SELESAI", "VERVAL_GAGAL", "VALIDASI_DINSOS", "DIKEMBALIKAN",
    "TIDAK_PADAN", "SIAP_DISAHKAN", "DISAHKAN", "DIKIRIM", "PEMERINGKATAN", "DITETAPKAN", "TIDAK_DITETAPKAN",
    "DITOLAK", "DIBATALKAN", "KEDALUWARSA",
)
# fmt: on
_STATUS = ("DIAJUKAN", "DITERIMA", "DITOLAK", "BATAL")
_AKSI = ("ajukan", "terima", "tolak", "batalkan")
_ASAL = ("usulan_asal_keluarga_id", "usulan_asal_id")


def _enum(nama: str, *nilai: str) -> sa.Enum:
    return sa.Enum(*nilai, name=nama, native_enum=False, create_constraint=True, length=32)


def _aksi_usulan(*aksi: str) -> None:
    nama = op.f("ck_riwayat_usulan_aksiusulan")
    op.drop_constraint(nama, "riwayat_usulan", type_="check")
    op.create_check_constraint(nama, "riwayat_usulan", f"aksi IN ({', '.join(repr(a) for a in aksi)})")


def _anak(nama: str, *kolom: sa.Column[object]) -> None:
    op.create_table(
        nama,
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("keberatan_id", sa.Uuid(), nullable=False),
        *kolom,
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f(f"pk_{nama}")),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "keberatan_id"],
            ["keberatan_usulan.keluarga_id", "keberatan_usulan.id"],
            name=op.f(f"fk_{nama}_keluarga_id_keberatan_id_keberatan_usulan"),
        ),
    )
    op.create_index(f"ix_{nama}_keberatan", nama, ["keluarga_id", "keberatan_id", "id"])


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _aksi_usulan(*_AKSI_USULAN, "buka_kembali")
    for kolom in _ASAL:
        op.add_column("usulan", sa.Column(kolom, sa.Uuid(), nullable=True))
    op.create_table(
        "keberatan_usulan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("usulan_id", sa.Uuid(), nullable=False),
        sa.Column("nik_indeks", sa.Uuid(), nullable=True),
        sa.Column("kode_desa", sa.String(13), nullable=False),
        sa.Column("ditolak_pada", _enum("statususulan", *_STATUS_USULAN), nullable=False),
        sa.Column("status", _enum("statuskeberatanusulan", *_STATUS), nullable=False),
        sa.Column("alasan_kode", sa.String(64), nullable=False),
        sa.Column("tenggat_date", sa.Date(), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("jawaban_kode", sa.String(64), nullable=True),
        sa.Column("lanjutan_keluarga_id", sa.Uuid(), nullable=True),
        sa.Column("lanjutan_id", sa.Uuid(), nullable=True),
        sa.Column("pengaju_id", sa.Uuid(), nullable=False),
        sa.Column("pemutus_id", sa.Uuid(), nullable=True),
        sa.Column("diputus_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pengingat_ke", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_keberatan_usulan")),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "usulan_id"],
            ["usulan.keluarga_id", "usulan.id"],
            name=op.f("fk_keberatan_usulan_keluarga_id_usulan_id_usulan"),
        ),
    )
    op.create_index("ix_keberatan_usulan_status_tenggat_date_id", "keberatan_usulan", ["status", "tenggat_date", "id"])
    op.create_index(
        "uq_keberatan_usulan_keluarga_id_usulan_id_sekali",
        "keberatan_usulan",
        ["keluarga_id", "usulan_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'BATAL'"),
    )
    _anak(
        "riwayat_keberatan_usulan",
        sa.Column("aksi", _enum("aksikeberatanusulan", *_AKSI), nullable=False),
        sa.Column("ke", _enum("statuskeberatanusulan", *_STATUS), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=False),
        sa.Column("jabatan", sa.String(32), nullable=False),
        sa.Column("kode_alasan", sa.String(64), nullable=True),
    )
    _anak(
        "lampiran_keberatan_usulan",
        sa.Column("berkas_id", sa.Uuid(), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=False),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("lampiran_keberatan_usulan")
    op.drop_table("riwayat_keberatan_usulan")
    op.drop_table("keberatan_usulan")
    for kolom in reversed(_ASAL):
        op.drop_column("usulan", kolom)
    _aksi_usulan(*_AKSI_USULAN)
