"""The machinery seen through HTTP, on routes that stand only here."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import uuid4

import pytest
from fastapi import APIRouter, Body, Depends, FastAPI, File, Form, Response, UploadFile
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.config import Pengaturan
from app.core.auth import PelakuDep, requires
from app.core.deps import IfMatchWajibDep, SessionBacaDep, SessionDep, tulis_etag
from app.core.errors import Conflict
from app.core.etag import pastikan_versi
from app.core.idempotency import IdempotenDep
from app.core.peran import Jabatan, Peran
from app.core.problems import problems
from app.core.routing import RuteDtks
from app.core.schemas import Masukan
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.main import create_app
from tests.conftest import Klien, Masuk

NIK = "3204051503900007"
JSON = {"Content-Type": "application/json"}
TEKS = {"Content-Type": "text/plain"}


class Bentrok(Conflict):
    kode = "uji-bentrok"
    judul = Teks("Bentrok", "Clash")


class Isi(Masukan):
    nik: Annotated[str, Body(max_length=3)]


def rute_uji() -> APIRouter:
    router = APIRouter(route_class=RuteDtks, prefix="/uji")

    @router.post("/isi")
    async def isi(isi: Isi) -> dict[str, str]:
        return {}

    @router.get("/nyata", responses=problems(Bentrok))
    async def nyata() -> dict[str, str]:
        raise Bentrok(Teks("Rincian", "Detail"), sebab="uji")

    @router.get("/gelap")
    async def gelap() -> dict[str, str]:
        raise Bentrok

    @router.get("/rusak")
    async def rusak() -> dict[str, str]:
        raise RuntimeError(f"gagal untuk {NIK}")

    @router.get("/basis-data/{kode}")
    async def basis_data(kode: str) -> dict[str, str]:
        asal = Exception(NIK)
        asal.sqlstate = kode  # type: ignore[attr-defined]
        raise OperationalError("SELECT", {}, asal)

    @router.get("/baca")
    async def baca(sesi: SessionBacaDep) -> dict[str, str]:
        await sesi.execute(text("CREATE TEMP TABLE uji_baca (a int)"))
        return {}

    @router.post("/hitung", status_code=201, dependencies=[IdempotenDep])
    async def hitung(isi: Annotated[dict[str, int], Body()], response: Response, sesi: SessionDep) -> dict[str, int]:
        await sesi.execute(text("INSERT INTO uji_hitung VALUES (:n)"), {"n": isi["n"]})
        if isi["n"] < 0:
            raise RuntimeError
        tulis_etag(response, isi["n"])
        response.headers["Location"] = "/uji/hitung/1"
        return {"n": int((await sesi.scalar(text("SELECT count(*) FROM uji_hitung"))) or 0)}

    @router.post("/berkas", dependencies=[IdempotenDep])
    async def berkas(jenis: Annotated[str, Form()], berkas: Annotated[UploadFile, File()]) -> dict[str, int]:
        return {jenis: len(await berkas.read())}

    @router.post("/formulir", dependencies=[IdempotenDep])
    async def formulir(jenis: Annotated[str, Form()]) -> dict[str, str]:
        return {"jenis": jenis}

    @router.post("/peta")
    async def peta(isi: Annotated[dict[str, int], Body()]) -> dict[str, int]:
        return isi

    @router.patch("/versi")
    async def versi(if_match: IfMatchWajibDep) -> dict[str, int]:
        pastikan_versi(if_match, 3)
        return {"versi": if_match}

    @router.get("/admin", dependencies=[Depends(requires(Peran.ADMIN))])
    async def admin(pelaku: PelakuDep) -> dict[str, str]:
        return {"jabatan": pelaku.jabatan}

    return router


@pytest.fixture(scope="module")
def app_sendiri(pengaturan: Pengaturan) -> FastAPI:
    """An application of this module's own, with routes that would pollute the shared one."""
    satu = create_app(pengaturan)
    satu.include_router(rute_uji())
    return satu


@pytest.fixture
def app(app_sendiri: FastAPI, wadah: Wadah) -> FastAPI:
    app_sendiri.state.wadah = wadah
    return app_sendiri


@pytest.fixture
async def k(app: FastAPI) -> AsyncIterator[Klien]:
    async with Klien(app) as satu:
        yield satu


async def test_every_failure_is_a_problem_document(k: Klien) -> None:
    for jawab, status, kode in (
        (await k.get("/tidak-ada"), 404, "tidak-ditemukan"),
        (await k.put("/uji/isi"), 405, "metode-tidak-didukung"),
        (await k.post("/uji/isi", content=b"{", headers=JSON), 400, "json-rusak"),
        (await k.post("/uji/isi", content=b"a", headers=TEKS), 415, "jenis-media-tidak-didukung"),
        (await k.post("/uji/isi", json={"nik": NIK}), 422, "isian-tidak-sah"),
        (await k.post("/uji/isi", json={"nik": "1", "lain": 1}), 422, "isian-tidak-sah"),
        (await k.get("/uji/nyata"), 409, "uji-bentrok"),
        (await k.get("/uji/nyata?x=1"), 422, "isian-tidak-sah"),
        (await k.get("/uji/admin"), 401, "token-tidak-sah"),
        (await k.post("/uji/isi", content=b"x" * (2 << 20), headers=JSON), 413, "badan-terlalu-besar"),
    ):  # fmt: skip
        assert (jawab.status_code, jawab.json()["kode"]) == (status, kode)
        assert jawab.headers["content-type"] == "application/problem+json"
        assert jawab.json()["id_permintaan"] == jawab.headers["x-request-id"]
        assert NIK not in jawab.text


async def test_an_unknown_fields_name_is_not_repeated(k: Klien) -> None:
    jawab = await k.post("/uji/isi", json={"nik": "1", NIK: 1, "SITI_AMINAH": 2})
    assert jawab.status_code == 422
    assert [r["lokasi"] for r in jawab.json()["rincian"]] == ["body", "body"]
    jawab = await k.post("/uji/peta", json={NIK: "x", "kunci": "y"})
    assert [r["lokasi"] for r in jawab.json()["rincian"]] == ["body.*", "body.kunci"]


async def test_a_chunked_body_over_the_limit_is_cut_off(k: Klien) -> None:
    async def potongan() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b"x" * 65_536

    jawab = await k.post("/uji/isi", content=potongan(), headers={"Content-Type": "application/json"})
    assert (jawab.status_code, jawab.json()["kode"]) == (413, "badan-terlalu-besar")


@pytest.mark.parametrize(
    ("tajuk", "judul"),
    [("en", "Clash"), ("id", "Bentrok"), ("fr, en;q=0.5", "Clash"), ("en;q=x", "Bentrok")],
)
async def test_problems_speak_the_clients_language(k: Klien, tajuk: str, judul: str) -> None:
    jawab = await k.get("/uji/nyata", headers={"Accept-Language": tajuk})
    assert jawab.json()["title"] == judul
    assert jawab.json()["sebab"] == "uji"


async def test_an_undeclared_domain_error_fails_the_test(k: Klien) -> None:
    with pytest.raises(AssertionError, match="does not declare"):
        await k.get("/uji/gelap")


@pytest.mark.parametrize(
    ("sqlstate", "status"),
    [("55P03", 409), ("40P01", 409), ("23505", 409), ("08006", 503), ("57014", 503), ("53300", 503)],
)
async def test_database_failures_are_told_apart_by_sqlstate(k: Klien, sqlstate: str, status: int) -> None:
    jawab = await k.get(f"/uji/basis-data/{sqlstate}")
    assert jawab.status_code == status
    assert status != 503 or jawab.headers["retry-after"]
    assert NIK not in jawab.text


async def test_an_unknown_failure_says_nothing_of_itself(app: FastAPI, capsys: pytest.CaptureFixture[str]) -> None:
    async with Klien(app) as k:
        k._transport.raise_app_exceptions = False  # type: ignore[attr-defined]
        for jalur in ("/uji/rusak", "/uji/basis-data/XX000"):
            jawab = await k.get(jalur)
            assert (jawab.status_code, jawab.json()["kode"]) == (500, "kesalahan-dalam")
            assert NIK not in jawab.text


async def test_a_read_only_session_refuses_to_write(k: Klien) -> None:
    jawab = await k.get("/uji/baca")
    assert jawab.status_code == 500 or jawab.is_server_error


async def test_the_request_id_is_taken_over_only_when_it_is_a_uuid(k: Klien) -> None:
    rid = str(uuid4())
    assert (await k.get("/uji/nyata", headers={"X-Request-ID": rid})).json()["instance"] == f"urn:uuid:{rid}"
    palsu = (await k.get("/uji/nyata", headers={"X-Request-ID": NIK})).headers["x-request-id"]
    assert palsu != NIK


async def test_repeated_parameters_are_refused(k: Klien) -> None:
    jawab = await k.get("/v1/warga/saya/akses?batas=1&batas=2")
    assert jawab.status_code == 422


@pytest.mark.parametrize(
    ("tajuk", "status", "kode"),
    [
        (None, 428, "if-match-wajib"),
        ("*", 428, "if-match-wajib"),
        ('W/"v3"', 412, "versi-basi"),
        ('"v2"', 412, "versi-basi"),
        ('"lain"', 412, "versi-basi"),
        ('"v3", "v4"', 412, "versi-basi"),
        ("v3", 400, "if-match-tidak-sah"),
        ("3", 400, "if-match-tidak-sah"),
        ('"v3', 400, "if-match-tidak-sah"),
        ("", 400, "if-match-tidak-sah"),
        ('"v3"', 200, None),
    ],
)
async def test_a_change_names_its_version(k: Klien, tajuk: str | None, status: int, kode: str | None) -> None:
    jawab = await k.patch("/uji/versi", headers={} if tajuk is None else {"If-Match": tajuk})
    assert jawab.status_code == status
    assert jawab.json().get("kode") == kode


@pytest.mark.parametrize(
    ("tajuk", "kata"),
    [
        ({}, ("GET", "ETag", '"v6"')),
        ({"If-Match": "*"}, ("`*`", "GET", "ETag", '"v6"')),
        ({"If-Match": "v3"}, ("ETag", '"v6"')),
        ({"If-Match": '"3"'}, ("ETag", '"v6"')),
        ({"If-Match": 'W/"v3"'}, ("ETag", '"v6"')),
    ],
)
@pytest.mark.parametrize("bahasa", ["id", "en"])
async def test_a_refused_precondition_says_what_to_send(
    k: Klien, tajuk: dict[str, str], kata: tuple[str, ...], bahasa: str
) -> None:
    jawab = await k.patch("/uji/versi", headers=tajuk | {"Accept-Language": bahasa})
    assert not [x for x in kata if x not in jawab.json()["detail"]]


async def test_branches_belong_to_their_role(app: FastAPI, masuk: Masuk) -> None:
    assert (await (await masuk(Jabatan.ADMIN_PUSAT)).get("/uji/admin")).json() == {"jabatan": "ADMIN_PUSAT"}
    for jabatan in (Jabatan.WARGA, Jabatan.PUSAT, Jabatan.INTEGRASI):
        jawab = await (await masuk(jabatan)).get("/uji/admin")
        assert jawab.json()["kode"] == "peran-tidak-berwenang"
    asing = Klien(app, "bukan-token")
    assert (await asing.get("/uji/admin")).json()["kode"] == "token-tidak-sah"
    await asing.aclose()


class TestIdempotensi:
    @pytest.fixture
    async def petugas(self, app: FastAPI, masuk: Masuk, sesi: object) -> Klien:
        await sesi.execute(text("CREATE TEMP TABLE uji_hitung (n int)"))  # type: ignore[attr-defined]
        return await masuk(Jabatan.VERIFIKATOR)

    async def test_a_repeated_post_has_one_effect_and_the_same_answer(self, petugas: Klien) -> None:
        tajuk = {"Idempotency-Key": "kunci-satu"}
        awal = await petugas.post("/uji/hitung", json={"n": 5}, headers=tajuk)
        ulang = await petugas.post("/uji/hitung", json={"n": 5}, headers=tajuk)
        assert (awal.status_code, awal.json()) == (201, {"n": 1})
        assert (ulang.status_code, ulang.content) == (201, awal.content)
        assert ulang.headers["idempotency-replayed"] == "true"
        assert (ulang.headers["etag"], ulang.headers["location"]) == ('"v5"', "/uji/hitung/1")

    async def test_the_same_key_with_another_body_is_refused(self, petugas: Klien) -> None:
        tajuk = {"Idempotency-Key": "kunci-satu"}
        await petugas.post("/uji/hitung", json={"n": 5}, headers=tajuk)
        jawab = await petugas.post("/uji/hitung", json={"n": 6}, headers=tajuk)
        assert (jawab.status_code, jawab.json()["kode"]) == (422, "kunci-idempotensi-dipakai-lain")

    async def test_another_person_may_use_the_same_key(self, petugas: Klien, masuk: Masuk) -> None:
        tajuk = {"Idempotency-Key": "kunci-satu"}
        await petugas.post("/uji/hitung", json={"n": 5}, headers=tajuk)
        lain = await masuk(Jabatan.VERIFIKATOR)
        assert (await lain.post("/uji/hitung", json={"n": 5}, headers=tajuk)).json() == {"n": 2}

    async def test_a_failed_request_frees_its_key(self, petugas: Klien) -> None:
        tajuk = {"Idempotency-Key": "kunci-satu"}
        with pytest.raises(RuntimeError):
            await petugas.post("/uji/hitung", json={"n": -1}, headers=tajuk)
        assert (await petugas.post("/uji/hitung", json={"n": 5}, headers=tajuk)).json() == {"n": 1}

    @pytest.mark.parametrize("rute", ["/uji/berkas", "/uji/hitung"])
    @pytest.mark.parametrize("media", ["application/x-www-form-urlencoded", "Application/X-WWW-Form-Urlencoded; q=1"])
    async def test_a_form_of_another_media_type_is_refused(self, petugas: Klien, rute: str, media: str) -> None:
        tajuk = {"Idempotency-Key": "kunci-satu", "Content-Type": media}
        jawab = await petugas.post(rute, content=b"jenis=a", headers=tajuk)
        assert (jawab.status_code, jawab.json()["kode"]) == (415, "jenis-media-tidak-didukung")

    async def test_a_form_without_a_file_is_repeated_as_any_other_body(self, petugas: Klien) -> None:
        tajuk = {"Idempotency-Key": "kunci-satu"}
        awal = await petugas.post("/uji/formulir", data={"jenis": "a"}, headers=tajuk)
        ulang = await petugas.post("/uji/formulir", data={"jenis": "a"}, headers=tajuk)
        lain = await petugas.post("/uji/formulir", data={"jenis": "b"}, headers=tajuk)
        assert (awal.status_code, awal.json()) == (200, {"jenis": "a"})
        assert (ulang.content, ulang.headers["idempotency-replayed"]) == (awal.content, "true")
        assert lain.json()["kode"] == "kunci-idempotensi-dipakai-lain"

    async def test_a_file_that_was_digested_is_still_whole(self, petugas: Klien) -> None:
        tajuk = {"Idempotency-Key": "kunci-satu"}
        for _ in range(2):
            jawab = await petugas.post("/uji/berkas", data={"jenis": "a"}, files={"berkas": b"abc"}, headers=tajuk)
            assert (jawab.status_code, jawab.json()) == (200, {"a": 3})

    @pytest.mark.parametrize("kunci", ["pendek", "dengan spasi di dalam", "x" * 129])
    async def test_a_key_has_a_form(self, petugas: Klien, kunci: str) -> None:
        jawab = await petugas.post("/uji/hitung", json={"n": 5}, headers={"Idempotency-Key": kunci})
        assert (jawab.status_code, jawab.json()["kode"]) == (400, "kunci-idempotensi-wajib")

    async def test_an_answer_is_not_repeated_to_whom_it_could_not_be_given_today(
        self, petugas: Klien, masuk: Masuk
    ) -> None:
        tajuk, siapa = {"Idempotency-Key": "kunci-satu"}, petugas.pelaku.akun_id
        await petugas.post("/uji/hitung", json={"n": 5}, headers=tajuk)
        for jabatan, wilayah in ((Jabatan.VERIFIKATOR, ("32.05",)), (Jabatan.OPERATOR_KABKOTA, ("32.04",))):
            pindah = await masuk(jabatan, wilayah, akun_id=siapa)
            jawab = await pindah.post("/uji/hitung", json={"n": 5}, headers=tajuk)
            assert (jawab.status_code, jawab.json()["kode"]) == (409, "jawaban-tidak-diulang")
        kembali = await masuk(Jabatan.VERIFIKATOR, ("32.04",), akun_id=siapa)
        assert (await kembali.post("/uji/hitung", json={"n": 5}, headers=tajuk)).json() == {"n": 1}
