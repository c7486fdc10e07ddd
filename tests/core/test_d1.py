"""Every row of the NIK's verdict table: errors for typed input, anomalies for imported rows, nothing for a move."""

from datetime import date

import pytest
from pydantic import BaseModel, ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.nik import Nik, NikTidakValid, NomorKK, NomorKKTidakValid
from app.core.peran import Jabatan
from app.core.schemas import TERSIMPAN, NamaOrang
from app.core.wadah import Wadah
from app.wilayah.service import WilayahService
from tests.conftest import Masuk
from tests.keluarga.pembantu import DASAR, TUJUAN, keluarga_baru, rute, sebagai_json
from tests.pabrik.keluarga import DESA, subjek
from tests.pabrik.wilayah import wilayah


class _Orang(BaseModel):
    nama: NamaOrang


def test_sixteen_digits_after_separators() -> None:
    """D.1: 16 digits after removing spaces, dots, dashes, kept as text; ERROR NIK_TIDAK_VALID, typed or imported."""
    assert Nik.urai(" 3204.0501-0190 0001 ") == "3204050101900001"
    assert Nik.urai("0204050101900001")[0] == "0"
    for teks in ("320405010190000", "32040501019000011", "32O4050101900001", "3204/050101900001"):
        for baca in (Nik.urai, Nik.dari_impor):
            with pytest.raises(NikTidakValid) as galat:
                baca(teks)
            assert galat.value.kode == "nik-tidak-valid"


@pytest.mark.parametrize("hari", ["000190", "320190", "400190", "720190", "010090", "011390", "300290", "290291"])
def test_a_day_that_exists(hari: str) -> None:
    """D.1: day 1-31 or 41-71, month 1-12, a date that exists; ERROR for typed input, ANOMALI for imported rows."""
    nomor = f"320405{hari}0001"
    with pytest.raises(NikTidakValid):
        Nik.urai(nomor)
    assert "NIK_TANGGAL_TIDAK_ADA" in Nik.dari_impor(nomor).anomali()


def test_the_29th_of_february_of_either_century() -> None:
    """D.1: 29 February counts when one of the two centuries has it, for a woman as 69."""
    for hari in ("290200", "290204", "690204"):
        assert Nik.urai(f"320405{hari}0001").anomali() == []


def test_serial_zero() -> None:
    """D.1: serial is not 0000; ERROR, typed and imported."""
    for baca in (Nik.urai, Nik.dari_impor):
        with pytest.raises(NikTidakValid):
            baca("3204050101900000")


async def test_provinces_of_every_time_are_known(sesi: AsyncSession, wadah: Wadah) -> None:
    """D.1: provinsi prefix known, historical codes included; else ANOMALI."""
    await wilayah(sesi, "89", "Provinsi Lama", dari=date(1990, 1, 1), sampai=date(2010, 1, 1))
    for kode in ("89.01", "89.01.01"):
        await wilayah(sesi, kode, "Lama", dari=date(1990, 1, 1), sampai=date(2010, 1, 1))
    lama, asing = Nik.urai("8901010101900001"), Nik.urai("9904050101900001")
    dikenal = await WilayahService.rakit(sesi, wadah).prefiks_nik([lama, asing])
    assert lama.anomali(wilayah_dikenal=dikenal) == []
    assert asing.anomali(wilayah_dikenal=dikenal) == ["NIK_WILAYAH_TIDAK_DIKENAL"]


async def test_kabkota_and_kecamatan_of_every_time_are_known(sesi: AsyncSession, wadah: Wadah) -> None:
    """D.1: kab/kec prefix known in any code version; else ANOMALI."""
    await wilayah(sesi, "32.04.99", "Kecamatan Lama", dari=date(1990, 1, 1), sampai=date(2010, 1, 1))
    lama, asing = Nik.urai("3204990101900001"), Nik.urai("3204980101900001")
    dikenal = await WilayahService.rakit(sesi, wadah).prefiks_nik([lama, asing])
    assert dikenal == {"32", "3204", "320499"}
    assert lama.anomali(wilayah_dikenal=dikenal) == []
    assert asing.anomali(wilayah_dikenal=dikenal) == ["NIK_WILAYAH_TIDAK_DIKENAL"]


async def test_a_corrected_birth_date_keeps_the_nik(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    """D.1: another birth date (in either century) than the NIK's: ANOMALI TGL_LAHIR_BEDA, never a refusal."""
    operator = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    beda = subjek(nik=Nik("3204050201900001"), tanggal_lahir=date(1990, 1, 1))
    jawab = await operator.post(DASAR, json=sebagai_json(beda))
    assert (jawab.status_code, jawab.json()["anggota"][0]["anomali_nik"]) == (201, ["TGL_LAHIR_BEDA"])
    assert Nik("3204050101200001").anomali(date(1920, 1, 1)) == []


async def test_a_sex_that_differs_from_the_plus_40_rule(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    """D.1: another sex than the +40 rule says: ANOMALI JK_BEDA, never a refusal."""
    operator = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    jawab = await operator.post(DASAR, json=sebagai_json(subjek(nik=Nik("3204054101900001"))))
    assert (jawab.status_code, jawab.json()["anggota"][0]["anomali_nik"]) == (201, ["JK_BEDA"])


async def test_who_moved_keeps_his_nik(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    """D.1: a region that is not the present domicile: nothing, for people move."""
    keluarga = await keluarga_baru(sesi, wadah, subjek(nik=Nik("1101010101900001")))
    operator = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    jawab = await operator.get(rute(keluarga), params=TUJUAN)
    assert jawab.json()["anggota"][0]["anomali_nik"] == []


@pytest.mark.parametrize(
    "teks", ["3204050000000001", "1111111111111111", "3204051111111111", "1234567801020001", "3204051234567801"]
)
def test_made_up_numbers(teks: str) -> None:
    """D.1: zeros for a tail, repeated digits, 1234…: ANOMALI NIK_PALSU_DIDUGA."""
    assert "NIK_PALSU_DIDUGA" in Nik.dari_impor(teks).anomali()


def test_an_honest_number_is_not_suspected() -> None:
    """D.1: NIK_PALSU_DIDUGA spares 11 November 2011 and low serials."""
    assert Nik.urai("3204051111110001").anomali() == []


def test_the_century() -> None:
    """D.1: the century that gives an age of 0-120; if both fit it stays ambiguous unless a birth date is given."""
    tahun = hari_ini().year % 100
    assert len(Nik.urai("3204050101200001").tanggal_lahir_mungkin()) == 2
    assert [d.year for d in Nik.urai(f"3204050101{tahun + 1:02}0001").tanggal_lahir_mungkin()] == [1901 + tahun]
    assert Nik.urai("3204050101200001").anomali(date(1920, 1, 1)) == []


def test_there_is_no_check_digit() -> None:
    """D.1: any serial is good, because there is no check digit."""
    assert all(Nik.urai(f"320405010190{n:04}") for n in (1, 9999, 4711))


@pytest.mark.parametrize("nama", ["IT", "NA70", "THR", "X", "SITI / AISYAH", "Ma'ruf", "Suharto"])
async def test_real_names(masuk: Masuk, nama: str) -> None:
    """D.1: names of one letter, with digits, `/` or an apostrophe, and single names are accepted."""
    operator = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    jawab = await operator.post(DASAR, json=sebagai_json(subjek(nama=nama)))
    assert (jawab.status_code, jawab.json()["anggota"][0]["nama"]) == (201, nama)


NOMOR = ["3204050101900001", "Budi 3204 0501 0190 0001", "3204.0501.0190.0", "BUDI3204050101900001"]


@pytest.mark.parametrize("nama", ["", "   ", "A\x00B", "A\nB", "x" * 201, *NOMOR])
def test_what_is_no_name(nama: str) -> None:
    """D.1: nothing, control characters, endless text and a NIK or No KK are no name."""
    with pytest.raises(ValidationError):
        _Orang(nama=nama)


def test_a_name_sealed_under_earlier_rules_stays_readable() -> None:
    assert _Orang.model_validate({"nama": NOMOR[0]}, context=TERSIMPAN).nama == NOMOR[0]


async def test_typed_numbers_are_refused_with_a_code_and_without_an_echo(masuk: Masuk) -> None:
    """D.1: a citizen's or officer's mistake is an ERROR with a stable kode; the number is not repeated."""
    operator = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    isi = sebagai_json(subjek()) | {"nik": "3204053202900001", "no_kk": "3204054101150001"}
    jawab = await operator.post(DASAR, json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "isian-tidak-sah")
    rincian = {r["lokasi"]: r["kode"] for r in jawab.json()["rincian"]}
    assert rincian == {"body.nik": "nik-tidak-valid", "body.no_kk": "kk-tidak-valid"}
    assert "3204053202900001" not in jawab.text


def test_a_family_card_has_its_registration_date() -> None:
    """D.2: No KK is 6 region + 6 registration date without +40 + 4 serial."""
    assert NomorKK.urai("3204.0507.0715.0001") == "3204050707150001"
    for teks in ("3204054707150001", "3204053202150001", "3204050707150000"):
        with pytest.raises(NomorKKTidakValid):
            NomorKK.urai(teks)
    assert NomorKK.dari_impor("3204054707150001").anomali() == ["KK_TANGGAL_TIDAK_ADA"]


@pytest.mark.parametrize("lahir", ["1850-01-01", "2999-01-01"])
async def test_ages_over_120_and_births_to_come(masuk: Masuk, lahir: str) -> None:
    """D.1: a birth date gives an age of 0 to 120."""
    operator = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    jawab = await operator.post(DASAR, json=sebagai_json(subjek()) | {"tanggal_lahir": lahir})
    assert [(r["lokasi"], r["kode"]) for r in jawab.json()["rincian"]] == [("body.tanggal_lahir", "umur-tidak-sah")]
