"""The scope predicate."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import String, column, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan, Pelaku
from app.wilayah.errors import KodeWilayahTidakSah
from app.wilayah.kode import KodeWilayah
from app.wilayah.lingkup import Lingkup
from app.wilayah.models import Wilayah
from tests.wilayah.conftest import Rencana

KODE = st.one_of(
    st.sampled_from(["32", "33"]),
    st.sampled_from(["32.04", "32.05", "33.04"]),
    st.sampled_from(["32.04.05", "32.04.06", "32.05.05"]),
    st.sampled_from(["32.04.05.2001", "32.04.05.1001", "32.04.06.2001"]),
)


def _pelaku(jabatan: Jabatan, *wilayah: str, kode_desa: str | None = None) -> Pelaku:
    return Pelaku(akun_id=UUID(int=1), jabatan=jabatan, wilayah=wilayah, kode_desa=kode_desa)


@given(st.lists(KODE, max_size=4), KODE)
def test_containment_is_that_of_any_prefix(prefiks: list[str], kode: str) -> None:
    assert Lingkup(tuple(prefiks)).memuat(kode) == any(KodeWilayah(p).memuat(kode) for p in prefiks)


@given(st.lists(KODE, max_size=4))
def test_prefixes_are_kept_minimal_and_sorted(prefiks: list[str]) -> None:
    hasil = Lingkup(tuple(prefiks)).prefiks
    assert list(hasil) == sorted(set(hasil))
    assert not any(KodeWilayah(a).memuat(b) for a in hasil for b in hasil if a != b)


@pytest.mark.parametrize(
    "prefiks",
    [
        (),
        ("32.04.05.2001",),
        ("32.04.05",),
        ("32.04",),
        ("32",),
        ("32.04.05", "32.17.01.2001", "32.17"),
        ("33", "32.04.06.2001"),
    ],
)
async def test_the_condition_in_sql_says_the_same(sesi: AsyncSession, prefiks: tuple[str, ...]) -> None:
    lingkup = Lingkup(prefiks)
    semua = await sesi.scalars(select(Wilayah.kode).where(Wilayah.kode.between("32.0", "33.02")))
    terlihat = await sesi.scalars(
        select(Wilayah.kode).where(lingkup.batasi(Wilayah.kode), Wilayah.kode.between("32.0", "33.02"))
    )
    assert set(terlihat) == {k for k in semua if lingkup.memuat(k)}


@pytest.mark.parametrize("prefiks", ["32.04", "32.04.05", "32.04.05.2001"])
async def test_the_condition_reads_an_index(sesi: AsyncSession, rencana: Rencana, prefiks: str) -> None:
    simpul = await rencana(sesi.execute(select(Wilayah.kode).where(Lingkup((prefiks,)).batasi(Wilayah.kode))))
    assert {s.get("Index Name") for s in simpul} - {None} == {"pk_wilayah"}


def test_without_an_assignment_nothing_is_visible() -> None:
    lingkup = Lingkup.dari(_pelaku(Jabatan.OPERATOR_DESA))
    assert not lingkup.memuat("32.04.05.2001")
    assert str(lingkup.batasi(column("kode", String()))) == "false"


@pytest.mark.parametrize("jabatan", [Jabatan.PUSAT, Jabatan.ADMIN_PUSAT, Jabatan.PENETAP])
def test_national_jabatan_see_the_country(jabatan: Jabatan) -> None:
    lingkup = Lingkup.dari(_pelaku(jabatan))
    assert lingkup == Lingkup.nasional()
    assert lingkup.memuat("91.01")
    assert str(lingkup.batasi(column("kode", String()))) == "true"


def test_a_citizen_sees_the_own_desa() -> None:
    assert Lingkup.dari(_pelaku(Jabatan.WARGA, kode_desa="32.04.05.2001")).prefiks == ("32.04.05.2001",)
    assert Lingkup.dari(_pelaku(Jabatan.WARGA)).prefiks == ()


def test_an_officer_sees_his_assignments() -> None:
    lingkup = Lingkup.dari(_pelaku(Jabatan.TKSK, "320405", "32.04.05.2001", "32.04.07"))
    assert lingkup.prefiks == ("32.04.05", "32.04.07")


@pytest.mark.parametrize("prefiks", ["%", "32.%", "32_04", ""])
def test_wildcards_never_reach_the_condition(prefiks: str) -> None:
    with pytest.raises(KodeWilayahTidakSah):
        Lingkup((prefiks,))
