"""Officers read a family's answers over HTTP."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.instrumen import KodeInstrumen, muat
from app.keluarga.routers.petugas_jawaban import MEMBACA_JAWABAN
from app.keluarga.service import KeluargaService
from tests.conftest import Klien, Masuk
from tests.keluarga.pembantu import TUJUAN, jejak, kode
from tests.pabrik.keluarga import DESA, daftarkan, isian, kepala, orang

PBDT = muat(KodeInstrumen.PBDT2015)


@pytest.fixture
async def verifikator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.VERIFIKATOR, ("32.04",))


async def simpan(sesi: AsyncSession, wadah: Wadah, ref: Ref, isi: Any, hari: date, instrumen: str) -> UUID:
    diri = isi["individu"].pop("baru-1")
    isi["individu"] = {str(ref.id): diri, **isi["individu"]}
    return await KeluargaService.rakit(sesi, wadah).simpan_jawaban(
        ref.keluarga_id, instrumen, isi, sumber="KUNJUNGAN", tanggal=hari, pelaku=None
    )


@pytest.fixture
async def tiga(sesi: AsyncSession, wadah: Wadah) -> tuple[Ref, list[UUID]]:
    """A family with answers of 2015, 2025 and 2026, and its reference."""
    ref = await daftarkan(sesi, wadah)
    lama = isian(kepala(PBDT, umur=25), keluarga={"lantai": 9}, instrumen=PBDT)
    satu = isian(orang(p409=1, p407=35), keluarga={"303": 8})
    satu["kepala"] = {"nama_responden": "Budi", "hp_responden": "0812", "kode_sls": "0012"}
    dua = isian(orang(p409=1, p407=36, p430=4), orang(p407=3), keluarga={"303": 2, "502i": 1})
    ids = [
        await simpan(sesi, wadah, ref, lama, date(2015, 6, 1), "PBDT2015"),
        await simpan(sesi, wadah, ref, satu, date(2025, 2, 1), "REGSOSEK2022K"),
        await simpan(sesi, wadah, ref, dua, date(2026, 2, 1), "REGSOSEK2022K"),
    ]
    return Ref(ref.keluarga_id, ref.keluarga_id), ids


def alamat(ref: Ref, jawaban_id: UUID | None = None, ekor: str = "") -> str:
    return f"/v1/petugas/keluarga/{ref.teks}/jawaban" + (f"/{jawaban_id}{ekor}" if jawaban_id else "")


async def test_answers_are_listed_newest_first(verifikator: Klien, tiga: Any, sesi: AsyncSession) -> None:
    ref, ids = tiga
    satu = (await verifikator.get(alamat(ref), params=TUJUAN | {"batas": "2"})).json()
    assert [d["id"] for d in satu["data"]] == [str(ids[2]), str(ids[1])]
    assert satu["data"][0]["instrumen"] == "REGSOSEK2022K"
    dua = await verifikator.get(alamat(ref), params=TUJUAN | {"batas": "2", "kursor": satu["halaman"]["berikutnya"]})
    assert [(d["id"], d["instrumen"], d["tanggal"]) for d in dua.json()["data"]] == [
        (str(ids[0]), "PBDT2015", "2015-06-01")
    ]
    catatan = await jejak(sesi, "keluarga:jawaban:dibaca")
    assert [(c.tujuan, c.rincian) for c in catatan] == [("PERBAIKAN_DATA", {"apa": "daftar"})] * 2


async def test_answers_are_read_in_the_words_of_their_instrument(verifikator: Klien, tiga: Any) -> None:
    ref, ids = tiga
    for jawaban_id, no, nilai in ((ids[0], "lantai", 9), (ids[1], "303", 8)):
        isi = (await verifikator.get(alamat(ref, jawaban_id), params=TUJUAN)).json()
        (lantai,) = [b for b in isi["keluarga"] if b["no"] == no]
        assert (lantai["kode"], lantai["jawaban"]) == (nilai, {"id": "tanah", "en": "earth"})
        assert isi["individu"][0]["nama"] == "Budi Santoso"
    isi = (await verifikator.get(alamat(ref, ids[1]), params=TUJUAN)).json()
    assert {b["no"] for b in isi["kepala"]} == {"nama_responden", "hp_responden", "kode_sls"}


async def test_who_only_judges_sees_no_phone(masuk: Masuk, tiga: Any) -> None:
    ref, ids = tiga
    kepala_opd = await masuk(Jabatan.KEPALA_OPD)
    isi = (await kepala_opd.get(alamat(ref, ids[1]), params=TUJUAN)).json()
    assert [b["no"] for b in isi["kepala"]] == ["kode_sls"]


async def test_two_sets_of_answers_are_compared(verifikator: Klien, tiga: Any, sesi: AsyncSession) -> None:
    ref, ids = tiga
    isi = (await verifikator.get(alamat(ref, ids[2], "/banding"), params=TUJUAN | {"dengan": str(ids[1])})).json()
    assert (isi["lama"]["id"], isi["baru"]["id"]) == (str(ids[1]), str(ids[2]))
    beda = {(p["no"], p["nama"]): p for p in isi["perbedaan"]}
    assert set(beda) == {("303", None), ("502i", None), ("407", "Budi Santoso"), ("430", "Budi Santoso"), (None, None)}
    assert beda["303", None]["lama"]["en"] == "earth"
    assert beda["303", None]["baru"]["id"] == "keramik"
    assert beda[None, None]["jenis"] == "ANGGOTA_BARU"
    (catatan,) = await jejak(sesi, "keluarga:jawaban:dibaca")
    assert catatan.rincian == {"apa": "banding"}


async def test_answers_of_two_instruments_are_compared_by_meaning(verifikator: Klien, tiga: Any) -> None:
    ref, ids = tiga
    isi = (await verifikator.get(alamat(ref, ids[1], "/banding"), params=TUJUAN | {"dengan": str(ids[0])})).json()
    nomor = {p["no"] for p in isi["perbedaan"]}
    assert "lantai" not in nomor
    assert "umur" in nomor


async def test_answers_outside_the_region_or_of_another_family_do_not_exist(
    masuk: Masuk, verifikator: Klien, tiga: Any, sesi: AsyncSession, wadah: Wadah
) -> None:
    ref, ids = tiga
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.17",))
    for ekor in ("", "/banding"):
        param = TUJUAN | ({"dengan": str(ids[1])} if ekor else {})
        assert kode(await asing.get(alamat(ref, ids[2], ekor), params=param)) == (404, "keluarga-tidak-ditemukan")
        lain = await verifikator.get(alamat(ref, id_baru(), ekor), params=param)
        assert kode(lain) == (404, "jawaban-tidak-ditemukan")
    assert kode(await asing.get(alamat(ref), params=TUJUAN)) == (404, "keluarga-tidak-ditemukan")
    tetangga = await daftarkan(sesi, wadah)
    milik = Ref(tetangga.keluarga_id, tetangga.keluarga_id)
    assert kode(await verifikator.get(alamat(milik, ids[2]), params=TUJUAN)) == (404, "jawaban-tidak-ditemukan")
    assert await jejak(sesi, "keluarga:jawaban:dibaca") == []


async def test_a_purpose_and_a_judging_jabatan_are_required(masuk: Masuk, verifikator: Klien, tiga: Any) -> None:
    ref, ids = tiga
    assert (await verifikator.get(alamat(ref))).status_code == 422
    for jabatan in (Jabatan.PSM, Jabatan.TKSK, Jabatan.PEMANTAU_PROV, Jabatan.DISDUKCAPIL, Jabatan.ENUMERATOR):
        assert jabatan not in MEMBACA_JAWABAN
    psm = await masuk(Jabatan.PSM, (DESA,))
    assert kode(await psm.get(alamat(ref, ids[0]), params=TUJUAN)) == (403, "jabatan-tidak-berwenang")
