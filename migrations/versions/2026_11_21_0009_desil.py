"""desil: first tables."""

revision = "0009_desil"
down_revision = "0008_verval"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
