"""usulan: first tables."""

revision = "0007_usulan"
down_revision = "0006_keluarga"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
