"""Where the match stands in the pipeline: set by region and period, and what it holds up."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini, now
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.kependudukan.ports import KependudukanPort
from app.periode.jendela import kode_periode
from app.periode.service_padan import AturanPadanService
from app.usulan.status import AksiUsulan
from app.usulan.status import StatusUsulan as S
from app.verval.padan import padankan_usulan
from app.verval.pengecualian import periksa_usulan
from tests.conftest import Klien, Masuk
from tests.pabrik import verval as pabrik
from tests.pabrik.keluarga import subjek
from tests.pabrik.musyawarah import musyawarah
from tests.pabrik.usulan import alasan, langkah

ATURAN = "/v1/admin/aturan-padan"
DESA = "32.04.05.2001"
KINI = kode_periode(hari_ini())


def aturan(**ganti: Any) -> dict[str, Any]:
    return {
        "kode_wilayah": "32.04",
        "posisi": "SEBELUM_MUSYAWARAH",
        "mulai_periode": KINI,
        "dasar": "Keputusan Bupati nomor 7 tahun 2026",
    } | ganti


@pytest.fixture
async def pusat(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.ADMIN_PUSAT)


@pytest.fixture
async def kab(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.ADMIN_KABKOTA)


async def posisi(sesi: AsyncSession, wadah: Wadah, desa: str = DESA, periode: str | None = KINI) -> str:
    return str(await AturanPadanService.rakit(sesi, wadah).posisi(desa, periode))


async def tetapkan(pusat: Klien, **ganti: Any) -> str:
    jawab = await pusat.post(f"{ATURAN}/tetapkan", json=aturan(**ganti))
    assert jawab.status_code == 201, jawab.text
    return str(jawab.json()["id"])


async def test_the_narrowest_region_and_then_the_newest_rule_counts(
    sesi: AsyncSession, wadah: Wadah, pusat: Klien
) -> None:
    """'Older DKI order': the position of padan is a configuration of the pipeline, not a constant."""
    assert await posisi(sesi, wadah) == "SESUDAH_VERVAL"
    await tetapkan(pusat, kode_wilayah=None, posisi="KEDUANYA")
    await tetapkan(pusat, kode_wilayah="32", posisi="SESUDAH_VERVAL")
    kabupaten = await tetapkan(pusat)
    await tetapkan(pusat, kode_wilayah="32.04.05", posisi="KEDUANYA", mulai_periode="2099-01", sampai_periode="2099-02")
    assert await posisi(sesi, wadah) == "SEBELUM_MUSYAWARAH"
    assert await posisi(sesi, wadah, periode=None) == "SEBELUM_MUSYAWARAH"
    assert await posisi(sesi, wadah, "32.73.01.1001") == "SESUDAH_VERVAL"
    assert await posisi(sesi, wadah, "31.71.01.1001") == "KEDUANYA"
    assert [await posisi(sesi, wadah, periode=p) for p in ("2099-02", "2099-03")] == ["KEDUANYA", "SEBELUM_MUSYAWARAH"]
    jawab = await pusat.post(f"{ATURAN}/{kabupaten}/cabut", json={"alasan": alasan("ATURAN_BERAKHIR")})
    assert (jawab.json()["status"], jawab.json()["kode_alasan"]) == ("DICABUT", "ATURAN_BERAKHIR")
    assert await posisi(sesi, wadah) == "SESUDAH_VERVAL"


async def test_a_kab_proposes_and_the_ministry_decides(
    sesi: AsyncSession, wadah: Wadah, pusat: Klien, kab: Klien
) -> None:
    satu = (await kab.post(f"{ATURAN}/usulkan", json=aturan())).json()
    assert (satu["status"], await posisi(sesi, wadah)) == ("DIUSULKAN", "SESUDAH_VERVAL")
    assert (await kab.post(f"{ATURAN}/{satu['id']}/setujui")).status_code == 403
    basi = await pusat.post(f"{ATURAN}/{satu['id']}/setujui", headers={"If-Match": '"v9"'})
    assert basi.status_code == 412
    assert (await pusat.post(f"{ATURAN}/{satu['id']}/setujui")).json()["status"] == "BERLAKU"
    assert await posisi(sesi, wadah) == "SEBELUM_MUSYAWARAH"
    dua = (await kab.post(f"{ATURAN}/usulkan", json=aturan(kode_wilayah="32.04.05"))).json()
    assert (await pusat.post(f"{ATURAN}/{dua['id']}/tolak", json={})).json()["kode"] == "alasan-wajib"
    tolak = await pusat.post(f"{ATURAN}/{dua['id']}/tolak", json={"alasan": alasan("ATURAN_TANPA_DASAR")})
    assert tolak.json()["status"] == "DITOLAK"
    lagi = await pusat.post(f"{ATURAN}/{dua['id']}/tolak", json={"alasan": alasan("ATURAN_TANPA_DASAR")})
    assert lagi.json()["kode"] == "transisi-ditolak"
    assert [a["status"] for a in (await kab.get(ATURAN)).json()["data"]] == ["DITOLAK", "BERLAKU"]


@pytest.mark.parametrize(
    ("ganti", "kode"),
    [
        ({"kode_wilayah": "32.73"}, "wilayah-aturan-di-luar"),
        ({"kode_wilayah": None}, "wilayah-aturan-di-luar"),
        ({"kode_wilayah": "32.04.99"}, "wilayah-tidak-dikenal"),
        ({"mulai_periode": "2020-01"}, "masa-aturan-tidak-sah"),
        ({"sampai_periode": "2020-01"}, "masa-aturan-tidak-sah"),
        ({"posisi": "KAPAN_SAJA"}, "isian-tidak-sah"),
    ],
)
async def test_what_cannot_be_proposed(kab: Klien, ganti: dict[str, Any], kode: str) -> None:
    assert (await kab.post(f"{ATURAN}/usulkan", json=aturan(**ganti))).json()["kode"] == kode


async def test_a_rule_of_another_kab_is_not_found(pusat: Klien, masuk: Masuk) -> None:
    await tetapkan(pusat)
    lain = await masuk(Jabatan.ADMIN_KABKOTA, ("32.73",))
    assert (await lain.get(ATURAN)).json()["data"] == []
    nihil = await pusat.post(f"{ATURAN}/01900000-0000-7000-8000-000000000000/setujui")
    assert nihil.json()["kode"] == "aturan-padan-tidak-ditemukan"


# -- what it holds up


@pytest.fixture
def dukcapil(wadah: Wadah) -> pabrik.DukcapilPalsu:
    palsu = pabrik.DukcapilPalsu()
    wadah.pasang(KependudukanPort, lambda _s, _w: palsu)
    return palsu


async def jadwalkan(masuk: Masuk, sesi: AsyncSession, usulan: Any) -> Any:
    operator = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    rapat = await operator.post("/v1/petugas/musyawarah", json=musyawarah())
    assert rapat.status_code == 201, rapat.text
    isi = {"musyawarah_id": rapat.json()["id"]}
    return await operator.post(f"/v1/petugas/usulan/{usulan.ref}/jadwalkan-musyawarah", json=isi)


@pytest.mark.parametrize("kapan", ["SEBELUM_MUSYAWARAH", "KEDUANYA"])
async def test_where_the_match_comes_first_no_meeting_hears_a_case_that_does_not_match(
    masuk: Masuk, pusat: Klien, sesi: AsyncSession, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu, kapan: str
) -> None:
    orang = subjek()
    usulan = await pabrik.usulan(sesi, wadah, S.LENGKAP, isi=orang)
    await tetapkan(pusat, posisi=kapan)
    jawab = await jadwalkan(masuk, sesi, usulan)
    assert (jawab.status_code, jawab.json()["syarat"], jawab.json()["kode_alasan"]) == (
        409,
        "padan_awal",
        "TIDAK_PADAN_DUKCAPIL",
    )
    dukcapil.jawaban = pabrik.resmi(orang)
    await padankan_usulan(wadah, usulan.ref)
    assert (await jadwalkan(masuk, sesi, usulan)).json()["status"] == "MASUK_MUSYAWARAH"


async def test_elsewhere_the_meeting_hears_it_unmatched(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    usulan = await pabrik.usulan(sesi, wadah, S.LENGKAP)
    assert (await jadwalkan(masuk, sesi, usulan)).json()["status"] == "MASUK_MUSYAWARAH"


@pytest.mark.parametrize(("kapan", "kode"), [("SEBELUM_MUSYAWARAH", 200), ("KEDUANYA", 409), ("SESUDAH_VERVAL", 409)])
async def test_validation_takes_an_earlier_match_only_where_the_rule_says_so(
    masuk: Masuk,
    pusat: Klien,
    sesi: AsyncSession,
    wadah: Wadah,
    dukcapil: pabrik.DukcapilPalsu,
    kapan: str,
    kode: int,
) -> None:
    orang = subjek()
    usulan = await pabrik.usulan(sesi, wadah, S.VALIDASI_DINSOS, isi=orang)
    dukcapil.jawaban = pabrik.resmi(orang)
    await padankan_usulan(wadah, usulan.ref)
    await periksa_usulan(wadah, usulan.ref)
    mulai = langkah(usulan, AksiUsulan.MULAI_VALIDASI, usulan.pengusul_id)
    mulai.created_at = now() + timedelta(seconds=1)
    sesi.add(mulai)
    await sesi.commit()
    await tetapkan(pusat, posisi=kapan)
    verifikator = await masuk(Jabatan.VERIFIKATOR)
    jawab = await verifikator.post(f"/v1/petugas/usulan/{usulan.ref}/setujui-validasi")
    assert jawab.status_code == kode
    assert kode == 200 or jawab.json()["syarat"] == "padan"


async def test_an_earlier_match_of_another_identity_counts_nowhere(
    masuk: Masuk, pusat: Klien, sesi: AsyncSession, wadah: Wadah, dukcapil: pabrik.DukcapilPalsu
) -> None:
    orang = subjek()
    usulan = await pabrik.usulan(sesi, wadah, S.LENGKAP, isi=orang)
    dukcapil.jawaban = pabrik.resmi(orang)
    await padankan_usulan(wadah, usulan.ref)
    await tetapkan(pusat)
    lain = await pabrik.usulan(sesi, wadah, S.LENGKAP, isi=orang.model_copy(update={"nama": "Nama Lain"}))
    assert (await jadwalkan(masuk, sesi, lain)).json()["syarat"] == "padan_awal"
