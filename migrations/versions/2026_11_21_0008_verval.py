"""verval: first tables."""

revision = "0008_verval"
down_revision = "0007_usulan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
