"""Dated codes, as the administrator changes them."""

from typing import Any

import httpx
import pytest

from app.core.peran import Jabatan
from tests.conftest import Klien, Masuk
from tests.pabrik.wilayah import DESA, DESA_LAIN, KABUPATEN, KECAMATAN

JALUR = "/v1/admin/wilayah"
BARU_A, BARU_B = "32.04.05.2101", "32.04.05.2102"
DASAR = "Perda Kabupaten Uji 1/2026"


@pytest.fixture
async def admin(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.ADMIN_PUSAT)


def isi_buat(kode: str = BARU_A, **lain: Any) -> dict[str, Any]:
    return {"kode": kode, "nama": "Kulon Hilir", "berlaku_dari": "2026-01-01", "dasar": DASAR} | lain


def isi_ganti(*pengganti: str, **lain: Any) -> dict[str, Any]:
    return {"pengganti": list(pengganti), "tanggal": "2026-03-01", "dasar": DASAR} | lain


async def buat(admin: Klien, *kode: str, **lain: Any) -> None:
    for k in kode:
        assert (await admin.post(JALUR, json=isi_buat(k, **lain))).status_code == 201


async def ganti(admin: Klien, lama: str, *pengganti: str, **lain: Any) -> httpx.Response:
    return await admin.post(f"{JALUR}/{lama}/ganti", json=isi_ganti(*pengganti, **lain))


def tolakan(jawab: httpx.Response) -> tuple[int, str]:
    assert jawab.headers["content-type"] == "application/problem+json"
    return jawab.status_code, jawab.json()["kode"]


async def test_a_new_code_can_be_read_by_everybody(admin: Klien, klien: Klien) -> None:
    jawab = await admin.post(JALUR, json=isi_buat("3204052101", kode_bps="3204111"))
    assert jawab.status_code == 201
    assert jawab.headers["location"] == f"{JALUR}/{BARU_A}"
    assert jawab.headers["etag"] == '"v1"'
    assert (await admin.get(jawab.headers["location"])).json() == jawab.json()
    publik = (await klien.get(f"/v1/publik/wilayah/{BARU_A}")).json()
    assert jawab.json() == publik | {"dasar": DASAR}
    assert publik["nama_lengkap"] == "Kulon Hilir, Cileunyi, Kabupaten Bandung, Jawa Barat"
    assert (publik["kode_bps"], publik["berlaku_dari"], publik["jenis"]) == ("3204111", "2026-01-01", "DESA")


async def test_a_whole_new_branch_can_be_created_from_the_top(admin: Klien) -> None:
    await buat(admin, "39", "39.01", "39.01.01", "39.01.01.1001")
    assert (await admin.get(f"{JALUR}/39.01.01.1001")).json()["jenis"] == "KELURAHAN"


async def test_a_repeated_request_gets_the_first_answer(admin: Klien) -> None:
    kunci = {"Idempotency-Key": "buat-desa-uji-1"}
    pertama = await admin.post(JALUR, json=isi_buat(), headers=kunci)
    kedua = await admin.post(JALUR, json=isi_buat(), headers=kunci)
    assert (kedua.status_code, kedua.content) == (201, pertama.content)
    lain = await admin.post(JALUR, json=isi_buat(BARU_B), headers=kunci)
    assert tolakan(lain) == (422, "kunci-idempotensi-dipakai-lain")


@pytest.mark.parametrize("jalur", [JALUR, f"{JALUR}/{DESA}/ganti"])
async def test_changes_need_an_idempotency_key(admin: Klien, jalur: str) -> None:
    isi = isi_ganti(DESA_LAIN) if jalur.endswith("ganti") else isi_buat()
    jawab = await admin.post(jalur, json=isi, headers={"Idempotency-Key": ""})
    assert tolakan(jawab) == (400, "kunci-idempotensi-wajib")


async def test_a_code_is_given_out_once_even_after_its_end(admin: Klien) -> None:
    assert tolakan(await admin.post(JALUR, json=isi_buat(DESA))) == (409, "wilayah-sudah-ada")
    assert (await ganti(admin, DESA, DESA_LAIN)).status_code == 200
    assert tolakan(await admin.post(JALUR, json=isi_buat(DESA))) == (409, "wilayah-sudah-ada")


async def test_a_superior_must_be_in_force_from_the_same_day_on(admin: Klien) -> None:
    tanpa = await admin.post(JALUR, json=isi_buat("32.04.99.2001"))
    assert tolakan(tanpa) == (422, "wilayah-tidak-dikenal")
    await buat(admin, "32.04.98", "32.04.99", berlaku_dari="2026-02-01")
    dini = await admin.post(JALUR, json=isi_buat("32.04.99.2001", berlaku_dari="2026-01-31"))
    assert tolakan(dini) == (422, "tanggal-wilayah-tidak-sah")
    assert (await ganti(admin, "32.04.99", "32.04.98")).status_code == 200
    berakhir = await admin.post(JALUR, json=isi_buat("32.04.99.2001", berlaku_dari="2026-02-01"))
    assert tolakan(berakhir) == (422, "wilayah-tidak-dikenal")


@pytest.mark.parametrize(
    "salah",
    [
        {"kode": "32.4"},
        {"kode": 32},
        {"nama": ""},
        {"nama": "x" * 101},
        {"nama": "Desa\u0000"},
        {"nama": "<b>Desa</b>"},
        {"berlaku_dari": "2026-02-30"},
        {"berlaku_dari": "1800-01-01"},
        {"berlaku_dari": "9999-01-01"},
        {"dasar": " "},
        {"dasar": "Perda\u0000"},
        {"kode_bps": "x"},
        {"versi": 7},
        {"berlaku_sampai": "2026-02-01"},
    ],
)
async def test_bad_input_creates_nothing(admin: Klien, salah: dict[str, Any]) -> None:
    assert tolakan(await admin.post(JALUR, json=isi_buat() | salah)) == (422, "isian-tidak-sah")
    assert tolakan(await admin.get(f"{JALUR}/{BARU_A}")) == (404, "wilayah-tidak-ditemukan")


async def test_a_split_ends_the_old_code_and_names_its_successors(admin: Klien, klien: Klien) -> None:
    await buat(admin, BARU_A, BARU_B)
    jawab = await ganti(admin, DESA, BARU_A, BARU_B)
    assert jawab.status_code == 200
    assert jawab.headers["etag"] == '"v2"'
    assert jawab.json()["berlaku_sampai"] == "2026-03-01"
    assert [p["kode"] for p in jawab.json()["pengganti"]] == [BARU_A, BARU_B]
    daftar = (await klien.get("/v1/publik/wilayah", params={"induk": KECAMATAN})).json()["data"]
    kode = {w["kode"] for w in daftar}
    assert {BARU_A, BARU_B} < kode
    assert DESA not in kode
    temuan = (await klien.get("/v1/publik/wilayah/cari", params={"q": "cileunyi kulon"})).json()["data"]
    assert DESA not in {w["kode"] for w in temuan}


async def test_codes_that_share_a_successor_merge(admin: Klien) -> None:
    await buat(admin, BARU_A)
    for lama in (DESA, DESA_LAIN):
        jawab = await ganti(admin, lama, BARU_A)
        assert [p["kode"] for p in jawab.json()["pengganti"]] == [BARU_A]


async def test_a_code_ends_only_once(admin: Klien) -> None:
    await buat(admin, BARU_A, BARU_B)
    assert (await ganti(admin, DESA, BARU_A)).status_code == 200
    assert tolakan(await ganti(admin, DESA, BARU_B)) == (409, "wilayah-tidak-berlaku")
    assert [p["kode"] for p in (await admin.get(f"{JALUR}/{DESA}")).json()["pengganti"]] == [BARU_A]


async def test_successors_never_form_a_cycle(admin: Klien) -> None:
    await buat(admin, BARU_A)
    assert (await ganti(admin, DESA, BARU_A)).status_code == 200
    assert tolakan(await ganti(admin, BARU_A, DESA)) == (422, "wilayah-tidak-dikenal")


@pytest.mark.parametrize(
    "pengganti", [[DESA], [DESA_LAIN, DESA], [DESA_LAIN, DESA_LAIN], ["3204052002", DESA_LAIN], ["32.04.06"]]
)
async def test_itself_a_repetition_or_another_level_is_no_successor(admin: Klien, pengganti: list[str]) -> None:
    assert tolakan(await ganti(admin, DESA, *pengganti)) == (422, "pengganti-tidak-sah")


async def test_an_unknown_successor_is_refused_and_nothing_is_written(admin: Klien) -> None:
    assert tolakan(await ganti(admin, DESA, DESA_LAIN, "32.04.05.2999")) == (422, "wilayah-tidak-dikenal")
    sesudah = await admin.get(f"{JALUR}/{DESA}")
    assert (sesudah.headers["etag"], sesudah.json()["berlaku_sampai"]) == ('"v1"', None)


async def test_an_unknown_code_cannot_end(admin: Klien) -> None:
    assert tolakan(await ganti(admin, "32.04.05.2999", DESA)) == (404, "wilayah-tidak-ditemukan")


@pytest.mark.parametrize(("lama", "baru"), [(BARU_A, DESA), (DESA, BARU_A)])
async def test_no_change_before_the_codes_are_in_force(admin: Klien, lama: str, baru: str) -> None:
    await buat(admin, BARU_A, berlaku_dari="2026-03-02")
    assert tolakan(await ganti(admin, lama, baru)) == (422, "tanggal-wilayah-tidak-sah")


@pytest.mark.parametrize(
    "salah",
    [
        {"pengganti": []},
        {"pengganti": [f"32.04.05.2{i:03}" for i in range(51)]},
        {"pengganti": "32.04.05.2002"},
        {"pengganti": ["desa"]},
        {"tanggal": "kemarin"},
        {"dasar": None},
        {"alasan": "x"},
    ],
)
async def test_bad_input_ends_nothing(admin: Klien, salah: dict[str, Any]) -> None:
    jawab = await admin.post(f"{JALUR}/{DESA}/ganti", json=isi_ganti(DESA_LAIN) | salah)
    assert tolakan(jawab) == (422, "isian-tidak-sah")


async def test_a_region_ends_only_after_everything_in_it(admin: Klien) -> None:
    await buat(admin, "32.04.98", "32.04.99")
    await buat(admin, "32.04.98.2001", "32.04.99.2001")
    penuh = await ganti(admin, "32.04.99", "32.04.98")
    assert tolakan(penuh) == (409, "wilayah-masih-berisi")
    assert penuh.json()["jumlah"] == 1
    terlambat = await ganti(admin, "32.04.99.2001", "32.04.98.2001", tanggal="2026-03-02")
    assert terlambat.status_code == 200
    assert tolakan(await ganti(admin, "32.04.99", "32.04.98")) == (409, "wilayah-masih-berisi")
    assert (await ganti(admin, "32.04.99", "32.04.98", tanggal="2026-03-02")).status_code == 200
    assert tolakan(await ganti(admin, KABUPATEN, "32.17")) == (409, "wilayah-masih-berisi")


async def test_a_rename_keeps_the_code_and_is_found_by_the_new_name(admin: Klien, klien: Klien) -> None:
    jalur = f"{JALUR}/{KABUPATEN}"
    tag = (await admin.get(jalur)).headers["etag"]
    isi = {"nama": "Kabupaten Xyzzyuji", "dasar": "PP Uji 1/2026"}
    jawab = await admin.patch(jalur, json=isi, headers={"If-Match": tag})
    assert (jawab.status_code, jawab.headers["etag"]) == (200, '"v2"')
    assert (jawab.json()["nama"], jawab.json()["dasar"]) == ("Kabupaten Xyzzyuji", "PP Uji 1/2026")
    temuan = (await klien.get("/v1/publik/wilayah/cari", params={"q": "xyzzyuji"})).json()["data"]
    assert [w["kode"] for w in temuan] == [KABUPATEN]
    bps = await admin.patch(jalur, json={"kode_bps": "3204", "dasar": "x"}, headers={"If-Match": '"v2"'})
    assert (bps.json()["nama"], bps.json()["kode_bps"]) == ("Kabupaten Xyzzyuji", "3204")


@pytest.mark.parametrize(
    ("tag", "isi", "jawaban"),
    [
        (None, {"nama": "Baru"}, (428, "if-match-wajib")),
        ('"v9"', {"nama": "Baru"}, (412, "versi-basi")),
        ('W/"v1"', {"nama": "Baru"}, (412, "versi-basi")),
        ('"v1"', {}, (422, "isian-tidak-sah")),
        ('"v1"', {"nama": "Baru", "kode": "32.04.05.2101"}, (422, "isian-tidak-sah")),
    ],
)
async def test_a_change_that_does_not_fit_changes_nothing(
    admin: Klien, tag: str | None, isi: dict[str, str], jawaban: tuple[int, str]
) -> None:
    tajuk = {"If-Match": tag} if tag else {}
    jawab = await admin.patch(f"{JALUR}/{DESA}", json={"dasar": DASAR} | isi, headers=tajuk)
    assert tolakan(jawab) == jawaban
    assert (await admin.get(f"{JALUR}/{DESA}")).headers["etag"] == '"v1"'


async def test_an_unknown_code_cannot_be_renamed(admin: Klien) -> None:
    isi = {"nama": "Baru", "dasar": DASAR}
    jawab = await admin.patch(f"{JALUR}/32.04.99", json=isi, headers={"If-Match": '"v1"'})
    assert tolakan(jawab) == (404, "wilayah-tidak-ditemukan")


async def test_every_change_leaves_one_audit_row(admin: Klien) -> None:
    await buat(admin, BARU_A)
    isi = {"nama": "Kulon Udik", "dasar": DASAR}
    await admin.patch(f"{JALUR}/{BARU_A}", json=isi, headers={"If-Match": '"v1"'})
    await ganti(admin, BARU_A, DESA_LAIN)
    await ganti(admin, BARU_A, DESA_LAIN)
    jejak = (await admin.get("/v1/admin/audit", params={"objek": f"wilayah/{BARU_A}"})).json()["data"]
    assert [j["kejadian"] for j in jejak] == ["wilayah:kode:diganti", "wilayah:kode:diubah", "wilayah:kode:dibuat"]
    assert {j["pelaku_id"] for j in jejak} == {str(admin.pelaku.akun_id)}
    assert jejak[0]["rincian"] == {"pengganti": [DESA_LAIN], "tanggal": "2026-03-01", "dasar": DASAR}
    assert jejak[1]["rincian"]["sebelum"]["nama"] == "Kulon Hilir"


OPERASI = [
    ("POST", JALUR, isi_buat()),
    ("GET", f"{JALUR}/{DESA}", None),
    ("PATCH", f"{JALUR}/{DESA}", {"nama": "Baru", "dasar": DASAR}),
    ("POST", f"{JALUR}/{DESA}/ganti", isi_ganti(DESA_LAIN)),
]


@pytest.mark.parametrize(("metode", "jalur", "isi"), OPERASI)
@pytest.mark.parametrize("jabatan", sorted(set(Jabatan) - {Jabatan.ADMIN_PUSAT}))
async def test_nobody_else_reaches_the_codes(
    masuk: Masuk, jabatan: Jabatan, metode: str, jalur: str, isi: dict[str, Any] | None
) -> None:
    lain = await masuk(jabatan)
    jawab = await lain.request(metode, jalur, json=isi, headers={"If-Match": '"v1"'})
    sebab = "jabatan" if jabatan in {Jabatan.ADMIN_KABKOTA, Jabatan.PENETAP} else "peran"
    assert tolakan(jawab) == (403, f"{sebab}-tidak-berwenang")


@pytest.mark.parametrize(("metode", "jalur", "isi"), OPERASI)
async def test_without_a_token_there_is_no_answer(
    klien: Klien, masuk: Masuk, metode: str, jalur: str, isi: dict[str, Any] | None
) -> None:
    assert tolakan(await klien.request(metode, jalur, json=isi)) == (401, "token-tidak-sah")
