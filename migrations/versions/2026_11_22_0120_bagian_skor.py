"""desil: a large run's rows get a table of their own, indexed once they are there."""

from alembic import op

revision = "0120_bagian_skor"
down_revision = "0110_impor"
branch_labels = None
depends_on = None

UMUM = "skor_keluarga_umum"

# Made by whoever owns the tables, for the application may not create any. What it can do with them is this and no more:
# a new table for a run that has none, and handing a filled one over to the readers.
SIAPKAN = """
CREATE FUNCTION skor_bagian_siapkan(nomor integer) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE nama text := 'skor_keluarga_p' || nomor;
BEGIN
    IF EXISTS (SELECT FROM pg_class WHERE oid = to_regclass(nama) AND relispartition) THEN
        RETURN false;
    END IF;
    EXECUTE format('DROP TABLE IF EXISTS %I', nama);
    EXECUTE format('CREATE TABLE %I (LIKE skor_keluarga INCLUDING CONSTRAINTS)', nama);
    EXECUTE format('ALTER TABLE %I ADD CONSTRAINT bagian CHECK (putaran_no = %s)', nama, nomor);
    EXECUTE format('GRANT SELECT, INSERT ON %I TO %I', nama, session_user);
    -- Checked before the table is attached, under a lock that no reader waits for.
    EXECUTE format('ALTER TABLE skor_keluarga_umum DROP CONSTRAINT IF EXISTS bukan_%s', nomor);
    EXECUTE format('ALTER TABLE skor_keluarga_umum ADD CONSTRAINT bukan_%s CHECK (putaran_no <> %s) NOT VALID',
                   nomor, nomor);
    RETURN true;
END $$"""
PASANG = """
CREATE FUNCTION skor_bagian_pasang(nomor integer) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp SET lock_timeout = '5s' AS $$
DECLARE nama text := 'skor_keluarga_p' || nomor;
BEGIN
    EXECUTE format('ALTER TABLE %I ADD PRIMARY KEY (putaran_no, keluarga_id)', nama);
    EXECUTE format('CREATE INDEX ON %I (putaran_no, kabkota, keluarga_id) WHERE skor IS NULL', nama);
    EXECUTE format('ALTER TABLE skor_keluarga_umum VALIDATE CONSTRAINT bukan_%s', nomor);
    EXECUTE format('ALTER TABLE skor_keluarga ATTACH PARTITION %I FOR VALUES IN (%s)', nama, nomor);
    EXECUTE format('ALTER TABLE %I DROP CONSTRAINT bagian', nama);
    EXECUTE format('ALTER TABLE skor_keluarga_umum DROP CONSTRAINT bukan_%s', nomor);
END $$"""


def _nama_lain(dari: str, ke: str) -> None:
    op.execute(f"ALTER TABLE {dari} RENAME TO {ke}")
    op.execute(f"ALTER INDEX pk_{dari} RENAME TO pk_{ke}")
    op.execute(f"ALTER INDEX ix_{dari}_tanpa_skor RENAME TO ix_{ke}_tanpa_skor")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _nama_lain("skor_keluarga", UMUM)
    op.execute(f"CREATE TABLE skor_keluarga (LIKE {UMUM} INCLUDING CONSTRAINTS) PARTITION BY LIST (putaran_no)")
    op.execute("ALTER TABLE skor_keluarga ADD CONSTRAINT pk_skor_keluarga PRIMARY KEY (putaran_no, keluarga_id)")
    op.execute(
        "CREATE INDEX ix_skor_keluarga_tanpa_skor ON skor_keluarga (putaran_no, kabkota, keluarga_id) "
        "WHERE skor IS NULL"
    )
    op.execute(f"ALTER TABLE skor_keluarga ATTACH PARTITION {UMUM} DEFAULT")
    for fungsi in (SIAPKAN, PASANG):
        op.execute(fungsi)
    op.execute("REVOKE EXECUTE ON FUNCTION skor_bagian_siapkan(integer), skor_bagian_pasang(integer) FROM PUBLIC")


def downgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DROP FUNCTION skor_bagian_siapkan(integer), skor_bagian_pasang(integer)")
    op.execute(f"ALTER TABLE skor_keluarga DETACH PARTITION {UMUM}")
    op.execute("INSERT INTO skor_keluarga_umum SELECT * FROM skor_keluarga")
    op.execute("DROP TABLE skor_keluarga")
    _nama_lain(UMUM, "skor_keluarga")
