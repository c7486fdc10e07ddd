"""berkas_objek: first tables."""

revision = "0004_berkas_objek"
down_revision = "0003_referensi"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
