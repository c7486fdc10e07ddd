"""referensi: first tables."""

revision = "0003_referensi"
down_revision = "0002_wilayah"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
