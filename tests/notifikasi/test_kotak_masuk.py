"""Everybody has an inbox of his own, whose words nobody reads in the database."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.kabar import KabarService
from app.core.clock import now
from app.core.peran import Jabatan
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.notifikasi.kabar import JenisKabar, Kabar
from app.notifikasi.kotak_masuk import KotakMasukService
from app.notifikasi.models import KotakMasuk
from app.notifikasi.tugas import bersihkan
from tests.conftest import Masuk

pytestmark = pytest.mark.anyio
KABAR = Kabar(JenisKabar.USULAN, Teks("Usulan bergerak", "It moved"), Teks("Rahasia kabar", "Secret news"), "usulan/x")


async def _tulis(wadah: Wadah, *akun: UUID, banyak: int = 1) -> None:
    async with wadah.pabrik_sesi() as sesi, sesi.begin():
        for _ in range(banyak):
            await KotakMasukService.rakit(sesi, wadah).tulis(akun, KABAR)


@pytest.mark.parametrize(
    ("jabatan", "cabang"), [(Jabatan.WARGA, "warga"), (Jabatan.TKSK, "petugas"), (Jabatan.ADMIN_PUSAT, "admin")]
)
async def test_each_role_reads_its_own_inbox_newest_first(
    masuk: Masuk, wadah: Wadah, jabatan: Jabatan, cabang: str
) -> None:
    saya, lain = await masuk(jabatan), await masuk(jabatan)
    await _tulis(wadah, saya.pelaku.akun_id, banyak=3)
    await _tulis(wadah, lain.pelaku.akun_id)
    halaman = (await saya.get(f"/v1/{cabang}/notifikasi", params={"batas": 2})).json()
    assert [k["isi"] for k in halaman["data"]] == [{"id": "Rahasia kabar", "en": "Secret news"}] * 2
    assert halaman["data"][0]["id"] > halaman["data"][1]["id"]
    sisa = await saya.get(f"/v1/{cabang}/notifikasi", params={"kursor": halaman["halaman"]["berikutnya"], "batas": 2})
    assert len(sisa.json()["data"]) == 1
    assert (await saya.get(f"/v1/{cabang}/notifikasi/jumlah")).json() == {"belum_dibaca": 3}


async def test_reading_marks_one_or_everything_up_to_it_and_never_what_came_later(masuk: Masuk, wadah: Wadah) -> None:
    saya = await masuk(Jabatan.WARGA)
    await _tulis(wadah, saya.pelaku.akun_id, banyak=4)
    baru_ke_lama = [k["id"] for k in (await saya.get("/v1/warga/notifikasi")).json()["data"]]
    satu = await saya.post(f"/v1/warga/notifikasi/{baru_ke_lama[3]}/baca")
    lagi = await saya.post(f"/v1/warga/notifikasi/{baru_ke_lama[3]}/baca")
    assert satu.json()["dibaca_at"] == lagi.json()["dibaca_at"] is not None
    jumlah = await saya.post(f"/v1/warga/notifikasi/{baru_ke_lama[1]}/baca-sampai")
    assert jumlah.json() == {"belum_dibaca": 1}
    belum = (await saya.get("/v1/warga/notifikasi", params={"belum_dibaca": True})).json()["data"]
    assert [k["id"] for k in belum] == baru_ke_lama[:1]


async def test_another_persons_message_is_like_one_that_does_not_exist(masuk: Masuk, wadah: Wadah) -> None:
    saya, lain = await masuk(Jabatan.WARGA), await masuk(Jabatan.WARGA)
    await _tulis(wadah, lain.pelaku.akun_id)
    milik_lain = (await lain.get("/v1/warga/notifikasi")).json()["data"][0]["id"]
    for aksi in ("baca", "baca-sampai"):
        asing = await saya.post(f"/v1/warga/notifikasi/{milik_lain}/{aksi}")
        tiada = await saya.post(f"/v1/warga/notifikasi/{uuid4()}/{aksi}")
        assert (asing.status_code, asing.json()["kode"]) == (404, "notifikasi-tidak-ditemukan")
        bersih = [{k: v for k, v in j.json().items() if k not in {"instance", "id_permintaan"}} for j in (asing, tiada)]
        assert bersih[0] == bersih[1]
    assert (await lain.get("/v1/warga/notifikasi")).json()["data"][0]["dibaca_at"] is None


async def test_the_rows_show_no_words_and_old_ones_are_forgotten(
    masuk: Masuk, wadah: Wadah, sesi: AsyncSession
) -> None:
    saya = await masuk(Jabatan.WARGA)
    await _tulis(wadah, saya.pelaku.akun_id, banyak=2)
    mentah = str((await sesi.execute(text("SELECT kotak_masuk::text FROM kotak_masuk"))).all())
    assert "Rahasia" not in mentah
    assert b"Rahasia".hex() not in mentah
    lama = (await saya.get("/v1/warga/notifikasi")).json()["data"][1]["id"]
    async with wadah.pabrik_sesi() as satu, satu.begin():
        await satu.execute(
            update(KotakMasuk).where(KotakMasuk.id == UUID(lama)).values(created_at=now() - timedelta(days=366))
        )
    await bersihkan(wadah, {})
    assert lama not in [k["id"] for k in (await saya.get("/v1/warga/notifikasi")).json()["data"]]
    assert (await saya.get("/v1/warga/notifikasi/jumlah")).json() == {"belum_dibaca": 1}


async def test_a_holder_with_an_address_gets_the_same_news_by_mail(
    masuk: Masuk, wadah: Wadah, sesi: AsyncSession
) -> None:
    saya = await masuk(Jabatan.WARGA)
    kabar = KabarService.rakit(sesi, wadah)
    await kabar.kabari([saya.pelaku.akun_id, saya.pelaku.akun_id], KABAR)
    await kabar.kabari([saya.pelaku.akun_id], KABAR, surel=False)
    assert (await saya.get("/v1/warga/notifikasi/jumlah")).json() == {"belum_dibaca": 2}
