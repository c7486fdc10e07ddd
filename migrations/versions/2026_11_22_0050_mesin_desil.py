"""desil: canonical variables with versions, narrow scores, and what a run in chunks keeps.

Scores that exist are kept: a row whose inputs are the family's present ones names the present version, every other one
gets a version of its own in `riwayat_kanonik`. Their deciles follow from the cut-offs, which stay.
"""

from collections.abc import Sequence
from string import Template
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0050_mesin_desil"
down_revision = "0040_keberatan_desil"
branch_labels = None
depends_on = None

BESAR = ("ln_ukuran", "pangsa_0_4", "pangsa_5_14", "pangsa_60", "pangsa_bekerja", "luas_kapita")
KECIL = (
    "ukuran",
    "ukuran_kuadrat",
    "anak_putus_sekolah",
    "penyandang_disabilitas",
    "penderita_kronis",
    "kepala_umur",
    "kepala_perempuan",
    "lahan_lain",
    "rumah_lain",
    "ternak_besar",
    "ternak_kecil",
    "rekening",
    "perkotaan",
    "kepala_pendidikan",
    "kepala_sektor",
    "kepala_kedudukan",
    "pendidikan_maks",
    "daya",
    "kloset",
    "status_bangunan",
    "lantai",
    "dinding",
    "atap",
    "air_minum",
    "penerangan",
    "bahan_bakar",
    "bab",
    "tinja",
    "internet",
    "aset_tabung_gas",
    "aset_lemari_es",
    "aset_ac",
    "aset_pemanas_air",
    "aset_telepon_rumah",
    "aset_tv_datar",
    "aset_emas",
    "aset_komputer",
    "aset_sepeda_motor",
    "aset_sepeda",
    "aset_mobil",
    "aset_perahu",
    "aset_kapal_motor",
    "aset_smartphone",
)
TAMBAHAN = ("rantai", "hitung_mulai_at", "hitung_mulai_keluarga", "hitung_selesai_at", "nomor")
_KANONIK_KINI = Template(
    """INSERT INTO variabel_kanonik (keluarga_id, versi, jawaban_id, tanggal_date, $kolom, kabkota, kode_desa)
    SELECT k.keluarga_id, 1 + (SELECT count(*) FROM skor_keluarga_lama s WHERE s.keluarga_id = k.keluarga_id),
        v.jawaban_id, v.tanggal_date, $kolom,
        (left(k.kode_desa, 2) || substr(k.kode_desa, 4, 2))::smallint, k.kode_desa
    FROM keluarga k LEFT JOIN variabel_kanonik_lama v USING (keluarga_id)
    WHERE k.ditutup_date IS NULL ORDER BY k.keluarga_id"""
)
_PINDAH = Template(
    """CREATE TEMPORARY TABLE pindah ON COMMIT DROP AS
    SELECT s.*, (left(s.kode_wilayah, 2) || substr(s.kode_wilayah, 4, 2))::smallint AS kabkota,
        v.kode_desa = s.kode_wilayah AND ARRAY[$kini] = s.masukan AS kini,
        1 + (SELECT count(*) FROM riwayat_kanonik r WHERE r.keluarga_id = s.keluarga_id) AS lampau,
        v.versi AS versi_kini
    FROM skor_keluarga_lama s LEFT JOIN variabel_kanonik v USING (keluarga_id) WHERE s.putaran_id = '$putaran'"""
)
_VERSI_LAMPAU = Template(
    """INSERT INTO riwayat_kanonik (keluarga_id, versi, tanggal_date, $sumber, kabkota, kode_desa)
    SELECT keluarga_id, lampau, data_date, $masukan, kabkota, kode_wilayah FROM pindah WHERE kini IS NOT TRUE"""
)
_SKOR = Template(
    """INSERT INTO skor_keluarga (putaran_no, keluarga_id, skor, versi, kabkota, bobot)
    SELECT $nomor, keluarga_id, skor, CASE WHEN kini THEN versi_kini ELSE lampau END, kabkota, bobot
    FROM pindah ORDER BY keluarga_id"""
)


def _id(nama: str, *, kosong: bool = False) -> sa.Column[Any]:
    return sa.Column(nama, sa.Uuid(), nullable=kosong)


def _bulat(nama: str, tipe: type[sa.Integer] = sa.Integer, *, kosong: bool = False) -> sa.Column[Any]:
    return sa.Column(nama, tipe(), nullable=kosong)


def _kanonik(tabel: str, *kunci: str) -> None:
    op.create_table(
        tabel,
        _id("keluarga_id"),
        _bulat("versi"),
        _id("jawaban_id", kosong=True),
        sa.Column("tanggal_date", sa.Date(), nullable=True),
        *(_bulat(n, kosong=True) for n in BESAR),
        _bulat("kabkota", sa.SmallInteger),
        *(_bulat(n, sa.SmallInteger, kosong=True) for n in KECIL),
        sa.Column("kode_desa", sa.String(13), nullable=False),
        sa.ForeignKeyConstraint(
            ["keluarga_id"], ["keluarga.keluarga_id"], name=op.f(f"fk_{tabel}_keluarga_id_keluarga")
        ),
        sa.PrimaryKeyConstraint(*kunci, name=op.f(f"pk_{tabel}")),
    )


def _lama_ke_samping(*tabel: str) -> None:
    """Rename tables and the names that their successors need; names in a schema are unique."""
    for nama in tabel:
        op.rename_table(nama, f"{nama}_lama")
        op.execute(f"ALTER INDEX pk_{nama} RENAME TO pk_{nama}_lama")


def upgrade() -> None:
    op.execute("SET LOCAL lock_timeout = '5s'")
    _lama_ke_samping("variabel_kanonik", "skor_keluarga")
    op.drop_constraint("fk_variabel_kanonik_keluarga_id_keluarga", "variabel_kanonik_lama", type_="foreignkey")
    _kanonik("variabel_kanonik", "keluarga_id")
    _kanonik("riwayat_kanonik", "keluarga_id", "versi")
    _putaran()
    _hasil()
    op.execute(_KANONIK_KINI.substitute(kolom=", ".join((*BESAR, *KECIL))))
    for nomor, putaran_id, sumber in _putaran_lama():
        _pindahkan_skor(nomor, putaran_id, sumber)
    op.drop_table("skor_keluarga_lama")
    op.drop_table("variabel_kanonik_lama")


def _putaran() -> None:
    op.add_column("putaran", sa.Column("nomor", sa.Integer(), sa.Identity(), nullable=False))
    op.create_unique_constraint(op.f("uq_putaran_nomor"), "putaran", ["nomor"])
    op.add_column("putaran", sa.Column("rantai", postgresql.ARRAY(sa.Integer()), nullable=False, server_default="{}"))
    op.alter_column("putaran", "rantai", server_default=None)
    op.execute("UPDATE putaran SET rantai = ARRAY[nomor]")
    # A run that was being computed begins anew: its scores are computed again, chunk by chunk.
    op.execute("UPDATE putaran SET tahap = 'MENUNGGU' WHERE tahap <> 'SELESAI'")
    op.add_column("putaran", sa.Column("hitung_mulai_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("putaran", sa.Column("hitung_mulai_keluarga", sa.BigInteger(), nullable=False, server_default="0"))
    op.alter_column("putaran", "hitung_mulai_keluarga", server_default=None)
    op.add_column("putaran", sa.Column("hitung_selesai_at", sa.DateTime(timezone=True), nullable=True))


def _hasil() -> None:
    op.create_table(
        "skor_keluarga",
        _bulat("putaran_no"),
        _id("keluarga_id"),
        _bulat("skor", sa.BigInteger, kosong=True),
        _bulat("versi"),
        _bulat("kabkota", sa.SmallInteger),
        _bulat("bobot", sa.SmallInteger),
        sa.CheckConstraint("skor IS NULL OR bobot >= 1", name="bobot_berperingkat"),
        sa.PrimaryKeyConstraint("putaran_no", "keluarga_id", name=op.f("pk_skor_keluarga")),
    )
    op.create_index(
        "ix_skor_keluarga_tanpa_skor",
        "skor_keluarga",
        ["putaran_no", "keluarga_id"],
        postgresql_where=sa.text("skor IS NULL"),
    )
    op.create_table(
        "potongan_putaran",
        _bulat("putaran_no"),
        _bulat("nomor"),
        _id("dari", kosong=True),
        _id("sampai", kosong=True),
        _bulat("keluarga", sa.BigInteger),
        _bulat("berperingkat", sa.BigInteger),
        sa.Column("selesai_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("putaran_no", "nomor", name=op.f("pk_potongan_putaran")),
    )
    op.create_table(
        "sebaran_skor",
        _bulat("putaran_no"),
        _bulat("nomor"),
        _bulat("kabkota", sa.SmallInteger),
        sa.Column("ember", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("orang", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("keluarga", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.PrimaryKeyConstraint("putaran_no", "nomor", "kabkota", name=op.f("pk_sebaran_skor")),
    )


def _putaran_lama() -> Sequence[tuple[int, str, list[str]]]:
    """Return number, id and the layout of the inputs of every run that was computed, in the order of their numbers."""
    baris = op.get_bind().execute(
        sa.text(
            "SELECT p.nomor, p.id::text, m.artefak FROM putaran p JOIN model_pmt m ON m.id = p.model_id "
            "WHERE p.tahap = 'SELESAI' ORDER BY p.nomor"
        )
    )
    # The weight first, then every source once: as inputs were frozen until now.
    return [(n, i, list(dict.fromkeys(["ukuran", *(v["sumber"] for v in a["variabel"])]))) for n, i, a in baris]


def _pindahkan_skor(nomor: int, putaran_id: str, sumber: list[str]) -> None:
    bagian = {
        "nomor": str(nomor),
        "putaran": putaran_id,
        "sumber": ", ".join(sumber),
        "kini": ", ".join(f"v.{n}::bigint" for n in sumber),
        "masukan": ", ".join(f"masukan[{i}]" for i in range(1, len(sumber) + 1)),
    }
    for perintah in (_PINDAH, _VERSI_LAMPAU, _SKOR):
        op.execute(perintah.substitute(bagian))
    op.execute("DROP TABLE pindah")


def downgrade() -> None:
    """Take the versions away; scores go too, for their inputs stood in them, and a run computes them again."""
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.execute("DELETE FROM putaran_berlaku")
    op.execute("UPDATE putaran SET tahap = 'MENUNGGU', status = 'DIBATALKAN' WHERE status IN ('DIHITUNG', 'DITINJAU')")
    for tabel in ("sebaran_skor", "potongan_putaran", "skor_keluarga", "riwayat_kanonik"):
        op.drop_table(tabel)
    op.drop_constraint("uq_putaran_nomor", "putaran")
    for kolom in TAMBAHAN:
        op.drop_column("putaran", kolom)
    op.execute("DELETE FROM variabel_kanonik WHERE jawaban_id IS NULL")
    for kolom in ("versi", "kabkota"):
        op.drop_column("variabel_kanonik", kolom)
    for kolom in ("jawaban_id", "tanggal_date"):
        op.alter_column("variabel_kanonik", kolom, nullable=False)
    _skor_lama()


def _skor_lama() -> None:
    op.create_table(
        "skor_keluarga",
        _id("keluarga_id"),
        _id("putaran_id"),
        sa.Column("kode_wilayah", sa.String(13), nullable=False),
        _bulat("skor", sa.BigInteger, kosong=True),
        _bulat("bobot"),
        *(_bulat(f"desil_{n}", sa.SmallInteger, kosong=True) for n in ("nasional", "provinsi", "kabkota")),
        sa.Column("masukan", postgresql.ARRAY(sa.BigInteger()), nullable=False),
        sa.Column("kurang", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("dipotong", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("data_date", sa.Date(), nullable=True),
        sa.CheckConstraint("(skor IS NULL) = (cardinality(kurang) > 0)", name="skor_atau_kurang"),
        sa.CheckConstraint("skor IS NULL OR bobot >= 1", name="bobot_berperingkat"),
        sa.ForeignKeyConstraint(["putaran_id"], ["putaran.id"], name=op.f("fk_skor_keluarga_putaran_id_putaran")),
        sa.PrimaryKeyConstraint("keluarga_id", "putaran_id", name=op.f("pk_skor_keluarga")),
    )
    op.create_index(op.f("ix_skor_keluarga_putaran_id_kode_wilayah"), "skor_keluarga", ["putaran_id", "kode_wilayah"])
