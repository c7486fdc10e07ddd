"""Identifiers sort by time; a reference has one spelling and a malformed one is nobody's."""

from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from app.core.ids import Ref, id_baru


class Muatan(BaseModel):
    ref: Ref


def test_ids_are_uuid7_and_sorted_by_time() -> None:
    banyak = [id_baru() for _ in range(2000)]
    assert all(type(i) is UUID and i.version == 7 for i in banyak)
    assert banyak == sorted(banyak)
    assert len(set(banyak)) == 2000


@given(st.uuids(), st.uuids())
def test_a_reference_carries_both_parts_through_its_text(keluarga_id: UUID, id_: UUID) -> None:
    ref = Ref(keluarga_id, id_)
    assert len(ref.teks) == 43
    assert Ref.urai(ref.teks) == Ref.urai(str(ref)) == ref


@given(st.text(max_size=60))
def test_any_other_text_is_the_nil_reference(teks: str) -> None:
    ref = Ref.urai(teks)
    assert ref == Ref.nihil() or ref.teks == teks


@pytest.mark.parametrize("rusak", ["", "a", "=" * 43, "é" * 43, "!" * 43, "A" * 42, "A" * 44, "A" * 42 + "B"])
def test_malformed_references_do_not_raise(rusak: str) -> None:
    assert Ref.urai(rusak) == Ref.nihil()


def test_there_is_one_spelling_only() -> None:
    ref = Ref(uuid4(), uuid4())
    huruf = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    sama = [c for c in huruf if Ref.urai(ref.teks[:-1] + c) == ref]
    assert sama == [ref.teks[-1]]
    assert Ref.urai(ref.teks[:10] + "+" + ref.teks[11:]) == Ref.nihil()


def test_pydantic_reads_and_writes_the_text() -> None:
    ref = Ref(id_baru(), id_baru())
    muatan = Muatan.model_validate_json(Muatan(ref=ref).model_dump_json())
    assert muatan.ref == ref
    assert Muatan.model_validate({"ref": ref.teks}).ref == ref
    assert Muatan.model_validate({"ref": "rusak"}).ref == Ref.nihil()
    assert Muatan.model_json_schema()["properties"]["ref"]["type"] == "string"
