"""usulan: what PERBAIKAN and HAPUS bring, wishes for programmes, filing for a village, the reason of the last step."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012_jenis_usulan"
down_revision = "0015a_kriteria"
branch_labels = None
depends_on = None

_LAMA = ("FOTO_KTP", "FOTO_KK", "FOTO_RUMAH_DEPAN", "FOTO_RUMAH_DALAM", "SKTM", "SURAT_PERNYATAAN", "SPTJM", "LAINNYA")
_BARU = (
    *("AKTA_KELAHIRAN", "AKTA_NIKAH", "AKTA_KEMATIAN", "SURAT_KETERANGAN_KEMATIAN", "SURAT_PINDAH"),
    *("SURAT_PENGUNDURAN_DIRI", "TAGIHAN_LISTRIK", "FORMULIR_KERTAS", "TANDA_TANGAN", "FORMULIR_BERTANDA_TANGAN"),
)
_NAMA = "jenislampiran"


def _lampiran(*jenis: str) -> None:
    pilihan = ", ".join(f"'{j}'" for j in jenis)
    op.drop_constraint(op.f(f"ck_lampiran_usulan_{_NAMA}"), "lampiran_usulan", type_="check")
    op.create_check_constraint(op.f(f"ck_lampiran_usulan_{_NAMA}"), "lampiran_usulan", f"jenis IN ({pilihan})")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    kosong = sa.text("'{}'")
    op.add_column("usulan", sa.Column("is_mewakili_desa", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column(
        "usulan", sa.Column("program", postgresql.ARRAY(sa.String(32)), nullable=False, server_default=kosong)
    )
    op.add_column("usulan", sa.Column("rincian", sa.LargeBinary(), nullable=True))
    op.add_column("usulan", sa.Column("kode_alasan", sa.String(64), nullable=True))
    op.create_index("ix_usulan_kode_desa_status_at_id", "usulan", ["kode_desa", "status_at", "id"])
    _lampiran(*_LAMA, *_BARU)


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    lampiran = sa.table("lampiran_usulan", sa.column("jenis", sa.String()))
    op.execute(sa.delete(lampiran).where(lampiran.c.jenis.in_(_BARU)))
    _lampiran(*_LAMA)
    op.drop_index("ix_usulan_kode_desa_status_at_id", "usulan")
    for kolom in ("kode_alasan", "rincian", "program", "is_mewakili_desa"):
        op.drop_column("usulan", kolom)
