"""A run through HTTP: prepared and reviewed by one person, confirmed by another, readable only from then on."""

import asyncio
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.desil.alur import StatusPutaran, TahapHitung
from app.desil.models import Putaran, SkorKeluarga
from app.desil.perhitungan import PerhitunganService
from app.desil.putaran import PutaranService
from app.desil.service import DesilService
from app.desil.tugas import antre_usulan, hitung
from app.usulan.status import StatusUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik import desil as pabrik
from tests.pabrik import usulan as pabrik_usulan

pytestmark = pytest.mark.anyio

JALUR = "/v1/admin/desil/putaran"
ALASAN = {
    "alasan": {
        "kode": "DATA_TIDAK_LENGKAP",
        "penjelasan": "Kabupaten Bandung belum mengirim hasil verval.",
        "langkah_berikutnya": "Siapkan putaran baru setelah data masuk.",
    }
}


@pytest.fixture
async def siap(sesi: AsyncSession, wadah: Wadah) -> list[UUID]:
    """An active model, an open period and fifty families."""
    await pabrik.model(sesi)
    await pabrik.periode(sesi, wadah)
    return await pabrik.keluarga_banyak(sesi, [{"luas_kapita": 300 + 50 * n} for n in range(50)])


async def siapkan(klien: Klien, periode: str = pabrik.PERIODE) -> str:
    jawab = await klien.post(JALUR, json={"periode": periode})
    assert jawab.status_code == 201, jawab.text
    return str(jawab.headers["location"])


async def sampai_tinjau(wadah: Wadah, klien: Klien) -> str:
    lokasi = await siapkan(klien)
    assert (await klien.post(f"{lokasi}/hitung")).status_code == 202
    await pabrik.kerjakan(wadah, UUID(lokasi.rpartition("/")[2]))
    assert (await klien.post(f"{lokasi}/tinjau")).status_code == 200
    return lokasi


def tolak(jawab: httpx.Response, status: int, kode: str) -> None:
    assert (jawab.status_code, jawab.json()["kode"]) == (status, kode), jawab.text


async def test_the_whole_life_of_a_run(sesi: AsyncSession, wadah: Wadah, masuk: Masuk, siap: list[UUID]) -> None:
    admin, penetap = await masuk(Jabatan.ADMIN_PUSAT), await masuk(Jabatan.PENETAP)
    lokasi = await siapkan(admin)
    mulai = await admin.post(f"{lokasi}/hitung", headers={"If-Match": '"v1"'})
    assert (mulai.status_code, mulai.headers["location"]) == (202, lokasi)
    belum = {"persen": 0, "keluarga": 0, "per_detik": None, "sisa_detik": None}
    assert mulai.json()["progres"] == {"tahap": "MENUNGGU", "selesai": 0, "total": 3, **belum}
    await pabrik.kerjakan(wadah, UUID(lokasi.rpartition("/")[2]))
    sesi.expire_all()
    isi = (await admin.get(lokasi)).json()
    habis = {"persen": 100, "keluarga": 50, "per_detik": None, "sisa_detik": 0}
    assert isi["progres"] == {"tahap": "SELESAI", "selesai": 3, "total": 3, **habis}
    assert (isi["keluarga"], isi["keluarga_berperingkat"], isi["is_berlaku"]) == (50, 50, False)
    assert isi["model"]["jenis"] == "demonstrasi"
    batas = (await admin.get(f"{lokasi}/batas")).json()["data"]
    assert [b["kode"] for b in batas] == ["32", "32.04", "nasional"]
    assert all(len(b["batas"]) == 9 and b["orang"] == 200 for b in batas)
    assert [a["aksi"] for a in isi["aksi_tersedia"]] == ["hitung", "tinjau", "batalkan"]
    assert isi["aksi_tersedia"][0]["ditolak_karena"]["en"] == "The computation is complete"
    assert (await admin.post(f"{lokasi}/tinjau")).json()["status"] == "DITINJAU"
    akhir = (await penetap.post(f"{lokasi}/sahkan")).json()
    assert (akhir["status"], akhir["is_berlaku"]) == ("DISAHKAN", True)
    assert [r["aksi"] for r in akhir["riwayat"]] == ["siapkan", "hitung", "tinjau", "sahkan"]
    assert (await admin.get(JALUR)).json()["data"][0]["id"] == akhir["id"]
    audit = list(await sesi.scalars(select(JejakAudit.rincian).where(JejakAudit.kejadian == "desil:putaran:diubah")))
    assert [r["aksi"] for r in audit] == ["siapkan", "hitung", "tinjau", "sahkan"]


async def test_who_prepared_a_run_may_not_confirm_it_under_any_account(
    wadah: Wadah, masuk: Masuk, siap: list[UUID]
) -> None:
    nik = "3204050101900001"
    admin = await masuk(Jabatan.ADMIN_PUSAT, nik=nik)
    lokasi = await sampai_tinjau(wadah, admin)
    berganti_jabatan = await masuk(Jabatan.PENETAP, akun_id=admin.pelaku.akun_id)
    akun_kedua = await masuk(Jabatan.PENETAP, nik=nik)
    for klien in (berganti_jabatan, akun_kedua):
        tolak(await klien.post(f"{lokasi}/sahkan"), 409, "pemisahan-tugas")
        aksi = {a["aksi"]: a["ditolak_karena"] for a in (await klien.get(lokasi)).json()["aksi_tersedia"]}
        assert aksi["sahkan"] is not None
    lain = await masuk(Jabatan.ADMIN_PUSAT)
    tolak(await lain.post(f"{lokasi}/sahkan"), 403, "jabatan-tidak-berwenang")
    orang_lain = await masuk(Jabatan.PENETAP, nik="3204050101900002")
    assert (await orang_lain.post(f"{lokasi}/sahkan")).status_code == 200


async def test_readers_see_the_old_run_until_the_new_one_is_confirmed(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, siap: list[UUID]
) -> None:
    lama = await pabrik.putaran(sesi, wadah, "2026-10")
    service = DesilService.rakit(sesi, wadah)
    dulu = await service.peringkat(siap[0])
    lokasi = await sampai_tinjau(wadah, await masuk(Jabatan.ADMIN_PUSAT))
    sesi.expunge_all()
    assert await service.peringkat(siap[0]) == dulu
    berlaku = await service.putaran_berlaku()
    assert berlaku is not None
    assert berlaku.id == lama.id
    jawab = await (await masuk(Jabatan.PENETAP)).post(f"{lokasi}/sahkan")
    assert jawab.json()["sebelum_id"] == str(lama.id)
    sesi.expunge_all()
    kini = await service.peringkat(siap[0])
    assert kini is not None
    assert str(kini.putaran_id) == jawab.json()["id"]
    assert len((await sesi.scalars(select(SkorKeluarga).where(SkorKeluarga.putaran_no == lama.nomor))).all()) == 50


async def test_an_older_period_never_displaces_a_later_one(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, siap: list[UUID]
) -> None:
    await pabrik.putaran(sesi, wadah, "2026-12")
    lokasi = await sampai_tinjau(wadah, await masuk(Jabatan.ADMIN_PUSAT))
    jawab = await (await masuk(Jabatan.PENETAP)).post(f"{lokasi}/sahkan")
    tolak(jawab, 409, "syarat-tidak-terpenuhi")
    assert jawab.json()["syarat"] == "tidak_mundur"


async def test_a_run_needs_a_model_a_period_and_the_only_open_place(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk
) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    tolak(await admin.post(JALUR, json={"periode": pabrik.PERIODE}), 404, "periode-tidak-ditemukan")
    await pabrik.periode(sesi, wadah)
    tolak(await admin.post(JALUR, json={"periode": pabrik.PERIODE}), 409, "model-belum-aktif")
    await pabrik.model(sesi)
    lokasi = await siapkan(admin)
    tolak(await admin.post(JALUR, json={"periode": pabrik.PERIODE}), 409, "putaran-masih-terbuka")
    batal = await admin.post(f"{lokasi}/batalkan", json=ALASAN)
    assert batal.json()["status"] == "DIBATALKAN"
    assert batal.json()["riwayat"][-1]["alasan"]["kode"] == "DATA_TIDAK_LENGKAP"
    await siapkan(admin)


@pytest.mark.parametrize(
    "isi",
    [{}, {"periode": "2026-13"}, {"periode": "2026-11", "model": "x"}, {"periode": "2026-11", "aturan_seri": "A"}],
)
async def test_a_run_is_prepared_only_from_known_fields(masuk: Masuk, isi: dict[str, str]) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    tolak(await admin.post(JALUR, json=isi), 422, "isian-tidak-sah")


async def test_steps_out_of_order_and_stale_or_reasonless_ones_are_refused(
    wadah: Wadah, masuk: Masuk, siap: list[UUID]
) -> None:
    admin, penetap = await masuk(Jabatan.ADMIN_PUSAT), await masuk(Jabatan.PENETAP)
    lokasi = await siapkan(admin)
    tolak(await admin.post(f"{lokasi}/tinjau"), 409, "transisi-ditolak")
    tolak(await penetap.post(f"{lokasi}/sahkan"), 409, "transisi-ditolak")
    tolak(await admin.post(f"{lokasi}/hitung", headers={"If-Match": '"v7"'}), 412, "versi-basi")
    tolak(await admin.post(f"{lokasi}/batalkan", json={}), 422, "alasan-wajib")
    assert (await admin.post(f"{lokasi}/hitung")).status_code == 202
    tolak(await admin.post(f"{lokasi}/tinjau"), 409, "syarat-tidak-terpenuhi")
    assert (await admin.post(f"{lokasi}/hitung")).status_code == 202, "a person may wake a computation that died"
    await pabrik.kerjakan(wadah, UUID(lokasi.rpartition("/")[2]))
    tolak(await admin.post(f"{lokasi}/hitung"), 409, "syarat-tidak-terpenuhi")
    hilang = f"{JALUR}/{id_baru()}"
    for jawab in (
        await admin.get(hilang),
        await admin.get(f"{hilang}/batas"),
        await admin.post(f"{hilang}/hitung"),
        await penetap.post(f"{hilang}/sahkan"),
        await admin.post(f"{hilang}/batalkan", json=ALASAN),
    ):
        tolak(jawab, 404, "putaran-tidak-ditemukan")


async def test_a_repeated_request_prepares_one_run(masuk: Masuk, siap: list[UUID], sesi: AsyncSession) -> None:
    admin = await masuk(Jabatan.ADMIN_PUSAT)
    kunci = {"Idempotency-Key": "siapkan-2026-11"}
    satu, dua = [await admin.post(JALUR, json={"periode": pabrik.PERIODE}, headers=kunci) for _ in range(2)]
    assert satu.content == dua.content
    assert len((await sesi.scalars(select(Putaran))).all()) == 1


async def test_preparing_a_run_queues_what_was_sent_to_the_ministry(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, siap: list[UUID]
) -> None:
    terkirim = [await pabrik_usulan.usulan(sesi, wadah, status=StatusUsulan.DIKIRIM) for _ in range(3)]
    lain = await pabrik_usulan.usulan(sesi, wadah, status=StatusUsulan.SIAP_DISAHKAN)
    lokasi = await siapkan(await masuk(Jabatan.ADMIN_PUSAT))
    muatan = {"putaran_id": lokasi.rpartition("/")[2]}
    await antre_usulan(wadah, muatan)
    await antre_usulan(wadah, muatan)
    sesi.expire_all()
    for usulan in terkirim:
        await sesi.refresh(usulan)
        assert usulan.status is StatusUsulan.PEMERINGKATAN
    await sesi.refresh(lain)
    assert lain.status is StatusUsulan.SIAP_DISAHKAN
    tugas = await sesi.scalars(text("SELECT entrypoint FROM pgqueuer WHERE entrypoint LIKE 'desil.%'"))
    assert tugas.all() == ["desil.antre_usulan"]


async def test_a_usulan_that_cannot_be_read_holds_up_nobody_else(
    sesi: AsyncSession, wadah: Wadah, siap: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.desil.putaran.SEKALI_ANTRE", 5)
    rusak, *lain = [await pabrik_usulan.usulan(sesi, wadah, status=StatusUsulan.DIKIRIM) for _ in range(7)]
    rusak.isi = b"bukan segel"
    await sesi.flush()
    putaran = await pabrik.putaran(sesi, wadah, sampai="siapkan")
    await antre_usulan(wadah, {"putaran_id": str(putaran.id)})
    sesi.expire_all()
    for usulan in (rusak, *lain):
        await sesi.refresh(usulan)
    assert rusak.status is StatusUsulan.DIKIRIM
    assert {u.status for u in lain} == {StatusUsulan.PEMERINGKATAN}


async def test_a_cancelled_or_finished_run_is_computed_no_further(
    sesi: AsyncSession, wadah: Wadah, siap: list[UUID]
) -> None:
    service = PutaranService.rakit(sesi, wadah)
    batal = await pabrik.putaran(sesi, wadah, "2026-10", sampai="siapkan")
    hitung = PerhitunganService.rakit(sesi, wadah)
    assert not await hitung.lanjutkan(batal.id), "nobody asked for it yet"
    selesai = await pabrik.putaran(sesi, wadah, sampai="hitung")
    assert selesai.tahap is TahapHitung.SELESAI
    assert not await hitung.lanjutkan(selesai.id)
    assert not await hitung.kunci(selesai.id)
    assert not await hitung.lanjutkan(id_baru())
    assert not await service.antre_usulan(id_baru())


@pytest.mark.nyata
async def test_a_killed_worker_resumes_with_the_same_bytes_and_two_workers_do_it_once(
    wadah_nyata: Wadah,
) -> None:
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        await pabrik.keluarga_banyak(sesi, [{"luas_kapita": 100 + 37 * n % 900} for n in range(400)])
        acuan = await pabrik.putaran(sesi, wadah_nyata, "2026-10", sampai="hitung")
        uji = await pabrik.putaran(sesi, wadah_nyata, "2026-11", sampai="siapkan")
        await PutaranService.rakit(sesi, wadah_nyata).hitung(uji.id, pabrik.admin())
    for _ in range(3):
        with pytest.raises(ZeroDivisionError):
            async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
                await PerhitunganService.rakit(sesi, wadah_nyata).lanjutkan(uji.id)
                raise ZeroDivisionError
        async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
            await PerhitunganService.rakit(sesi, wadah_nyata).lanjutkan(uji.id)
    muatan = {"putaran_id": str(uji.id)}
    await asyncio.gather(*(hitung(wadah_nyata, muatan) for _ in range(3)), antre_usulan(wadah_nyata, muatan))
    s = SkorKeluarga
    cari = select(s.keluarga_id, s.skor, s.versi, s.kabkota, s.bobot).order_by(s.keluarga_id)
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        baris = [[tuple(b) for b in await sesi.execute(cari.where(s.putaran_no == p.nomor))] for p in (acuan, uji)]
        selesai = await sesi.get_one(Putaran, uji.id)
    assert baris[0] == baris[1]
    assert len(baris[0]) == 400
    assert (selesai.status, selesai.tahap) == (StatusPutaran.DIHITUNG, TahapHitung.SELESAI)


@pytest.mark.nyata
async def test_of_two_preparations_at_once_one_wins(wadah_nyata: Wadah, masuk_nyata: Masuk) -> None:
    async with transaksi(wadah_nyata.pabrik_sesi) as sesi:
        await pabrik.model(sesi)
        await pabrik.periode(sesi, wadah_nyata)
    admin = await masuk_nyata(Jabatan.ADMIN_PUSAT)
    jawab = await asyncio.gather(*(admin.post(JALUR, json={"periode": pabrik.PERIODE}) for _ in range(4)))
    assert sorted(j.status_code for j in jawab) == [201, 409, 409, 409]
