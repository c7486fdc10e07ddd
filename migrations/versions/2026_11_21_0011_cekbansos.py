"""cekbansos: first tables."""

revision = "0011_cekbansos"
down_revision = "0010_penetapan"
branch_labels = None
depends_on = None


def upgrade() -> None:
    pass


def downgrade() -> None:
    pass
