"""Where an officer may act is his assignment's matter: neither the NIK nor the body of a request moves it (S6)."""

from itertools import product
from typing import Final

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.status import StatusUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik import usulan as pabrik
from tests.pabrik.wilayah import DESA, DESA_KAB_LAIN

pytestmark = pytest.mark.anyio
AKAR = "/v1/petugas/usulan"
TUJUAN = {"tujuan": "memeriksa kelengkapan"}
X, Y = str(DESA), str(DESA_KAB_LAIN)
BOLEH: Final = {
    # (place of the NIK's issue, residence in the body, officer's assignment): may he
    (X, X, X): True,
    (X, X, Y): False,
    (X, Y, X): False,
    (X, Y, Y): True,
    (Y, X, X): True,
    (Y, X, Y): False,
    (Y, Y, X): False,
    (Y, Y, Y): True,
}


def _nik(terbit: str) -> str:
    """A number whose first six digits are the kecamatan of `terbit`."""
    return terbit.replace(".", "")[:6] + pabrik.nik_uji()[6:]


async def _ada_di_daftar(klien: Klien, ref: str) -> bool:
    daftar = await klien.get(AKAR, params={"status": "DIAJUKAN"})
    assert daftar.status_code == 200
    return ref in [b["ref"] for b in daftar.json()["data"]]


def test_the_table_has_all_eight_combinations() -> None:
    assert set(BOLEH) == set(product((X, Y), repeat=3))


@pytest.mark.parametrize("jabatan", [Jabatan.OPERATOR_DESA, Jabatan.OPERATOR_KABKOTA])
@pytest.mark.parametrize(("terbit", "tinggal", "tugas"), sorted(BOLEH))
async def test_s6_the_assignment_decides_and_neither_the_nik_nor_the_body(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, jabatan: Jabatan, terbit: str, tinggal: str, tugas: str
) -> None:
    """S6: all 8 combinations of NIK prefix, residence (the body's `kode_desa`) and assignment, in two offices.

    | NIK issued in | lives in | officer of | enters | reads, lists, sends back |
    |---|---|---|---|---|
    | X | X | X | 201 | 200 |
    | X | X | Y | 409 BEDA_WILAYAH | 404, not listed |
    | X | Y | X | 409 BEDA_WILAYAH | 404, not listed |
    | X | Y | Y | 201 | 200 |
    | Y | X | X | 201 | 200 |
    | Y | X | Y | 409 BEDA_WILAYAH | 404, not listed |
    | Y | Y | X | 409 BEDA_WILAYAH | 404, not listed |
    | Y | Y | Y | 201 | 200 |
    """
    wilayah = (tugas if jabatan is Jabatan.OPERATOR_DESA else tugas[:5],)
    petugas, boleh = await masuk(jabatan, wilayah), BOLEH[terbit, tinggal, tugas]

    buat = await petugas.post(AKAR, json={"subjek": pabrik.subjek(nik=_nik(terbit), kode_desa=tinggal)})
    assert buat.status_code == (201 if boleh else 409), buat.text
    assert buat.json().get("kode_alasan") == (None if boleh else "BEDA_WILAYAH")
    if boleh:
        milik = await petugas.get(buat.headers["location"], params=TUJUAN)
        assert (milik.status_code, milik.json()["subjek"]["kode_desa"]) == (200, tinggal)

    ada = await pabrik.usulan(sesi, wadah, status=StatusUsulan.DIAJUKAN, nik=_nik(terbit), kode_desa=tinggal)
    baca = await petugas.get(f"{AKAR}/{ada.ref}", params=TUJUAN)
    assert baca.status_code == (200 if boleh else 404)
    assert await _ada_di_daftar(petugas, ada.ref.teks) is boleh
    minta = {"alasan": pabrik.alasan("KTP_TIDAK_TERBACA"), "butir": ["FOTO_KTP"]}
    if jabatan is Jabatan.OPERATOR_DESA or not boleh:
        balas = await petugas.post(f"{AKAR}/{ada.ref}/minta-lengkapi", json=minta)
        assert balas.status_code == (200 if boleh else 404), balas.text


@pytest.mark.parametrize("terbit", [X, Y])
async def test_s6_a_draft_does_not_move_to_another_region_by_its_body(masuk: Masuk, terbit: str) -> None:
    """S6: what is refused at creation is refused in a later change as well, and nothing moves."""
    petugas = await masuk(Jabatan.OPERATOR_DESA, (X,))
    buat = await petugas.post(AKAR, json={"subjek": pabrik.subjek(nik=_nik(terbit), kode_desa=X)})
    lokasi, etag = buat.headers["location"], buat.headers["etag"]
    pindah = {"subjek": pabrik.subjek(nik=_nik(terbit), kode_desa=Y)}
    jawab = await petugas.patch(lokasi, json=pindah, headers={"If-Match": etag})
    assert jawab.status_code == 409, jawab.text
    assert (await petugas.get(lokasi, params=TUJUAN)).json()["subjek"]["kode_desa"] == X
    penyerang = await petugas.post(AKAR, json={"subjek": pabrik.subjek(), "kode_wilayah": Y})
    assert (penyerang.status_code, penyerang.json()["kode"]) == (422, "isian-tidak-sah")
