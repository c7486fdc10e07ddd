"""desil: comparisons of two models on the same families."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0060_banding_model"
down_revision = "0041_sanggah"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.create_table(
        "banding_model",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("model_id", sa.Uuid(), nullable=False),
        sa.Column("pembanding_id", sa.Uuid(), nullable=False),
        sa.Column("dibuat_oleh", sa.Uuid(), nullable=True),
        sa.Column("dibuat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("selesai_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hasil", postgresql.JSONB(), nullable=True),
        sa.ForeignKeyConstraint(["model_id"], ["model_pmt.id"], name=op.f("fk_banding_model_model_id_model_pmt")),
        sa.ForeignKeyConstraint(
            ["pembanding_id"], ["model_pmt.id"], name=op.f("fk_banding_model_pembanding_id_model_pmt")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_banding_model")),
    )
    op.create_index(op.f("ix_banding_model_model_id"), "banding_model", ["model_id"])


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_table("banding_model")
