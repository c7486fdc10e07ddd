"""Photos in pieces: they go on where they stopped, lie sealed, and complete the visit that waits for them."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import obstore
import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from structlog.testing import capture_logs

from app.core.clock import now
from app.core.ids import Ref, id_baru
from app.core.jobs import jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.lapangan.models import DrafKunjungan, PotonganUnggahan, Unggahan
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan as S
from app.verval.models import FotoKunjungan, Kunjungan
from app.verval.status import JenisFoto
from tests.conftest import Klien, Masuk
from tests.lapangan.conftest import Pencacah, Segar, item, kirim, kunjungan, potret, ref, sebagai_ref, tarik, tugaskan
from tests.pabrik import verval as pabrik
from tests.pabrik.gambar import foto, foto_ber_gps

UNGGAHAN = "/v1/petugas/lapangan/unggahan"
FOTO = foto_ber_gps((400, 300))


def bahan(tugas: str, isi: bytes = FOTO, jenis: str = "KK", **ganti: Any) -> dict[str, Any]:
    dasar = {
        "id": str(uuid4()),
        "penugasan": ref(tugas),
        "jenis": jenis,
        "ukuran": len(isi),
        "sidik": hashlib.sha256(isi).hexdigest(),
    }
    return dasar | ganti


async def buat(klien: Klien, bahan: dict[str, Any]) -> str:
    jawab = await klien.post(UNGGAHAN, json=bahan)
    assert (jawab.status_code, jawab.headers["ETag"]) == (201, '"v0"'), jawab.text
    return str(jawab.headers["Location"])


async def potong(klien: Klien, letak: str, isi: bytes, mulai: int) -> httpx.Response:
    tajuk = {"If-Match": f'"v{mulai}"', "Content-Type": "application/octet-stream"}
    return await klien.patch(letak, content=isi, headers=tajuk)


async def unggah(klien: Klien, tugas: str, jenis: str, isi: bytes = FOTO, *, kali: int = 2) -> httpx.Response:
    """Send a whole photo in pieces and complete it."""
    letak = await buat(klien, bahan(tugas, isi, jenis))
    langkah = -(-len(isi) // kali)
    for mulai in range(0, len(isi), langkah):
        assert (await potong(klien, letak, isi[mulai : mulai + langkah], mulai)).status_code == 200
    return await klien.post(f"{letak}/selesai")


async def objek(wadah: Wadah) -> list[str]:
    halaman = [h async for h in obstore.list(wadah.objek, prefix="sementara")]
    return [b["path"] for h in halaman for b in h]


async def kode(*jawaban: httpx.Response) -> Sequence[tuple[int, str]]:
    return [(j.status_code, j.json()["kode"]) for j in jawaban]


async def test_a_photo_in_pieces_is_kept_like_one_in_a_whole(
    pencacah: Pencacah, tugas: str, sesi: AsyncSession, wadah: Wadah
) -> None:
    jawab = await unggah(pencacah.klien, tugas, "KK", kali=3)
    assert (jawab.status_code, jawab.json()["is_selesai"], jawab.json()["kunjungan"]) == (200, True, None)
    foto = (await sesi.scalars(select(FotoKunjungan))).one()
    assert (str(foto.id), foto.jenis, foto.sidik) == (
        jawab.json()["foto_id"],
        JenisFoto.KK,
        hashlib.sha256(FOTO).digest(),
    )
    tersimpan = (await pencacah.klien.get(f"{tugas}/foto/{foto.id}")).content
    assert tersimpan.startswith(b"\xff\xd8")
    assert b"PabrikKamera" not in tersimpan
    baris = (await sesi.scalars(select(Unggahan))).one()
    assert baris.kunci_data is None
    assert await sesi.scalar(select(func.count()).select_from(PotonganUnggahan)) == 0


async def test_an_upload_goes_on_after_a_lost_answer(pencacah: Pencacah, tugas: str) -> None:
    """F13: a piece whose answer was lost is not sent twice; 412 says that another one is due."""
    letak = await buat(pencacah.klien, isi := bahan(tugas))
    assert (await potong(pencacah.klien, letak, FOTO[:1000], 0)).headers["ETag"] == '"v1000"'
    assert (
        await kode(
            await potong(pencacah.klien, letak, FOTO[:1000], 0), await potong(pencacah.klien, letak, FOTO[:5], 2000)
        )
        == [(412, "versi-basi")] * 2
    )
    kini = await pencacah.klien.get(letak)
    assert (kini.json()["diterima"], kini.headers["ETag"]) == (1000, '"v1000"')
    lagi = await pencacah.klien.post(UNGGAHAN, json=isi)
    assert (lagi.status_code, lagi.json()["diterima"]) == (201, 1000)
    assert (await potong(pencacah.klien, letak, FOTO[1000:], 1000)).status_code == 200
    satu, dua = [await pencacah.klien.post(f"{letak}/selesai") for _ in range(2)]
    assert satu.json()["foto_id"] == dua.json()["foto_id"]
    assert (
        await kode(await potong(pencacah.klien, letak, b"x", len(FOTO)), await pencacah.klien.post(f"{letak}/ulangi"))
        == [(409, "unggahan-sudah-selesai")] * 2
    )


async def test_no_byte_of_a_photo_lies_open_while_it_arrives(
    pencacah: Pencacah, tugas: str, wadah: Wadah, sesi: AsyncSession
) -> None:
    """S18, S30: pieces are sealed; they go with the upload."""
    letak = await buat(pencacah.klien, bahan(tugas))
    await potong(pencacah.klien, letak, FOTO[:2000], 0)
    baris = (await sesi.scalars(select(PotonganUnggahan))).one()
    (jalur,) = [o for o in await objek(wadah) if str(baris.objek_id) in o]
    isi = bytes(await (await obstore.get_async(wadah.objek, jalur)).bytes_async())
    assert FOTO[:64] not in isi
    assert len(isi) > 2000
    await jalankan(wadah, "lapangan.hapus_potongan", {"objek": [str(baris.objek_id), str(id_baru())]})
    assert jalur not in await objek(wadah)
    await potong(pencacah.klien, letak, FOTO[2000:], 2000)
    assert await kode(await pencacah.klien.post(f"{letak}/selesai")) == [(404, "berkas-tidak-ditemukan")]


async def test_another_content_than_announced_is_refused_and_begun_again(pencacah: Pencacah, tugas: str) -> None:
    letak = await buat(pencacah.klien, bahan(tugas))
    assert await kode(await pencacah.klien.post(f"{letak}/selesai")) == [(409, "unggahan-belum-lengkap")]
    await potong(pencacah.klien, letak, FOTO[:-1] + b"x", 0)
    assert await kode(await pencacah.klien.post(f"{letak}/selesai")) == [(422, "sidik-tidak-cocok")]
    ulang = await pencacah.klien.post(f"{letak}/ulangi")
    assert (ulang.json()["diterima"], ulang.headers["ETag"]) == (0, '"v0"')
    await potong(pencacah.klien, letak, FOTO, 0)
    assert (await pencacah.klien.post(f"{letak}/selesai")).status_code == 200


async def test_what_is_no_picture_is_not_kept(pencacah: Pencacah, tugas: str, sesi: AsyncSession) -> None:
    assert await kode(await unggah(pencacah.klien, tugas, "KK", b"<svg>" * 9)) == [(422, "berkas-bukan-gambar")]
    assert await kode(await unggah(pencacah.klien, tugas, "KK", FOTO[:900])) == [(422, "gambar-rusak")]
    assert await sesi.scalar(select(func.count()).select_from(FotoKunjungan)) == 0


async def test_pieces_that_do_not_fit_are_refused(
    pencacah: Pencacah, tugas: str, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    letak = await buat(pencacah.klien, bahan(tugas))
    monkeypatch.setattr(wadah.pengaturan.lapangan, "potongan_bita", 100)
    assert await kode(
        await potong(pencacah.klien, letak, FOTO[:101], 0),
        await pencacah.klien.patch(letak, content=b"x", headers={"Content-Type": "application/octet-stream"}),
        await pencacah.klien.patch(letak, headers={"If-Match": '"v0"', "Content-Type": "application/octet-stream"}),
    ) == [(422, "potongan-tidak-sah"), (428, "if-match-wajib"), (422, "isian-tidak-sah")]
    kecil = await buat(pencacah.klien, bahan(tugas, ukuran=3))
    assert await kode(await potong(pencacah.klien, kecil, b"1234", 0)) == [(422, "potongan-tidak-sah")]


async def test_an_upload_belongs_to_its_enumerator_and_to_an_open_assignment(
    pencacah: Pencacah, tugas: str, masuk: Masuk, verifikator: Klien
) -> None:
    lain = await masuk(Jabatan.ENUMERATOR, ("32.04",))
    letak = await buat(pencacah.klien, isi := bahan(tugas))
    assert (
        await kode(
            await lain.get(letak),
            await potong(lain, letak, b"x", 0),
            await lain.post(f"{letak}/ulangi"),
            await lain.post(f"{letak}/selesai"),
            await pencacah.klien.get(f"{UNGGAHAN}/{Ref(id_baru(), id_baru())}"),
            await pencacah.klien.get(f"{UNGGAHAN}/apa"),
        )
        == [(404, "unggahan-tidak-ditemukan")] * 6
    )
    assert await kode(await lain.post(UNGGAHAN, json=isi | {"id": str(uuid4())})) == [
        (404, "penugasan-tidak-ditemukan")
    ]
    assert (await verifikator.post(UNGGAHAN, json=isi)).status_code == 403
    await potong(pencacah.klien, letak, FOTO[:-1], 0)
    await tarik(verifikator, tugas)
    assert (
        await kode(
            await potong(pencacah.klien, letak, FOTO[-1:], len(FOTO) - 1),
            await pencacah.klien.post(f"{letak}/ulangi"),
            await pencacah.klien.post(UNGGAHAN, json=isi),
        )
        == [(409, "transisi-ditolak")] * 3
    )


async def test_an_id_names_one_photo_and_limits_hold(
    pencacah: Pencacah, tugas: str, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    isi = bahan(tugas)
    await buat(pencacah.klien, isi)
    assert await kode(await pencacah.klien.post(UNGGAHAN, json=isi | {"jenis": "ATAP"})) == [(409, "unggahan-berbeda")]
    monkeypatch.setattr("app.lapangan.unggahan.FOTO_MAKS", 1)
    assert await kode(await pencacah.klien.post(UNGGAHAN, json=bahan(tugas))) == [(409, "lampiran-terlalu-banyak")]
    monkeypatch.setattr(wadah.pengaturan.lapangan, "unggahan_terbuka", 1)
    assert await kode(await pencacah.klien.post(UNGGAHAN, json=bahan(tugas))) == [(409, "kuota-unggahan")]
    for salah in ({"ukuran": 0}, {"ukuran": 11 << 20}, {"sidik": "x"}, {"jenis": "SWAFOTO"}):
        jawab = await pencacah.klien.post(UNGGAHAN, json=bahan(tugas, **salah))
        assert await kode(jawab) == [(422, "isian-tidak-sah")]


async def test_a_visit_waits_for_its_photos_and_completes_by_itself(
    pencacah: Pencacah, tugas: str, usulan: Usulan, segar: Segar, sesi: AsyncSession
) -> None:
    """B.5: SUBMIT refers to uploads that have not arrived; also a wanted photo that it names is awaited."""
    atap = bahan(tugas, foto(warna="red"), "ATAP")
    satu = item("SUBMIT", tugas, kunjungan(foto=[atap["id"]]))
    (hasil,) = await kirim(pencacah.klien, satu)
    assert (hasil["putusan"], hasil["keadaan"]) == ("DITERIMA", "MENUNGGU_FOTO")
    assert hasil["foto_kurang"] == ["KK", "RESPONDEN", "RUMAH_DALAM", "RUMAH_DEPAN"]
    for jenis in ("KK", "RUMAH_DEPAN", "RUMAH_DALAM", "RESPONDEN"):
        assert (await unggah(pencacah.klien, tugas, jenis)).json()["kunjungan"] is None
    (hasil,) = await kirim(pencacah.klien, satu)
    assert (hasil["keadaan"], hasil["foto_kurang"], hasil["is_ulangan"]) == ("MENUNGGU_FOTO", [], True)
    assert (await segar(usulan)).status is S.VERVAL_DITUGASKAN
    letak = await buat(pencacah.klien, atap)
    assert (await kirim(pencacah.klien, satu))[0]["foto_kurang"] == ["ATAP"]
    await potong(pencacah.klien, letak, foto(warna="red"), 0)
    selesai = (await pencacah.klien.post(f"{letak}/selesai")).json()
    assert (selesai["kunjungan"]["id"], selesai["kunjungan"]["keadaan"]) == (satu["id"], "SELESAI")
    assert (await segar(usulan)).status is S.VALIDASI_DINSOS
    assert await sesi.scalar(select(func.count()).select_from(DrafKunjungan)) == 0
    (hasil,) = await kirim(pencacah.klien, satu)
    assert (hasil["putusan"], hasil["keadaan"], hasil["is_ulangan"]) == ("DITERIMA", "SELESAI", True)
    assert await sesi.scalar(select(func.count()).select_from(Kunjungan)) == 1


async def test_photos_sent_online_complete_a_waiting_visit_at_the_next_sign_of_life(
    pencacah: Pencacah, tugas: str, usulan: Usulan, segar: Segar
) -> None:
    satu = item("SUBMIT", tugas, kunjungan())
    assert (await kirim(pencacah.klien, satu))[0]["keadaan"] == "MENUNGGU_FOTO"
    await potret(pencacah, tugas)
    assert (await kirim(pencacah.klien, satu))[0]["keadaan"] == "SELESAI"
    assert (await segar(usulan)).status is S.VALIDASI_DINSOS


async def test_a_waiting_visit_that_can_no_more_be_handed_in_says_so(
    pencacah: Pencacah, tugas: str, usulan: Usulan, sesi: AsyncSession, segar: Segar
) -> None:
    satu = item("SUBMIT", tugas, kunjungan())
    await kirim(pencacah.klien, satu)
    for jenis in ("KK", "RUMAH_DEPAN", "RUMAH_DALAM"):
        await unggah(pencacah.klien, tugas, jenis)
    await sesi.execute(update(Usulan).values(status=S.KEDALUWARSA))
    hasil = (await unggah(pencacah.klien, tugas, "RESPONDEN")).json()["kunjungan"]
    assert (hasil["putusan"], hasil["kode"], hasil["is_disimpan"]) == ("DITOLAK", "transisi-ditolak", True)
    (lagi,) = await kirim(pencacah.klien, satu)
    assert (lagi["putusan"], lagi["kode"], lagi["is_ulangan"]) == ("DITOLAK", "transisi-ditolak", True)
    assert await sesi.scalar(select(func.count()).select_from(FotoKunjungan)) == 4


async def test_the_hourly_sweep_forgets_what_expired_and_keeps_work_for_the_officers(
    pencacah: Pencacah, tugas: str, sesi: AsyncSession, wadah: Wadah, verifikator: Klien
) -> None:
    letak = await buat(pencacah.klien, bahan(tugas))
    await potong(pencacah.klien, letak, FOTO[:10], 0)
    selesai = UUID((await unggah(pencacah.klien, tugas, "ATAP")).json()["id"])
    await kirim(pencacah.klien, item("UPDATE", tugas, {"responden": "Ibu"}))
    await jalankan(wadah, "lapangan.rapikan", {})
    assert (await pencacah.klien.get(letak)).status_code == 200
    await sesi.execute(update(Unggahan).values(kedaluwarsa_at=now() - timedelta(minutes=1)))
    await sesi.execute(update(Usulan).values(status=S.KEDALUWARSA))
    await jalankan(wadah, "lapangan.rapikan", {})
    assert (await pencacah.klien.get(letak)).status_code == 404
    assert [u.id for u in await sesi.scalars(select(Unggahan))] == [selesai]
    (titipan,) = (await verifikator.get("/v1/petugas/lapangan/titipan")).json()["data"]
    assert (titipan["kode"], titipan["penugasan_ref"]) == ("penugasan-sudah-ditarik", str(sebagai_ref(tugas)))
    assert (await pencacah.klien.get("/v1/petugas/penugasan")).json()["data"] == []


async def test_a_draft_that_does_not_open_stays_alone_behind_in_the_sweep(
    pencacah: Pencacah, tugas: str, sesi: AsyncSession, wadah: Wadah, verifikator: Klien
) -> None:
    lain = await tugaskan(verifikator, await pabrik.usulan(sesi, wadah, S.DISEPAKATI_MUSYAWARAH), pencacah)
    for satu in (tugas, lain):
        await kirim(pencacah.klien, item("UPDATE", satu, {"responden": "Ibu Khas"}))
    rusak = update(DrafKunjungan).where(DrafKunjungan.penugasan_id == sebagai_ref(tugas).id)
    await sesi.execute(rusak.values(isi=b"rusak", updated_at=now() - timedelta(days=1)))
    await sesi.execute(update(Usulan).values(status=S.KEDALUWARSA))
    with capture_logs() as catatan:
        await jalankan(wadah, "lapangan.rapikan", {})
    (titipan,) = (await verifikator.get("/v1/petugas/lapangan/titipan")).json()["data"]
    assert titipan["penugasan_ref"] == str(sebagai_ref(lain))
    assert [d.ref for d in await sesi.scalars(select(DrafKunjungan))] == [sebagai_ref(tugas)]
    (tertinggal,) = (c for c in catatan if c["event"] == "draf-tertinggal")
    assert (tertinggal["penugasan"], tertinggal["jenis"]) == (str(sebagai_ref(tugas)), ["SandiTidakCocok"])
    assert "Khas" not in str(catatan)


async def test_a_store_that_does_not_answer_is_told_as_such(
    pencacah: Pencacah, tugas: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def putus(*_a: object, **_k: object) -> None:
        raise OSError

    letak = await buat(pencacah.klien, bahan(tugas))
    with monkeypatch.context() as m:
        m.setattr("app.berkas_objek.potongan.obstore.put_async", putus)
        assert await kode(await potong(pencacah.klien, letak, FOTO, 0)) == [(503, "penyimpanan-tidak-tersedia")]
    await potong(pencacah.klien, letak, FOTO, 0)
    with monkeypatch.context() as m:
        m.setattr("app.berkas_objek.potongan.obstore.get_async", putus)
        assert await kode(await pencacah.klien.post(f"{letak}/selesai")) == [(503, "penyimpanan-tidak-tersedia")]
    assert (await pencacah.klien.post(f"{letak}/selesai")).status_code == 200


async def test_pieces_that_nobody_claims_are_swept_away(
    pencacah: Pencacah, tugas: str, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    letak = await buat(pencacah.klien, bahan(tugas))
    await potong(pencacah.klien, letak, FOTO[:9], 0)
    assert await objek(wadah)
    monkeypatch.setattr(wadah.pengaturan.lapangan, "unggahan_hari", -2)
    monkeypatch.setattr(wadah.pengaturan.impor, "simpan_hari", -2)
    await jalankan(wadah, "lapangan.rapikan", {})
    assert await objek(wadah) == []
