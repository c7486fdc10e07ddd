"""keluarga: first tables."""

revision = "0006_keluarga"
down_revision = "0005_akun"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
