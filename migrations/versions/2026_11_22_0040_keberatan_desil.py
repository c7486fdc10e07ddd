"""keberatan: objections to a desil, their steps and evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0040_keberatan_desil"
down_revision = "0041_pihak_usulan"
branch_labels = None
depends_on = None

_STATUS = ("DIAJUKAN", "DITERIMA", "DITOLAK", "BATAL")
_AKSI = ("ajukan", "terima", "tolak", "batalkan")


def _enum(nama: str, *nilai: str) -> sa.Enum:
    return sa.Enum(*nilai, name=nama, native_enum=False, create_constraint=True, length=32)


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
            ["keberatan_desil.keluarga_id", "keberatan_desil.id"],
            name=op.f(f"fk_{nama}_keluarga_id_keberatan_id_keberatan_desil"),
        ),
    )
    op.create_index(f"ix_{nama}_keberatan", nama, ["keluarga_id", "keberatan_id", "id"])


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "keberatan_desil",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("individu_id", sa.Uuid(), nullable=False),
        sa.Column("nik_indeks", sa.Uuid(), nullable=True),
        sa.Column("putaran_id", sa.Uuid(), nullable=False),
        sa.Column("kode_desa", sa.String(13), nullable=False),
        sa.Column("status", _enum("statuskeberatandesil", *_STATUS), nullable=False),
        sa.Column("alasan_kode", sa.String(64), nullable=False),
        sa.Column("tenggat_date", sa.Date(), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("jawaban_kode", sa.String(64), nullable=True),
        sa.Column("tindak_lanjut", _enum("tindaklanjut", "PEMBARUAN_DESIL", "SOSIAL_EKONOMI"), nullable=True),
        sa.Column("usulan_keluarga_id", sa.Uuid(), nullable=True),
        sa.Column("usulan_id", sa.Uuid(), nullable=True),
        sa.Column("pengaju_id", sa.Uuid(), nullable=False),
        sa.Column("pemutus_id", sa.Uuid(), nullable=True),
        sa.Column("diputus_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pengingat_ke", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("versi", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("keluarga_id", "id", name=op.f("pk_keberatan_desil")),
        sa.ForeignKeyConstraint(
            ["keluarga_id"], ["keluarga.keluarga_id"], name=op.f("fk_keberatan_desil_keluarga_id_keluarga")
        ),
    )
    op.create_index("ix_keberatan_desil_status_tenggat_date_id", "keberatan_desil", ["status", "tenggat_date", "id"])
    op.create_index("ix_keberatan_desil_keluarga_id_putaran_id", "keberatan_desil", ["keluarga_id", "putaran_id"])
    op.create_index(
        "uq_keberatan_desil_keluarga_id_terbuka",
        "keberatan_desil",
        ["keluarga_id"],
        unique=True,
        postgresql_where=sa.text("status = 'DIAJUKAN'"),
    )
    _anak(
        "riwayat_keberatan_desil",
        sa.Column("aksi", _enum("aksikeberatandesil", *_AKSI), nullable=False),
        sa.Column("ke", _enum("statuskeberatandesil", *_STATUS), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=False),
        sa.Column("jabatan", sa.String(32), nullable=False),
        sa.Column("kode_alasan", sa.String(64), nullable=True),
    )
    _anak(
        "lampiran_keberatan_desil",
        sa.Column("berkas_id", sa.Uuid(), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=False),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("lampiran_keberatan_desil")
    op.drop_table("riwayat_keberatan_desil")
    op.drop_table("keberatan_desil")
