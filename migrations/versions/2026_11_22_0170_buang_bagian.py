"""desil: the table of a run that was given up is removed."""

from alembic import op

revision = "0170_buang_bagian"
down_revision = "0160_tepi_skor"
branch_labels = None
depends_on = None

# As the two of 0120: whoever owns the tables does this and no more. What is read or being computed stays.
BUANG = """
CREATE FUNCTION skor_bagian_buang(nomor_putaran integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE nama text := 'skor_keluarga_p' || nomor_putaran;
BEGIN
    IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass(nama) AND relispartition)
        OR EXISTS (SELECT FROM putaran WHERE nomor = nomor_putaran AND status = 'DIHITUNG' FOR SHARE) THEN
        RETURN false;
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS %I', nama);
    EXECUTE format('ALTER TABLE skor_keluarga_umum DROP CONSTRAINT IF EXISTS bukan_%s', nomor_putaran);
    RETURN true;
END $$"""


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute(BUANG)
    op.execute("REVOKE EXECUTE ON FUNCTION skor_bagian_buang(integer) FROM PUBLIC")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP FUNCTION skor_bagian_buang(integer)")
