"""wilayah: first tables."""

revision = "0002_wilayah"
down_revision = "0001_inti"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
