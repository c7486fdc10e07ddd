"""Field encryption: nothing opens elsewhere or altered; blind indexes are keyed and bound to their purpose."""

import hmac
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.crypto import BERSELUBUNG, Sandi, SandiTidakCocok, SegelDokumen, Tujuan
from app.core.selubung import INTI, Selubung

K1, K2, K3, I1, I2 = (bytes([n]) * 32 for n in range(1, 6))
SANDI = Sandi({"k1": K1}, "k1", {"i1": I1}, "i1")
PUTARAN = Sandi({"k1": K1, "k2": K2}, "k2", {"i1": I1, "i2": I2}, "i2", "i1")
NIK = "3204050101900001"


@settings(deadline=None)
@given(st.binary(max_size=200), st.binary(max_size=20))
def test_what_goes_in_comes_out_and_never_looks_the_same_twice(polos: bytes, aad: bytes) -> None:
    a, b = SANDI.enkripsi_sistem(polos, aad), SANDI.enkripsi_sistem(polos, aad)
    assert a != b
    assert SANDI.dekripsi_sistem(a, aad) == SANDI.dekripsi_sistem(b, aad) == polos
    assert len(polos) < 4 or polos not in a
    terbungkus, kunci = SANDI.kunci_data_baru(aad)
    assert SANDI.buka_kunci(terbungkus, aad) == kunci
    assert SANDI.dekripsi(kunci, SANDI.enkripsi(kunci, polos, aad), aad) == polos


def test_every_flipped_bit_is_refused() -> None:
    terbungkus, kunci = SANDI.kunci_data_baru(b"x")
    isi = SANDI.enkripsi(kunci, b"rahasia", b"x")
    for n in range(8 * len(terbungkus)):
        rusak = bytearray(terbungkus)
        rusak[n // 8] ^= 1 << n % 8
        with pytest.raises(SandiTidakCocok):
            SANDI.buka_kunci(bytes(rusak), b"x")
    for n in range(8 * len(isi)):
        rusak = bytearray(isi)
        rusak[n // 8] ^= 1 << n % 8
        with pytest.raises(SandiTidakCocok):
            SANDI.dekripsi(kunci, bytes(rusak), b"x")


@settings(deadline=None)
@given(st.integers(0, 100))
def test_every_truncation_is_refused(panjang: int) -> None:
    terbungkus, kunci = SANDI.kunci_data_baru(b"x")
    isi = SANDI.enkripsi(kunci, b"rahasia", b"x")
    with pytest.raises(SandiTidakCocok):
        SANDI.buka_kunci(terbungkus[: min(panjang, len(terbungkus) - 1)], b"x")
    with pytest.raises(SandiTidakCocok):
        SANDI.dekripsi(kunci, isi[: min(panjang, len(isi) - 1)], b"x")


def test_a_document_opens_only_in_its_own_row_and_table() -> None:
    a, b = uuid4(), uuid4()
    data = {"nik": NIK, "nama": "Siti Nur'aini", "anggota": [{"umur": 3}]}
    segel = SANDI.segel(data, "individu", a)
    assert isinstance(segel, SegelDokumen)
    assert SANDI.buka(segel.kunci_data, segel.isi, "individu", a) == data
    for tabel, baris in (("individu", b), ("usulan", a)):
        with pytest.raises(SandiTidakCocok):
            SANDI.buka(segel.kunci_data, segel.isi, tabel, baris)
    lain = SANDI.segel(data, "individu", b)
    for kunci, isi in ((lain.kunci_data, segel.isi), (segel.kunci_data, lain.isi)):
        with pytest.raises(SandiTidakCocok):
            SANDI.buka(kunci, isi, "individu", a)
    assert NIK.encode() not in segel.isi + segel.kunci_data


@pytest.mark.parametrize("polos", [b'{"a":' + b"[" * 300 + b"]" * 300 + b"}", b'{"a":"\\ud800"}'], ids=["deep", "half"])
def test_a_document_that_only_another_encoder_would_write_opens_all_the_same(polos: bytes) -> None:
    _, kunci = SANDI.kunci_data_baru(b"x")
    assert SANDI.buka_dokumen(kunci, SANDI.enkripsi(kunci, polos, b"x"), b"x") == json.loads(polos)


@pytest.mark.parametrize("nilai", [date(2026, 11, 22), UUID(int=1), Decimal(1), b"x", {1}], ids=repr)
def test_no_test_seals_what_would_open_as_something_else(nilai: object) -> None:
    """Every document that any test seals is compared so (`segel_setia`)."""
    with pytest.raises(TypeError, match="not JSON serializable"):
        SANDI.segel({"a": [nilai]}, "individu", uuid4())


def test_a_new_version_keeps_the_data_key() -> None:
    baris = uuid4()
    segel = SANDI.segel({"a": 1}, "individu", baris)
    isi = SANDI.segel_ulang(segel.kunci_data, {"a": 2}, "individu", baris)
    assert SANDI.buka(segel.kunci_data, isi, "individu", baris) == {"a": 2}
    with pytest.raises(SandiTidakCocok):
        SANDI.segel_ulang(segel.kunci_data, {"a": 2}, "individu", uuid4())


def test_rotation_reads_the_old_wraps_with_the_new_and_leaves_content_alone() -> None:
    baris = uuid4()
    segel = SANDI.segel({"a": 1}, "individu", baris)
    assert SANDI.kek_dari(segel.kunci_data) == SANDI.kek_aktif == "k1"
    aad = f"dtks/individu/{baris}".encode()
    baru = PUTARAN.bungkus_ulang(segel.kunci_data, aad)
    assert PUTARAN.kek_dari(baru) == "k2"
    assert PUTARAN.buka(baru, segel.isi, "individu", baris) == {"a": 1}
    with pytest.raises(SandiTidakCocok):
        SANDI.buka(baru, segel.isi, "individu", baris)


def _segel(sandi: Sandi, nomor: int) -> tuple[bytes, bytes, bytes]:
    baris = UUID(int=nomor)
    return *sandi.segel({"a": nomor}, "individu", baris), f"dtks/individu/{baris}".encode()


def test_many_open_as_one_by_one_under_whichever_key_each_is_wrapped() -> None:
    segel = [_segel((SANDI, PUTARAN)[n // 2 % 2], n) for n in range(6)]
    assert [d for d, _ in PUTARAN.buka_banyak(segel)] == [{"a": n} for n in range(6)]
    assert [k for _, k in PUTARAN.buka_banyak(segel)] == [PUTARAN.buka_kunci(k, aad) for k, _, aad in segel]
    with pytest.raises(SandiTidakCocok):
        list(SANDI.buka_banyak(segel))


@pytest.mark.parametrize("letak", [0, 1, 2], ids=["key", "content", "place"])
def test_of_many_the_one_that_was_moved_or_altered_is_refused(letak: int) -> None:
    satu, lain = _segel(SANDI, 1), _segel(SANDI, 2)
    for ganti in (lain[letak], b"\x09" + satu[letak][1:], satu[letak][:-1], b""):
        kunci, isi, tempat = (ganti if n == letak else asli for n, asli in enumerate(satu))
        terbuka = SANDI.buka_banyak([lain, (kunci, isi, tempat)])
        assert next(terbuka)[0] == {"a": 2}
        with pytest.raises(SandiTidakCocok):
            next(terbuka)


def test_another_secret_under_the_same_id_opens_nothing() -> None:
    sandi = SANDI.enkripsi_sistem(b"rahasia", b"x")
    with pytest.raises(SandiTidakCocok):
        Sandi({"k1": K3}, "k1", {"i1": I1}, "i1").dekripsi_sistem(sandi, b"x")
    with pytest.raises(SandiTidakCocok):
        SANDI.dekripsi_sistem(sandi, b"y")


def test_nonces_and_salts_do_not_repeat() -> None:
    kunci = bytes(32)
    assert len({SANDI.enkripsi(kunci, b"", b"")[1:13] for _ in range(20_000)}) == 20_000
    assert len({SANDI.enkripsi_sistem(b"", b"")[4:32] for _ in range(2_000)}) == 2_000


def test_blind_indexes_are_keyed_and_bound_to_their_purpose() -> None:
    assert SANDI.indeks(Tujuan.NIK, NIK) == SANDI.indeks(Tujuan.NIK, NIK)
    assert isinstance(SANDI.indeks(Tujuan.NIK, NIK), UUID)
    semua = {s.indeks(t, NIK) for s in (SANDI, PUTARAN) for t in Tujuan}
    assert len(semua) == len(Tujuan) + len(BERSELUBUNG)
    assert SANDI.indeks(Tujuan.NIK, NIK) != SANDI.indeks(Tujuan.NIK, NIK[:-1] + "2")


def test_a_search_during_rotation_looks_under_every_index_key() -> None:
    assert PUTARAN.indeks_aktif == "i2"
    assert PUTARAN.indeks_calon(Tujuan.NIK, NIK) == (PUTARAN.indeks(Tujuan.NIK, NIK), SANDI.indeks(Tujuan.NIK, NIK))
    assert PUTARAN.is_berganti
    assert not SANDI.is_berganti


@pytest.mark.parametrize("tujuan", sorted(BERSELUBUNG))
def test_a_stored_index_is_known_again_under_every_key_without_its_value(tujuan: Tujuan) -> None:
    calon = PUTARAN.indeks_calon(tujuan, NIK)
    for satu in calon:
        assert PUTARAN.sebangun(tujuan, satu) == calon
        assert PUTARAN.baku(tujuan, satu) == calon[0]
        assert PUTARAN.is_terbuka(tujuan, satu)
    lain = Tujuan.NIK if tujuan is not Tujuan.NIK else Tujuan.NO_KK
    assert PUTARAN.sebangun(lain, calon[0]) == (calon[0],)


def test_when_the_old_key_is_gone_the_root_still_makes_the_same_index() -> None:
    tanpa_lama = Sandi({"k2": K2}, "k2", {"i1": I1, "i2": I2}, "i2", "i1")
    assert tanpa_lama.indeks(Tujuan.NIK, NIK) == PUTARAN.indeks(Tujuan.NIK, NIK)
    ketiga = Sandi({"k2": K2}, "k2", {"i1": I1, "i2": I2, "i3": K3}, "i3", "i1")
    assert ketiga.baku(Tujuan.NIK, SANDI.indeks(Tujuan.NIK, NIK)) == ketiga.indeks(Tujuan.NIK, NIK)


def test_an_unknown_index_stands_alone_and_one_from_before_veils_can_be_veiled() -> None:
    acak = uuid4()
    assert PUTARAN.sebangun(Tujuan.NIK, acak) == (acak,)
    assert not PUTARAN.is_terbuka(Tujuan.NIK, acak)
    kunci = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"dtks/indeks/nik").derive(I1)
    dulu = UUID(bytes=hmac.digest(kunci, NIK.encode(), "sha256")[:16])
    assert PUTARAN.selubungi(Tujuan.NIK, dulu) == PUTARAN.indeks(Tujuan.NIK, NIK)


def test_several_index_keys_need_a_named_root() -> None:
    for akar in (None, "i3"):
        with pytest.raises(ValueError):
            Sandi({"k1": K1}, "k1", {"i1": I1, "i2": I2}, "i2", akar)


@settings(deadline=None)
@given(st.binary(min_size=16, max_size=16))
def test_a_veil_opens_only_to_what_it_closed(inti: bytes) -> None:
    satu, dua = Selubung(I1), Selubung(I2)
    tertutup = satu.tutup(inti)
    assert satu.buka(tertutup) == inti[:INTI]
    assert dua.buka(tertutup) is None
    for n in range(16):
        rusak = bytearray(tertutup.bytes)
        rusak[n] ^= 1
        assert satu.buka(UUID(bytes=bytes(rusak))) is None


@pytest.mark.parametrize(
    ("kek", "kek_aktif", "indeks", "indeks_aktif"),
    [
        ({"k1": K1}, "k2", {"i1": I1}, "i1"),
        ({"k1": K1}, "k1", {"i1": I1}, "i2"),
        ({"k1": K1[:16]}, "k1", {"i1": I1}, "i1"),
        ({"k1": K1}, "k1", {"i1": I1 + b"x"}, "i1"),
        ({"k1": K1}, "k1", {"i1": K1}, "i1"),
        ({"": K1}, "", {"i1": I1}, "i1"),
        ({"k" * 33: K1}, "k" * 33, {"i1": I1}, "i1"),
        ({"é": K1}, "é", {"i1": I1}, "i1"),
    ],
)
def test_unfit_keys_are_refused_at_start(
    kek: dict[str, bytes], kek_aktif: str, indeks: dict[str, bytes], indeks_aktif: str
) -> None:
    with pytest.raises(ValueError):
        Sandi(kek, kek_aktif, indeks, indeks_aktif)


def test_repr_holds_no_key() -> None:
    teks = repr(SANDI) + json.dumps(repr(vars(type(SANDI)).keys()))
    assert K1.hex() not in teks
    assert repr(K1) not in teks


def test_batches_of_two_threads_do_not_meet_in_one_context() -> None:
    selubung = Selubung(I1)
    inti = [n.to_bytes(INTI, "big") for n in range(100_000)]
    with ThreadPoolExecutor(4) as utas:
        semua = list(utas.map(selubung.tutup_banyak, [inti] * 16))
    assert all(s == semua[0] for s in semua)
    assert UUID(bytes=semua[0][7]) == selubung.tutup(inti[7])


@pytest.mark.parametrize("pendek", [b"", bytes(INTI - 1)])
def test_a_digest_that_is_too_short_is_refused_and_spoils_no_later_index(pendek: bytes) -> None:
    selubung, inti = Selubung(I1), bytes(range(16))
    for lagi in range(2):
        with pytest.raises(ValueError, match="11 bytes"):
            selubung.tutup(pendek)
        with pytest.raises(ValueError, match="11 bytes"):
            selubung.tutup_banyak([inti, pendek])
        assert selubung.buka(selubung.tutup(inti)) == inti[:INTI], lagi
