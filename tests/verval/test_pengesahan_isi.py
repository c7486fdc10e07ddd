"""T20: what a batch holds, its list by name and address, windows and cut-off, and a batch too large for one request."""

from datetime import date
from typing import Any

import httpx
import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import JejakAudit
from app.core.clock import hari_ini
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.periode.jendela import hari_pertama, hari_terakhir, kode_berikutnya, kode_periode
from app.periode.models import Periode
from app.periode.schemas import PeriodeBuat
from app.periode.service import PeriodeService
from app.usulan.models import Usulan
from app.usulan.status import AksiUsulan
from app.usulan.status import StatusUsulan as S
from app.verval.pengesahan_bnba import _aman
from app.verval.pengesahan_tanda import TUGAS_KIRIM, TUGAS_SAHKAN
from tests.conftest import Klien, Masuk
from tests.pabrik.keluarga import subjek
from tests.pabrik.usulan import langkah
from tests.pabrik.wilayah import DESA_KAB_LAIN
from tests.verval.conftest import Segar
from tests.verval.test_petugas_pengesahan import nyatakan, siap, surati, susun

BULAN = kode_periode(hari_ini())


async def batch(kepala: Klien, semua: list[Usulan], **ganti: Any) -> str:
    jawab = await susun(kepala, semua, **ganti)
    assert jawab.status_code == 201, jawab.text
    return str(jawab.headers["Location"])


async def nama(kepala: Klien, jalur: str, semua: list[Usulan], lepas: str = "") -> httpx.Response:
    return await kepala.post(f"{jalur}/usulan{lepas}", json={"usulan": [str(u.ref) for u in semua]})


async def test_names_join_and_leave_an_open_batch_and_the_count_is_attested_anew(
    kepala: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu, dua, tiga = await siap(sesi, wadah, 3)
    jalur = await batch(kepala, [satu])
    await surati(kepala, jalur, 1)
    jawab = await nama(kepala, jalur, [dua, tiga])
    assert (jawab.status_code, jawab.json()["jumlah_nama"], jawab.json()["jumlah_bnba"]) == (200, 3, None), jawab.text
    jawab = await kepala.post(f"{jalur}/tanda-tangani-pengesahan")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "jumlah_cocok")
    jawab = await nama(kepala, jalur, [satu], "/lepas")
    assert (jawab.status_code, jawab.json()["jumlah_nama"]) == (200, 2)
    assert (await nama(kepala, jalur, [satu], "/lepas")).json()["kode"] == "nama-bukan-di-batch"
    assert (await nama(kepala, jalur, [dua])).json()["kode"] == "usulan-tidak-siap-disahkan"
    assert (await nama(kepala, jalur, [satu])).json()["jumlah_nama"] == 3
    basi = await kepala.put(f"{jalur}/jumlah", json={"jumlah_bnba": 3}, headers={"If-Match": '"v1"'})
    assert basi.status_code == 412
    assert (await nyatakan(kepala, jalur, 3)).status_code == 200
    assert (await kepala.post(f"{jalur}/tanda-tangani-pengesahan")).json()["jumlah_disahkan"] == 3
    for tindak in (nama(kepala, jalur, [dua]), nama(kepala, jalur, [dua], "/lepas"), nyatakan(kepala, jalur, 3)):
        assert (await tindak).json()["kode"] == "transisi-ditolak"


async def test_an_emptied_batch_is_not_signed(kepala: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    semua = await siap(sesi, wadah, 1)
    jalur = await batch(kepala, semua)
    await surati(kepala, jalur, 1)
    await nama(kepala, jalur, semua, "/lepas")
    jawab = await kepala.post(f"{jalur}/tanda-tangani-pengesahan")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "ada_nama")


async def test_only_the_head_of_this_office_changes_a_batch(
    kepala: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    semua = await siap(sesi, wadah, 1)
    jalur = await batch(kepala, semua)
    asing, petugas = await masuk(Jabatan.KEPALA_OPD, ("32.17",)), await masuk(Jabatan.VERIFIKATOR)
    for klien, status in ((asing, 404), (petugas, 403)):
        assert (await nama(klien, jalur, semua)).status_code == status
        assert (await nama(klien, jalur, semua, "/lepas")).status_code == status
        ubah = await klien.put(f"{jalur}/jumlah", json={"jumlah_bnba": 1}, headers={"If-Match": '"v1"'})
        assert ubah.status_code == status
    (jauh,) = await siap(sesi, wadah, 1, isi=subjek(kode_desa=DESA_KAB_LAIN))
    assert (await nama(kepala, jalur, [jauh])).json()["kode"] == "usulan-tidak-siap-disahkan"


# -- BNBA


async def test_the_list_by_name_and_address_is_read_with_a_purpose_and_recorded(
    kepala: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    semua = await siap(sesi, wadah, 3)
    jalur = await batch(kepala, semua)
    alamat = f"{jalur}/bnba?tujuan=PEMERIKSAAN_USULAN"
    assert (await kepala.get(f"{jalur}/bnba")).status_code == 422
    hal = (await kepala.get(f"{alamat}&batas=2")).json()
    lanjut = (await kepala.get(f"{alamat}&batas=2&kursor={hal['halaman']['berikutnya']}")).json()
    assert [d["ref"] for d in hal["data"] + lanjut["data"]] == [str(u.ref) for u in sorted(semua, key=lambda u: u.id)]
    satu = hal["data"][0]
    assert (satu["nama"], satu["nik"][4:]) == ("Budi Santoso", "*" * 12)
    assert satu["alamat"]
    verifikator = await masuk(Jabatan.VERIFIKATOR)
    assert "*" not in (await verifikator.get(alamat)).json()["data"][0]["nik"]
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "verval:bnba:dibaca"))).all()
    assert [(len(j.subjek), j.tujuan) for j in jejak] == [
        (2, "PEMERIKSAAN_USULAN"),
        (1, "PEMERIKSAAN_USULAN"),
        (3, "PEMERIKSAAN_USULAN"),
    ]
    asing = await masuk(Jabatan.KEPALA_OPD, ("32.17",))
    assert (await asing.get(alamat)).status_code == 404
    assert (await asing.get(f"{jalur}/bnba/cetak?tujuan=VERVAL")).status_code == 404
    assert (await (await masuk(Jabatan.ENUMERATOR)).get(alamat)).status_code == 403


@pytest.mark.parametrize(("bentuk", "awal"), [("PDF", b"%PDF-"), ("CSV", "\ufeff".encode())])
async def test_the_list_is_printed_with_a_watermark(
    kepala: Klien, sesi: AsyncSession, wadah: Wadah, bentuk: str, awal: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    jalur = await batch(kepala, await siap(sesi, wadah, 2))
    await surati(kepala, jalur, 2)
    cetak = f"{jalur}/bnba/cetak?tujuan=PEMERIKSAAN_USULAN&bentuk={bentuk}"
    jawab = await kepala.get(cetak)
    assert (jawab.status_code, jawab.content[: len(awal)]) == (200, awal), jawab.text
    if bentuk == "CSV":
        baris = jawab.content.decode("utf-8-sig").splitlines()
        assert "KEPALA_OPD" in baris[0]
        assert "sidik" in baris[0]
        assert len(baris) == 4
    monkeypatch.setattr("app.verval.pengesahan_bnba.PDF_MAKS", 1)
    lagi = await kepala.get(cetak)
    assert lagi.status_code == (409 if bentuk == "PDF" else 200)


def test_a_cell_is_never_a_formula() -> None:
    assert [_aman(t) for t in ("=1+1", "@x", "Budi", "-")] == ["'=1+1", "'@x", "Budi", "'-"]


# -- windows


async def periode(sesi: AsyncSession, jendela: dict[str, tuple[date, date]]) -> None:
    """This month's period with exactly these windows."""
    if await sesi.get(Periode, BULAN) is None:
        await PeriodeService.rakit(sesi).buat(PeriodeBuat(kode=BULAN), None)
    isi = [{"nama": n, "mulai": a.isoformat(), "selesai": b.isoformat()} for n, (a, b) in jendela.items()]
    await sesi.execute(update(Periode).where(Periode.kode == BULAN).values(isi_jendela=isi))
    await sesi.commit()


AWAL, AKHIR = hari_pertama(BULAN), hari_terakhir(BULAN)
LEWAT = (AWAL, AWAL)


@pytest.mark.skipif(hari_ini().day == 1, reason="nothing of this month has passed on its first day")
@pytest.mark.parametrize(
    ("jendela", "tarik"),
    [
        ({"PENGESAHAN": (AWAL, AKHIR), "BATAS_DATA": (AWAL, AKHIR)}, BULAN),
        ({"PENGESAHAN": (AKHIR, AKHIR)}, BULAN),
        ({}, BULAN),
        ({"PENGESAHAN": LEWAT}, kode_berikutnya(BULAN)),
        ({"PENGESAHAN": (AWAL, AKHIR), "BATAS_DATA": LEWAT}, kode_berikutnya(BULAN)),
    ],
    ids=["open", "not yet", "not set", "closed", "after the cut-off"],
)
async def test_a_signature_outside_its_window_is_queued_for_the_next_period(
    kepala: Klien, sesi: AsyncSession, wadah: Wadah, segar: Segar, jendela: dict[str, tuple[date, date]], tarik: str
) -> None:
    """B.7: upload of the letter from the 15th to the day before the month ends; cut-off on the 17th; never refused."""
    await periode(sesi, jendela)
    semua = await siap(sesi, wadah, 1)
    await sesi.execute(update(Usulan).values(periode=BULAN))
    await sesi.commit()
    jalur = await batch(kepala, semua, periode=BULAN)
    await surati(kepala, jalur, 1)
    jawab = await kepala.post(f"{jalur}/tanda-tangani-pengesahan")
    assert (jawab.status_code, jawab.json()["periode_tarik"]) == (200, tarik)
    await jalankan(wadah, TUGAS_KIRIM, {"pengesahan_id": jawab.json()["id"]})
    usulan = await segar(semua[0])
    assert (usulan.status, usulan.periode) == (S.DIKIRIM, tarik)


# -- large


async def test_a_large_batch_is_signed_at_once_and_endorsed_by_the_job(
    kepala: Klien, sesi: AsyncSession, wadah: Wadah, segar: Segar, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name that the table refuses leaves the batch alone; the others are endorsed, and the counts tell."""
    monkeypatch.setattr(wadah.pengaturan.pengesahan, "sekaligus", 2)
    monkeypatch.setattr(wadah.pengaturan.pengesahan, "potongan", 2)
    semua = await siap(sesi, wadah, 5)
    sesi.add(langkah(semua[3], AksiUsulan.SETUJUI_VALIDASI, kepala.pelaku.akun_id))
    await sesi.commit()
    jalur = await batch(kepala, semua)
    await surati(kepala, jalur, 5)
    jawab = await kepala.post(f"{jalur}/tanda-tangani-pengesahan")
    assert (jawab.status_code, jawab.json()["status"], jawab.json()["jumlah_disahkan"]) == (200, "DITANDATANGANI", 0)
    for _ in range(2):
        await jalankan(wadah, TUGAS_SAHKAN, {"pengesahan_id": jawab.json()["id"]})
        harap = [S.DISAHKAN] * 3 + [S.SIAP_DISAHKAN, S.DISAHKAN]
        assert [(await segar(u)).status for u in semua] == harap
    rinci = (await kepala.get(jalur)).json()
    assert (rinci["jumlah_nama"], rinci["jumlah_disahkan"], rinci["jumlah_tertahan"]) == (5, 4, 1)
    assert str(semua[3].ref) not in rinci["usulan"]
    await jalankan(wadah, TUGAS_KIRIM, {"pengesahan_id": jawab.json()["id"]})
    assert (await segar(semua[0])).status is S.DIKIRIM
    assert (await susun(kepala, [semua[3]])).status_code == 201
