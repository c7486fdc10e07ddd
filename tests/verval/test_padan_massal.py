"""Matching in mass, by person, and in advance: progress, pauses, quota, and who may see what."""

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from typing_extensions import override

from app.core.ids import id_baru
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.integrasi.dukcapil.kuota import kuota_bersama
from app.kependudukan.ports import JawabanKependudukan, KependudukanPort, LayananGagal, SebabGagal, TidakDitemukan
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan as S
from app.verval import padan_massal
from app.verval.padan import padankan_usulan
from app.verval.padan_massal import TUGAS_MASSAL
from tests.conftest import Klien, Masuk
from tests.pabrik import verval as pabrik
from tests.pabrik.keluarga import subjek
from tests.versi import pastikan_berversi
from tests.verval.conftest import aksi

MASSAL = "/v1/petugas/padan-massal"


@pytest.fixture
async def kasus(sesi: AsyncSession, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu) -> list[Usulan]:
    """Two that did not match, one that got no answer, one that matches."""
    orang = [subjek() for _ in range(4)]
    baru = [await pabrik.usulan(sesi, wadah, S.VALIDASI_DINSOS, isi=o) for o in orang]
    jawaban: list[JawabanKependudukan]
    jawaban = [TidakDitemukan(), TidakDitemukan(), LayananGagal(SebabGagal.WAKTU_HABIS), pabrik.resmi(orang[3])]
    for satu, apa in zip(baru, jawaban, strict=True):
        dukcapil.jawaban = apa
        await padankan_usulan(wadah, satu.ref)
    dukcapil.ditanya.clear()
    return baru


async def mulai(klien: Klien) -> str:
    jawab = await klien.post(MASSAL, json={"kode_kabkota": "32.04"})
    assert jawab.status_code == 202, jawab.text
    return str(jawab.headers["Location"])


async def lari(wadah: Wadah, jalur: str) -> None:
    await jalankan(wadah, TUGAS_MASSAL, {"putaran_id": jalur.rsplit("/", 1)[-1]})


async def test_a_round_asks_again_what_did_not_match_or_got_no_answer(
    verifikator: Klien,
    kasus: list[Usulan],
    wadah: Wadah,
    dukcapil: pabrik.DukcapilPalsu,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """B.6 in mass: resumable by its cursor, progress as a resource."""
    monkeypatch.setattr(padan_massal, "SEKALI", 2)
    jalur = await mulai(verifikator)
    dua = await verifikator.post(MASSAL, json={"kode_kabkota": "32.04"})
    assert dua.json()["kode"] == "padan-massal-berjalan"
    dukcapil.jawaban = TidakDitemukan()
    await lari(wadah, jalur)
    setengah = (await verifikator.get(jalur)).json()
    assert (setengah["status"], setengah["diproses"], setengah["tidak_padan"]) == ("BERJALAN", 2, 2)
    await lari(wadah, jalur)
    await lari(wadah, jalur)
    akhir = (await verifikator.get(jalur)).json()
    assert (akhir["status"], akhir["diproses"], akhir["padan"]) == ("SELESAI", 3, 0)
    assert len(dukcapil.ditanya) == 3
    await lari(wadah, jalur)
    assert len(dukcapil.ditanya) == 3
    assert [p["id"] for p in (await verifikator.get(MASSAL)).json()["data"]] == [akhir["id"]]
    assert await mulai(verifikator) != jalur


@pytest.mark.parametrize("sebab", [SebabGagal.KUOTA_HABIS, SebabGagal.SIRKUIT_TERBUKA])
async def test_a_round_pauses_when_the_quota_or_the_service_is_gone_and_goes_on_where_it_was(
    verifikator: Klien,
    kasus: list[Usulan],
    wadah: Wadah,
    dukcapil: pabrik.DukcapilPalsu,
    sesi: AsyncSession,
    sebab: SebabGagal,
) -> None:
    jalur = await mulai(verifikator)
    dukcapil.jawaban = LayananGagal(sebab)
    await lari(wadah, jalur)
    jeda = (await verifikator.get(jalur)).json()
    assert (jeda["status"], jeda["diproses"], len(dukcapil.ditanya)) == ("DIJEDA", 0, 1)
    antre = text(f"SELECT count(*) FROM pgqueuer WHERE entrypoint = '{TUGAS_MASSAL}' AND execute_after > now()")
    assert await sesi.scalar(antre) == 1
    dukcapil.jawaban = LayananGagal(SebabGagal.WAKTU_HABIS)
    await lari(wadah, jalur)
    await lari(wadah, jalur)
    akhir = (await verifikator.get(jalur)).json()
    assert (akhir["status"], akhir["diproses"], akhir["tunda"]) == ("SELESAI", 3, 3)


async def test_a_round_is_stopped_and_stays_so(
    verifikator: Klien, kasus: list[Usulan], wadah: Wadah, dukcapil: pabrik.DukcapilPalsu
) -> None:
    jalur = await mulai(verifikator)
    assert (await verifikator.post(f"{jalur}/hentikan")).json()["status"] == "DIHENTIKAN"
    await lari(wadah, jalur)
    assert dukcapil.ditanya == []
    assert (await verifikator.post(f"{jalur}/hentikan")).json()["kode"] == "transisi-ditolak"


async def test_a_round_that_is_stopped_while_it_asks_does_not_go_on(
    verifikator: Klien, kasus: list[Usulan], wadah: Wadah, dukcapil: pabrik.DukcapilPalsu
) -> None:
    jalur = await mulai(verifikator)

    class Penghenti(pabrik.DukcapilPalsu):
        @override
        async def padankan(self, nik: str) -> JawabanKependudukan:
            await verifikator.post(f"{jalur}/hentikan")
            return await super().padankan(nik)

    henti = Penghenti(TidakDitemukan())
    wadah.pasang(KependudukanPort, lambda _s, _w: henti)
    await lari(wadah, jalur)
    akhir = (await verifikator.get(jalur)).json()
    assert (akhir["status"], akhir["diproses"]) == ("DIHENTIKAN", 0)


async def test_a_round_belongs_to_its_kab(verifikator: Klien, masuk: Masuk) -> None:
    jalur = await mulai(verifikator)
    asing = await masuk(Jabatan.DISDUKCAPIL, ("32.73",))
    for jawab in (
        await asing.get(jalur),
        await asing.post(f"{jalur}/hentikan"),
        await asing.post(MASSAL, json={"kode_kabkota": "32.04"}),
        await asing.get(f"{MASSAL}/{id_baru()}"),
    ):
        assert (jawab.status_code, jawab.json()["kode"]) == (404, "padan-massal-tidak-ditemukan")
    assert (await asing.get(MASSAL)).json()["data"] == []
    assert (await (await masuk(Jabatan.KEPALA_OPD)).get(MASSAL)).status_code == 403


async def test_the_log_of_one_nik_is_found_by_who_needs_it(
    verifikator: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu
) -> None:
    """B.6: each call logged per NIK; the number stands in the body, never in a log."""
    orang = subjek()
    lama, usulan = [await pabrik.usulan(sesi, wadah, S.VALIDASI_DINSOS, isi=orang) for _ in range(2)]
    jawaban: list[tuple[Usulan, JawabanKependudukan]] = [(lama, TidakDitemukan()), (usulan, pabrik.resmi(orang))]
    for satu, apa in jawaban:
        dukcapil.jawaban = apa
        await padankan_usulan(wadah, satu.ref)
    cari = "/v1/petugas/padan/cari?tujuan=PELAYANAN_WARGA"
    isi = (await verifikator.post(cari, json={"nik": orang.nik})).json()["data"]
    assert [b["hasil"] for b in isi] == ["PADAN", "NIK_TIDAK_DITEMUKAN"]
    assert isi[0]["usulan_ref"] == str(usulan.ref)
    asing = await masuk(Jabatan.DISDUKCAPIL, ("32.73",))
    assert (await asing.post(cari, json={"nik": orang.nik})).json()["data"] == []
    assert (await (await masuk(Jabatan.OPERATOR_DESA)).post(cari, json={"nik": orang.nik})).status_code == 403


async def test_a_match_is_asked_in_advance_as_advice(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu
) -> None:
    """T05: the pre-match is advice before `tetapkan_lengkap`; it moves nothing."""
    orang = subjek()
    usulan = await pabrik.usulan(sesi, wadah, S.DIAJUKAN, isi=orang)
    operator = await masuk(Jabatan.OPERATOR_DESA, (pabrik.DESA,))
    assert (await aksi(operator, usulan, "padankan")).status_code == 202
    dukcapil.jawaban = TidakDitemukan()
    await padankan_usulan(wadah, usulan.ref)
    await sesi.refresh(usulan)
    assert usulan.status is S.DIAJUKAN
    hasil = (await operator.get(f"/v1/petugas/usulan/{usulan.ref}/padan")).json()
    assert hasil["hasil"] == "NIK_TIDAK_DITEMUKAN"


async def test_the_days_quota_is_one_for_all_processes(wadah: Wadah, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two clients as two processes have them share what the contract allows in a day (WIB)."""
    monkeypatch.setattr(wadah.pengaturan.dukcapil, "kuota_per_hari", 3)
    satu, dua = kuota_bersama(wadah), kuota_bersama(wadah)
    assert [await satu(), await dua(), await satu(), await dua(), await satu()] == [True, True, True, False, False]


async def test_a_stop_may_name_the_version_that_was_read(verifikator: Klien, kasus: list[Usulan]) -> None:
    jalur = await mulai(verifikator)
    await pastikan_berversi(verifikator, jalur, "hentikan", (await verifikator.get(jalur)).headers["ETag"])
