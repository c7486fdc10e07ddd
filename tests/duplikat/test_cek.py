"""The lookups after a merge that was taken back: they say of each NIK what they said before."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.penetapan.status import StatusKeanggotaan
from tests.conftest import Klien, Masuk
from tests.pabrik.cekbansos import bukti, pencatat
from tests.pabrik.duplikat import TETANGGA, URL, Meja, cari, pasangan, wawan
from tests.pabrik.keluarga import daftarkan, nik

NIK = nik(date(1983, 4, 17))
"""The earlier record's."""
NIK_LAIN = nik(date(1983, 4, 17))
"""The later record's, where it has one."""


async def jawaban(mitra: Klien, warga: Klien) -> list[Any]:
    """What a machine account and anybody is told of the two NIK."""
    daftar = [NIK, NIK_LAIN]
    batch = (await mitra.post("/v1/mitra/status", json={"tujuan": "Verifikasi PBI", "nik": daftar})).json()["data"]
    umum = []
    for nomor in daftar:
        isi = {"nik": nomor, "nama": "Wawan Setiawan", "tantangan": await bukti(warga)}
        umum.append((await warga.post("/v1/publik/cek-nik", json=isi)).json())
    return [*batch, *umum]


@pytest.mark.parametrize("pilih", [{}, {"nik": "GANDA"}, {"nik": "DIPERTAHANKAN"}], ids=["tanpa-nik", "lama", "baru"])
@pytest.mark.parametrize("terdaftar", ["lama", "baru", "keduanya", "baru sebelum ber-NIK", "baru, dulu lama"])
async def test_every_nik_is_answered_as_before_a_merge_that_was_taken_back(
    sesi: AsyncSession, wadah: Wadah, masuk: Masuk, klien: Klien, terdaftar: str, pilih: dict[str, str]
) -> None:
    """Also a second time, and also of whoever was never registered: a merge leaves no row of another's behind."""
    petugas = await masuk(Jabatan.VERIFIKATOR)
    mitra = await masuk(Jabatan.INTEGRASI, ("32.04",), cakupan=frozenset({"status", "status:wilayah"}))
    lama = await daftarkan(sesi, wadah, wawan(nik=NIK))
    baru = await daftarkan(sesi, wadah, wawan(nik=NIK_LAIN if pilih else None, kode_desa=TETANGGA))
    await sesi.commit()
    await cari(petugas, wadah)
    meja = Meja(sesi, wadah, petugas, lama, baru, f"{URL}/{(await pasangan(sesi))[0].id}")
    if "dulu" in terdaftar:
        keluarga = {"keluarga_id": lama.keluarga_id, "status": StatusKeanggotaan.NONAKTIF}
        await pencatat(sesi, wadah)(NIK, "Wawan Setiawan", **keluarga)
    for ref in (lama, baru):
        if terdaftar.startswith(({lama: "lama", baru: "baru"}[ref], "keduanya")):
            await meja.anggota(ref, is_bernik="ber-NIK" not in terdaftar)
    sebelum = await jawaban(mitra, klien)
    for _ in range(2):
        assert (await meja.gabung(baru, **pilih)).status_code == 200
        assert "TERDAFTAR" in {x.get("status") for x in await jawaban(mitra, klien)}
        assert (await meja.batal()).status_code == 200
        assert await jawaban(mitra, klien) == sebelum
