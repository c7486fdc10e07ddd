"""Keys for a demonstration, made once on this machine; their ids say so, and `produksi` refuses them."""

import base64
import json
import os
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

KID: Final = "demo-1"


def _pem() -> str:
    kunci = ec.generate_private_key(ec.SECP256R1())
    bentuk = serialization.PrivateFormat.PKCS8
    return kunci.private_bytes(serialization.Encoding.PEM, bentuk, serialization.NoEncryption()).decode()


def _acak() -> str:
    return base64.b64encode(secrets.token_bytes(32)).decode()


_PEMBUAT: Final[Mapping[str, Callable[[], str]]] = {
    "jwt.pem": _pem,
    "kek": _acak,
    "indeks": _acak,
    "kursor": _acak,
    "dukcapil": lambda: secrets.token_urlsafe(24),
}


def sekali_pakai() -> dict[str, str]:
    """Return the environment of keys that live as long as this process (to render the contract, for instance)."""
    return _lingkungan({nama: buat() for nama, buat in _PEMBUAT.items()})


def siapkan(folder: Path) -> dict[str, str]:
    """Return the environment of the keys in `folder`, making those that are missing.

    Each is a file readable by its owner only. Whoever loses `kek` or `indeks` cannot read the database any more.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return _lingkungan({nama: _baca_atau_buat(folder / nama, buat) for nama, buat in _PEMBUAT.items()})


def _baca_atau_buat(berkas: Path, buat: Callable[[], str]) -> str:
    if not berkas.exists():
        baru = berkas.with_name(f"{berkas.name}.baru")
        with os.fdopen(os.open(baru, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as tulis:
            tulis.write(buat())
        baru.replace(berkas)
    return berkas.read_text()


def _lingkungan(kunci: Mapping[str, str]) -> dict[str, str]:
    return {
        "DTKS_JWT__KUNCI": json.dumps({KID: kunci["jwt.pem"]}),
        "DTKS_JWT__KUNCI_AKTIF": KID,
        "DTKS_ENKRIPSI__KEK": json.dumps({KID: kunci["kek"]}),
        "DTKS_ENKRIPSI__KEK_AKTIF": KID,
        "DTKS_ENKRIPSI__INDEKS": json.dumps({KID: kunci["indeks"]}),
        "DTKS_ENKRIPSI__INDEKS_AKTIF": KID,
        "DTKS_ENKRIPSI__KURSOR": kunci["kursor"],
        "DTKS_DUKCAPIL__TOKEN": kunci["dukcapil"],
    }
