"""inti: idempotency keys, rate limits, audit trail, job queue."""

import sqlalchemy as sa
from alembic import op
from pgqueuer.adapters.persistence.qb import QueryBuilderEnvironment
from sqlalchemy.dialects import postgresql
from sqlalchemy.util import await_only

revision = "0001_inti"
down_revision = None
branch_labels = None
depends_on = None


def _skrip(sql: str) -> None:
    """Run the queue library's own schema; many statements, which only the driver's simple protocol takes at once."""
    if op.get_context().as_sql:
        op.execute(sql)
        return
    sambungan = op.get_bind().connection.driver_connection
    assert sambungan is not None
    await_only(sambungan.execute(sql))


def upgrade() -> None:
    op.create_table(
        "idempotensi",
        sa.Column("kunci", sa.Uuid(), nullable=False),
        sa.Column("sidik", sa.LargeBinary(32), nullable=False),
        sa.Column("wewenang", sa.LargeBinary(32), nullable=False),
        sa.Column("status", sa.SmallInteger(), nullable=True),
        sa.Column("isi", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kedaluwarsa_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kunci", name=op.f("pk_idempotensi")),
    )
    op.create_index(op.f("ix_idempotensi_kedaluwarsa_at"), "idempotensi", ["kedaluwarsa_at"])
    op.create_table(
        "batas_laju",
        sa.Column("kunci", sa.Uuid(), nullable=False),
        sa.Column("jendela", sa.DateTime(timezone=True), nullable=False),
        sa.Column("jumlah", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kunci", "jendela", name=op.f("pk_batas_laju")),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "jejak_audit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pada_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kejadian", sa.String(80), nullable=False),
        sa.Column("pelaku_id", sa.Uuid(), nullable=True),
        sa.Column("jabatan", sa.String(32), nullable=True),
        sa.Column("wilayah", postgresql.ARRAY(sa.String(13)), nullable=False),
        sa.Column("objek", sa.String(120), nullable=False),
        sa.Column("keluarga_id", sa.Uuid(), nullable=True),
        sa.Column("subjek", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("tujuan", sa.String(200), nullable=True),
        sa.Column("rincian", postgresql.JSONB(), nullable=False),
        sa.Column("id_permintaan", sa.String(36), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jejak_audit")),
    )
    op.create_index(
        "ix_jejak_audit_subjek",
        "jejak_audit",
        ["subjek"],
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )
    op.create_index("ix_jejak_audit_pelaku_id_id", "jejak_audit", ["pelaku_id", "id"])
    op.create_index("ix_jejak_audit_objek_id", "jejak_audit", ["objek", "id"])
    _skrip(QueryBuilderEnvironment().build_install_query())


def downgrade() -> None:
    _skrip(QueryBuilderEnvironment().build_uninstall_query())
    op.drop_table("jejak_audit")
    op.drop_table("batas_laju")
    op.drop_table("idempotensi")
