"""Each kind of change over HTTP, as the registry and its history tell it afterwards."""

from datetime import date
from typing import Any

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.keluarga.entitas import KeluargaLengkap
from app.keluarga.service import KeluargaService
from tests.conftest import Klien, Masuk
from tests.keluarga.pembantu import HARI_INI, TUJUAN, keluarga_baru, kode, rute
from tests.pabrik.keluarga import DESA, anggota, nik, no_kk, subjek

DEWASA = date(2000, 2, 3)


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.OPERATOR_DESA, (DESA,))


async def ubah(klien: Klien, keluarga: KeluargaLengkap, jenis: str, **isi: Any) -> httpx.Response:
    badan = {"jenis": jenis, "tanggal": HARI_INI} | isi
    return await klien.post(f"{rute(keluarga)}/perubahan", json=badan)


async def koreksi(klien: Klien, keluarga: KeluargaLengkap, perubahan: str) -> httpx.Response:
    jalur = f"{rute(keluarga)}/perubahan/{perubahan}/koreksi"
    return await klien.post(jalur, json={"keterangan": "Salah memilih orang"})


async def baca(sesi: AsyncSession, wadah: Wadah, keluarga: KeluargaLengkap | str) -> KeluargaLengkap:
    id_ = Ref.urai(keluarga).keluarga_id if isinstance(keluarga, str) else keluarga.keluarga_id
    return await KeluargaService.rakit(sesi, wadah).baca(id_)


def nama(keluarga: KeluargaLengkap) -> list[tuple[str, str]]:
    return [(a.nama, a.hubungan.value) for a in keluarga.aktif]


async def test_a_birth_without_nik_is_completed_later(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    keluarga = await keluarga_baru(sesi, wadah)
    jawab = await ubah(operator, keluarga, "LAHIR", nama="Bayi", jenis_kelamin="P")
    assert (jawab.status_code, jawab.headers["ETag"], jawab.json()["keluarga_lain"]) == (200, '"v2"', [])
    bayi = next(a for a in jawab.json()["keluarga"]["anggota"] if a["nama"] == "Bayi")
    assert (bayi["status_dokumen"], bayi["masuk_date"], bayi["hubungan"]) == ("BELUM_PUNYA", HARI_INI, "ANAK")
    nomor = nik(hari_ini(), "P")
    jawab = await ubah(operator, keluarga, "IDENTITAS", anggota=bayi["ref"], nik=nomor, nama="Putri")
    putri = next(a for a in jawab.json()["keluarga"]["anggota"] if a["ref"] == bayi["ref"])
    assert (putri["nama"], putri["nik"], putri["status_dokumen"]) == ("Putri", nomor, "ADA")
    kembali = await koreksi(operator, keluarga, jawab.json()["ref"])
    bayi_lagi = next(a for a in kembali.json()["keluarga"]["anggota"] if a["ref"] == bayi["ref"])
    assert {n: bayi_lagi[n] for n in ("nama", "nik", "status_dokumen")} == {
        "nama": "Bayi",
        "nik": None,
        "status_dokumen": "BELUM_PUNYA",
    }
    assert await KeluargaService.rakit(sesi, wadah).cari_nik(nomor) is None


async def test_a_split_founds_a_family_and_a_correction_ends_it(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    keluarga = await keluarga_baru(sesi, wadah, subjek(anggota(nama="Ani", tanggal_lahir=DEWASA), anggota(nama="Ina")))
    ani, ina = (a.ref.teks for a in keluarga.aktif[1:])
    pisah = {
        "anggota": [{"anggota": ani, "hubungan": "KEPALA_KELUARGA"}, {"anggota": ina, "hubungan": "ANAK"}],
        "baru": {"no_kk": no_kk()},
    }
    jawab = await ubah(operator, keluarga, "PISAH_KK", **pisah)
    (lain,) = jawab.json()["keluarga_lain"]
    pecahan = await baca(sesi, wadah, lain)
    assert nama(pecahan) == [("Ani", "KEPALA_KELUARGA"), ("Ina", "ANAK")]
    assert pecahan.rumah_tangga_id == keluarga.rumah_tangga_id
    kembali = await koreksi(operator, keluarga, jawab.json()["ref"])
    assert kembali.status_code == 200, kembali.text
    assert nama(await baca(sesi, wadah, keluarga)) == nama(keluarga)
    pecahan = await baca(sesi, wadah, lain)
    assert (pecahan.aktif, pecahan.ditutup_date) == ((), hari_ini())
    assert keluarga.aktif[1].nik is not None
    letak = await KeluargaService.rakit(sesi, wadah).cari_nik(keluarga.aktif[1].nik)
    assert letak == (keluarga.keluarga_id, keluarga.aktif[1].individu_id)
    riwayat = (await operator.get(rute(keluarga) + "/riwayat", params=TUJUAN)).json()["data"]
    assert {r["mengoreksi"] for r in riwayat[:2]} == {jawab.json()["ref"]}
    assert riwayat[0]["keterangan"] == "Salah memilih orang"
    lagi = await koreksi(operator, keluarga, jawab.json()["ref"])
    assert kode(lagi) == (409, "perubahan-sudah-dikoreksi")


async def test_cards_are_merged(operator: Klien, sesi: AsyncSession, wadah: Wadah) -> None:
    asal = await keluarga_baru(sesi, wadah, subjek(anggota(nama="Ani")))
    tujuan = await keluarga_baru(sesi, wadah)
    peran = [{"anggota": a.ref.teks, "hubungan": "LAINNYA"} for a in asal.aktif]
    sebagian = await ubah(operator, asal, "GABUNG_KK", anggota=peran[1:], ke=tujuan.ref.teks)
    assert kode(sebagian) == (409, "anggota-tertinggal")
    jawab = await ubah(operator, asal, "GABUNG_KK", anggota=peran, ke=tujuan.ref.teks)
    assert (jawab.status_code, jawab.json()["keluarga_lain"]) == (200, [tujuan.ref.teks])
    assert (await baca(sesi, wadah, asal)).ditutup_date == hari_ini()
    assert len((await baca(sesi, wadah, tujuan)).aktif) == 3
    tutup = await ubah(operator, asal, "LAHIR", nama="X", jenis_kelamin="L")
    assert kode(tutup) == (409, "keluarga-sudah-ditutup")
    kembali = await koreksi(operator, asal, jawab.json()["ref"])
    assert kembali.status_code == 200
    assert nama(await baca(sesi, wadah, asal)) == nama(asal)
