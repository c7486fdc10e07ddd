"""Criteria over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.crypto import SandiTidakCocok
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.brankas import Brankas
from app.keluarga.errors import KeluargaNotFound
from app.keluarga.kode import SumberJawaban
from app.keluarga.service import KeluargaService
from app.kriteria.models import KuesionerKriteria
from app.kriteria.service import KriteriaService
from tests.conftest import Klien, Masuk
from tests.keluarga.pembantu import HARI_INI, TUJUAN, jejak, kode
from tests.pabrik.keluarga import DESA, daftarkan, isian, orang, subjek

ISI = {"tanggal": HARI_INI, "isi": {"berobat": 3, "beli_pakaian": 1, "konsumsi_daging": None}}


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.OPERATOR_DESA, (DESA,))


@pytest.fixture
async def ref(sesi: AsyncSession, wadah: Wadah) -> Ref:
    satu = await daftarkan(sesi, wadah)
    return Ref(satu.keluarga_id, satu.keluarga_id)


def alamat(ref: Ref, ekor: str) -> str:
    return f"/v1/petugas/keluarga/{ref.teks}/{ekor}"


async def jawab(sesi: AsyncSession, wadah: Wadah, ref: Ref, **keluarga: Any) -> None:
    tetap = {k.removeprefix("p"): v for k, v in keluarga.items()}
    await KeluargaService.rakit(sesi, wadah).simpan_jawaban(
        ref.keluarga_id,
        "REGSOSEK2022K",
        isian(orang(p409=1), keluarga=tetap),
        sumber="KUNJUNGAN",
        tanggal=hari_ini() - timedelta(days=9),
        pelaku=None,
    )


async def test_a_family_is_read_by_every_set_with_the_source_of_each_answer(
    operator: Klien, ref: Ref, sesi: AsyncSession, wadah: Wadah
) -> None:
    await jawab(sesi, wadah, ref, p302=40, p303=8, p306a=9)
    simpan = await operator.post(alamat(ref, "kuesioner-kriteria"), json=ISI)
    assert simpan.status_code == 201
    assert simpan.headers["location"] == alamat(ref, "kriteria")
    isi = (await operator.get(alamat(ref, "kriteria"), params=TUJUAN)).json()["data"]
    assert [(h["kode"], len(h["butir"])) for h in isi] == [("R-146", 11), ("R-BPS14", 14), ("R-262", 8)]
    k146 = {b["no"]: b for b in isi[0]["butir"]}
    assert {n for n, b in k146.items() if b["hasil"] == "YA"} == {"3", "4", "7", "11"}
    assert isi[0]["jumlah_ya"] == 4
    assert isi[0]["jumlah_ya"] + isi[0]["jumlah_tidak"] + isi[0]["jumlah_tidak_diketahui"] == 11
    assert (isi[0]["bacaan"], isi[0]["ambang"]["nilai"], isi[0]["dasar"]) == (
        "TANPA_AMBANG", None, "Kepmensos 146/HUK/2013",
    )  # fmt: skip
    (sumber,) = k146["7"]["sumber"][:1]
    assert k146["7"]["hasil"] == "YA"
    assert (sumber["asal"], sumber["jawaban"]["id"]) == ("REGSOSEK2022K", "tanah")
    (sumber,) = k146["3"]["sumber"]
    assert (sumber["asal"], sumber["tanggal"]) == ("KUESIONER_KRITERIA", HARI_INI)
    assert isi[0]["data_date"] == (hari_ini() - timedelta(days=9)).isoformat()
    assert isi[2]["gerbang"]["hasil"] == "TIDAK_DIKETAHUI"
    catatan = await jejak(sesi, "kriteria:")
    assert [(c.kejadian, c.tujuan) for c in catatan] == [
        ("kriteria:kuesioner:disimpan", None),
        ("kriteria:hasil:dibaca", "PERBAIKAN_DATA"),
    ]
    assert all(c.subjek for c in catatan)


async def test_a_family_without_answers_is_unknown_in_everything(operator: Klien, ref: Ref) -> None:
    isi = (await operator.get(alamat(ref, "kriteria"), params=TUJUAN)).json()["data"]
    for h in isi:
        assert h["jumlah_tidak_diketahui"] == len(h["butir"])
        assert h["data_date"] is None
    assert [h["bacaan"] for h in isi] == ["TANPA_AMBANG", "BELUM_DIKETAHUI", "BELUM_DIKETAHUI"]


async def test_answers_are_sealed_and_the_newest_day_is_read(
    operator: Klien, ref: Ref, sesi: AsyncSession, wadah: Wadah
) -> None:
    service = KriteriaService.rakit(sesi, wadah)
    kemarin = hari_ini() - timedelta(days=1)
    await operator.post(alamat(ref, "kuesioner-kriteria"), json=ISI)
    await service.simpan_kuesioner(ref.keluarga_id, {"berobat": 1}, kemarin, SumberJawaban.KUNJUNGAN, None)
    baris = (await sesi.scalars(select(KuesionerKriteria).order_by(KuesionerKriteria.tanggal_date))).all()
    assert [b.sumber for b in baris] == [SumberJawaban.KUNJUNGAN, SumberJawaban.PERBAIKAN]
    assert all(b"berobat" not in b.isi for b in baris)
    (hasil,) = [h for h in await service.nilai(ref.keluarga_id) if h.kode == "R-BPS14"]
    assert next(b for b in hasil.butir if b.no == "11").hasil == "YA"


@pytest.mark.parametrize(
    ("isi", "lokasi"),
    [
        ({"isi": {"berobat": 9}}, "isi.berobat"),
        ({"isi": {"karangan": 1}}, "isi"),
        ({"isi": {}}, "isi"),
        ({"tanggal": (hari_ini() + timedelta(days=1)).isoformat()}, "tanggal"),
    ],
)
async def test_bad_answers_are_refused_with_place_and_advice(
    operator: Klien, ref: Ref, isi: dict[str, Any], lokasi: str
) -> None:
    jawab = await operator.post(alamat(ref, "kuesioner-kriteria"), json=ISI | isi)
    assert kode(jawab) == (422, "kuesioner-tidak-sah")
    (satu,) = jawab.json()["rincian"]
    assert satu["lokasi"] == lokasi
    assert satu["saran"]


async def test_outside_the_region_there_is_no_family(masuk: Masuk, ref: Ref, operator: Klien) -> None:
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.17",))
    lain = Ref(ref.keluarga_id, id_baru())
    for klien, r in ((asing, ref), (operator, lain), (operator, Ref(id_baru(), id_baru()))):
        baca = await klien.get(alamat(r, "kriteria"), params=TUJUAN)
        assert kode(baca) == (404, "keluarga-tidak-ditemukan")
        assert kode(await klien.post(alamat(r, "kuesioner-kriteria"), json=ISI)) == (404, "keluarga-tidak-ditemukan")


async def test_jabatan_that_only_look_on_neither_ask_nor_read(masuk: Masuk, ref: Ref) -> None:
    psm = await masuk(Jabatan.PSM, (DESA,))
    assert (await psm.get(alamat(ref, "kriteria"), params=TUJUAN)).status_code == 403
    assert (await psm.post(alamat(ref, "kuesioner-kriteria"), json=ISI)).status_code == 403
    kepala_opd = await masuk(Jabatan.KEPALA_OPD)
    assert (await kepala_opd.get(alamat(ref, "kriteria"), params=TUJUAN)).status_code == 200
    assert (await kepala_opd.post(alamat(ref, "kuesioner-kriteria"), json=ISI)).status_code == 403


async def test_nobody_asks_his_own_family(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    isi = subjek()
    satu = await daftarkan(sesi, wadah, isi)
    for diri in ({"nik": isi.nik}, {"no_kk": isi.no_kk}):
        klien = await masuk(Jabatan.OPERATOR_DESA, (DESA,), **diri)
        jawab = await klien.post(alamat(Ref(satu.keluarga_id, satu.keluarga_id), "kuesioner-kriteria"), json=ISI)
        assert kode(jawab) == (409, "pemisahan-tugas")


async def test_a_document_opens_only_where_it_was_sealed(sesi: AsyncSession, wadah: Wadah, ref: Ref) -> None:
    brankas = Brankas.rakit(sesi, wadah)
    isi = await brankas.segel(ref.keluarga_id, "kuesioner_kriteria", ref.id, {"berobat": 1})
    terbuka = await brankas.buka_banyak(
        "kuesioner_kriteria", {ref.keluarga_id: (ref.id, isi), id_baru(): (ref.id, isi)}
    )
    assert terbuka == {ref.keluarga_id: {"berobat": 1}}
    with pytest.raises(SandiTidakCocok):
        await brankas.buka_banyak("kuesioner_kriteria", {ref.keluarga_id: (id_baru(), isi)})
    with pytest.raises(KeluargaNotFound):
        await brankas.segel(id_baru(), "kuesioner_kriteria", ref.id, {})
