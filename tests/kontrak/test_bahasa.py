"""What is wrong with an input is told in the language that was asked for, whoever found it: the library or we."""

from typing import Any

import pytest

from app.core.peran import Jabatan
from tests.conftest import Klien, Masuk

SIAPA = "00000000-0000-7000-8000-000000000000"
UNSUR = {"total": 1, "diundang": 9, "hadir_l": 0, "hadir_p": 0}
KASUS: list[tuple[str, str, dict[str, Any], str, str, str]] = [
    ("POST", "keluarga/cari", {"tujuan": "PEMERIKSAAN_USULAN"}, "satu-cara", "Isi nik", "Give nik"),
    ("POST", "orang/cari", {"tujuan": "PEMERIKSAAN_USULAN"}, "satu-cara", "Isi nik", "Give nik"),
    ("PATCH", f"keluarga/{SIAPA}", {"alamat": None}, "tidak-boleh-kosong", "dikosongkan", "emptied"),
    ("POST", "usulan", {"subjek": {"nik": "1"}}, "nik-tidak-valid", "harus 16 angka", "must have 16 digits"),
    ("POST", "usulan", {"subjek": {"surel": "siti@"}}, "value-error", "alamat surel", "e-mail address"),
    ("POST", "usulan", {"subjek": {"kode_desa": "32.04"}}, "kode-wilayah-tidak-sah", "harus 10 angka", "has 10 digits"),
    ("PATCH", f"musyawarah/{SIAPA}", {"hadir": {"rw": UNSUR}}, "hadir-lebih", "diundang", "invited"),
    ("POST", "usulan", {"subjek": 1}, "model-attributes-type", "Harus berupa objek", "an object"),
]


@pytest.mark.parametrize(("metode", "jalur", "isi", "kode", "indonesia", "inggris"), KASUS)
async def test_a_refused_input_speaks_the_clients_language(
    masuk: Masuk, metode: str, jalur: str, isi: dict[str, Any], kode: str, indonesia: str, inggris: str
) -> None:
    operator = await masuk(Jabatan.OPERATOR_DESA, kode_desa="32.04.05.2001")
    for bahasa, kata in (("id", indonesia), ("en", inggris)):
        jawab = await _minta(operator, metode, jalur, isi, bahasa)
        assert kata in jawab.get(kode, ""), (bahasa, jawab)


async def _minta(klien: Klien, metode: str, jalur: str, isi: dict[str, Any], bahasa: str) -> dict[str, str]:
    tajuk = {"Accept-Language": bahasa, "If-Match": '"v1"'}
    jawab = await klien.request(metode, f"/v1/petugas/{jalur}", json=isi, headers=tajuk)
    assert jawab.status_code == 422, jawab.text
    return {r["kode"]: r["pesan"] for r in jawab.json()["rincian"]}


@pytest.mark.parametrize(("bahasa", "kata"), [("id", "Parameter yang dikenal"), ("en", "Known parameters")])
async def test_unknown_and_repeated_parameters_are_told_in_one_language(klien: Klien, bahasa: str, kata: str) -> None:
    jawab = await klien.get("/v1/publik/wilayah?lain=1&induk=32&induk=33", headers={"Accept-Language": bahasa})
    rincian = jawab.json()["rincian"]
    assert [r["lokasi"] for r in rincian] == ["query.induk", "query"]
    assert rincian[1]["pesan"].startswith(kata)
    assert not [r for r in rincian if " / " in r["pesan"]]
