"""Where a family stands: final, provisional or not rankable; why; and who may read it."""

import random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil.entitas import LetakKeluarga, PeringkatKeluarga, StatusPeringkat
from app.desil.model_pmt import artefak_demonstrasi
from app.desil.perubahan import Sebab
from app.desil.service import DesilService
from tests.conftest import Masuk
from tests.pabrik import desil as pabrik
from tests.pabrik import keluarga as pabrik_keluarga

pytestmark = pytest.mark.anyio


@pytest.fixture
async def penduduk(sesi: AsyncSession) -> list[UUID]:
    """Two hundred families of every kind, in the order of their floor area."""
    acak = random.Random(5)
    semua: list[dict[str, int | None]] = [
        {"luas_kapita": 200 + 45 * n, "aset_mobil": int(n > 150), "ukuran": acak.randint(1, 7)} for n in range(200)
    ]
    return await pabrik.keluarga_banyak(sesi, semua)


async def letak(sesi: AsyncSession, wadah: Wadah, keluarga_id: UUID) -> PeringkatKeluarga:
    hasil = await DesilService.rakit(sesi, wadah).peringkat(keluarga_id)
    assert hasil is not None
    return hasil


async def test_without_a_confirmed_run_nobody_has_a_decile(
    sesi: AsyncSession, wadah: Wadah, penduduk: list[UUID]
) -> None:
    service = DesilService.rakit(sesi, wadah)
    assert await service.peringkat(penduduk[0]) is None
    await pabrik.putaran(sesi, wadah, sampai="tinjau")
    assert await service.peringkat(penduduk[0]) is None
    assert await service.faktor(penduduk[0]) == []
    assert await service.putaran_berlaku() is None


async def test_families_of_the_run_are_final_in_all_three_scopes(
    sesi: AsyncSession, wadah: Wadah, penduduk: list[UUID]
) -> None:
    putaran = await pabrik.putaran(sesi, wadah)
    miskin, kaya = await letak(sesi, wadah, penduduk[0]), await letak(sesi, wadah, penduduk[-1])
    assert (miskin.status, kaya.status) == (StatusPeringkat.FINAL, StatusPeringkat.FINAL)
    assert (miskin.desil_nasional, miskin.desil_provinsi, miskin.desil_kabkota) == (1, 1, 1)
    assert kaya.desil_nasional == 10
    assert miskin.data_date == pabrik.TANGGAL
    massal = await DesilService.rakit(sesi, wadah).peringkat_massal([penduduk[0], id_baru()], putaran.id)
    tempat = {n: getattr(miskin, n) for n in LetakKeluarga.__slots__}
    assert massal == {penduduk[0]: LetakKeluarga(**tempat)}


async def test_a_family_after_the_run_is_provisional_by_its_cut_offs(
    sesi: AsyncSession, wadah: Wadah, penduduk: list[UUID]
) -> None:
    await pabrik.putaran(sesi, wadah)
    acuan = await letak(sesi, wadah, penduduk[100])
    baru = await pabrik.keluarga(sesi, luas_kapita=200 + 45 * 100)
    hasil = await letak(sesi, wadah, baru)
    assert (hasil.status, hasil.skor) == (StatusPeringkat.SEMENTARA, acuan.skor)
    assert hasil.desil_nasional == acuan.desil_nasional
    jauh = await letak(sesi, wadah, await pabrik.keluarga(sesi, kode_desa="91.71.01.1001"))
    assert jauh.desil_nasional is not None
    assert (jauh.desil_provinsi, jauh.desil_kabkota) == (None, None), "nobody there was ranked"


async def test_changed_data_give_a_provisional_decile_until_the_next_run(
    sesi: AsyncSession, wadah: Wadah, penduduk: list[UUID]
) -> None:
    await pabrik.putaran(sesi, wadah)
    await pabrik.ubah(sesi, penduduk[0], luas_kapita=9000, aset_mobil=1)
    sementara = await letak(sesi, wadah, penduduk[0])
    assert (sementara.status, sementara.desil_nasional) == (StatusPeringkat.SEMENTARA, 10)
    await pabrik.putaran(sesi, wadah, "2026-12")
    akhir = await letak(sesi, wadah, penduduk[0])
    assert (akhir.status, akhir.skor) == (StatusPeringkat.FINAL, sementara.skor)


async def test_new_data_with_a_gap_do_not_take_a_confirmed_decile_away(
    sesi: AsyncSession, wadah: Wadah, penduduk: list[UUID]
) -> None:
    await pabrik.putaran(sesi, wadah)
    dulu = await letak(sesi, wadah, penduduk[3])
    await pabrik.ubah(sesi, penduduk[3], lantai=None)
    assert await letak(sesi, wadah, penduduk[3]) == dulu


async def test_what_is_missing_is_named_and_no_decile_is_made_up(
    sesi: AsyncSession, wadah: Wadah, penduduk: list[UUID]
) -> None:
    tanpa_lantai = await pabrik.keluarga(sesi, lantai=None)
    tanpa_jawaban = await pabrik.keluarga(sesi, jawaban=False)
    putaran = await pabrik.putaran(sesi, wadah)
    hasil = await letak(sesi, wadah, tanpa_lantai)
    assert (hasil.status, hasil.desil_nasional) == (StatusPeringkat.TIDAK_DAPAT_DIPERINGKAT, None)
    assert hasil.kurang == ("lantai",)
    kosong = await letak(sesi, wadah, tanpa_jawaban)
    assert kosong.status is StatusPeringkat.TIDAK_DAPAT_DIPERINGKAT
    assert {"ukuran", "lantai", "daya"} <= set(kosong.kurang)
    assert (putaran.keluarga, putaran.keluarga_berperingkat) == (202, 200)
    sesudah = await letak(sesi, wadah, await pabrik.keluarga(sesi, lantai=None))
    assert (sesudah.status, sesudah.kurang) == (StatusPeringkat.TIDAK_DAPAT_DIPERINGKAT, ("lantai",))


async def test_an_unknown_family_has_no_place(sesi: AsyncSession, wadah: Wadah, penduduk: list[UUID]) -> None:
    await pabrik.putaran(sesi, wadah)
    service = DesilService.rakit(sesi, wadah)
    assert await service.peringkat(id_baru()) is None
    assert await service.faktor(id_baru()) == []


async def test_three_to_five_factors_in_words(sesi: AsyncSession, wadah: Wadah, penduduk: list[UUID]) -> None:
    await pabrik.putaran(sesi, wadah)
    faktor = await DesilService.rakit(sesi, wadah).faktor(penduduk[0])
    assert 3 <= len(faktor) <= 5
    assert all(f.data and f.penjelasan.warga.id and f.koreksi.petugas.en for f in faktor)


# -- through HTTP


@pytest.fixture
async def keluarga_saya(sesi: AsyncSession, wadah: Wadah, penduduk: list[UUID]) -> tuple[Ref, str]:
    """A registered family with answers; the reference of the family and the head's NIK."""
    isi = pabrik_keluarga.subjek()
    ref = await pabrik_keluarga.daftarkan(sesi, wadah, isi)
    await pabrik.kanonik(sesi, ref.keluarga_id, luas_kapita=700)
    assert isi.nik is not None
    return Ref(ref.keluarga_id, ref.keluarga_id), str.__str__(isi.nik)


async def test_a_citizen_reads_his_own_decile_and_never_a_weight(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, keluarga_saya: tuple[Ref, str]
) -> None:
    putaran = await pabrik.putaran(sesi, wadah)
    warga = await masuk(Jabatan.WARGA, nik=keluarga_saya[1])
    jawab = await warga.get("/v1/warga/desil")
    assert jawab.status_code == 200, jawab.text
    isi = jawab.json()
    assert isi["status"] == "FINAL"
    assert set(isi["desil"]) == {"nasional", "provinsi", "kabkota"}
    assert isi["putaran"]["id"] == str(putaran.id)
    assert isi["model"]["jenis"] == "demonstrasi"
    assert "demonstrasi" in isi["model"]["keterangan"]["id"]
    assert isi["data_tanggal"] == "2026-05-12"
    assert 3 <= len(isi["faktor"]) <= 5
    assert isi["perubahan"]["sebab"][0]["kode"] == "PERTAMA"
    assert not {"skor", "kontribusi", "bobot"} & set(isi)
    bobot = {str(abs(b)) for s in artefak_demonstrasi()["koefisien"].values() for b in s.values() if abs(b) > 10**6}
    assert not [b for b in bobot if b in jawab.text]
    assert jawab.headers["cache-control"] == "no-store"


async def test_a_citizen_without_family_or_before_the_first_run_has_none(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, keluarga_saya: tuple[Ref, str]
) -> None:
    saya = await masuk(Jabatan.WARGA, nik=keluarga_saya[1])
    lain = await masuk(Jabatan.WARGA, nik="3204050101900999")
    tanpa_nik = await masuk(Jabatan.WARGA)
    assert (await saya.get("/v1/warga/desil")).json()["kode"] == "desil-belum-ada"
    await pabrik.putaran(sesi, wadah)
    assert (await saya.get("/v1/warga/desil")).status_code == 200
    for warga in (lain, tanpa_nik):
        assert (await warga.get("/v1/warga/desil")).status_code == 404


@pytest.mark.parametrize(
    ("sesudah", "sebab"),
    [
        ({"luas_kapita": 9000, "aset_mobil": 1}, Sebab.DATA_BERUBAH),
        ({}, Sebab.PERINGKAT_ORANG_LAIN_BERUBAH),
    ],
)
async def test_the_citizen_is_told_why_the_decile_moved(
    sesi: AsyncSession,
    wadah: Wadah,
    masuk: Masuk,
    keluarga_saya: tuple[Ref, str],
    penduduk: list[UUID],
    sesudah: dict[str, int],
    sebab: Sebab,
) -> None:
    await pabrik.putaran(sesi, wadah, "2026-11")
    if sesudah:
        await pabrik.ubah(sesi, keluarga_saya[0].keluarga_id, **sesudah)
    else:
        await pabrik.keluarga_banyak(sesi, [{"luas_kapita": 100, "ukuran": 8} for _ in range(150)])
    await pabrik.putaran(sesi, wadah, "2026-12")
    warga = await masuk(Jabatan.WARGA, nik=keluarga_saya[1])
    perubahan = (await warga.get("/v1/warga/desil")).json()["perubahan"]
    assert [s["kode"] for s in perubahan["sebab"]] == [sebab.value]
    assert perubahan["periode_sebelum"] == "2026-11"


async def test_a_provisional_decile_is_compared_with_the_place_in_the_run(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, keluarga_saya: tuple[Ref, str]
) -> None:
    await pabrik.putaran(sesi, wadah)
    await pabrik.ubah(sesi, keluarga_saya[0].keluarga_id, luas_kapita=9000, aset_mobil=1)
    isi = (await (await masuk(Jabatan.WARGA, nik=keluarga_saya[1])).get("/v1/warga/desil")).json()
    assert isi["status"] == "SEMENTARA"
    assert isi["perubahan"]["periode_sebelum"] == pabrik.PERIODE
    assert [s["kode"] for s in isi["perubahan"]["sebab"]] == ["DATA_BERUBAH"]


async def test_an_officer_reads_every_contribution_and_leaves_a_trace(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, keluarga_saya: tuple[Ref, str]
) -> None:
    await pabrik.putaran(sesi, wadah)
    ref, nik = keluarga_saya
    petugas = await masuk(Jabatan.VERIFIKATOR)
    jawab = await petugas.get(f"/v1/petugas/keluarga/{ref.teks}/desil", params={"tujuan": "menjawab keberatan"})
    assert jawab.status_code == 200, jawab.text
    isi: dict[str, Any] = jawab.json()
    besar = [abs(float(k["nilai"])) for k in isi["kontribusi"]]
    assert besar == sorted(besar, reverse=True)
    assert len(besar) == len(artefak_demonstrasi()["variabel"])
    assert isi["skor"].startswith("1")
    assert isi["bobot"] == 4
    assert isi["dipotong"] == []
    assert " Anda" not in jawab.text
    assert " your " not in jawab.text
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "desil:keluarga:dibaca"))).one()
    assert (jejak.tujuan, jejak.pelaku_id) == ("menjawab keberatan", petugas.pelaku.akun_id)
    warga = await masuk(Jabatan.WARGA, nik=nik)
    assert warga.pelaku.nik_indeks in jejak.subjek
    miliknya = (await warga.get("/v1/warga/desil")).json()
    for nama in ("desil", "arti", "data_tanggal", "model"):
        assert miliknya[nama] == isi[nama]
    for nama in ("kode", "arah", "data"):
        assert [f[nama] for f in miliknya["faktor"]] == [f[nama] for f in isi["faktor"]]
    assert [s["kode"] for s in miliknya["perubahan"]["sebab"]] == [s["kode"] for s in isi["perubahan"]["sebab"]]
    assert "keluarga Anda" in miliknya["faktor"][0]["penjelasan"]["id"]


async def test_another_kabupaten_sees_what_it_would_see_of_nothing(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, keluarga_saya: tuple[Ref, str]
) -> None:
    await pabrik.putaran(sesi, wadah)
    ref, _ = keluarga_saya
    luar = await masuk(Jabatan.VERIFIKATOR, ("32.73",))
    dalam = await masuk(Jabatan.VERIFIKATOR)
    tujuan = {"tujuan": "menjawab keberatan"}
    milik_lain = Ref(ref.keluarga_id, id_baru())
    for klien, satu in ((luar, ref), (dalam, Ref(id_baru(), id_baru())), (dalam, milik_lain), (dalam, Ref.nihil())):
        jawab = await klien.get(f"/v1/petugas/keluarga/{satu.teks}/desil", params=tujuan)
        assert (jawab.status_code, jawab.json()["kode"]) == (404, "keluarga-tidak-ditemukan")


async def test_who_fills_in_questionnaires_learns_no_weight_and_nobody_reads_without_a_purpose(
    masuk: Masuk, keluarga_saya: tuple[Ref, str]
) -> None:
    jalur = f"/v1/petugas/keluarga/{keluarga_saya[0].teks}/desil"
    for jabatan in (Jabatan.OPERATOR_DESA, Jabatan.ENUMERATOR, Jabatan.TKSK):
        klien = await masuk(jabatan)
        assert (await klien.get(jalur, params={"tujuan": "ingin tahu"})).status_code == 403
    assert (await (await masuk(Jabatan.VERIFIKATOR)).get(jalur)).status_code == 422


async def test_before_the_first_run_an_officer_is_told_so(masuk: Masuk, keluarga_saya: tuple[Ref, str]) -> None:
    klien = await masuk(Jabatan.VERIFIKATOR)
    jawab = await klien.get(
        f"/v1/petugas/keluarga/{keluarga_saya[0].teks}/desil", params={"tujuan": "menjawab keberatan"}
    )
    assert (jawab.status_code, jawab.json()["kode"]) == (404, "desil-belum-ada")
