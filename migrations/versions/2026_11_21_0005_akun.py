"""akun: first tables."""

revision = "0005_akun"
down_revision = "0004_berkas_objek"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
