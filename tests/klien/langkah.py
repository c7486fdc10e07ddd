"""The first steps of the story with the generated Python client `klien_dtks`; `jalankan.py` makes it and calls this."""

import json
import os
import sys
from http import HTTPStatus
from uuid import uuid4

from klien_dtks import AuthenticatedClient, Client
from klien_dtks.api.auth import post_auth_token
from klien_dtks.api.petugas_usulan import get_petugas_usulan, post_petugas_usulan
from klien_dtks.api.publik_cek_bansos import post_publik_tantangan
from klien_dtks.api.publik_referensi import get_publik_referensi, get_publik_referensi_nama
from klien_dtks.api.publik_wilayah import get_publik_wilayah
from klien_dtks.models import (
    Masalah,
    Subjek,
    TokenBaca,
    TokenMasuk,
    TokenMasukGrantType,
    UsulanBaruBuat,
    UsulanPetugasBaca,
)


def terbuka(alamat: str) -> None:
    """What anybody may read."""
    with Client(base_url=alamat, raise_on_unexpected_status=True) as klien:
        tantangan = post_publik_tantangan.sync_detailed(client=klien)
        assert tantangan.status_code is HTTPStatus.OK, tantangan
        wilayah = get_publik_wilayah.sync(client=klien, induk="32", batas=5)
        assert wilayah.data[0].kode == "32.01", wilayah
        daftar = get_publik_referensi.sync(client=klien)
        satu = get_publik_referensi_nama.sync(daftar.data[0].nama, client=klien)
        assert satu.butir, satu


def masuk(alamat: str, pengguna: str, sandi: str) -> AuthenticatedClient:
    """Log in, after one try with a wrong password, whose refusal is a typed problem."""
    with Client(base_url=alamat, raise_on_unexpected_status=True) as klien:
        isi = TokenMasuk(grant_type=TokenMasukGrantType.PASSWORD, username=pengguna, password="salah sekali")
        salah = post_auth_token.sync(client=klien, body=isi)
        assert isinstance(salah, Masalah), salah
        assert salah.kode == "kredensial-tidak-sah", salah
        isi.password = sandi
        token = post_auth_token.sync(client=klien, body=isi)
        assert isinstance(token, TokenBaca), token
    return AuthenticatedClient(base_url=alamat, token=token.access_token, raise_on_unexpected_status=True)


def mengusulkan(klien: AuthenticatedClient, subjek: Subjek) -> str:
    """Draft a usulan, twice with one Idempotency-Key, and find it once in the list."""
    kunci = str(uuid4())
    isi = UsulanBaruBuat(subjek=subjek, pernyataan_disetujui=True)
    draf = [post_petugas_usulan.sync(client=klien, body=isi, idempotency_key=kunci) for _ in range(2)]
    assert all(isinstance(d, UsulanPetugasBaca) for d in draf), draf
    assert draf[0].ref == draf[1].ref
    daftar = get_petugas_usulan.sync(client=klien, batas=200, status=draf[0].status)
    assert [u.ref for u in daftar.data].count(draf[0].ref) == 1, daftar
    return str(draf[0].ref)


def main() -> None:
    atur = json.loads(os.environ["DTKS_KLIEN"])
    terbuka(atur["alamat"])
    with masuk(atur["alamat"], atur["pengguna"], atur["sandi"]) as klien:
        ref = mengusulkan(klien, Subjek.from_dict(atur["subjek"]))
    sys.stdout.write(f"         Python: {ref} drafted\n")


if __name__ == "__main__":
    main()
