"""Batch status: one answer per NIK, contracted fields and regions only, one audit row that lists the subjects."""

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from app.audit.models import JejakAudit
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.penetapan.status import StatusKeanggotaan
from tests.conftest import Masuk
from tests.pabrik.cekbansos import Catat, nik_uji, pencatat
from tests.pabrik.indeks import kini
from tests.pabrik.penetapan import PabrikPenetapan, putaran_sah


@pytest.fixture
def catat(sesi: AsyncSession, wadah: Wadah) -> Catat:
    return pencatat(sesi, wadah)


async def tanya(klien: httpx.AsyncClient, *nik: str) -> httpx.Response:
    return await klien.post("/v1/mitra/status", json={"tujuan": "Verifikasi PBI", "nik": list(nik)})


async def mitra(masuk: Masuk, *cakupan: str, wilayah: tuple[str, ...] = ("32.04",)) -> httpx.AsyncClient:
    return await masuk(Jabatan.INTEGRASI, wilayah, cakupan=frozenset(cakupan))


async def test_each_nik_is_answered_once_in_order(masuk: Masuk, catat: Catat) -> None:
    await catat(nik_uji(1))
    await catat(nik_uji(2), status=StatusKeanggotaan.DITIDURKAN)
    await catat(nik_uji(3), status=StatusKeanggotaan.AKAN_DINONAKTIFKAN)
    klien = await mitra(masuk, "status")
    jawab = await tanya(klien, nik_uji(2), nik_uji(9), "bukan nik", nik_uji(1), nik_uji(3), nik_uji(1))
    assert jawab.status_code == 200
    assert [(d["urutan"], d["hasil"], d["terdaftar"], d["status"]) for d in jawab.json()["data"]] == [
        (0, "ADA", False, "DITIDURKAN"),
        (1, "TIDAK_ADA", False, None),
        (2, "NIK_TIDAK_VALID", False, None),
        (3, "ADA", True, "TERDAFTAR"),
        (4, "ADA", True, "AKAN_DINONAKTIFKAN"),
        (5, "ADA", True, "TERDAFTAR"),
    ]
    assert jawab.headers["cache-control"] == "no-store"
    assert "320405" not in jawab.text


async def test_only_contracted_members_are_there(masuk: Masuk, catat: Catat) -> None:
    await catat(nik_uji(1))
    dasar = {"urutan", "hasil", "terdaftar", "status", "per_tanggal"}
    sempit = (await tanya(await mitra(masuk, "status"), nik_uji(1), nik_uji(9))).json()["data"]
    lebar = (await tanya(await mitra(masuk, "status", "status:wilayah"), nik_uji(1), nik_uji(9))).json()["data"]
    assert all(set(d) == dasar for d in sempit)
    assert all(set(d) == dasar | {"kode_desa"} for d in lebar)
    assert [d["kode_desa"] for d in lebar] == ["32.04.05.2001", None]


async def test_other_regions_are_answered_like_unknown_persons(masuk: Masuk, catat: Catat) -> None:
    await catat(nik_uji(1))
    lain = await mitra(masuk, "status", wilayah=("32.05",))
    diri, asing = (await tanya(lain, nik_uji(1), nik_uji(9))).json()["data"]
    assert {**diri, "urutan": 1} == asing


async def test_one_audit_row_lists_the_subjects_found(masuk: Masuk, catat: Catat, sesi: AsyncSession) -> None:
    ada = await catat(nik_uji(1))
    klien = await mitra(masuk, "status")
    await tanya(klien, nik_uji(1), nik_uji(9))
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "cekbansos:status:dibaca"))).one()
    assert kini(jejak.subjek) == kini([ada.nik_indeks])
    assert jejak.tujuan == "Verifikasi PBI"
    assert jejak.rincian == {"diminta": 2, "ditemukan": 1}


async def test_a_contract_without_the_scope_gets_nothing(masuk: Masuk) -> None:
    jawab = await tanya(await mitra(masuk, "penyaluran"), nik_uji(1))
    assert jawab.status_code == 403
    assert jawab.json()["kode"] == "cakupan-tidak-berwenang"


@pytest.mark.parametrize("jabatan", [Jabatan.VERIFIKATOR, Jabatan.WARGA, Jabatan.ADMIN_PUSAT])
async def test_people_do_not_reach_the_machine_branch(masuk: Masuk, jabatan: Jabatan) -> None:
    assert (await tanya(await masuk(jabatan), nik_uji(1))).status_code == 403


async def test_without_a_token_it_is_401(klien: httpx.AsyncClient) -> None:
    assert (await tanya(klien, nik_uji(1))).status_code == 401


@pytest.mark.parametrize("jumlah", [0, 1001])
async def test_a_batch_holds_one_to_a_thousand(masuk: Masuk, jumlah: int) -> None:
    klien = await mitra(masuk, "status")
    assert (await tanya(klien, *[nik_uji(1)] * jumlah)).status_code == 422


async def test_a_thousand_cost_no_more_statements_than_one(masuk: Masuk, catat: Catat) -> None:
    await catat(nik_uji(1))
    klien = await mitra(masuk, "status")
    data = (await tanya(klien, *(nik_uji(n) for n in range(1, 1001)))).json()["data"]
    assert [d["hasil"] for d in data] == ["ADA"] + ["TIDAK_ADA"] * 999


async def test_the_desil_is_that_of_the_run_in_force(
    masuk: Masuk, catat: Catat, sesi: AsyncSession, wadah: Wadah
) -> None:
    klien = await mitra(masuk, "status", "status:desil")
    await catat(nik_uji(2), "BUDI SANTOSO")
    assert (await tanya(klien, nik_uji(2))).json()["data"][0]["desil"] is None
    pabrik = PabrikPenetapan(sesi, wadah, await putaran_sah(sesi))
    antre = await pabrik.antre(desil=3)
    await catat(nik_uji(1), keluarga_id=antre.usulan.keluarga_id)
    jawab = (await tanya(klien, nik_uji(1), nik_uji(2), nik_uji(9))).json()
    assert [d["desil"] for d in jawab["data"]] == [3, None, None]
    assert jawab["model"].endswith(("(uji)", "(demonstrasi)"))
    assert jawab["periode"]


async def test_each_number_counts_against_the_accounts_quota(masuk: Masuk, wadah: Wadah) -> None:
    wadah.pengaturan = wadah.pengaturan.model_copy(
        update={"batas": wadah.pengaturan.batas.model_copy(update={"mitra_nik": 5})}
    )
    klien = await mitra(masuk, "status")
    assert (await tanya(klien, *map(nik_uji, range(3)))).status_code == 200
    lebih = await tanya(klien, *map(nik_uji, range(3)))
    assert (lebih.status_code, lebih.json()["kode"]) == (429, "terlalu-sering")
    assert lebih.headers["ratelimit"].startswith('"mitra-nik";r=2;')
    assert (await tanya(klien, nik_uji(1), "bukan nik")).status_code == 200, "what was refused cost nothing"
    assert (await tanya(klien, nik_uji(1))).status_code == 429
    assert (await tanya(await mitra(masuk, "status"), nik_uji(1))).status_code == 200


async def test_guessing_numbers_leaves_a_warning(masuk: Masuk, catat: Catat) -> None:
    for n in range(1, 11):
        await catat(nik_uji(n))
    klien = await mitra(masuk, "status")
    with capture_logs() as catatan:
        await tanya(klien, *map(nik_uji, range(1, 101)))
        assert not [c for c in catatan if c["event"] == "mitra-menebak"]
        await tanya(klien, *map(nik_uji, range(2, 102)))
    assert [(c["diminta"], c["ditemukan"]) for c in catatan if c["event"] == "mitra-menebak"] == [(100, 9)]
