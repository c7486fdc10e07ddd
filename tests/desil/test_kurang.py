"""What the officers of a region read of families that could not be ranked, and what they can do about them."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.ids import Ref
from app.core.paging import Potongan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil.artefak import sidik
from app.desil.entitas import StatusPeringkat
from app.desil.model_pmt import ModelService, artefak_demonstrasi, baca_artefak
from app.desil.models import SkorKeluarga
from app.desil.repository_kurang import KurangRepository
from app.desil.repository_laporan import LaporanRepository
from app.desil.service import DesilService
from app.keluarga.models import variabel_kanonik
from app.keluarga.repository import KeluargaRepository
from tests.conftest import Klien, Masuk
from tests.desil.test_delta import BERTAHAP, jalankan
from tests.pabrik import desil as pabrik
from tests.pabrik.keluarga import daftarkan, subjek

pytestmark = pytest.mark.anyio
AKAR = "/v1/petugas/desil/tidak-dapat-diperingkat"
DESA_LAIN = "32.04.06.2002"
DESA_JAUH = "33.01.01.2001"


async def daftar(klien: Klien, **lain: str | int) -> httpx.Response:
    return await klien.get(AKAR, params={"tujuan": "PERBAIKAN_DATA", **lain})


async def ref(klien: Klien, **lain: str | int) -> list[str]:
    return [k["keluarga_ref"] for k in (await daftar(klien, **lain)).json()["data"]]


async def keluarga(sesi: AsyncSession, wadah: Wadah, kode_desa: str = pabrik.DESA, **nilai: int | None) -> UUID:
    """A family with people in it; keywords change its canonical variables."""
    satu = (await daftarkan(sesi, wadah, subjek(kode_desa=kode_desa))).keluarga_id
    await pabrik.kanonik(sesi, satu, kode_desa=kode_desa, **nilai)
    return satu


def teks(*keluarga: UUID) -> list[str]:
    return [str(Ref(k, k)) for k in sorted(keluarga)]


async def test_an_operator_reads_who_of_his_village_lacks_what_and_what_to_do(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    bernama = await keluarga(sesi, wadah, lantai=None, atap=None)
    await keluarga(sesi, wadah)
    await keluarga(sesi, wadah, kode_desa=DESA_LAIN, lantai=None)
    await pabrik.putaran(sesi, wadah)
    (satu,) = (await daftar(await masuk(Jabatan.OPERATOR_DESA, (pabrik.DESA,)))).json()["data"]
    assert (satu["keluarga_ref"], satu["kode_wilayah"]) == (teks(bernama)[0], pabrik.DESA)
    assert satu["nama"]
    assert satu["data_tanggal"] == pabrik.TANGGAL.isoformat()
    assert {k["variabel"] for k in satu["kurang"]} == {"lantai", "atap"}
    assert "PEMBARUAN_DESIL" in satu["langkah"]["en"]


async def test_a_family_asked_by_a_questionnaire_that_the_model_does_not_list_is_told_with_that_cause(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    data = artefak_demonstrasi() | {"kode": "PMT-SEMPIT", "instrumen": ["REGSOSEK2022K"]}
    service = ModelService.rakit(sesi)
    sempit = await service.unggah(data | {"sha256": sidik(data)}, pabrik.admin())
    await service.aktifkan(sempit.id, pabrik.admin())
    dinilai = await keluarga(sesi, wadah)
    asing, takdikenal = await keluarga(sesi, wadah, instrumen=3), await keluarga(sesi, wadah, instrumen=None)
    tanpa = await pabrik.keluarga(sesi, jawaban=False)
    putaran = await pabrik.putaran(sesi, wadah)
    assert (putaran.keluarga, putaran.keluarga_berperingkat) == (4, 1)
    operator = await masuk(Jabatan.OPERATOR_DESA, (pabrik.DESA,))
    isi = (await daftar(operator, variabel="instrumen")).json()["data"]
    assert {k["keluarga_ref"] for k in isi} == {*teks(asing), *teks(takdikenal)}
    for satu in isi:
        assert [k["variabel"] for k in satu["kurang"]] == ["instrumen"]
        assert "questionnaire" in satu["kurang"][0]["nama"]["en"]
    hitungan = await LaporanRepository(sesi).kurang(putaran.rantai, baca_artefak(sempit))
    assert (hitungan[32]["instrumen"], hitungan[32]["ukuran"]) == (2, 1)
    baru = [await keluarga(sesi, wadah, instrumen=n) for n in (1, None)]
    letak = await DesilService.rakit(sesi, wadah).peringkat_kini([dinilai, asing, takdikenal, tanpa, *baru])
    assert letak[dinilai].kurang == ()
    for k in (asing, takdikenal, *baru):
        assert (letak[k].status, letak[k].kurang) == (StatusPeringkat.TIDAK_DAPAT_DIPERINGKAT, ("instrumen",))
    assert "instrumen" not in letak[tanpa].kurang, "who was never asked lacks the answers, not a questionnaire"


async def test_a_score_of_before_is_explained_though_the_model_would_not_score_the_questionnaire_today(
    sesi: AsyncSession, wadah: Wadah
) -> None:
    data = artefak_demonstrasi() | {"kode": "PMT-SEMPIT", "instrumen": ["REGSOSEK2022K"]}
    service = ModelService.rakit(sesi)
    sempit = await service.unggah(data | {"sha256": sidik(data)}, pabrik.admin())
    await service.aktifkan(sempit.id, pabrik.admin())
    # As it was before the model's list was read: the row was scored, and turns out to be of another questionnaire.
    satu = await keluarga(sesi, wadah)
    await pabrik.putaran(sesi, wadah)
    isi = update(variabel_kanonik).where(variabel_kanonik.c.keluarga_id == satu)
    await sesi.execute(isi.values(instrumen=3))
    desil = DesilService.rakit(sesi, wadah)
    letak = (await desil.peringkat_kini([satu]))[satu]
    assert (letak.status, letak.kurang) == (StatusPeringkat.FINAL, ())
    assert await desil.faktor(satu)


async def test_the_reading_is_recorded_with_its_purpose_for_everybody_in_the_families(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    await keluarga(sesi, wadah, lantai=None)
    await pabrik.putaran(sesi, wadah)
    operator = await masuk(Jabatan.OPERATOR_DESA, (pabrik.DESA,))
    await daftar(operator, variabel="lantai")
    cari = select(JejakAudit).where(JejakAudit.kejadian == "desil:tanpa_peringkat:dibaca")
    (jejak,) = await sesi.scalars(cari.where(JejakAudit.pelaku_id == operator.pelaku.akun_id))
    assert (jejak.tujuan, jejak.rincian) == ("PERBAIKAN_DATA", {"wilayah": None, "variabel": "lantai", "jumlah": 1})
    assert jejak.subjek
    assert (await operator.get(AKAR)).status_code == 422, "a reading without a purpose"


@pytest.mark.parametrize(
    "jabatan", [Jabatan.PSM, Jabatan.TKSK, Jabatan.KEPALA_OPD, Jabatan.PEMANTAU_PROV, Jabatan.VERIFIKATOR]
)
async def test_who_may_not_file_the_usulan_is_told_whom_to_tell_and_only_the_verifikator_by_name(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, jabatan: Jabatan
) -> None:
    bernama = await keluarga(sesi, wadah, lantai=None)
    await pabrik.putaran(sesi, wadah)
    petugas = await masuk(jabatan)
    (satu,) = (await daftar(petugas)).json()["data"]
    is_bernama = jabatan is Jabatan.VERIFIKATOR
    assert (satu["keluarga_ref"], bool(satu["nama"])) == (teks(bernama)[0], is_bernama)
    assert "POST" not in satu["langkah"]["en"]
    assert "operator" in satu["langkah"]["en"]
    cari = select(JejakAudit).where(JejakAudit.kejadian == "desil:tanpa_peringkat:dibaca")
    (jejak,) = await sesi.scalars(cari.where(JejakAudit.pelaku_id == petugas.pelaku.akun_id))
    assert bool(jejak.subjek) == is_bernama, "the audit names whose names were given"


@pytest.mark.parametrize("jabatan", [Jabatan.OPERATOR_DESA, Jabatan.OPERATOR_KABKOTA])
async def test_who_files_the_usulan_is_told_how_and_for_whom(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, jabatan: Jabatan
) -> None:
    await keluarga(sesi, wadah, lantai=None)
    await pabrik.putaran(sesi, wadah)
    (satu,) = (await daftar(await masuk(jabatan))).json()["data"]
    assert satu["nama"]
    assert "POST /v1/petugas/usulan" in satu["langkah"]["en"]


async def test_it_is_narrowed_by_region_and_by_what_is_missing(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    lantai = await keluarga(sesi, wadah, lantai=None)
    atap = await keluarga(sesi, wadah, kode_desa=DESA_LAIN, atap=None)
    raksasa = await keluarga(sesi, wadah, ukuran=32_767)
    await pabrik.putaran(sesi, wadah)
    petugas = await masuk(Jabatan.OPERATOR_KABKOTA)
    assert await ref(petugas) == teks(lantai, atap, raksasa)
    assert await ref(petugas, kode_wilayah=DESA_LAIN) == teks(atap)
    assert await ref(petugas, kode_wilayah="32") == teks(lantai, atap, raksasa), "his part of a wider region"
    assert await ref(petugas, variabel="lantai") == teks(lantai)
    assert await ref(petugas, variabel="ukuran") == teks(raksasa)
    assert await ref(petugas, variabel="lantai", kode_wilayah=DESA_LAIN) == []


@pytest.mark.parametrize("kode", ["32.73", "32.04.06.2002", "99.99"])
async def test_a_region_that_is_not_his_is_not_found(masuk: Masuk, sesi: AsyncSession, wadah: Wadah, kode: str) -> None:
    await pabrik.putaran(sesi, wadah)
    jawab = await daftar(await masuk(Jabatan.OPERATOR_DESA, (pabrik.DESA,)), kode_wilayah=kode)
    assert (jawab.status_code, jawab.json()["kode"]) == (404, "wilayah-tidak-ditemukan")


@pytest.mark.parametrize("isian", [{"variabel": "bukan"}, {"kode_wilayah": "xx"}, {"kursor": "xx"}])
async def test_a_filter_that_nothing_can_match_is_refused(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, isian: dict[str, str]
) -> None:
    await pabrik.putaran(sesi, wadah)
    assert (await daftar(await masuk(Jabatan.VERIFIKATOR), **isian)).status_code == 422


async def test_before_a_run_is_confirmed_there_is_no_list(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    await keluarga(sesi, wadah, lantai=None)
    await pabrik.putaran(sesi, wadah, sampai="hitung")
    jawab = await daftar(await masuk(Jabatan.VERIFIKATOR))
    assert (jawab.status_code, jawab.json()["kode"]) == (404, "desil-belum-ada")


@pytest.mark.parametrize("jabatan", [Jabatan.ENUMERATOR, Jabatan.DISDUKCAPIL, Jabatan.ADMIN_KABKOTA, Jabatan.WARGA])
async def test_who_has_nothing_to_do_with_it_is_refused(masuk: Masuk, jabatan: Jabatan) -> None:
    assert (await daftar(await masuk(jabatan))).status_code == 403


async def test_who_was_asked_meanwhile_or_has_moved_away_is_gone_from_the_list(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    ditanya, sebagian, pindah = [await keluarga(sesi, wadah, lantai=None, atap=None) for _ in range(3)]
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    await pabrik.ubah(sesi, ditanya, lantai=1, atap=1)
    await pabrik.ubah(sesi, sebagian, lantai=1)
    await pabrik.ubah(sesi, pindah, kode_desa=DESA_LAIN)
    operator = await masuk(Jabatan.OPERATOR_DESA, (pabrik.DESA,))
    (satu,) = (await daftar(operator)).json()["data"]
    assert (satu["keluarga_ref"], [k["variabel"] for k in satu["kurang"]]) == (teks(sebagian)[0], ["atap"])
    assert await ref(await masuk(Jabatan.OPERATOR_DESA, (DESA_LAIN,))) == teks(pindah)


@pytest.mark.parametrize("wilayah", ["33.01.01.2001", "33.01", "33"])
async def test_who_moved_to_another_kabkota_since_the_run_is_listed_where_he_lives_now(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, wilayah: str
) -> None:
    pindah, kembali, ditanya = [await keluarga(sesi, wadah, lantai=None) for _ in range(3)]
    berperingkat = await keluarga(sesi, wadah)
    asli = await keluarga(sesi, wadah, kode_desa=DESA_JAUH, lantai=None)
    await jalankan(sesi, wadah, "2026-01", BERTAHAP)
    for k in (pindah, kembali, ditanya, berperingkat):
        await pabrik.ubah(sesi, k, kode_desa=DESA_JAUH)
    await pabrik.ubah(sesi, kembali, kode_desa=DESA_LAIN)
    await pabrik.ubah(sesi, ditanya, lantai=1)
    sini, sana = await masuk(Jabatan.VERIFIKATOR, ("32.04",)), await masuk(Jabatan.VERIFIKATOR, (wilayah,))
    for _ in range(2):
        assert await ref(sini) == teks(kembali)
        assert await ref(sana) == teks(pindah, asli)
        await jalankan(sesi, wadah, "2026-02", BERTAHAP)
    assert await ref(await masuk(Jabatan.PEMANTAU_PROV, ("32", "33"))) == [*teks(kembali), *teks(pindah, asli)]


@pytest.mark.parametrize("jabatan", [Jabatan.OPERATOR_DESA, Jabatan.PSM])
async def test_who_ends_or_moves_away_or_is_asked_while_the_list_is_read_is_left_out(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, monkeypatch: pytest.MonkeyPatch, jabatan: Jabatan
) -> None:
    tinggal, berakhir, pindah, ditanya = [await keluarga(sesi, wadah, lantai=None) for _ in range(4)]
    await pabrik.putaran(sesi, wadah)
    asli = KurangRepository.daftar

    async def sementara_itu(repo: KurangRepository, *apa: Any) -> Potongan[SkorKeluarga]:
        hasil = await asli(repo, *apa)
        await KeluargaRepository(sesi).hapus_kanonik(berakhir)
        await pabrik.ubah(sesi, pindah, kode_desa=DESA_LAIN)
        await pabrik.ubah(sesi, ditanya, lantai=1)
        return hasil

    monkeypatch.setattr(KurangRepository, "daftar", sementara_itu)
    petugas = await masuk(jabatan, (pabrik.DESA,))
    jawab = await daftar(petugas)
    assert (jawab.status_code, [k["keluarga_ref"] for k in jawab.json().get("data", [])]) == (200, teks(tinggal))
    cari = select(JejakAudit).where(JejakAudit.kejadian == "desil:tanpa_peringkat:dibaca")
    (jejak,) = await sesi.scalars(cari.where(JejakAudit.pelaku_id == petugas.pelaku.akun_id))
    assert (jejak.rincian or {})["jumlah"] == 1


async def test_it_is_paged_by_key_and_a_cursor_fits_its_own_filter(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    ada = [await keluarga(sesi, wadah, lantai=None) for _ in range(5)]
    await pabrik.putaran(sesi, wadah)
    petugas = await masuk(Jabatan.VERIFIKATOR)
    terbaca: list[str] = []
    kursor: dict[str, str] = {}
    while True:
        isi = (await daftar(petugas, batas=2, **kursor)).json()
        terbaca += [k["keluarga_ref"] for k in isi["data"]]
        if not isi["halaman"]["berikutnya"]:
            break
        kursor = {"kursor": isi["halaman"]["berikutnya"]}
    assert terbaca == teks(*ada)
    assert (await daftar(petugas, batas=2, variabel="lantai", **kursor)).status_code == 422
