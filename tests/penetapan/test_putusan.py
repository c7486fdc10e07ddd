"""What a decree decides: by threshold and quota, the same for the same input in any order."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from app.penetapan.putusan import Calon, penjelasan_desil, putuskan
from app.penetapan.status import Putusan

CALON = st.builds(
    Calon,
    usulan_id=st.uuids(),
    keluarga_id=st.integers(1, 6).map(lambda n: UUID(int=n)),
    individu_id=st.uuids(),
    jenis=st.sampled_from(["BARU", "PERBAIKAN", "HAPUS"]),
    desil=st.integers(1, 10),
    skor=st.integers(0, 50),
)
BANYAK = st.lists(CALON, max_size=25, unique_by=lambda c: c.usulan_id)


def satu(n: int, desil: int | None, *, jenis: str = "BARU", keluarga: int | None = None) -> Calon:
    return Calon(UUID(int=n), UUID(int=keluarga or n), UUID(int=n), jenis, desil, desil and 0)


def test_the_threshold_itself_is_inside() -> None:
    hasil = putuskan([satu(1, 4), satu(2, 5)], ambang=4)
    assert [(k.putusan, k.alasan) for k in hasil] == [
        (Putusan.DITETAPKAN, None),
        (Putusan.TIDAK_DITETAPKAN, "DESIL_DI_LUAR_SASARAN"),
    ]


def test_beyond_the_quota_is_a_waiting_list_and_no_refusal() -> None:
    hasil = putuskan([satu(3, 1), satu(1, 2), satu(2, 3), satu(4, 9)], ambang=4, kuota=2)
    assert [k.putusan for k in hasil] == [
        Putusan.DITETAPKAN,
        Putusan.DITETAPKAN,
        Putusan.DAFTAR_TUNGGU,
        Putusan.TIDAK_DITETAPKAN,
    ]
    assert hasil[2].alasan == "KUOTA_PENUH"


def test_a_second_person_of_a_counted_family_uses_no_quota() -> None:
    hasil = putuskan([satu(1, 1, keluarga=7), satu(2, 1, keluarga=7)], ambang=4, kuota=1)
    assert {k.putusan for k in hasil} == {Putusan.DITETAPKAN}


def test_corrections_and_removals_do_not_depend_on_the_desil() -> None:
    hasil = putuskan([satu(1, 9, jenis="PERBAIKAN"), satu(2, 9, jenis="HAPUS")], ambang=4, kuota=1)
    assert [k.putusan for k in hasil] == [Putusan.DIPERBARUI, Putusan.DIKELUARKAN]


def test_nothing_is_decided_about_a_new_family_without_a_desil() -> None:
    assert putuskan([satu(1, None)], ambang=10) == []
    assert [k.putusan for k in putuskan([satu(1, None, jenis="PERBAIKAN")], ambang=1)] == [Putusan.DIPERBARUI]


@given(BANYAK, st.integers(1, 10), st.one_of(st.none(), st.integers(1, 5)), st.randoms())
def test_the_order_of_the_input_does_not_matter(
    calon: list[Calon], ambang: int, kuota: int | None, acak: object
) -> None:
    campur = sorted(calon, key=lambda c: hash((c.usulan_id, str(acak))))
    assert putuskan(campur, ambang, kuota) == putuskan(calon, ambang, kuota)


@given(BANYAK, st.integers(1, 10), st.one_of(st.none(), st.integers(1, 5)))
def test_everybody_is_decided_once_and_no_poorer_family_waits_behind_a_richer_one(
    calon: list[Calon], ambang: int, kuota: int | None
) -> None:
    hasil = putuskan(calon, ambang, kuota)
    assert sorted(k.calon.usulan_id for k in hasil) == sorted(c.usulan_id for c in calon)
    baru = [k for k in hasil if k.putusan is Putusan.DITETAPKAN]
    tunggu = [k for k in hasil if k.putusan is Putusan.DAFTAR_TUNGGU]
    dipilih = {k.calon.keluarga_id for k in baru}
    assert kuota is None or len(dipilih) <= kuota
    assert not tunggu or len(dipilih) == kuota
    termiskin = {f: min(k.calon.desil or 0 for k in baru if k.calon.keluarga_id == f) for f in dipilih}
    assert all(d <= (t.calon.desil or 0) for t in tunggu for d in termiskin.values())


def test_the_citizen_reads_both_numbers() -> None:
    teks = penjelasan_desil(6, 4)
    assert "desil 6" in teks.id
    assert "1 sampai 4" in teks.id
    assert len(teks.id) >= 20
    assert "desil 6" in teks.en
