"""verval: withdrawn assignments, photos of roof, floor and wall with their digest."""

import sqlalchemy as sa
from alembic import op

revision = "0017a_verval_lapangan"
down_revision = "0013_akun"
branch_labels = None
depends_on = None

_STATUS = ("AKTIF", "SELESAI", "GAGAL")
_FOTO = ("KK", "RUMAH_DEPAN", "RUMAH_DALAM", "RESPONDEN")


def _ganti(tabel: str, kolom: str, nama: str, pilihan: tuple[str, ...]) -> None:
    """Replace the CHECK of a code list; the new one is validated without blocking writers."""
    daftar = ", ".join(f"'{p}'" for p in pilihan)
    op.drop_constraint(op.f(nama), tabel, type_="check")
    op.execute(f"ALTER TABLE {tabel} ADD CONSTRAINT {nama} CHECK ({kolom} IN ({daftar})) NOT VALID")
    op.execute(f"ALTER TABLE {tabel} VALIDATE CONSTRAINT {nama}")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '2s'")
    _ganti("penugasan", "status", "ck_penugasan_statuspenugasan", (*_STATUS, "DITARIK"))
    _ganti("foto_kunjungan", "jenis", "ck_foto_kunjungan_jenisfoto", (*_FOTO, "ATAP", "LANTAI", "DINDING"))
    op.add_column("foto_kunjungan", sa.Column("sidik", sa.LargeBinary(length=32), nullable=True))
    op.create_index("ix_foto_kunjungan_sidik", "foto_kunjungan", ["sidik"])
    op.create_index("ix_penugasan_kode_desa_status_id", "penugasan", ["kode_desa", "status", "id"])
    op.create_index("ix_penugasan_id_aktif", "penugasan", ["id"], postgresql_where=sa.text("status = 'AKTIF'"))
    op.create_table(
        "penarikan_penugasan",
        sa.Column("keluarga_id", sa.Uuid(), nullable=False),
        sa.Column("penugasan_id", sa.Uuid(), nullable=False),
        sa.Column("kode_alasan", sa.String(length=64), nullable=False),
        sa.Column("kunci_data", sa.LargeBinary(), nullable=False),
        sa.Column("isi", sa.LargeBinary(), nullable=False),
        sa.Column("oleh", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["keluarga_id", "penugasan_id"],
            ["penugasan.keluarga_id", "penugasan.id"],
            name=op.f("fk_penarikan_penugasan_keluarga_id_penugasan_id_penugasan"),
        ),
        sa.PrimaryKeyConstraint("keluarga_id", "penugasan_id", name=op.f("pk_penarikan_penugasan")),
    )


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '2s'")
    op.drop_table("penarikan_penugasan")
    op.drop_index("ix_penugasan_id_aktif", table_name="penugasan")
    op.drop_index("ix_penugasan_kode_desa_status_id", table_name="penugasan")
    op.drop_index("ix_foto_kunjungan_sidik", table_name="foto_kunjungan")
    op.drop_column("foto_kunjungan", "sidik")
    _ganti("foto_kunjungan", "jenis", "ck_foto_kunjungan_jenisfoto", _FOTO)
    _ganti("penugasan", "status", "ck_penugasan_statuspenugasan", _STATUS)
