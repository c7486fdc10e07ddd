"""The schema's rules for a distributed engine, checked on the metadata so that no such engine is needed."""

import pytest
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Table, UniqueConstraint

from app.tabel import SEMUA_TABEL

TABEL = list(SEMUA_TABEL.tables.values())
KELAS = {"keluarga", "kunci", "referensi", "lokal"}


def kelas(tabel: Table) -> str:
    return str(tabel.info.get("distribusi"))


@pytest.mark.parametrize("tabel", TABEL, ids=lambda t: t.name)
def test_every_table_declares_its_distribution_and_a_key(tabel: Table) -> None:
    assert kelas(tabel) in KELAS
    assert tabel.primary_key.columns


@pytest.mark.parametrize("tabel", [t for t in TABEL if kelas(t) == "keluarga"], ids=lambda t: t.name)
def test_family_tables_are_keyed_by_the_family_first(tabel: Table) -> None:
    """A table may say that another column comes first (`kunci_depan`), as scores that a run appends do."""
    kunci = [k.name for k in tabel.primary_key.columns]
    depan = tabel.info.get("kunci_depan")
    assert kunci[: 2 if depan else 1] == ([depan] if depan else []) + ["keluarga_id"]
    assert not tabel.c.keluarga_id.nullable


@pytest.mark.parametrize("tabel", TABEL, ids=lambda t: t.name)
def test_foreign_keys_stay_inside_the_family_or_point_to_references(tabel: Table) -> None:
    for fk in (c for c in tabel.constraints if isinstance(c, ForeignKeyConstraint)):
        sasaran = fk.referred_table
        if kelas(sasaran) == "referensi":
            continue
        assert kelas(tabel) == kelas(sasaran), f"{tabel.name} -> {sasaran.name}"
        if kelas(tabel) == "keluarga":
            assert "keluarga_id" in fk.column_keys
        assert kelas(tabel) != "kunci", f"{tabel.name} -> {sasaran.name}: tables with their own key take no foreign key"


@pytest.mark.parametrize("tabel", TABEL, ids=lambda t: t.name)
def test_unique_constraints_contain_the_distribution_column(tabel: Table) -> None:
    unik = [{k.name for k in c.columns} for c in tabel.constraints if isinstance(c, UniqueConstraint)]
    unik += [{k.name for k in i.columns} for i in tabel.indexes if i.unique]
    for kolom in unik:
        if kelas(tabel) == "keluarga":
            assert "keluarga_id" in kolom
        if kelas(tabel) == "kunci":
            assert next(iter(tabel.primary_key.columns)).name in kolom


@pytest.mark.parametrize("tabel", TABEL, ids=lambda t: t.name)
def test_no_region_nik_or_no_kk_in_a_core_key(tabel: Table) -> None:
    if kelas(tabel) == "keluarga":
        assert not {"nik", "no_kk", "kode_wilayah", "kode_desa"} & {k.name for k in tabel.primary_key.columns}


@pytest.mark.parametrize("tabel", TABEL, ids=lambda t: t.name)
def test_constraints_have_names(tabel: Table) -> None:
    for c in tabel.constraints:
        if isinstance(c, CheckConstraint | ForeignKeyConstraint | UniqueConstraint):
            assert c.name is not None


@pytest.mark.parametrize("tabel", TABEL, ids=lambda t: t.name)
def test_gin_indexes_do_not_hoard_a_pending_list(tabel: Table) -> None:
    for indeks in tabel.indexes:
        opsi = indeks.dialect_options["postgresql"]
        if opsi["using"] == "gin":
            assert opsi["with"].get("fastupdate") == "off"


@pytest.mark.parametrize("tabel", TABEL, ids=lambda t: t.name)
def test_nothing_holds_a_clear_identity_number(tabel: Table) -> None:
    assert not {"nik", "no_kk", "nomor_kk", "telepon", "surel", "email", "alamat"} & set(tabel.c.keys())
