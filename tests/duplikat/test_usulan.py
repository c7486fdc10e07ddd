"""Persons of usulan before the agreement are compared with the registry and with each other; nothing is decided."""

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.wadah import Wadah
from app.usulan.models import Usulan
from app.usulan.status import StatusUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik import usulan as pabrik_usulan
from tests.pabrik.duplikat import URL, alasan, cari, pasangan, wawan
from tests.pabrik.keluarga import anggota, daftarkan, subjek

DUGAAN = {"tujuan": "PEMERIKSAAN_USULAN"}


@pytest.fixture
async def verifikator(masuk: Masuk) -> Klien:
    return await masuk(Jabatan.VERIFIKATOR)


@pytest.fixture
async def orang(sesi: AsyncSession, wadah: Wadah) -> Ref:
    return await daftarkan(sesi, wadah, wawan())


async def ajukan(sesi: AsyncSession, wadah: Wadah, status: StatusUsulan = StatusUsulan.DIAJUKAN) -> Usulan:
    """Propose Wawan under another NIK."""
    isi = wawan().model_dump(mode="json", exclude={"kode_desa", "anggota", "no_kk"})
    satu = await pabrik_usulan.usulan(sesi, wadah, status=status, **isi)
    await sesi.commit()
    return satu


async def test_a_proposed_person_is_compared_with_the_registry_and_with_other_usulan(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, verifikator: Klien
) -> None:
    satu, dua = await ajukan(sesi, wadah), await ajukan(sesi, wadah, StatusUsulan.LENGKAP)
    await ajukan(sesi, wadah, StatusUsulan.DRAF)
    hasil = await cari(verifikator, wadah)
    assert hasil["baru"] == 3
    baris = {(p.jenis.value, p.diri, p.lain) for p in await pasangan(sesi)}
    assert baris == {("USULAN", u.ref, orang) for u in (satu, dua)} | {("ANTAR_USULAN", dua.ref, satu.ref)}
    saring = (await verifikator.get(URL, params={"jenis": "ANTAR_USULAN"})).json()["data"]
    assert [b["nama_lain"] for b in saring] == ["Wawan Setiawan"]


async def test_declaring_the_same_decides_no_usulan_and_a_proposed_person_is_not_merged(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, verifikator: Klien
) -> None:
    satu = await ajukan(sesi, wadah)
    await cari(verifikator, wadah)
    url = f"{URL}/{(await pasangan(sesi))[0].id}"
    isi = (await verifikator.get(url, params=DUGAAN)).json()
    assert (isi["diri"]["nomor_usulan"], isi["diri"]["is_usulan"], isi["lain"]["ref"]) == (satu.nomor, True, str(orang))
    gabung = await verifikator.post(f"{url}/gabungkan", json=alasan("DUPLIKAT_DOKUMEN_SAMA", dipertahankan=orang.teks))
    assert gabung.json()["syarat"] == "dua_terdaftar"
    sama = await verifikator.post(f"{url}/nyatakan-sama", json=alasan("DUPLIKAT_DOKUMEN_SAMA"))
    assert sama.json()["status"] == "DINYATAKAN_SAMA"
    await sesi.refresh(satu)
    assert satu.status is StatusUsulan.DIAJUKAN
    assert (await cari(verifikator, wadah))["baru"] == 0
    lagi = await verifikator.post(f"{url}/buka-lagi", json=alasan("DUPLIKAT_BUKTI_BARU"))
    assert lagi.json()["status"] == "TERBUKA"


async def test_who_is_on_file_under_his_nik_is_no_double_but_a_member_under_anothers_is(
    sesi: AsyncSession, wadah: Wadah, verifikator: Klien
) -> None:
    """A subject's NIK leads to his record, so the agreement makes no second one; of another member it would."""
    kepala, anak = wawan(), anggota(nama="Yayan Setiawan")
    await daftarkan(sesi, wadah, kepala.model_copy(update={"anggota": [anak]}))
    isi = kepala.model_dump(mode="json", exclude={"kode_desa", "no_kk"})
    await pabrik_usulan.usulan(
        sesi, wadah, status=StatusUsulan.DIAJUKAN, **isi | {"anggota": [anak.model_dump(mode="json")]}
    )
    await sesi.commit()
    await cari(verifikator, wadah)
    satu = await pasangan(sesi)
    assert [(p.urutan, "NIK_SAMA" in {b["kode"] for b in p.bukti}) for p in satu] == [(1, True)]


async def test_one_record_is_looked_up_at_once(
    sesi: AsyncSession, wadah: Wadah, orang: Ref, verifikator: Klien, masuk: Masuk
) -> None:
    satu = await ajukan(sesi, wadah)
    baru = await daftarkan(sesi, wadah, wawan())
    await daftarkan(sesi, wadah, subjek())
    await sesi.commit()

    async def periksa(ref: Ref, klien: Klien = verifikator) -> list[str]:
        jawab = await klien.post(f"{URL}/periksa", json={"ref": ref.teks, **DUGAAN})
        return [b["jenis"] for b in jawab.json()["pasangan"]] if jawab.status_code == 200 else [jawab.json()["kode"]]

    assert await periksa(satu.ref) == ["USULAN", "USULAN"]
    assert sorted(await periksa(orang)) == ["REGISTRI", "USULAN"]
    assert sorted(await periksa(baru)) == ["REGISTRI", "USULAN"]
    asing = await masuk(Jabatan.VERIFIKATOR, ("32.73",))
    for ref, klien in ((orang, asing), (satu.ref, asing), (Ref.nihil(), verifikator)):
        assert await periksa(ref, klien) == ["pasangan-duplikat-tidak-ditemukan"]
    assert (await cari(verifikator, wadah))["baru"] == 0
