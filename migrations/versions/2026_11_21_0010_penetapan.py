"""penetapan: first tables."""

revision = "0010_penetapan"
down_revision = "0009_desil"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
