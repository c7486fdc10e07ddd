"""Only our tokens open anything (RFC 8725; CVE-2024-33663 and its DER bypass)."""

import base64
import hashlib
import hmac
import json
import zlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from app.core import clock
from app.core.errors import Unauthenticated
from app.core.galat_umum import TokenTidakSah
from app.core.peran import Jabatan, Peran
from app.core.tokens import KodekToken

AKUN = UUID("01900000-0000-7000-8000-000000000001")
KINI = 1_790_000_000
Kunci = ec.EllipticCurvePrivateKey


@pytest.fixture(autouse=True)
def _jam(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: datetime.fromtimestamp(KINI, UTC))


def _pem(kunci: Kunci | rsa.RSAPrivateKey) -> str:
    return kunci.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _publik(kunci: Kunci, enc: serialization.Encoding, bentuk: serialization.PublicFormat) -> bytes:
    return kunci.public_key().public_bytes(enc, bentuk)


K1, K2, ASING = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _kodek(**ganti: Any) -> KodekToken:
    return KodekToken(
        **{"kunci": {"k1": _pem(K1)}, "aktif": "k1", "penerbit": "https://dtks.test", "audiens": "dtks-api", **ganti}
    )


KODEK = _kodek()


def _b64(nilai: bytes | dict[str, Any] | str) -> str:
    if isinstance(nilai, dict):
        nilai = json.dumps(nilai)
    if isinstance(nilai, str):
        nilai = nilai.encode()
    return base64.urlsafe_b64encode(nilai).rstrip(b"=").decode()


def _es256(pesan: bytes, kunci: Kunci = K1) -> bytes:
    r, s = decode_dss_signature(kunci.sign(pesan, ec.ECDSA(hashes.SHA256())))
    return r.to_bytes(32, "big") + s.to_bytes(32, "big")


def _klaim(**ganti: Any) -> dict[str, Any]:
    sah = {
        "iss": "https://dtks.test",
        "aud": "dtks-api",
        "sub": str(AKUN),
        "jti": str(uuid4()),
        "iat": KINI,
        "nbf": KINI,
        "exp": KINI + 900,
        "peran": "PETUGAS",
        "jabatan": "VERIFIKATOR",
        "ver": 3,
        **ganti,
    }
    return {k: v for k, v in sah.items() if v is not ...}


def _tajuk(**ganti: Any) -> dict[str, Any]:
    return {k: v for k, v in {"alg": "ES256", "typ": "at+jwt", "kid": "k1", **ganti}.items() if v is not ...}


def _token(
    tajuk: Any = None, klaim: Any = None, tanda: Callable[[bytes], bytes] = _es256, ubah: Callable[[str], str] = str
) -> str:
    isi = f"{_b64(tajuk or _tajuk())}.{_b64(_klaim() if klaim is None else klaim)}"
    return ubah(f"{isi}.{_b64(tanda(isi.encode()))}")


def _hs(kunci: bytes) -> Callable[[bytes], bytes]:
    return lambda pesan: hmac.new(kunci, pesan, hashlib.sha256).digest()


E, P = serialization.Encoding, serialization.PublicFormat
PUB_PEM = _publik(K1, E.PEM, P.SubjectPublicKeyInfo)
PUB_DER = _publik(K1, E.DER, P.SubjectPublicKeyInfo)
PUB_SSH = _publik(K1, E.OpenSSH, P.OpenSSH)
PUB_TITIK = _publik(K1, E.X962, P.UncompressedPoint)
JWK = json.dumps(KODEK.jwks()["keys"][0])
NOL = b""


def _tanpa_tanda(_: bytes) -> bytes:
    return NOL


def _klaim_ganda() -> str:
    return json.dumps(_klaim())[:-1] + ', "sub": "' + str(uuid4()) + '"}'


JAHAT: dict[str, Callable[[], str]] = {
    # algorithm none and confusion
    **{f"alg {a}": lambda a=a: _token(_tajuk(alg=a), tanda=_tanpa_tanda) for a in ("none", "None", "NONE", "nOnE", "")},  # type: ignore[misc]
    "alg none with a signature": lambda: _token(_tajuk(alg="none")),
    "alg missing": lambda: _token(_tajuk(alg=...)),
    "alg null": lambda: _token(_tajuk(alg=None)),
    "alg list": lambda: _token(_tajuk(alg=["ES256"])),
    "alg lower case": lambda: _token(_tajuk(alg="es256")),
    "HS256 by public PEM": lambda: _token(_tajuk(alg="HS256"), tanda=_hs(PUB_PEM)),
    "HS256 by public PEM stripped": lambda: _token(_tajuk(alg="HS256"), tanda=_hs(PUB_PEM.strip())),
    "HS256 by public DER": lambda: _token(_tajuk(alg="HS256"), tanda=_hs(PUB_DER)),
    "HS256 by SSH key": lambda: _token(_tajuk(alg="HS256"), tanda=_hs(PUB_SSH)),
    "HS256 by point": lambda: _token(_tajuk(alg="HS256"), tanda=_hs(PUB_TITIK)),
    "HS256 by JWK": lambda: _token(_tajuk(alg="HS256"), tanda=_hs(JWK.encode())),
    "HS256 by empty key": lambda: _token(_tajuk(alg="HS256"), tanda=_hs(NOL)),
    "HMAC under alg ES256": lambda: _token(tanda=_hs(PUB_DER)),
    **{f"alg {a}": lambda a=a: _token(_tajuk(alg=a)) for a in ("RS256", "PS256", "ES384", "ES256K", "EdDSA")},  # type: ignore[misc]
    "foreign key": lambda: _token(tanda=lambda p: _es256(p, ASING)),
    # signature
    "no signature": lambda: _token(tanda=_tanpa_tanda),
    "signature cut": lambda: _token(tanda=lambda p: _es256(p)[:-1]),
    "signature of zeros": lambda: _token(tanda=lambda _: bytes(64)),
    "signature longer": lambda: _token(tanda=lambda p: _es256(p) + b"\0"),
    "signature in DER": lambda: _token(tanda=lambda p: K1.sign(p, ec.ECDSA(hashes.SHA256()))),
    "signature of another token": lambda: _token(tanda=lambda _: _es256(b"lain")),
    "signature padded": lambda: _token(ubah=lambda t: t + "=="),
    "payload exchanged": lambda: _token(ubah=lambda t: ".".join((t.split(".")[0], _b64(_klaim()), t.split(".")[2]))),
    # key id
    "kid missing": lambda: _token(_tajuk(kid=...)),
    "kid null": lambda: _token(_tajuk(kid=None)),
    "kid number": lambda: _token(_tajuk(kid=1)),
    "kid list": lambda: _token(_tajuk(kid=["k1"])),
    "kid unknown": lambda: _token(_tajuk(kid="k9")),
    "kid path": lambda: _token(_tajuk(kid="../../../../dev/null"), tanda=_hs(NOL)),
    "kid SQL": lambda: _token(_tajuk(kid="k1' OR '1'='1")),
    "kid NUL": lambda: _token(_tajuk(kid="k1\0")),
    # headers that point elsewhere
    **{
        f"header {n}": lambda n=n, v=v: _token(_tajuk(**{n: v}))  # type: ignore[misc]
        for n, v in {
            "jku": "https://jahat.test/jwks",
            "x5u": "https://jahat.test/x",
            "jwk": json.loads(JWK),
            "x5c": ["MIIB"],
            "crit": ["exp"],
            "b64": False,
            "zip": "DEF",
            "cty": "JWT",
        }.items()
    },
    "header twice alg": lambda: _token('{"alg":"none","typ":"at+jwt","kid":"k1","alg":"ES256"}'),
    "header list": lambda: _token('["ES256"]'),
    "header no JSON": lambda: _token("ES256"),
    "header no UTF-8": lambda: _token(b"\xff\xfe"),
    "header deep": lambda: _token("[" * 1500 + "]" * 1500),
    # type
    **{f"typ {t}": lambda t=t: _token(_tajuk(typ=t)) for t in ("JWT", "rt+jwt", "AT+JWT", "", None, ...)},  # type: ignore[misc]
    # claims
    **{
        f"without {n}": lambda n=n: _token(klaim=_klaim(**{n: ...}))  # type: ignore[misc]
        for n in ("iss", "aud", "sub", "jti", "iat", "nbf", "exp", "peran", "jabatan", "ver")
    },
    **{
        f"{n} = {v!r}": lambda n=n, v=v: _token(klaim=_klaim(**{n: v}))  # type: ignore[misc]
        for n, v in (
            ("iss", "https://jahat.test"),
            ("iss", ["https://dtks.test"]),
            ("aud", "dtks-lain"),
            ("aud", ["dtks-api"]),
            ("aud", None),
            ("sub", "admin"),
            ("sub", 1),
            ("sub", str(AKUN).upper().replace("-", "")),
            ("jti", ""),
            ("jti", 7),
            ("sid", "bukan-uuid"),
            ("exp", KINI - 31),
            ("exp", float(KINI + 900)),
            ("exp", str(KINI + 900)),
            ("exp", 10**30),
            ("exp", -1),
            ("exp", True),
            ("exp", None),
            ("exp", KINI + 3700),
            ("iat", KINI + 90),
            ("iat", KINI - 4000),
            ("iat", float(KINI)),
            ("nbf", KINI + 90),
            ("nbf", "0"),
            ("ver", -1),
            ("ver", "3"),
            ("ver", 3.0),
            ("jabatan", "RAJA"),
            ("jabatan", ["ADMIN_PUSAT"]),
            ("peran", "ADMIN"),
            ("peran", None),
            ("admin", True),
            ("at_hash", "x"),
        )
    },
    "exp NaN": lambda: _token(klaim=_klaim(exp=float("nan"))),
    "claims twice": lambda: _token(klaim=_klaim_ganda()),
    "claims list": lambda: _token(klaim="[]"),
    "claims text": lambda: _token(klaim='"x"'),
    "claims empty": lambda: _token(klaim="{}"),
    # shape
    "empty": lambda: "",
    "dots": lambda: "..",
    "four dots": lambda: _token(ubah=lambda t: t + ".."),
    "one dot": lambda: _token(ubah=lambda t: t.rpartition(".")[0]),
    "JWE": lambda: ".".join((_b64({"alg": "dir", "enc": "A256GCM", "zip": "DEF"}), "", "a", "b", "c")),
    "zip bomb": lambda: _token(_tajuk(zip="DEF"), klaim=zlib.compress(b"0" * 2_000_000)),
    "1 MB": lambda: _token(klaim=_klaim(sub="a" * 1_000_000)),
    "space inside": lambda: _token(ubah=lambda t: t[:5] + " " + t[5:]),
    "newline at the end": lambda: _token(ubah=lambda t: t + "\n"),
    "bearer left in": lambda: "Bearer " + _token(),
    "JSON form": lambda: json.dumps({"payload": _b64(_klaim()), "signatures": []}),
    "non-ASCII": lambda: _token(ubah=lambda t: t.replace(".", "\u2024", 1)),
    "surrogate": lambda: "\ud800.." + _token(),
    "standard base64": lambda: _token(ubah=lambda t: t[:-2] + "+/"),
}


def test_the_corpus_is_large_enough() -> None:
    assert len(JAHAT) >= 60


@pytest.mark.parametrize("nama", JAHAT)
def test_hostile_token_is_refused_like_every_other(nama: str) -> None:
    with pytest.raises(TokenTidakSah) as galat:
        KODEK.urai(JAHAT[nama]())
    assert type(galat.value) is TokenTidakSah
    assert isinstance(galat.value, Unauthenticated)
    assert galat.value.detail == TokenTidakSah().detail
    assert not galat.value.tambahan
    assert galat.value.__suppress_context__


def test_the_builder_of_hostile_tokens_can_build_a_good_one() -> None:
    assert KODEK.urai(_token()).versi_token == 3
    assert KODEK.urai(_token(klaim=_klaim(sid=str(AKUN)))).sesi_id == AKUN


def test_claims_come_back_as_issued() -> None:
    sesi = uuid4()
    klaim = KODEK.urai(KODEK.terbitkan(AKUN, Jabatan.ADMIN_PUSAT, 7, sesi))
    assert (klaim.akun_id, klaim.jabatan, klaim.peran, klaim.versi_token) == (AKUN, Jabatan.ADMIN_PUSAT, Peran.ADMIN, 7)
    assert klaim.sesi_id == sesi
    assert klaim.habis_at - klaim.terbit_at == timedelta(minutes=15)
    assert KODEK.urai(KODEK.terbitkan(AKUN, Jabatan.INTEGRASI, 0)).sesi_id is None


def test_every_token_has_its_own_jti() -> None:
    jti = {KODEK.urai(KODEK.terbitkan(AKUN, Jabatan.PUSAT, 0)).jti for _ in range(20)}
    assert len(jti) == 20


@pytest.mark.parametrize(("geser", "berlaku"), [(-29, True), (-31, False), (0, True), (929, True), (930, False)])
def test_clock_leeway_is_thirty_seconds_each_way(monkeypatch: pytest.MonkeyPatch, geser: int, *, berlaku: bool) -> None:
    terbit = datetime(2026, 3, 1, 9, tzinfo=UTC)
    monkeypatch.setattr(clock, "now", lambda: terbit)
    token = KODEK.terbitkan(AKUN, Jabatan.WARGA, 0)
    monkeypatch.setattr(clock, "now", lambda: terbit + timedelta(seconds=geser))
    if berlaku:
        assert KODEK.urai(token).akun_id == AKUN
    else:
        with pytest.raises(TokenTidakSah):
            KODEK.urai(token)


def test_a_rotated_key_still_reads_what_the_old_one_signed() -> None:
    lama = KODEK.terbitkan(AKUN, Jabatan.WARGA, 0)
    dua = _kodek(kunci={"k1": PUB_PEM.decode(), "k2": _pem(K2)}, aktif="k2")
    assert dua.urai(lama).akun_id == AKUN
    assert dua.urai(dua.terbitkan(AKUN, Jabatan.WARGA, 0)).akun_id == AKUN
    with pytest.raises(TokenTidakSah):
        _kodek(kunci={"k2": _pem(K2)}, aktif="k2").urai(lama)


def test_a_token_of_one_key_does_not_pass_under_the_name_of_another() -> None:
    dua = _kodek(kunci={"k1": _pem(K1), "k2": _pem(K2)}, aktif="k2")
    with pytest.raises(TokenTidakSah):
        dua.urai(_token(_tajuk(kid="k2")))


def test_jwks_holds_public_halves_only() -> None:
    kunci = _kodek(kunci={"k1": _pem(K1), "k2": _pem(K2)}, aktif="k2").jwks()["keys"]
    assert [k["kid"] for k in kunci] == ["k1", "k2"]
    assert all(set(k) == {"kty", "crv", "use", "alg", "kid", "x", "y"} for k in kunci)
    titik = K1.public_key().public_numbers()
    assert base64.urlsafe_b64decode(kunci[0]["x"] + "=") == titik.x.to_bytes(32, "big")


@pytest.mark.parametrize(
    "ganti",
    [
        {"aktif": "k2"},
        {"kunci": {"k1": PUB_PEM.decode()}},
        {"kunci": {"k1": _pem(RSA)}},
        {"kunci": {"k1": _pem(ec.generate_private_key(ec.SECP384R1()))}},
        {"kunci": {"k1": _pem(K1), "k2": "rahasia"}},
        {"kunci": {"k1": _pem(K1), "k2": base64.b64encode(PUB_DER).decode()}},
        {"kunci": {"k1": _pem(K1), "k2": RSA.public_key().public_bytes(E.PEM, P.SubjectPublicKeyInfo).decode()}},
        {"umur": timedelta(hours=2)},
        {"umur": timedelta(0)},
    ],
    ids=["no such key", "public only", "RSA", "P-384", "secret", "DER", "RSA public", "too long", "no life"],
)
def test_wrong_keys_or_life_stop_the_start(ganti: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"signing key|access token"):
        _kodek(**ganti)
