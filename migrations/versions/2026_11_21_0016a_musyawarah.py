"""musyawarah: public consultation, corrections, confirmations, marks on the list, reminders."""

import sqlalchemy as sa
from alembic import op

revision = "0016a_musyawarah"
down_revision = "0014b_pengalihan_desa"
branch_labels = None
depends_on = None


# fmt: off
AKSI = (
    "buat", "ajukan", "minta_lengkapi", "lengkapi", "tetapkan_lengkap", "jadwalkan_musyawarah", "sepakati",
    "tidak_sepakati", "setujui_sptjm", "lewati_musyawarah", "tugaskan_verval", "lewati_kunjungan",
    "selesaikan_kunjungan", "laporkan_gagal_kunjungan", "tugaskan_ulang", "tutup_gagal_kunjungan",
    "mulai_validasi", "kembalikan", "kembalikan_dari_pengesahan", "perbaiki_berkas", "kunjungi_ulang",
    "setujui_validasi", "nyatakan_tidak_padan", "padankan_ulang", "tolak", "sahkan", "kirim",
    "antre_peringkat", "tetapkan", "tidak_tetapkan", "kedaluwarsakan", "batalkan", "nonaktifkan",
)
# fmt: on


def _enum(nama: str, *anggota: str) -> sa.Enum:
    return sa.Enum(*anggota, name=nama, native_enum=False, create_constraint=True, length=32)


def _cek(tabel: str, kolom: str, enum: str, *anggota: str) -> None:
    op.drop_constraint(op.f(f"ck_{tabel}_{enum}"), tabel, type_="check")
    daftar = ", ".join(f"'{a}'" for a in anggota)
    op.create_check_constraint(op.f(f"ck_{tabel}_{enum}"), tabel, f"{kolom} IN ({daftar})")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _cek("musyawarah", "jenis", "jenismusyawarah", "MUSDES", "MUSKEL", "FKP")
    _cek(
        *("musyawarah_berkas", "jenis", "jenisberkasmusyawarah"),
        *("BERITA_ACARA", "DAFTAR_HADIR", "FOTO", "KOREKSI"),
    )
    _cek("riwayat_usulan", "aksi", "aksiusulan", *AKSI, "cabut_kesepakatan")
    op.add_column(
        "musyawarah_usulan",
        sa.Column("asal", _enum("asalnama", "JADWAL", "SPTJM"), nullable=False, server_default="JADWAL"),
    )
    op.add_column("berita_acara", sa.Column("revisi", sa.SmallInteger(), nullable=False, server_default="0"))
    op.alter_column("berita_acara", "revisi", server_default=None)
    op.add_column("berita_acara", sa.Column("mengganti", sa.String(40), nullable=True))
    op.add_column("berita_acara", sa.Column("alasan", sa.Text(), nullable=True))
    op.add_column("berita_acara", sa.Column("surat_kode", sa.String(20), nullable=True))
    op.drop_constraint(op.f("pk_berita_acara"), "berita_acara", type_="primary")
    op.create_primary_key(op.f("pk_berita_acara"), "berita_acara", ["musyawarah_id", "revisi"])
    op.create_table(
        "musyawarah_tanda",
        sa.Column("musyawarah_id", sa.Uuid(), nullable=False),
        sa.Column("individu_id", sa.Uuid(), nullable=False),
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("tanda", _enum("tandadaftar", "MENINGGAL", "PINDAH", "TIDAK_DIKENAL"), nullable=False),
        sa.Column("catatan", sa.Text(), nullable=True),
        sa.Column("dicatat_oleh", sa.Uuid(), nullable=False),
        sa.Column("usulan_keluarga_id", sa.Uuid(), nullable=True),
        sa.Column("usulan_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("musyawarah_id", "individu_id", name=op.f("pk_musyawarah_tanda")),
    )
    op.create_table(
        "musyawarah_pengingat",
        sa.Column("kode_desa", sa.String(13), nullable=False),
        sa.Column("jatuh_tempo", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kode_desa", "jatuh_tempo", name=op.f("pk_musyawarah_pengingat")),
    )


def downgrade() -> None:
    # Corrections and public consultations have no place in the older schema: with such rows this fails.
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("musyawarah_pengingat")
    op.drop_table("musyawarah_tanda")
    op.drop_constraint(op.f("pk_berita_acara"), "berita_acara", type_="primary")
    op.create_primary_key(op.f("pk_berita_acara"), "berita_acara", ["musyawarah_id"])
    for kolom in ("surat_kode", "alasan", "mengganti", "revisi"):
        op.drop_column("berita_acara", kolom)
    op.drop_column("musyawarah_usulan", "asal")
    _cek("riwayat_usulan", "aksi", "aksiusulan", *AKSI)
    _cek("musyawarah_berkas", "jenis", "jenisberkasmusyawarah", "BERITA_ACARA", "DAFTAR_HADIR", "FOTO")
    _cek("musyawarah", "jenis", "jenismusyawarah", "MUSDES", "MUSKEL")
