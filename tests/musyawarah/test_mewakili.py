"""F15: six of ten villages had no operator; the kab/kota's keeps their meetings, and theirs only."""

import json

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.status import StatusUsulan as S
from tests.conftest import Klien, Masuk
from tests.musyawarah.conftest import FOTO, Segar, aksi, buat_musyawarah, catat, dijadwalkan, keputusan, putuskan
from tests.pabrik import musyawarah as rapat
from tests.pabrik import verval as pabrik
from tests.pabrik.verval import DESA


@pytest.fixture
async def kabkota(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.OPERATOR_KABKOTA)


async def test_the_kab_kota_holds_the_meeting_of_a_village_without_operator_and_it_is_marked(
    kabkota: Klien, sesi: AsyncSession, wadah: Wadah, segar: Segar
) -> None:
    jalur, (satu, dua) = await dijadwalkan(kabkota, sesi, wadah, 2)
    await catat(kabkota, jalur)
    await putuskan(kabkota, jalur, keputusan(satu), keputusan(dua, "DINILAI_MAMPU"))
    jawab = await kabkota.post(f"{jalur}/finalkan-berita-acara")
    assert jawab.status_code == 200, jawab.text
    assert [(await segar(u)).status for u in (satu, dua)] == [S.DISEPAKATI_MUSYAWARAH, S.TIDAK_DISEPAKATI]
    assert [(await segar(u)).is_mewakili_desa for u in (satu, dua)] == [True, True]
    berita = (await kabkota.get(f"{jalur}/berita-acara")).json()
    assert (jawab.json()["mewakili_desa"], berita["mewakili_desa"]) == (True, True)
    assert json.loads(berita["isi"])["mewakili_desa"] is True, "the digest vouches for it too"


async def test_a_village_that_keeps_its_minutes_itself_is_not_marked(
    masuk: Masuk, kabkota: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    desa = await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    jalur, (satu,) = await dijadwalkan(desa, sesi, wadah, 1)
    await catat(desa, jalur)
    await putuskan(desa, jalur, keputusan(satu))
    jawab = await desa.post(f"{jalur}/finalkan-berita-acara")
    assert jawab.json()["mewakili_desa"] is False, jawab.text
    assert json.loads(jawab.json()["isi"])["mewakili_desa"] is False


async def test_a_village_with_an_operator_keeps_its_meetings_itself(
    kabkota: Klien, masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    jalur, (usulan,) = await dijadwalkan(kabkota, sesi, wadah, 1)
    lain = await pabrik.usulan(sesi, wadah, S.LENGKAP)
    await masuk(Jabatan.OPERATOR_DESA, (DESA,))
    versi = {"If-Match": (await kabkota.get(jalur)).headers["ETag"]}
    ditolak = [
        await kabkota.post("/v1/petugas/musyawarah", json=rapat.musyawarah()),
        await kabkota.patch(jalur, json={"tempat": "Balai"}, headers=versi),
        await kabkota.put(f"{jalur}/keputusan", json={"keputusan": [keputusan(usulan)]}, headers=versi),
        await kabkota.put(
            f"{jalur}/penandaan", json={"tanda": [{"orang": str(usulan.ref), "tanda": None}]}, headers=versi
        ),
        await kabkota.post(f"{jalur}/lampiran", data={"jenis": "FOTO"}, files={"berkas": ("x", FOTO)}),
        await kabkota.post(f"{jalur}/tindak-lanjut/{usulan.ref}", json={}),
        await kabkota.post(f"{jalur}/finalkan-berita-acara"),
        await kabkota.post(f"{jalur}/batalkan"),
        await aksi(kabkota, lain, "jadwalkan-musyawarah", {"musyawarah_id": jalur.rsplit("/", 1)[1]}),
    ]
    assert [(j.status_code, j.json().get("syarat")) for j in ditolak] == [(409, "mewakili_desa")] * len(ditolak)
    rinci = (await kabkota.get(jalur)).json()["aksi_tersedia"]
    assert {a["aksi"]: bool(a["ditolak_karena"]) for a in rinci}["finalkan_berita_acara"]


async def test_another_kab_kota_finds_no_such_village(masuk: Masuk, kabkota: Klien) -> None:
    jalur = await buat_musyawarah(kabkota)
    asing = await masuk(Jabatan.OPERATOR_KABKOTA, ("32.73",))
    assert (await asing.post("/v1/petugas/musyawarah", json=rapat.musyawarah())).status_code == 404
    assert (await asing.post(f"{jalur}/batalkan")).status_code == 404
