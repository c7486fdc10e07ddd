"""The ordered prelist through HTTP: who is on it, who is not and why, who may read it, and that the reading is kept."""

from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.crypto import Tujuan
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.kanonik_kode import Dinding, Lantai
from app.keluarga.models import Keluarga
from tests.conftest import Klien, Masuk
from tests.musyawarah.conftest import dijadwalkan
from tests.musyawarah.test_prelist import terdaftar
from tests.pabrik import verval as pabrik
from tests.pabrik.desil import kanonik, putaran

TUJUAN = {"tujuan": "musyawarah desa"}
SEDANG: dict[str, int] = {}
MISKIN: dict[str, int] = {
    "lantai": Lantai.TANAH,
    "dinding": Dinding.BAMBU,
    "kepala_kedudukan": 6,
    "kepala_pendidikan": 0,
    "luas_kapita": 400,
    "pangsa_0_4": 500_000,
}
KAYA: dict[str, int] = {"kepala_kedudukan": 5, "kepala_pendidikan": 5, "luas_kapita": 5000, "aset_mobil": 1}


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.OPERATOR_DESA, (pabrik.DESA,))


async def keluarga(sesi: AsyncSession, wadah: Wadah, nama: str, nilai: dict[str, int] | None) -> Ref:
    ref = await terdaftar(sesi, wadah, nama=nama)
    if nilai is not None:
        await kanonik(sesi, ref.keluarga_id, kode_desa=pabrik.DESA, **nilai)
    return ref


async def baca(klien: Klien, jalur: str) -> dict[str, Any]:
    jawab = await klien.get(f"{jalur}/urutan", params=TUJUAN)
    assert jawab.status_code == 200, jawab.text
    hasil: dict[str, Any] = jawab.json()
    return hasil


async def test_the_neediest_stand_first_with_desil_cluster_and_criteria(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur, (baru,) = await dijadwalkan(operator, sesi, wadah, 1)
    isi = (("Pak Kaya", KAYA), ("Pak Miskin", MISKIN), ("Pak Sedang", SEDANG))
    refs = {nama: await keluarga(sesi, wadah, nama, nilai) for nama, nilai in isi}
    kosong = await keluarga(sesi, wadah, "Pak Kosong", None)
    await putaran(sesi, wadah)
    hasil = await baca(operator, jalur)
    assert [b["nama"] for b in hasil["data"]] == ["Pak Miskin", "Pak Sedang", "Pak Kaya"]
    assert [b["kelompok"] for b in hasil["data"]] == ["LAYAK", "TINJAU_ULANG", "TIDAK_LAYAK"]
    assert [b["urutan"] for b in hasil["data"]] == [1, 2, 3]
    saw = [float(b["saw"]) for b in hasil["data"]]
    assert saw == sorted(saw, reverse=True)
    assert all(0 <= v <= 1 for v in saw)
    assert hasil["data"][0]["keluarga"] == str(Ref(refs["Pak Miskin"].keluarga_id, refs["Pak Miskin"].keluarga_id))
    assert all(b["desil"] in range(1, 11) for b in hasil["data"])
    assert {k["kode"] for k in hasil["data"][0]["kriteria"]} == {"R-146", "R-BPS14", "R-262"}
    assert hasil["data"][1]["is_tinjau_ulang"] is True
    assert hasil["data"][1]["alasan_tinjau"]
    assert "demonstrasi" in hasil["model"]
    assert "tidak menetapkan" in hasil["arti"]["id"]
    tanpa = {b["nama"]: b for b in hasil["tanpa_data"]}
    assert tanpa["Pak Kosong"]["keluarga"] == str(Ref(kosong.keluarga_id, kosong.keluarga_id))
    assert len(tanpa["Pak Kosong"]["kurang"]) > 10
    belum = [b for b in hasil["tanpa_data"] if b["keluarga"] is None]
    assert [b["usulan"] for b in belum] == [[str(baru.ref)]]
    assert ["not linked" in t["en"] for t in belum[0]["kurang"]] == [True]
    assert set(hasil["aturan"]["kriteria"][0]) == {"kode", "sifat", "teks"}


async def test_a_longer_list_asks_the_database_no_more_often(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    jalur, _ = await dijadwalkan(operator, sesi, wadah, 1)
    await keluarga(sesi, wadah, "Pak Kesatu", MISKIN)
    await putaran(sesi, wadah)
    kueri: list[str] = []
    koneksi = (await sesi.connection()).sync_connection
    event.listen(koneksi, "before_cursor_execute", lambda _k, _c, sql, *_: kueri.append(sql))
    await baca(operator, jalur)
    sekali = len(kueri)
    for n in range(4):
        await keluarga(sesi, wadah, f"Pak Lain {n}", KAYA if n % 2 else SEDANG)
    kueri.clear()
    assert len((await baca(operator, jalur))["data"]) == 5
    assert len(kueri) == sekali


async def test_a_usulan_about_a_registered_family_stands_on_the_same_line(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur, (perbaikan,) = await dijadwalkan(operator, sesi, wadah, 1)
    ref = await keluarga(sesi, wadah, "Pak Miskin", MISKIN)
    perbaikan.registri_id = ref.keluarga_id
    await sesi.flush()
    hasil = await baca(operator, jalur)
    assert [(b["nama"], b["usulan"], b["desil"]) for b in hasil["data"]] == [("Pak Miskin", [str(perbaikan.ref)], None)]
    assert (hasil["siluet"], hasil["model"], hasil["tanpa_data"]) == (None, None, [])
    assert len(hasil["kriteria_seragam"]) == 6


async def test_a_family_that_moved_away_is_no_longer_read_by_the_old_village(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur, (perbaikan,) = await dijadwalkan(operator, sesi, wadah, 1)
    ref = await keluarga(sesi, wadah, "Pak Pindah", MISKIN)
    perbaikan.registri_id = ref.keluarga_id
    satu = await sesi.get_one(Keluarga, ref.keluarga_id)
    satu.kode_desa = "32.04.05.2002"
    await sesi.flush()
    hasil = await baca(operator, jalur)
    assert hasil["data"] == []
    assert [(b["keluarga"], b["usulan"]) for b in hasil["tanpa_data"]] == [(None, [str(perbaikan.ref)])]


async def test_the_reading_is_kept_with_its_purpose_and_those_on_the_list(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur, _ = await dijadwalkan(operator, sesi, wadah, 1)
    await keluarga(sesi, wadah, "Pak Miskin", MISKIN)
    await baca(operator, jalur)
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "spk:urutan:dibaca"))).one()
    assert jejak.tujuan == TUJUAN["tujuan"]
    assert len(jejak.subjek) == 2
    assert wadah.sandi.indeks(Tujuan.NIK, "-") not in jejak.subjek


async def test_another_village_and_an_unknown_meeting_have_no_order(
    operator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur, _ = await dijadwalkan(operator, sesi, wadah, 1)
    lain = await masuk(Jabatan.OPERATOR_DESA, ("32.73.01.1001",))
    for klien, tempat in ((lain, jalur), (operator, f"/v1/petugas/musyawarah/{id_baru()}")):
        jawab = await klien.get(f"{tempat}/urutan", params=TUJUAN)
        assert (jawab.status_code, jawab.json()["kode"]) == (404, "musyawarah-tidak-ditemukan")
    enumerator = await masuk(Jabatan.ENUMERATOR, (pabrik.DESA,))
    assert (await enumerator.get(f"{jalur}/urutan", params=TUJUAN)).status_code == 403
    assert (await operator.get(f"{jalur}/urutan")).status_code == 422
