"""desil: models, runs with their history, scores with frozen inputs, cut-offs, pointer of the run in force."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009_desil"
down_revision = "0008_verval"
branch_labels = None
depends_on = None

JABATAN = (
    "WARGA",
    "OPERATOR_DESA",
    "ENUMERATOR",
    "PSM",
    "TKSK",
    "OPERATOR_KABKOTA",
    "VERIFIKATOR",
    "KEPALA_OPD",
    "DISDUKCAPIL",
    "PEMANTAU_PROV",
    "PUSAT",
    "INTEGRASI",
    "ADMIN_KABKOTA",
    "ADMIN_PUSAT",
    "PENETAP",
)
STATUS_PUTARAN = ("DISIAPKAN", "DIHITUNG", "DITINJAU", "DISAHKAN", "DIBATALKAN")


def _pilihan(kolom: str, nama: str, *nilai: str) -> tuple[sa.Column[str], sa.CheckConstraint]:
    """Return a text column and the CHECK that holds its values, named as the metadata names it."""
    return (
        sa.Column(kolom, sa.String(32), nullable=False),
        sa.CheckConstraint(f"{kolom} IN ({', '.join(repr(n) for n in nilai)})", name=nama),
    )


def _saat(nama: str, *, wajib: bool = True) -> sa.Column[object]:
    return sa.Column(nama, sa.DateTime(timezone=True), nullable=not wajib)


def upgrade() -> None:
    op.create_table(
        "model_pmt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kode", sa.String(64), nullable=False),
        sa.Column("versi_model", sa.String(32), nullable=False),
        *_pilihan("jenis", "jenismodel", "demonstrasi", "resmi"),
        *_pilihan("status", "statusmodel", "DIUNGGAH", "AKTIF", "DIGANTI"),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("artefak", postgresql.JSONB(), nullable=False),
        sa.Column("diunggah_oleh", sa.Uuid(), nullable=True),
        _saat("diunggah_at"),
        _saat("diaktifkan_at", wajib=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_pmt")),
        sa.UniqueConstraint("kode", "versi_model", name=op.f("uq_model_pmt_kode_versi_model")),
    )
    op.create_index(
        "uq_model_pmt_aktif", "model_pmt", ["status"], unique=True, postgresql_where=sa.text("status = 'AKTIF'")
    )
    op.create_table(
        "putaran",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("cakupan", sa.String(16), nullable=False),
        sa.Column("periode", sa.String(7), nullable=False),
        sa.Column("model_id", sa.Uuid(), nullable=False),
        *_pilihan("aturan_seri", "aturanseri", "TERMISKIN", "TENGAH"),
        *_pilihan("status", "statusputaran", *STATUS_PUTARAN),
        *_pilihan("tahap", "tahaphitung", "MENUNGGU", "DISKOR", "DIBATASI", "SELESAI"),
        sa.Column("sebelum_id", sa.Uuid(), nullable=True),
        sa.Column("keluarga", sa.BigInteger(), nullable=False),
        sa.Column("keluarga_berperingkat", sa.BigInteger(), nullable=False),
        _saat("dibuat_at"),
        _saat("data_per_at", wajib=False),
        _saat("disahkan_at", wajib=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.CheckConstraint(r"periode ~ '^\d{4}-(0[1-9]|1[0-2])$'", name="bentuk_periode"),
        sa.ForeignKeyConstraint(["model_id"], ["model_pmt.id"], name=op.f("fk_putaran_model_id_model_pmt")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_putaran")),
    )
    op.create_index(
        "uq_putaran_terbuka",
        "putaran",
        ["cakupan", "periode"],
        unique=True,
        postgresql_where=sa.text("status IN ('DISIAPKAN', 'DIHITUNG', 'DITINJAU')"),
    )
    op.create_table(
        "riwayat_putaran",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("putaran_id", sa.Uuid(), nullable=False),
        *_pilihan("aksi", "aksiputaran", "siapkan", "hitung", "tinjau", "sahkan", "batalkan"),
        *_pilihan("ke", "statusputaran", *STATUS_PUTARAN),
        sa.Column("akun_id", sa.Uuid(), nullable=False),
        *_pilihan("jabatan", "jabatan", *JABATAN),
        sa.Column("nik_indeks", sa.Uuid(), nullable=True),
        sa.Column("alasan", postgresql.JSONB(), nullable=True),
        _saat("pada_at"),
        sa.ForeignKeyConstraint(["putaran_id"], ["putaran.id"], name=op.f("fk_riwayat_putaran_putaran_id_putaran")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_riwayat_putaran")),
    )
    op.create_index(op.f("ix_riwayat_putaran_putaran_id_pada_at"), "riwayat_putaran", ["putaran_id", "pada_at"])
    op.create_table(
        "skor_keluarga",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("putaran_id", sa.Uuid(), nullable=False),
        sa.Column("kode_wilayah", sa.String(13), nullable=False),
        sa.Column("skor", sa.BigInteger(), nullable=True),
        sa.Column("bobot", sa.Integer(), nullable=False),
        sa.Column("desil_nasional", sa.SmallInteger(), nullable=True),
        sa.Column("desil_provinsi", sa.SmallInteger(), nullable=True),
        sa.Column("desil_kabkota", sa.SmallInteger(), nullable=True),
        sa.Column("masukan", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("kurang", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("dipotong", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("data_date", sa.Date(), nullable=True),
        sa.CheckConstraint("(skor IS NULL) = (cardinality(kurang) > 0)", name="skor_atau_kurang"),
        sa.CheckConstraint("skor IS NULL OR bobot >= 1", name="bobot_berperingkat"),
        sa.ForeignKeyConstraint(["putaran_id"], ["putaran.id"], name=op.f("fk_skor_keluarga_putaran_id_putaran")),
        sa.PrimaryKeyConstraint("keluarga_id", "putaran_id", name=op.f("pk_skor_keluarga")),
    )
    op.create_index(op.f("ix_skor_keluarga_putaran_id_kode_wilayah"), "skor_keluarga", ["putaran_id", "kode_wilayah"])
    op.create_table(
        "batas_desil",
        sa.Column("putaran_id", sa.Uuid(), nullable=False),
        sa.Column("kode", sa.String(8), nullable=False),
        sa.Column("keluarga", sa.BigInteger(), nullable=False),
        sa.Column("orang", sa.BigInteger(), nullable=False),
        sa.Column("batas", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.ForeignKeyConstraint(["putaran_id"], ["putaran.id"], name=op.f("fk_batas_desil_putaran_id_putaran")),
        sa.PrimaryKeyConstraint("putaran_id", "kode", name=op.f("pk_batas_desil")),
    )
    op.create_table(
        "putaran_berlaku",
        sa.Column("cakupan", sa.String(16), nullable=False),
        sa.Column("putaran_id", sa.Uuid(), nullable=False),
        _saat("sejak_at"),
        sa.ForeignKeyConstraint(["putaran_id"], ["putaran.id"], name=op.f("fk_putaran_berlaku_putaran_id_putaran")),
        sa.PrimaryKeyConstraint("cakupan", name=op.f("pk_putaran_berlaku")),
    )


def downgrade() -> None:
    for tabel in ("putaran_berlaku", "batas_desil", "skor_keluarga", "riwayat_putaran", "putaran", "model_pmt"):
        op.drop_table(tabel)
