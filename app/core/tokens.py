"""Access tokens: the only module that touches python-jose, which is unsafe unless it is held as tightly as this.

python-jose 3.5.0 accepts an HS256 token signed with a public key in DER form when more than one algorithm is allowed,
ignores unknown `crit` headers, and passes a token without `aud` although an audience was asked for. So: one algorithm,
keys as PEM only, a closed set of header names and claims, every claim required, and the times judged by our own clock.
"""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, NoReturn
from uuid import UUID, uuid4

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from jose import jwk, jwt
from jose.exceptions import JOSEError

from app.core import clock
from app.core.galat_umum import TokenTidakSah
from app.core.peran import PERAN_JABATAN, Jabatan, Peran

ALGORITMA: Final = "ES256"
JENIS: Final = "at+jwt"
UKURAN_MAKS: Final = 4096
"""Characters; nothing longer is even decoded."""

KELONGGARAN: Final = timedelta(seconds=30)
UMUR_MAKS: Final = timedelta(hours=1)
"""No token of ours lives longer, whatever its `exp` says."""

_TAJUK: Final = frozenset({"alg", "typ", "kid"})
_KLAIM: Final = frozenset({"iss", "aud", "sub", "jti", "iat", "nbf", "exp", "peran", "jabatan", "ver", "sid"})
_WAJIB: Final = {f"require_{k}": True for k in ("aud", "iss", "sub", "jti")} | {
    f"verify_{k}": False for k in ("exp", "nbf", "iat")
}
"""What jose checks. It would read its own clock and ignore a future `iat`, so the times are ours (`_klaim`)."""


@dataclass(frozen=True, slots=True)
class Klaim:
    """What an access token says; whether it still holds is decided by the account's row.

    Attributes:
        akun_id: the account (`sub`).
        jabatan: position at the time of issue; the role follows from it.
        versi_token: the account's counter, raised by each change that must end what was issued before.
        jti: this token.
        sesi_id: the login that it belongs to; None for a machine account.
        terbit_at: issued.
        habis_at: expires.
    """

    akun_id: UUID
    jabatan: Jabatan
    versi_token: int
    jti: UUID
    sesi_id: UUID | None
    terbit_at: datetime
    habis_at: datetime

    @property
    def peran(self) -> Peran:
        """Return the JWT role that the jabatan belongs to."""
        return PERAN_JABATAN[self.jabatan]


class KodekToken:
    """Issues and reads access tokens.

    Args:
        kunci: key id → PEM text of a P-256 key, private or public. Several are accepted, so that a key can be rotated:
            publish the new one, make it active, drop the old one when its last token has expired.
        aktif: id of the private key that signs.
        penerbit: `iss`.
        audiens: `aud`.
        umur: life of a token, at most an hour.

    Raises:
        ValueError: a key is not a P-256 key in PEM, or the active one is missing or has no private half.
    """

    def __init__(
        self,
        kunci: Mapping[str, str],
        *,
        aktif: str,
        penerbit: str,
        audiens: str,
        umur: timedelta = timedelta(minutes=15),
    ) -> None:
        if not timedelta(0) < umur <= UMUR_MAKS:
            raise ValueError("an access token lives between a second and an hour")
        publik = {kid: _publik(pem) for kid, pem in kunci.items()}
        if "PRIVATE KEY" not in kunci.get(aktif, ""):
            raise ValueError(f"the active signing key {aktif!r} is missing or has no private half")
        self._periksa = {kid: jwk.construct(_pem(k), ALGORITMA) for kid, k in publik.items()}
        self._tanda_tangan = jwk.construct(kunci[aktif], ALGORITMA)
        self._jwks = {"keys": [_jwk(kid, k) for kid, k in publik.items()]}
        self._aktif, self._penerbit, self._audiens, self.umur = aktif, penerbit, audiens, umur

    def terbitkan(self, akun_id: UUID, jabatan: Jabatan, versi_token: int, sesi_id: UUID | None = None) -> str:
        """Return a signed token for this account, valid from now for `umur`."""
        kini = int(clock.now().timestamp())
        klaim: dict[str, object] = {
            "iss": self._penerbit,
            "aud": self._audiens,
            "sub": str(akun_id),
            "jti": str(uuid4()),
            "iat": kini,
            "nbf": kini,
            "exp": kini + int(self.umur.total_seconds()),
            "peran": PERAN_JABATAN[jabatan],
            "jabatan": jabatan,
            "ver": versi_token,
        }
        if sesi_id is not None:
            klaim["sid"] = str(sesi_id)
        tajuk = {"kid": self._aktif, "typ": JENIS}
        return str(jwt.encode(klaim, self._tanda_tangan, algorithm=ALGORITMA, headers=tajuk))

    def urai(self, teks: str) -> Klaim:
        """Return the claims of `teks`.

        Raises:
            TokenTidakSah: whatever is wrong with it: shape, header, key, signature, claims or time.
        """
        try:
            return self._urai(teks)
        except (ValueError, KeyError, TypeError, OverflowError, RecursionError, JOSEError):
            raise TokenTidakSah from None

    def jwks(self) -> dict[str, list[dict[str, str]]]:
        """Return the public keys as a JWK set (RFC 7517), for those who verify our tokens."""
        return self._jwks

    def _urai(self, teks: str) -> Klaim:
        if len(teks) > UKURAN_MAKS or teks.count(".") != 2:  # noqa: PLR2004 - header.payload.signature
            raise ValueError
        kepala, isi, tanda = teks.split(".")
        tajuk, muatan = _objek(kepala), _objek(isi)
        _lepas64(tanda)
        if not tajuk.keys() <= _TAJUK or tajuk["alg"] != ALGORITMA or tajuk["typ"] != JENIS:
            raise ValueError
        jwt.decode(
            teks,
            self._periksa[_teks(tajuk["kid"])],
            algorithms=[ALGORITMA],
            audience=self._audiens,
            issuer=self._penerbit,
            options=_WAJIB,
        )
        if muatan["aud"] != self._audiens or muatan["iss"] != self._penerbit:
            raise ValueError
        return _klaim(muatan)


class TokenTeringat:
    """Reads access tokens and remembers what it has verified: the same text says the same, only time goes on.

    Whether the account may still act is no question of the token and is asked every time, of the account's row.
    """

    def __init__(self, kodek: KodekToken, maks: int = 4096) -> None:
        self._kodek = kodek
        self._maks = maks
        self._ingat: dict[str, Klaim] = {}

    def urai(self, teks: str) -> Klaim:
        """Return the claims of `teks`.

        Raises:
            TokenTidakSah: as `KodekToken.urai`.
        """
        klaim = self._ingat.get(teks)
        if klaim is None:
            klaim = self._kodek.urai(teks)
            if len(self._ingat) >= self._maks:
                del self._ingat[next(iter(self._ingat))]
            self._ingat[teks] = klaim
        elif clock.now() >= klaim.habis_at + KELONGGARAN:
            del self._ingat[teks]
            raise TokenTidakSah
        return klaim


def _klaim(muatan: Mapping[str, object]) -> Klaim:
    if not muatan.keys() <= _KLAIM:
        raise ValueError
    sid = muatan.get("sid")
    klaim = Klaim(
        akun_id=_uuid(muatan["sub"]),
        jabatan=Jabatan(_teks(muatan["jabatan"])),
        versi_token=_bulat(muatan["ver"]),
        jti=_uuid(muatan["jti"]),
        sesi_id=None if sid is None else _uuid(sid),
        terbit_at=_waktu(muatan["iat"]),
        habis_at=_waktu(muatan["exp"]),
    )
    kini, sejak = clock.now(), max(klaim.terbit_at, _waktu(muatan["nbf"]))
    if kini >= klaim.habis_at + KELONGGARAN or sejak > kini + KELONGGARAN:
        raise ValueError
    if not timedelta(0) < klaim.habis_at - klaim.terbit_at <= UMUR_MAKS or muatan["peran"] != klaim.peran:
        raise ValueError
    return klaim


def _objek(bagian: str) -> dict[str, object]:
    nilai = json.loads(_lepas64(bagian), object_pairs_hook=_tanpa_ganda, parse_constant=_tolak)
    if not isinstance(nilai, dict):
        raise TypeError
    return nilai


def _tanpa_ganda(pasangan: list[tuple[str, object]]) -> dict[str, object]:
    objek = dict(pasangan)
    if len(objek) != len(pasangan):  # parsers differ on which of two equal names wins
        raise ValueError
    return objek


def _tolak(_: str) -> NoReturn:
    raise ValueError


def _lepas64(bagian: str) -> bytes:
    """Decode base64url without padding, in its one canonical spelling only."""
    try:
        nilai = base64.b64decode(bagian + "=" * (-len(bagian) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise ValueError from None
    if _ke64(nilai) != bagian:
        raise ValueError
    return nilai


def _ke64(nilai: bytes) -> str:
    return base64.urlsafe_b64encode(nilai).rstrip(b"=").decode()


def _teks(nilai: object) -> str:
    if not isinstance(nilai, str):
        raise TypeError
    return nilai


def _bulat(nilai: object) -> int:
    if type(nilai) is not int or nilai < 0:  # bool is an int, too
        raise TypeError
    return nilai


def _uuid(nilai: object) -> UUID:
    uuid = UUID(_teks(nilai))
    if str(uuid) != nilai:
        raise ValueError
    return uuid


def _waktu(nilai: object) -> datetime:
    return datetime.fromtimestamp(_bulat(nilai), UTC)


def _publik(pem: str) -> ec.EllipticCurvePublicKey:
    try:
        if "PRIVATE KEY" in pem:
            kunci = serialization.load_pem_private_key(pem.encode(), None)
            publik = kunci.public_key() if isinstance(kunci, ec.EllipticCurvePrivateKey) else None
        else:
            lain = serialization.load_pem_public_key(pem.encode())
            publik = lain if isinstance(lain, ec.EllipticCurvePublicKey) else None
    except (ValueError, TypeError, UnsupportedAlgorithm):
        publik = None
    if publik is None or not isinstance(publik.curve, ec.SECP256R1):
        raise ValueError("a signing key is the PEM text of a P-256 key without a passphrase")
    return publik


def _pem(kunci: ec.EllipticCurvePublicKey) -> str:
    bentuk = serialization.PublicFormat.SubjectPublicKeyInfo
    return kunci.public_bytes(serialization.Encoding.PEM, bentuk).decode()


def _jwk(kid: str, kunci: ec.EllipticCurvePublicKey) -> dict[str, str]:
    titik = kunci.public_numbers()
    x, y = (_ke64(n.to_bytes(32, "big")) for n in (titik.x, titik.y))
    return {"kty": "EC", "crv": "P-256", "use": "sig", "alg": ALGORITMA, "kid": kid, "x": x, "y": y}
