"""Passwords are Argon2id, never cut, and not the ones that everybody tries first."""

import asyncio
import threading
from collections.abc import Iterable, Iterator

import pytest
from zxcvbn.frequency_lists import FREQUENCY_LISTS

from app.akun import passwords
from app.akun.errors import LoginSibuk, SandiLemah
from app.akun.passwords import PANJANG_MIN, KataSandi, pastikan_kuat


@pytest.fixture(scope="module")
def penjaga() -> Iterator[KataSandi]:
    k = KataSandi()
    yield k
    k.tutup()


@pytest.mark.anyio
async def test_hash_has_the_promised_parameters(penjaga: KataSandi) -> None:
    tersimpan = await penjaga.buat("kopi tubruk di beranda")
    assert tersimpan.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert await penjaga.cocok("kopi tubruk di beranda", tersimpan)
    assert not await penjaga.cocok("kopi tubruk di serambi", tersimpan)
    assert not penjaga.perlu_diperbarui(tersimpan)


def test_older_parameters_ask_for_a_new_hash() -> None:
    lama = "$argon2id$v=19$m=8192,t=1,p=1$bLS9ge3nXJ4SVEKyUhXJdQ$jXyDrPuTfJ1iuOJY4m5vsE8Swk4mT3PMIvMEWNwWyyg"
    assert KataSandi.perlu_diperbarui(lama)


@pytest.mark.anyio
async def test_nothing_is_cut_off_and_every_character_counts(penjaga: KataSandi) -> None:
    panjang = "x" * 72
    tersimpan = await penjaga.buat(panjang + "A")
    assert not await penjaga.cocok(panjang + "B", tersimpan)
    assert not await penjaga.cocok(panjang, tersimpan)
    nol = await penjaga.buat("sebelum\0sesudah")
    assert not await penjaga.cocok("sebelum", nol)


@pytest.mark.anyio
async def test_two_spellings_of_one_unicode_text_are_one_password(penjaga: KataSandi) -> None:
    tersimpan = await penjaga.buat("cafe\u0301 🍵 sore ①")
    assert await penjaga.cocok("caf\u00e9 🍵 sore 1", tersimpan)


@pytest.mark.anyio
@pytest.mark.parametrize(
    ("sandi", "tersimpan"),
    [("apa saja", None), ("apa saja", "bukan hash"), ("x" * 129, "$argon2id$v=19$m=19456,t=2,p=1$YWJj$YWJj")],
    ids=["no account", "broken hash", "too long"],
)
async def test_a_miss_is_false(penjaga: KataSandi, sandi: str, tersimpan: str | None) -> None:
    assert await penjaga.cocok(sandi, tersimpan) is False


@pytest.mark.anyio
async def test_a_miss_hashes_too(penjaga: KataSandi, monkeypatch: pytest.MonkeyPatch) -> None:
    dihitung: list[str] = []

    def hitung(_sandi: str, tersimpan: str) -> bool:
        dihitung.append(tersimpan)
        return False

    monkeypatch.setattr(passwords._KONTEKS, "verify", hitung)
    await penjaga.cocok("x", None)
    await penjaga.cocok("x" * 500, "ada")
    assert len(dihitung) == 2
    assert all(h.startswith("$argon2id$") for h in dihitung)


@pytest.mark.anyio
async def test_a_full_queue_is_refused_and_hanging_up_frees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    lepas, mulai = threading.Event(), threading.Event()

    def lambat(*_: object) -> bool:
        mulai.set()
        return lepas.wait(10)

    k = KataSandi(utas=1, antre=1)
    monkeypatch.setattr(passwords._KONTEKS, "verify", lambat)
    berjalan = asyncio.ensure_future(k.cocok("a", None))
    await asyncio.to_thread(mulai.wait)
    menunggu = asyncio.ensure_future(k.cocok("b", None))
    await asyncio.sleep(0)
    with pytest.raises(LoginSibuk) as galat:
        await k.cocok("c", None)
    assert galat.value.tajuk["Retry-After"] == "2"
    berjalan.cancel()
    await asyncio.sleep(0)
    with pytest.raises(LoginSibuk):
        await k.cocok("c", None)
    lepas.set()
    assert await menunggu is False
    assert await k.cocok("d", None) is False
    k.tutup()


LEMAH = (
    "12345678 87654321 01234567 00000000 11111111 aaaaaaaa abababab abcabcabc 123123123 password Password1 P4ssw0rd! "
    "p@ssw0rd katasandi rahasia123 Rahasia! 4dmin123 admin2admin2 petugas1petugas1 qwertyui qwerty123 asdfghjkl "
    "asdfghjk poiuytrewq abcdefgh hgfedcba bismillah Bismillah99 indonesia Indonesia1945 !!Sayang!! sayangku1 "
    "akusayangkamu merdeka45 persib1933 jakarta123 17081945 081234567890 01011990 bansos2026 kemensos1 dtsen2025 "
    "operator1 petugas1! ganteng123 doraemon1 iloveyou2 letmein! selamatdatang"
)


@pytest.mark.parametrize("sandi", LEMAH.split())
def test_guessed_first_is_refused(sandi: str) -> None:
    with pytest.raises(SandiLemah):
        pastikan_kuat(sandi, ())


KONTEKS = ("budi.hartono", "budi.hartono@contoh.id", "Budi Hartono Wijaya", "3204050101900001", "081312345678")


@pytest.mark.parametrize(
    "sandi",
    [
        "budihartono",
        "BudiHartono1",
        "hartono2026",
        "wijaya!!",
        "3204050101900001",
        "budi.hartono@contoh.id",
        "081312345678a",
    ],
)
def test_words_about_the_person_are_refused(sandi: str) -> None:
    with pytest.raises(SandiLemah) as galat:
        pastikan_kuat(sandi, KONTEKS)
    assert galat.value.detail
    assert sandi not in galat.value.detail.id


@pytest.mark.parametrize("sandi", ["pendek7", "", "x" * 129, "é" * 3, "ﷺ" * 10])
def test_length_counts_characters_after_normalising(sandi: str) -> None:
    with pytest.raises(SandiLemah):
        pastikan_kuat(sandi, ())


@pytest.mark.parametrize(
    "sandi",
    [
        "kopi tubruk di beranda",
        "Hartono beli jeruk nipis",
        "g7#Vq2!m",
        "🍜🍜 mie rebus telur dua",
        "ᬅᬓ᭄ᬱᬭ ᬩᬮᬶ",
        "x7" + "kuda-lumping " * 9,
        "password tapi panjang sekali",
        "928374650192837465",
    ],
)
def test_a_good_password_passes(sandi: str) -> None:
    pastikan_kuat(sandi, KONTEKS)


def _lolos(calon: Iterable[str], konteks: tuple[str, ...] = ()) -> list[str]:
    """Return those that nothing refuses."""
    hasil = []
    for sandi in calon:
        try:
            pastikan_kuat(sandi, konteks)
        except SandiLemah:
            continue
        hasil.append(sandi)
    return hasil


def test_s11_the_most_frequent_passwords_of_the_world_are_refused() -> None:
    """S11: all 30,000 of zxcvbn's count; 11,000 of them are long enough, so that nothing but the list refuses them."""
    tersering = FREQUENCY_LISTS["passwords"]
    panjang = [s for s in tersering if len(s) >= PANJANG_MIN]
    assert (len(tersering), len(panjang) >= 11_000) == (30_000, True)
    assert _lolos(tersering) == []
    assert _lolos(s.upper() for s in panjang[:3_000]) == []
    kata = [s for s in tersering[:1_000] if s.isalpha() and len(s) >= 4]
    assert _lolos(f"{s}{ekor}" for s in kata for ekor in ("1234", "2026!!!!")) == []


def test_s11_indonesian_words_and_those_of_this_field_are_refused() -> None:
    """S11: each bare or with any run of digits and signs around it: more than 3,000 that no foreign list has."""
    kata = sorted(passwords._umum())
    ekor = ("", "1234", "2026!", "!!!!", "_0000", "#1234", "45678", "1945!!!")
    varian = [f"{k}{a}" for k in kata for a in ekor] + [f"99{k}99" for k in kata]
    asing = set(FREQUENCY_LISTS["passwords"])
    assert len({v for v in varian if len(v) >= PANJANG_MIN} - asing) > 2_500
    assert len(set(varian) - asing) > 3_000
    assert {"rahasia", "sayangku", "dtks", "kemensos", "bansos", "petugas"} <= set(kata)
    assert _lolos(varian) == []


def test_s11_words_about_the_person_are_refused_in_every_dress() -> None:
    """S11: context words: name, username, e-mail, NIK and telephone, alone and with what people add."""
    dasar = ("budi.hartono", "BudiHartono", "hartono", "wijaya", "3204050101900001", "081312345678", "contoh")
    varian = [f"{k}{a}" for k in dasar for a in ("", "1", "12", "123", "2026", "!", "!!", "#1", "01!")]
    assert _lolos(varian, KONTEKS) == []
