"""Field encryption and blind indexes, with keys that never enter the database.

Two kinds of key, each with an id, several loaded at a time and one active:

* key-encryption keys (KEK) wrap one random data key per document (a person, a photo, an usulan). What is encrypted
  under a KEK uses a key derived from it and a random salt, so no KEK meets the limit of 2^32 random nonces;
* index keys make blind indexes, with a key of its own per purpose (HKDF, RFC 5869). A NIK has so few candidates that an
  unkeyed hash of it is plain text. An index is HMAC-SHA-256 under the root key (`akar`); where it identifies a person
  it is veiled besides under the active index key, and that veil is what rotates (see `selubung`).

Everything is AES-256-GCM with a random 12-byte nonce, and everything is bound to its place by additional data.
"""

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic_core import from_json, to_json

from app.core.selubung import Selubung

_KUNCI: Final = 32
_NONCE: Final = 12
_GARAM: Final = 16
_VERSI_KEK: Final = 1
_KEPALA_DATA: Final = b"\x02"
KunciSandi = tuple[Mapping[str, bytes], str, Mapping[str, bytes], str, str | None]
"""What `Sandi` is made of, as it is handed to another process."""
_PEMBUNGKUS: Final = b"dtks/pembungkus/"


class Tujuan(StrEnum):
    """What a blind index is for; the same value under two purposes gives two unrelated indexes."""

    NIK = "nik"
    NO_KK = "no_kk"
    SUREL = "surel"
    USERNAME = "username"
    TELEPON = "telepon"
    NAMA = "nama"
    ALAMAT_JARINGAN = "alamat_jaringan"
    IDEMPOTENSI = "idempotensi"
    LAJU = "laju"
    TANTANGAN = "tantangan"
    PADAN = "padan"
    TEMUAN = "temuan"
    NAMA_LAHIR = "nama_lahir"
    NAMA_IBU = "nama_ibu"
    LAHIR_IBU = "lahir_ibu"
    BUKTI_GANDA = "bukti_ganda"
    TOKEN = "token"  # noqa: S105 - a purpose, not a secret
    IMPOR = "impor"


BERSELUBUNG: Final = frozenset(
    {
        *(Tujuan.NIK, Tujuan.NO_KK, Tujuan.SUREL, Tujuan.USERNAME),
        *(Tujuan.NAMA_LAHIR, Tujuan.NAMA_IBU, Tujuan.LAHIR_IBU, Tujuan.BUKTI_GANDA),
    }
)
"""Purposes whose indexes identify people for years; the others are short-lived, or marks too short to identify."""


class SandiTidakCocok(Exception):
    """The ciphertext does not open here: altered, moved from another place, or its key is not loaded."""


class SegelDokumen(NamedTuple):
    """A document sealed under a data key of its own; destroying `kunci_data` erases it."""

    kunci_data: bytes
    isi: bytes


class Sandi:
    """The keys of this process and the only code that uses them.

    Args:
        kek: key-encryption keys of 32 bytes by id (1-32 ASCII characters).
        kek_aktif: id of the one that wraps what is new.
        indeks: index keys of 32 bytes by id.
        indeks_aktif: id of the one that veils new indexes.
        akar: id of the one whose HMAC stands inside every veil; it never changes, so it may be left out only while
            there is one index key.

    Raises:
        ValueError: a key of another length, an id that is not loaded, or one secret used for both kinds.
    """

    def __init__(
        self,
        kek: Mapping[str, bytes],
        kek_aktif: str,
        indeks: Mapping[str, bytes],
        indeks_aktif: str,
        akar: str | None = None,
    ) -> None:
        if kek_aktif not in kek or indeks_aktif not in indeks:
            raise ValueError("an active key is not loaded")
        if akar is None and len(indeks) > 1:
            raise ValueError("several index keys are loaded: name the root")
        if (akar or indeks_aktif) not in indeks:
            raise ValueError("the root key is not loaded")
        if any(len(k) != _KUNCI for k in (*kek.values(), *indeks.values())):
            raise ValueError("keys are 32 bytes long")
        if set(kek.values()) & set(indeks.values()):
            raise ValueError("a key-encryption key may not be an index key")
        if not all(0 < len(i) <= _KUNCI and i.isascii() for i in (*kek, *indeks)):
            raise ValueError("key ids are 1-32 ASCII characters")
        self._pembungkus = {_kepala(i): _hmac(k, _PEMBUNGKUS) for i, k in kek.items()}
        self._kek_aktif = kek_aktif
        self._akar = {t: _hmac(_turunkan(indeks[akar or indeks_aktif], f"dtks/indeks/{t}")) for t in Tujuan}
        aktif_dulu = (indeks_aktif, *(i for i in indeks if i != indeks_aktif))
        self._selubung = {
            t: tuple(Selubung(_turunkan(indeks[i], f"dtks/selubung/{t}")) for i in aktif_dulu) for t in BERSELUBUNG
        }
        self._indeks_aktif = indeks_aktif
        self._is_berganti = len(indeks) > 1

    @property
    def kek_aktif(self) -> str:
        """Id of the key that wraps what is new."""
        return self._kek_aktif

    @property
    def indeks_aktif(self) -> str:
        """Id of the key that new blind indexes are made with."""
        return self._indeks_aktif

    # -- system secrets: one ciphertext straight under a KEK

    def enkripsi_sistem(self, polos: bytes, aad: bytes) -> bytes:
        """Encrypt a one-off (a stored answer, an outgoing message, a data key); the key id travels in the result."""
        kepala = _kepala(self._kek_aktif)
        garam = secrets.token_bytes(_GARAM)
        return kepala + garam + _tutup(self._sekali(kepala, garam), polos, kepala + aad)

    def dekripsi_sistem(self, sandi: bytes, aad: bytes) -> bytes:
        """Open what `enkripsi_sistem` made.

        Raises:
            SandiTidakCocok: altered, other `aad`, or the KEK is not loaded.
        """
        kepala = self._kepala_dari(sandi)
        awal = len(kepala)
        mulai = awal + _GARAM
        return _buka(self._sekali(kepala, sandi[awal:mulai]), sandi, mulai, kepala + aad)

    def kek_dari(self, sandi: bytes) -> str:
        """Return the id of the KEK that a ciphertext or wrapped key needs (rotation looks for old ones).

        Raises:
            SandiTidakCocok: no such envelope, or a KEK that is not loaded.
        """
        return self._kepala_dari(sandi)[2:].decode()

    def _kepala_dari(self, sandi: bytes) -> bytes:
        kepala = sandi[: 2 + sandi[1]] if len(sandi) > 1 else b""
        if kepala not in self._pembungkus:
            raise SandiTidakCocok
        return kepala

    def _sekali(self, kepala: bytes, garam: bytes) -> bytes:
        """Return the key of one message: HKDF-Expand's first block, since a KEK is uniform already."""
        h = self._pembungkus[kepala].copy()  # with the key taken in already, which is more than half of the work
        h.update(garam + b"\x01")
        return h.finalize()

    # -- data keys

    def kunci_data_baru(self, aad: bytes) -> tuple[bytes, bytes]:
        """Return a new data key, wrapped (to store) and plain (to use now)."""
        polos = secrets.token_bytes(_KUNCI)
        return self.enkripsi_sistem(polos, aad), polos

    def buka_kunci(self, terbungkus: bytes, aad: bytes) -> bytes:
        """Return the plain data key.

        Raises:
            SandiTidakCocok: altered, other `aad`, or the KEK is not loaded.
        """
        return self.dekripsi_sistem(terbungkus, aad)

    def bungkus_ulang(self, terbungkus: bytes, aad: bytes) -> bytes:
        """Wrap the same data key under the active KEK: rotation touches no content.

        Raises:
            SandiTidakCocok: as `buka_kunci`.
        """
        return self.enkripsi_sistem(self.buka_kunci(terbungkus, aad), aad)

    @staticmethod
    def enkripsi(kunci: bytes, polos: bytes, aad: bytes) -> bytes:
        """Encrypt under a plain data key; which KEK opens that key is written in its wrapping."""
        return _KEPALA_DATA + _tutup(kunci, polos, _KEPALA_DATA + aad)

    @staticmethod
    def dekripsi(kunci: bytes, sandi: bytes, aad: bytes) -> bytes:
        """Open what `enkripsi` made.

        Raises:
            SandiTidakCocok: altered, other key or other `aad`.
        """
        if not sandi.startswith(_KEPALA_DATA):
            raise SandiTidakCocok
        return _buka(kunci, sandi, len(_KEPALA_DATA), _KEPALA_DATA + aad)

    @classmethod
    def buka_dokumen(cls, kunci: bytes, sandi: bytes, aad: bytes) -> dict[str, Any]:
        """Open a JSON document that `enkripsi` sealed.

        Raises:
            SandiTidakCocok: as `dekripsi`.
        """
        return _dokumen(cls.dekripsi(kunci, sandi, aad))

    @classmethod
    def tutup_dokumen(cls, kunci: bytes, dokumen: Mapping[str, Any], aad: bytes) -> bytes:
        """Seal a JSON document for `buka_dokumen`."""
        return cls.enkripsi(kunci, to_json(dokumen), aad)

    # -- documents: one data key per row, bound to table and id

    def segel(self, data: Mapping[str, Any], tabel: str, baris_id: UUID) -> SegelDokumen:
        """Seal a JSON document of row `baris_id` of `tabel` under a new data key."""
        aad = _tempat(tabel, baris_id)
        terbungkus, kunci = self.kunci_data_baru(aad)
        return SegelDokumen(terbungkus, self.tutup_dokumen(kunci, data, aad))

    def segel_ulang(self, kunci_data: bytes, data: Mapping[str, Any], tabel: str, baris_id: UUID) -> bytes:
        """Seal a new version of the document under the data key that it has.

        Raises:
            SandiTidakCocok: the key is not of this row.
        """
        aad = _tempat(tabel, baris_id)
        return self.tutup_dokumen(self.buka_kunci(kunci_data, aad), data, aad)

    def buka(self, kunci_data: bytes, isi: bytes, tabel: str, baris_id: UUID) -> dict[str, Any]:
        """Open a sealed document.

        Raises:
            SandiTidakCocok: altered, or moved here from another row or table.
        """
        aad = _tempat(tabel, baris_id)
        return self.buka_dokumen(self.buka_kunci(kunci_data, aad), isi, aad)

    def buka_banyak(self, segel: Iterable[tuple[bytes, bytes, bytes]]) -> Iterator[tuple[dict[str, Any], bytes]]:
        """Yield documents with their data keys, each from its wrapped key, its sealed content and its place.

        The same as `buka_kunci` and `buka_dokumen` of each: by the thousand their calls are a quarter of the work.

        Raises:
            SandiTidakCocok: as `buka`; what was yielded before it was sound.
        """
        kepala = _kepala(self._kek_aktif)
        for terbungkus, isi, aad in segel:
            if not terbungkus.startswith(kepala):
                kepala = self._kepala_dari(terbungkus)
            awal = len(kepala)
            mulai = awal + _GARAM
            h = self._pembungkus[kepala].copy()
            h.update(terbungkus[awal:mulai] + b"\x01")
            kunci = _buka(h.finalize(), terbungkus, mulai, kepala + aad)
            if not isi.startswith(_KEPALA_DATA):
                raise SandiTidakCocok
            yield _dokumen(_buka(kunci, isi, 1, _KEPALA_DATA + aad)), kunci

    # -- blind indexes

    @property
    def is_berganti(self) -> bool:
        """Return whether several index keys are loaded, so that an index may stand under any of them."""
        return self._is_berganti

    def indeks(self, tujuan: Tujuan, nilai: str) -> UUID:
        """Return the blind index of `nilai`, which the caller has normalised (folded case, dropped separators)."""
        return self.indeks_calon(tujuan, nilai)[0]

    def indeks_calon(self, tujuan: Tujuan, nilai: str) -> tuple[UUID, ...]:
        """Return the indexes under every loaded key, the active one first: what a search looks for during rotation."""
        inti = self.sidik(tujuan, nilai)
        if tujuan not in BERSELUBUNG:
            return (UUID(bytes=inti),)
        return tuple(s.tutup(inti) for s in self._selubung[tujuan])

    def indeks_banyak(self, tujuan: Tujuan, nilai: Iterable[str]) -> list[bytes]:
        """Return the indexes of many values under the active key, as bytes, in one pass of the veil."""
        inti = [self.sidik(tujuan, n) for n in nilai]
        return self._selubung[tujuan][0].tutup_banyak(inti) if tujuan in BERSELUBUNG else inti

    def sidik(self, tujuan: Tujuan, nilai: str) -> bytes:
        """Return the 16 bytes that an index is made of, not veiled: to be kept for minutes, or cut to a mark."""
        h = self._akar[tujuan].copy()  # with the key taken in already, which is half of the work
        h.update(nilai.encode())
        return h.finalize()[:16]

    def sebangun(self, tujuan: Tujuan, indeks: UUID) -> tuple[UUID, ...]:
        """Return the same for a stored index, whose value nobody knows; one that no loaded key opens stands alone."""
        selubung = self._selubung.get(tujuan, ())
        inti = next((i for s in selubung if (i := s.buka(indeks)) is not None), None)
        return (indeks,) if inti is None else tuple(s.tutup(inti) for s in selubung)

    def baku(self, tujuan: Tujuan, indeks: UUID) -> UUID:
        """Return a stored index as it stands under the active key."""
        return self.sebangun(tujuan, indeks)[0]

    def selubungi(self, tujuan: Tujuan, mentah: UUID) -> UUID:
        """Veil an index of the time before veils, which is the bare HMAC under the root key."""
        return self._selubung[tujuan][0].tutup(mentah.bytes)

    def is_terbuka(self, tujuan: Tujuan, indeks: UUID) -> bool:
        """Return whether a loaded key opens a stored index; one of the time before veils is not opened by any."""
        return any(s.buka(indeks) is not None for s in self._selubung[tujuan])


def _hmac(kunci: bytes, awal: bytes = b"") -> HMAC:
    h = HMAC(kunci, SHA256())
    h.update(awal)
    return h


def _turunkan(kunci: bytes, untuk: str) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KUNCI, salt=None, info=untuk.encode()).derive(kunci)


def _kepala(kek_id: str) -> bytes:
    return bytes([_VERSI_KEK, len(kek_id)]) + kek_id.encode("ascii")


def _tempat(tabel: str, baris_id: UUID) -> bytes:
    return f"dtks/{tabel}/{baris_id}".encode()


def _tutup(kunci: bytes, polos: bytes, aad: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(kunci).encrypt(nonce, polos, aad)


def _buka(kunci: bytes, sandi: bytes, mulai: int, aad: bytes) -> bytes:
    isi = mulai + _NONCE
    try:
        return AESGCM(kunci).decrypt(sandi[mulai:isi], sandi[isi:], aad)
    except (InvalidTag, ValueError):
        raise SandiTidakCocok from None


def _dokumen(polos: bytes) -> dict[str, Any]:
    dokumen: dict[str, Any]
    try:
        # Three times as quick as `json`; what it remembers are names of fields, never somebody's values.
        dokumen = from_json(polos, cache_strings="keys")
    except ValueError:  # more than 200 levels, or half of a surrogate pair: `json` sealed such, and opens it
        dokumen = json.loads(polos)
    return dokumen
