"""penetapan: exits with notice, reactivations, objections; reasons in words leave the clear columns.

The words of reasons written before stand in clear and cannot be sealed here, where no key is at hand; they are dropped,
their codes stay.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019_keluar"
down_revision = "0022_ppks"
branch_labels = None
depends_on = None

_LAMA = ("daftarkan", "peringatkan", "tidurkan", "bangunkan", "nonaktifkan", "keluarkan", "cabut_sk")
_BARU = (*_LAMA, "umumkan_keluar", "jatuh_tempo", "pulihkan", "cabut_pemulihan", "terima_keberatan")
_CK = "ck_keanggotaan_aksikeanggotaan"


def _aksi(nilai: tuple[str, ...]) -> None:
    op.drop_constraint(op.f(_CK), "keanggotaan", type_="check")
    daftar = ", ".join(f"'{n}'" for n in nilai)
    op.create_check_constraint(op.f(_CK), "keanggotaan", f"aksi IN ({daftar})")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    for tabel in ("keanggotaan", "riwayat_sk"):
        op.drop_column(tabel, "penjelasan")
        op.add_column(tabel, sa.Column("kunci_data", sa.LargeBinary(), nullable=True))
        op.add_column(tabel, sa.Column("isi", sa.LargeBinary(), nullable=True))
    op.drop_column("keanggotaan", "langkah_berikutnya")
    op.add_column(
        "keanggotaan", sa.Column("is_luar_keluarga", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    _aksi(_BARU)
    op.create_index("ix_keanggotaan_individu_id_id", "keanggotaan", ["individu_id", "id"])
    op.create_index(
        "ix_keanggotaan_nonaktif_paling_cepat",
        "keanggotaan",
        ["nonaktif_paling_cepat"],
        postgresql_where=sa.text("sampai_at IS NULL AND status = 'AKAN_DINONAKTIFKAN'"),
    )
    op.create_index("ix_sk_keluarga_individu_id_sk_id", "sk_keluarga", ["individu_id", "sk_id"])
    _reaktivasi()
    _keberatan()


def _reaktivasi() -> None:
    op.create_table(
        "reaktivasi",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("individu_id", sa.Uuid(), nullable=False),
        sa.Column("nik_indeks", sa.Uuid(), nullable=True),
        sa.Column("kode_desa", sa.String(length=13), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "DIAJUKAN",
                "SEMENTARA",
                "DIPASTIKAN",
                "DITOLAK",
                name="statusreaktivasi",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("surat_id", sa.Uuid(), nullable=False),
        sa.Column("sktm_id", sa.Uuid(), nullable=True),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("alasan_kode", sa.String(length=64), nullable=True),
        sa.Column("pengaju_id", sa.Uuid(), nullable=False),
        sa.Column("pemulih_id", sa.Uuid(), nullable=True),
        sa.Column("dipulihkan_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pemutus_id", sa.Uuid(), nullable=True),
        sa.Column("diputus_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_reaktivasi")),
    )
    op.create_index("ix_reaktivasi_status_kode_desa_id", "reaktivasi", ["status", "kode_desa", "id"])
    op.create_index(
        "uq_reaktivasi_keluarga_id_individu_id_terbuka",
        "reaktivasi",
        ["keluarga_id", "individu_id"],
        unique=True,
        postgresql_where=sa.text("status IN ('DIAJUKAN', 'SEMENTARA')"),
    )


def _keberatan() -> None:
    op.create_table(
        "keberatan_keanggotaan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("individu_id", sa.Uuid(), nullable=False),
        sa.Column("nik_indeks", sa.Uuid(), nullable=True),
        sa.Column("kode_desa", sa.String(length=13), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "DIAJUKAN",
                "DITERIMA",
                "DITOLAK",
                name="statuskeberatan",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("jawab_sebelum", sa.Date(), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("alasan_kode", sa.String(length=64), nullable=True),
        sa.Column("pengaju_id", sa.Uuid(), nullable=False),
        sa.Column("pemutus_id", sa.Uuid(), nullable=True),
        sa.Column("diputus_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_keberatan_keanggotaan")),
    )
    op.create_index(
        "ix_keberatan_keanggotaan_status_jawab_sebelum_id", "keberatan_keanggotaan", ["status", "jawab_sebelum", "id"]
    )
    op.create_index("ix_keberatan_keanggotaan_individu_id", "keberatan_keanggotaan", ["individu_id"])
    op.create_index(
        "uq_keberatan_keanggotaan_keluarga_id_individu_id_terbuka",
        "keberatan_keanggotaan",
        ["keluarga_id", "individu_id"],
        unique=True,
        postgresql_where=sa.text("status = 'DIAJUKAN'"),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("keberatan_keanggotaan")
    op.drop_table("reaktivasi")
    op.drop_index("ix_sk_keluarga_individu_id_sk_id", "sk_keluarga")
    op.drop_index("ix_keanggotaan_nonaktif_paling_cepat", "keanggotaan")
    op.drop_index("ix_keanggotaan_individu_id_id", "keanggotaan")
    op.execute(
        "UPDATE keanggotaan SET aksi = CASE WHEN aksi IN ('umumkan_keluar', 'cabut_pemulihan') THEN 'peringatkan' "
        "WHEN aksi = 'jatuh_tempo' THEN 'nonaktifkan' ELSE 'bangunkan' END WHERE aksi IN "
        "('umumkan_keluar', 'jatuh_tempo', 'pulihkan', 'cabut_pemulihan', 'terima_keberatan')"
    )
    _aksi(_LAMA)
    op.drop_column("keanggotaan", "is_luar_keluarga")
    op.add_column("keanggotaan", sa.Column("langkah_berikutnya", sa.Text(), nullable=True))
    for tabel in ("keanggotaan", "riwayat_sk"):
        op.drop_column(tabel, "isi")
        op.drop_column(tabel, "kunci_data")
        op.add_column(tabel, sa.Column("penjelasan", sa.Text(), nullable=True))
