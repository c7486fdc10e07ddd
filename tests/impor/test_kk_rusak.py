"""Card numbers that a spreadsheet ruined, or that a column repeats: strangers never become one family by them."""

import pytest
from sqlalchemy import text

from app.berkas_tabel.buku import TANDA_ANGKA
from app.core.db import transaksi
from app.core.wadah import Wadah
from app.impor.isian import baca_nik, baca_no_kk
from app.keluarga.instrumen import ANGGOTA_MAKS
from tests.impor.pembantu import Baris, berkas, catatan, hitung, impor, keluarga, kirim, pengimpor, periksa
from tests.pabrik.keluarga import no_kk

pytestmark = pytest.mark.anyio
SATU = "3204051207190011"
BULAT = "3204051207190010"
RUSAK = {
    "3.20405E+15": "KK_NOTASI_ILMIAH",
    "3,20405E+15": "KK_NOTASI_ILMIAH",
    "3204051207190000": "KK_ANGKA_HILANG",
    "320405120719001": "KK_ANGKA_HILANG",
    "32040512071900111": "KK_TIDAK_VALID",
    "belum ada": "KK_TIDAK_VALID",
}
GABUNG = ["KK_DIPAKAI_BANYAK_KELUARGA"]
ASING = ["KK_TERCATAT_KELUARGA_LAIN"]


def _asing(kk: str, **tetap: str) -> list[Baris]:
    """Return three families that have nothing in common but what stands in their column of the card."""
    umum = [{"alamat": f"Kp. Cibiru RT {n:02d}", **tetap} for n in range(3)]
    return [b for n, u in enumerate(umum) for b in keluarga({}, kk=kk, nama=f"Kepala {n}", **u)]


def _dua_kepala(kk: str, **lain: str) -> list[Baris]:
    return keluarga({"nama": "Siti Rohani", "tanggal_lahir": "1991-02-03", "hubungan": "1", **lain}, kk=kk)


@pytest.mark.parametrize(("kk", "kode"), sorted(RUSAK.items()))
async def test_a_number_that_is_no_card_groups_nobody_and_its_rows_are_refused(
    wadah: Wadah, kk: str, kode: str
) -> None:
    satu, jumlah = await impor(wadah, berkas([*_asing(kk), *keluarga()]))
    kata = await catatan(wadah, satu.id)
    assert list(kata.values()) == [[kode, "KK_RUSAK_TANPA_PENANDA"]] * 6
    assert (jumlah.ditolak, jumlah.diterima, await hitung(wadah, "keluarga")) == (6, 1, (1,))


@pytest.mark.parametrize(("kk", "kode"), sorted(RUSAK.items()))
async def test_a_mark_of_the_file_holds_a_family_whose_number_is_ruined(wadah: Wadah, kk: str, kode: str) -> None:
    baris = [{**b, "kunci_keluarga": f"A-{n // 2}"} for n, b in enumerate(_asing(kk))]
    satu, jumlah = await impor(wadah, berkas(baris))
    assert list((await catatan(wadah, satu.id)).values()) == [[kode]] * 6
    assert (jumlah.anomali, await hitung(wadah, "keluarga", "individu")) == (6, (3, 6))
    async with transaksi(wadah.pabrik_sesi) as sesi:
        assert list(await sesi.scalars(text("SELECT jenis FROM temuan"))) == ["KK_TIDAK_VALID"] * 3


@pytest.mark.parametrize("tetap", [{}, {"alamat": "", "kode_desa": ""}, {"kk": BULAT, "alamat": ""}])
async def test_one_card_for_heads_who_live_apart_is_refused_and_nothing_is_written(
    wadah: Wadah, tetap: dict[str, str]
) -> None:
    baris = _asing(tetap.get("kk", SATU), **({"alamat": ""} if tetap else {}))
    if "kode_desa" in tetap:
        baris = [{**b, "kode_desa": f"32.04.05.200{1 + n // 4}"} for n, b in enumerate(baris)]
    satu, jumlah = await impor(wadah, berkas([*baris, *keluarga()]))
    assert list((await catatan(wadah, satu.id)).values()) == [GABUNG] * 6
    assert (jumlah.ditolak, jumlah.diterima, await hitung(wadah, "keluarga")) == (6, 1, (1,))


async def test_marked_families_of_one_card_stay_apart_also_when_one_is_on_record(wadah: Wadah) -> None:
    baris = [{**b, "kunci_keluarga": f"A-{n // 2}"} for n, b in enumerate(_asing(SATU))]
    await impor(wadah, berkas(baris[:2]))
    satu, jumlah = await impor(wadah, berkas(baris))
    assert (jumlah.sama, jumlah.diterima, await catatan(wadah, satu.id)) == (2, 4, {})
    assert await hitung(wadah, "keluarga", "individu") == (3, 6)


@pytest.mark.parametrize(
    ("kk", "lain"),
    [(BULAT, {}), (BULAT, {"alamat": ""}), (SATU, {"alamat": "Jl. Lain 2"}), (SATU, {"kode_desa": "32.04.05.2002"})],
)
async def test_strangers_do_not_join_a_family_on_record_by_its_card_alone(
    wadah: Wadah, kk: str, lain: dict[str, str]
) -> None:
    await impor(wadah, berkas(keluarga({}, kk=kk)))
    asing = keluarga({"nama": "Asep"}, kk=kk, nama="Ujang", tanggal_lahir="1988-04-05", **lain)
    satu, jumlah = await impor(wadah, berkas(asing))
    assert [k[-1:] for k in (await catatan(wadah, satu.id)).values()] == [ASING] * 2
    assert (jumlah.konflik, await hitung(wadah, "keluarga", "individu")) == (2, (1, 2))


@pytest.mark.parametrize(
    ("kk", "lain", "is_asing"),
    [
        (SATU, {"alamat": "Jl. Lain 2"}, True),
        (SATU, {"kode_desa": "32.04.05.2002"}, True),
        (BULAT, {"alamat": ""}, True),
        (BULAT, {}, False),
        (SATU, {}, False),
        (SATU, {"alamat": ""}, False),
    ],
)
async def test_rows_without_a_head_join_a_family_on_record_where_more_agrees_than_the_card(
    wadah: Wadah, kk: str, lain: dict[str, str], *, is_asing: bool
) -> None:
    await impor(wadah, berkas(keluarga({}, kk=kk)))
    baris = keluarga({"nama": "Asep"}, kk=kk, **lain)[1:]
    satu, jumlah = await impor(wadah, berkas(baris))
    assert (ASING[0] in (await catatan(wadah, satu.id)).get(2, [])) is is_asing
    assert (jumlah.konflik, await hitung(wadah, "keluarga", "individu")) == (int(is_asing), (1, 3 - is_asing))


async def test_what_a_held_family_is_advised_to_do_lets_it_in(wadah: Wadah) -> None:
    """A head without a NIK who is spelt otherwise at another address, and the ways out that the remark names."""
    tanpa = {"kk": SATU, "nik": ""}
    lama = keluarga({}, **tanpa)
    await impor(wadah, berkas(lama))
    baru = [{**b, "alamat": "Jl. Lain 2"} for b in keluarga({"nama": "Ujang"}, nama="Boedi", **tanpa)]
    satu, jumlah = await impor(wadah, berkas(baru))
    assert ([k[-1:] for k in (await catatan(wadah, satu.id)).values()], jumlah.konflik) == ([ASING] * 2, 2)
    for tolong in ([baru[0], baru[1], lama[1]], [{**baru[0], "nama": lama[0]["nama"]}]):
        satu, jumlah = await impor(wadah, berkas(tolong))
        assert jumlah.konflik == 0, await catatan(wadah, satu.id)
    assert await hitung(wadah, "keluarga") == (1,)


@pytest.mark.parametrize("lain", [{}, {"alamat": ""}, {"alamat": "kp. ciburial, RT 01"}])
async def test_another_head_at_the_address_on_record_is_a_second_head(wadah: Wadah, lain: dict[str, str]) -> None:
    await impor(wadah, berkas(keluarga({}, kk=SATU)))
    satu, _ = await impor(wadah, berkas(keluarga(kk=SATU, nama="Ujang", tanggal_lahir="1988-04-05", **lain)))
    assert "KEPALA_GANDA" in (await catatan(wadah, satu.id))[2]
    assert await hitung(wadah, "keluarga", "individu") == (1, 3)


@pytest.mark.parametrize("kk", [SATU, BULAT])
async def test_a_family_with_a_new_head_goes_on_when_a_member_is_known(wadah: Wadah, kk: str) -> None:
    baris = keluarga({}, kk=kk)
    await impor(wadah, berkas(baris))
    kepala = {"nama": "Ujang", "tanggal_lahir": "1988-04-05", "hubungan": "1"}
    baru = [{**b, "alamat": "Jl. Lain 2"} for b in [*keluarga(kepala, kk=kk)[1:], baris[1]]]
    satu, _ = await impor(wadah, berkas(baru))
    assert ASING[0] not in {k for kata in (await catatan(wadah, satu.id)).values() for k in kata}
    assert await hitung(wadah, "keluarga", "individu") == (1, 3)


async def test_the_trial_tells_it_already(wadah: Wadah) -> None:
    siapa = pengimpor()
    satu = await kirim(wadah, berkas(_asing(SATU)), siapa)
    await periksa(wadah, satu.id, siapa)
    assert list((await catatan(wadah, satu.id, "UJI")).values()) == [GABUNG] * 6


@pytest.mark.parametrize(
    ("kk", "lain"),
    [
        (SATU, {}),
        (BULAT, {}),
        (SATU, {"alamat": ""}),
        (SATU, {"alamat": "kp. ciburial, RT 01"}),
    ],
)
async def test_two_heads_at_one_address_are_a_mistake_within_a_family(
    wadah: Wadah, kk: str, lain: dict[str, str]
) -> None:
    satu, jumlah = await impor(wadah, berkas(_dua_kepala(kk, **lain)))
    assert "KEPALA_GANDA" in (await catatan(wadah, satu.id))[3]
    assert (jumlah.diterima, jumlah.anomali, await hitung(wadah, "keluarga", "individu")) == (1, 1, (1, 2))


async def test_a_head_who_is_listed_twice_at_two_addresses_is_one_head(wadah: Wadah) -> None:
    baris = keluarga(kk=SATU)
    satu, _ = await impor(wadah, berkas([*baris, {**baris[0], "alamat": "Jl. Lain 2"}]))
    assert "KK_DIPAKAI_BANYAK_KELUARGA" not in (await catatan(wadah, satu.id)).get(3, [])
    assert await hitung(wadah, "keluarga", "individu") == (1, 1)


async def test_of_a_card_with_more_rows_than_a_family_has_members_none_is_kept(wadah: Wadah) -> None:
    banyak = ANGGOTA_MAKS + 1
    baris = keluarga(*({"nik": "", "nama": f"Orang {n}"} for n in range(ANGGOTA_MAKS)), kk=no_kk())
    satu, jumlah = await impor(wadah, berkas([*baris, *keluarga()]))
    kata = await catatan(wadah, satu.id)
    assert [k[-1] for k in kata.values()] == ["ANGGOTA_TERLALU_BANYAK"] * banyak
    assert (jumlah.ditolak, jumlah.diterima, await hitung(wadah, "keluarga")) == (banyak, 1, (1,))


def test_a_figure_of_a_workbook_that_lost_digits_is_no_number_although_it_has_sixteen() -> None:
    hilang = f"{TANDA_ANGKA}{BULAT}"
    assert (baca_no_kk(hilang), baca_nik(hilang)) == ((None, "KK_ANGKA_HILANG"), (None, "NIK_ANGKA_HILANG"))
