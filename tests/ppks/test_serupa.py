"""Two entries about one person: nobody learns by trying of what he may not see, and who may see both merges them."""

from typing import Any

import httpx
import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.audit.models import JejakAudit
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.ppks.repository import PpksRepository
from tests.conftest import Klien, Masuk
from tests.pabrik import usulan as pabrik
from tests.ppks.test_ppks import JALUR, TUJUAN, alasan, entri

pytestmark = pytest.mark.anyio
J = Jabatan
PEKA = {"jenis": "ODHA", "perkiraan_umur": 30}
MENGAPA = {"penjelasan": "Orang yang sama, dicatat oleh dua petugas"}


async def catat(klien: Klien, **tetap: Any) -> str:
    jawab = await klien.post(JALUR, json=entri(**tetap))
    assert jawab.status_code == 201, jawab.text
    return str(jawab.json()["id"])


async def baca(klien: Klien, id_: str) -> httpx.Response:
    jawab = await klien.get(f"{JALUR}/{id_}", params=TUJUAN)
    assert jawab.status_code == 200, jawab.text
    return jawab


async def gabungkan(klien: Klien, id_: str, ke: str) -> httpx.Response:
    return await klien.post(f"{JALUR}/{id_}/gabungkan", json={"ke": ke, **MENGAPA})


async def kejadian(sesi: AsyncSession, apa: str) -> list[JejakAudit]:
    return list((await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == f"ppks:entri:{apa}"))).all())


@pytest.mark.parametrize(
    ("wilayah", "isi"),
    [((), PEKA), (("33.01",), PEKA), (("33.01",), {})],
    ids=["a sensitive kind next door", "a sensitive kind far away", "an open kind far away"],
)
async def test_nobody_learns_by_recording_that_somebody_is_recorded_where_he_may_not_look(
    masuk: Masuk, sesi: AsyncSession, wilayah: tuple[str, ...], isi: dict[str, Any]
) -> None:
    nik, baru = pabrik.nik_uji(), pabrik.nik_uji()
    await catat(await masuk(J.PSM), nik=nik, **isi)
    lain = await masuk(J.PSM, wilayah) if wilayah else await masuk(J.PSM)
    desa = {"kode_desa": "33.01.01.2001"} if wilayah else {}
    satu = await lain.post(JALUR, json=entri(nik=nik, **isi, **desa))
    dua = await lain.post(JALUR, json=entri(nik=baru, **isi, **desa))
    assert (satu.status_code, dua.status_code) == (201, 201), satu.text
    beda = {k for k in satu.json() if satu.json()[k] != dua.json()[k]}
    assert beda <= {"id", "nik", "created_at"}
    assert satu.json()["digabung_ke"] is None
    assert [j.rincian["jumlah"] for j in await kejadian(sesi, "ganda_diterima")] == [1]
    ganti = {"lokasi": "Pasar uji", "keterangan": "Ternyata orang lain", "nik": nik}
    jalur = f"{JALUR}/{dua.json()['id']}"
    ubah = await lain.patch(jalur, json=ganti, headers={"If-Match": dua.headers["etag"]})
    assert (ubah.status_code, ubah.json()["kode"]) == (409, "ppks-sudah-dicatat")  # his own, which he sees


async def test_a_double_that_is_accepted_is_recorded_after_the_number_is_written(
    masuk: Masuk, monkeypatch: pytest.MonkeyPatch
) -> None:
    nik, urutan, simpan, jejak = pabrik.nik_uji(), list[str](), PpksRepository.simpan, Jejak.catat

    async def tulis(repo: PpksRepository) -> bool:
        urutan.append("written")
        return await simpan(repo)

    async def catat_jejak(milik: Jejak, apa: str, **isi: Any) -> None:
        urutan.append(apa)
        await jejak(milik, apa, **isi)

    await catat(await masuk(J.PSM), nik=nik)
    lain = await masuk(J.PSM, ("33.01",))
    satu = await catat(lain, kode_desa="33.01.01.2001")
    monkeypatch.setattr(PpksRepository, "simpan", tulis)
    monkeypatch.setattr(Jejak, "catat", catat_jejak)
    ganti = {"lokasi": "Pasar uji", "keterangan": "Kini diketahui nomornya", "nik": nik}
    ubah = await lain.patch(f"{JALUR}/{satu}", json=ganti, headers={"If-Match": '"v1"'})
    assert ubah.status_code == 200, ubah.text
    # Recording sends what is pending, and a collision would be nobody's there.
    assert [x for x in urutan if x in {"written", "ppks:entri:ganda_diterima"}] == [
        "written",
        "ppks:entri:ganda_diterima",
    ]


async def test_so_many_numbers_in_a_day_and_no_more(
    masuk: Masuk, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wadah.pengaturan.batas, "ppks_hari", 2)
    psm = await masuk(J.PSM)
    await catat(psm, nik=pabrik.nik_uji())
    tanpa = await catat(psm)
    isi = {"lokasi": "Pasar uji", "keterangan": "Kini diketahui nomornya", "nik": pabrik.nik_uji()}
    versi = (await psm.patch(f"{JALUR}/{tanpa}", json=isi, headers={"If-Match": '"v1"'})).headers["etag"]
    assert (await psm.post(JALUR, json=entri(nik=pabrik.nik_uji()))).status_code == 429
    isi["nik"] = pabrik.nik_uji()
    assert (await psm.patch(f"{JALUR}/{tanpa}", json=isi, headers={"If-Match": versi})).status_code == 429
    await catat(psm)


async def test_who_handles_them_sees_likely_doubles_of_his_regions_by_number_or_by_name(masuk: Masuk) -> None:
    nik, psm, lain = pabrik.nik_uji(), await masuk(J.PSM), await masuk(J.PSM)
    satu, dua = await catat(psm, nik=nik, **PEKA), await catat(lain, nik=nik, **PEKA)
    bernama, bernomor = (
        await catat(psm, nama="Pak Uji"),
        await catat(lain, nama="pak  UJI", nik=pabrik.nik_uji()),
    )
    await catat(psm, nama="Pak Lain")
    await catat(psm, nama="Pak Uji", jenis="PENGEMIS")
    verifikator = await masuk(J.VERIFIKATOR)
    daftar = (await verifikator.get(f"{JALUR}/serupa")).json()["data"]
    assert {e["id"]: e["serupa"] for e in daftar} == {
        satu: [dua],
        dua: [satu],
        bernama: [bernomor],
        bernomor: [bernama],
    }
    assert "nama" not in daftar[0]
    assert (await (await masuk(J.VERIFIKATOR, ("33.01",))).get(f"{JALUR}/serupa")).json()["data"] == []
    assert (await psm.get(f"{JALUR}/serupa")).status_code == 403


async def test_a_merge_shows_to_who_handles_doubles_and_to_nobody_else_and_is_taken_back(masuk: Masuk) -> None:
    nik, psm, lain = pabrik.nik_uji(), await masuk(J.PSM), await masuk(J.PSM)
    satu, dua = await catat(psm, nik=nik, **PEKA), await catat(lain, nik=nik, **PEKA)
    verifikator = await masuk(J.VERIFIKATOR)

    async def rekap(klien: Klien) -> int:
        return sum(r["jumlah"] for r in (await klien.get(f"{JALUR}/rekap")).json())

    async def sudut(klien: Klien, id_: str) -> tuple[Any, ...]:
        jawab = await baca(klien, id_)
        langkah = (await klien.get(f"{JALUR}/{id_}/riwayat", params=TUJUAN)).json()
        return jawab.json(), jawab.headers["etag"], langkah, await rekap(klien)

    sebelum = [await sudut(lain, dua), await sudut(psm, satu)]
    gabung = await gabungkan(verifikator, dua, satu)
    assert (gabung.status_code, gabung.json()["digabung_ke"], gabung.json()["status"]) == (200, satu, "DICATAT")
    assert [await sudut(lain, dua), await sudut(psm, satu)] == sebelum
    assert await rekap(verifikator) == 1
    assert (await verifikator.get(f"{JALUR}/serupa")).json()["data"] == []
    for id_, teman in ((satu, dua), (dua, satu)):
        akhir = (await verifikator.get(f"{JALUR}/{id_}/riwayat", params=TUJUAN)).json()[-1]
        assert (akhir["gabung"], akhir["penjelasan"], akhir["is_dipisahkan"]) == (teman, MENGAPA["penjelasan"], False)
    for aksi, isi in (("verifikasi", None), ("tolak", alasan("PPKS_TIDAK_DITEMUKAN"))):
        jawab = await verifikator.post(f"{JALUR}/{dua}/{aksi}", json=isi)
        assert (jawab.status_code, jawab.json()["syarat"]) == (409, "bukan_gabungan")
    assert (await verifikator.post(f"{JALUR}/{satu}/verifikasi")).status_code == 200
    pisah = await verifikator.post(f"{JALUR}/{dua}/pisahkan", json=MENGAPA)
    assert (pisah.status_code, pisah.json()["digabung_ke"]) == (200, None)
    assert len((await verifikator.get(f"{JALUR}/serupa")).json()["data"]) == 2
    assert (await verifikator.get(f"{JALUR}/{dua}/riwayat", params=TUJUAN)).json()[-1]["is_dipisahkan"] is True
    assert (await verifikator.post(f"{JALUR}/{dua}/pisahkan", json=MENGAPA)).json()["kode"] == "gabungan-ppks-tidak-sah"
    assert (await verifikator.post(f"{JALUR}/{dua}/verifikasi")).status_code == 200


async def test_what_is_not_a_double_is_not_merged(masuk: Masuk) -> None:
    psm, lain, verifikator = await masuk(J.PSM), await masuk(J.PSM), await masuk(J.VERIFIKATOR)
    a, b, c = [await catat(psm) for _ in range(3)]
    bernomor, nomor_lain = await catat(psm, nik=pabrik.nik_uji()), await catat(psm, nik=pabrik.nik_uji())
    jenis_lain, ditolak = await catat(lain, jenis="PENGEMIS"), await catat(lain)
    await verifikator.post(f"{JALUR}/{ditolak}/tolak", json=alasan("PPKS_TIDAK_DITEMUKAN"))
    assert (await gabungkan(verifikator, b, a)).status_code == 200
    for dari, ke in (
        (c, c),
        (c, b),  # b stands for a
        (b, c),
        (a, c),  # b is merged into it
        (c, jenis_lain),
        (c, ditolak),
        (bernomor, nomor_lain),
    ):
        jawab = await gabungkan(verifikator, dari, ke)
        assert (jawab.status_code, jawab.json()["kode"]) == (409, "gabungan-ppks-tidak-sah"), (dari, ke)
    jauh = await catat(await masuk(J.PSM, ("33.01",)), kode_desa="33.01.01.2001")
    assert (await gabungkan(verifikator, c, jauh)).json()["kode"] == "ppks-tidak-ditemukan"
    assert (await gabungkan(psm, c, a)).status_code == 403
    pendek = await verifikator.post(f"{JALUR}/{c}/gabungkan", json={"ke": a, "penjelasan": "sama"})
    assert pendek.status_code == 422


async def test_nobody_merges_what_is_about_himself(masuk: Masuk) -> None:
    nik, psm = pabrik.nik_uji(), await masuk(J.PSM)
    a, b = await catat(psm, nik=nik), await catat(psm)
    diri = await masuk(J.VERIFIKATOR, nik=nik)
    for dari, ke in ((a, b), (b, a)):
        assert (await gabungkan(diri, dari, ke)).json()["kode"] == "pemisahan-tugas"
    verifikator = await masuk(J.VERIFIKATOR)
    assert (await gabungkan(verifikator, b, a)).status_code == 200
    assert (await diri.post(f"{JALUR}/{b}/pisahkan", json=MENGAPA)).json()["kode"] == "pemisahan-tugas"


async def test_an_entry_that_has_changed_since_it_was_read_is_neither_merged_nor_separated(masuk: Masuk) -> None:
    psm, verifikator = await masuk(J.PSM), await masuk(J.VERIFIKATOR)
    a, b = [await catat(psm) for _ in range(2)]

    lalu = (await baca(verifikator, b)).headers["ETag"]
    isi_baru = {"lokasi": "Pasar uji", "keterangan": "Kini diketahui umurnya", "perkiraan_umur": 31}
    ubah = await psm.patch(f"{JALUR}/{b}", json=isi_baru, headers={"If-Match": lalu})
    assert ubah.status_code == 200, ubah.text
    for perbuatan, isi in (("gabungkan", {"ke": a}), ("pisahkan", {})):
        jalur = f"{JALUR}/{b}/{perbuatan}"
        basi = await verifikator.post(jalur, json=isi | MENGAPA, headers={"If-Match": lalu})
        assert (basi.status_code, basi.json()["kode"]) == (412, "versi-basi")
        kini = (await baca(verifikator, b)).headers["ETag"]
        assert (await verifikator.post(jalur, json=isi | MENGAPA, headers={"If-Match": kini})).status_code == 200
