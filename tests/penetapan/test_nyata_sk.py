"""With real commits: a worker killed in the middle of a decree's jobs, and one that goes on, give the same decree."""

from typing import Any

import pytest
from sqlalchemy import select

from app.core.db import transaksi
from app.core.jobs import TugasGagal, jalankan
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.penetapan.arsip import ArsipSK
from app.penetapan.models import SK, Keanggotaan, SKKeluarga
from app.penetapan.pelaksanaan import Pelaksanaan
from app.penetapan.pengerjaan import TUGAS_LAKSANAKAN, TUGAS_SUSUN
from app.penetapan.penyusunan import Penyusunan
from app.penetapan.snapshot import kanonik
from app.usulan.models import Usulan
from tests.conftest import Masuk
from tests.pabrik.penetapan import PabrikPenetapan, putaran_sah, siapkan, tanda_tangani
from tests.pabrik.usulan import alasan

pytestmark = pytest.mark.nyata


def matikan(monkeypatch: pytest.MonkeyPatch, kelas: type, metode: str, ke: int) -> None:
    """Let the `ke`-th call of a method kill its worker after it has done its work."""
    asli, hitung = getattr(kelas, metode), iter(range(1, 1000))

    async def sekarat(self: Any, *isi: Any, **nama: Any) -> Any:
        hasil = await asli(self, *isi, **nama)
        if next(hitung) == ke:
            raise RuntimeError("killed")
        return hasil

    monkeypatch.setattr(kelas, metode, sekarat)


async def isi_daftar(wadah: Wadah, kode: str) -> bytes:
    """Everything that a list says, without the salts, as bytes."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        sk = (await sesi.scalars(select(SK).where(SK.kode == kode))).one()
        baris = await sesi.scalars(select(SKKeluarga).where(SKKeluarga.sk_id == sk.id).order_by(SKKeluarga.urutan))
        arsip = ArsipSK(wadah.sandi)
        isi = []
        for b in baris:
            terbuka = arsip.buka(b)[0]
            isi.append({n: getattr(terbuka, n) for n in terbuka.__slots__ if n not in {"garam", "anggota"}})
            isi[-1]["anggota"] = [(a.nama, a.nik) for a in terbuka.anggota]
        jumlah = [getattr(sk, n) for n in ("jumlah", "jumlah_ditetapkan", "jumlah_menunggu", "jumlah_tidak_ditetapkan")]
        return kanonik({"baris": isi, "jumlah": jumlah})


async def test_a_killed_worker_leaves_a_list_and_a_registry_as_if_nothing_had_happened(
    wadah_nyata: Wadah, masuk_nyata: Masuk, monkeypatch: pytest.MonkeyPatch
) -> None:
    wadah = wadah_nyata
    monkeypatch.setattr(wadah.pengaturan.penetapan, "sekaligus", 1)
    monkeypatch.setattr(wadah.pengaturan.penetapan, "potongan", 2)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        pabrik = PabrikPenetapan(sesi, wadah, await putaran_sah(sesi))
        for desil in (3, 1, 2, 7, 1, 4, 2):
            await pabrik.antre(desil=desil)
    admin, penetap = await masuk_nyata(Jabatan.ADMIN_PUSAT), await masuk_nyata(Jabatan.PENETAP)
    utuh = await siapkan(admin, pabrik.putaran, kuota=4)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        utuh_id = str((await sesi.scalars(select(SK.id))).one())
    await jalankan(wadah, TUGAS_SUSUN, {"sk_id": utuh_id})
    harap = await isi_daftar(wadah, utuh["kode"])
    batal = await admin.post(f"/v1/admin/sk/{utuh['kode']}/batalkan", json={"alasan": alasan("DAFTAR_BERUBAH")})
    assert batal.status_code == 200, batal.text

    sk = await siapkan(admin, pabrik.putaran, kuota=4)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        sk_id = str((await sesi.scalars(select(SK.id).where(SK.kode == sk["kode"]))).one())
    with monkeypatch.context() as m:
        for ke in (2, 4):
            matikan(m, Penyusunan, "langkah", ke)
            with pytest.raises(TugasGagal):
                await jalankan(wadah, TUGAS_SUSUN, {"sk_id": sk_id})
    await jalankan(wadah, TUGAS_SUSUN, {"sk_id": sk_id})
    assert await isi_daftar(wadah, sk["kode"]) == harap

    sk = (await admin.get(f"/v1/admin/sk/{sk['kode']}")).json()
    assert (await tanda_tangani(penetap, sk)).status_code == 200
    with monkeypatch.context() as m:
        for ke in (1, 2):
            matikan(m, Pelaksanaan, "laksanakan", ke)
            with pytest.raises(TugasGagal):
                await jalankan(wadah, TUGAS_LAKSANAKAN, {"sk_id": sk_id})
    for _ in range(2):
        await jalankan(wadah, TUGAS_LAKSANAKAN, {"sk_id": sk_id})
    akhir = (await admin.get(f"/v1/admin/sk/{sk['kode']}")).json()
    assert (akhir["status"], akhir["tahap"], akhir["jumlah_terlaksana"]) == ("BERLAKU", "SELESAI", 7)
    async with transaksi(wadah.pabrik_sesi) as sesi:
        assert len((await sesi.scalars(select(Keanggotaan))).all()) == 4
        status = sorted(u.status for u in await sesi.scalars(select(Usulan)))
    assert status == ["DITETAPKAN"] * 4 + ["PEMERINGKATAN"] * 2 + ["TIDAK_DITETAPKAN"]
