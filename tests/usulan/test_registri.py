"""A usulan and what the registry knows already: whose family it is, who learns of it, and who may have a say."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.ports import KeanggotaanPort
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.core.workflow import PemisahanTugas, SyaratTidakTerpenuhi
from app.keluarga.kode import AlasanKeluarAnggota
from app.keluarga.models import AnggotaKeluarga
from app.keluarga.service import KeluargaService
from app.usulan.errors import NikTidakDapatDiubah
from app.usulan.pengajuan import PengajuanService
from app.usulan.schemas_masuk import UsulanUbah
from app.usulan.service import UsulanService
from app.usulan.status import LAMPIRAN_WAJIB, AksiUsulan, JenisLampiran, StatusUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik import keluarga as pabrik_keluarga
from tests.pabrik import usulan as pabrik
from tests.pabrik.wilayah import DESA, DESA_KAB_LAIN
from tests.usulan.test_alur import BAIK
from tests.usulan.test_routers_petugas import LENGKAP, TUJUAN
from tests.usulan.test_service import pelaku

A, S, J = AksiUsulan, StatusUsulan, Jabatan
WARGA, PETUGAS = "/v1/warga/usulan", "/v1/petugas/usulan"


async def dikenal(sesi: AsyncSession, wadah: Wadah, desa: str = str(DESA)) -> tuple[str, Ref]:
    """Register somebody; his NIK and where he stands."""
    orang = pabrik_keluarga.subjek(nik=pabrik.nik(pabrik.nik_uji()), kode_desa=desa)
    return str(orang.nik), await pabrik_keluarga.daftarkan(sesi, wadah, orang)


async def jumlah_anggota(sesi: AsyncSession, keluarga_id: Any) -> int:
    return len((await sesi.scalars(select(AnggotaKeluarga).where(AnggotaKeluarga.keluarga_id == keluarga_id))).all())


def sisipan() -> dict[str, Any]:
    isi = {"nama": "Orang Sisipan", "tanggal_lahir": date(2000, 1, 1), "jenis_kelamin": "L", "hubungan": "ANAK"}
    return isi | {"nik": pabrik.nik_uji()}


async def test_a_known_person_keeps_his_family_as_it_is(sesi: AsyncSession, wadah: Wadah) -> None:
    nik, lama = await dikenal(sesi, wadah)
    satu = await pabrik.usulan(sesi, wadah, status=S.MASUK_MUSYAWARAH, nik=nik, anggota=[sisipan()])
    ref = satu.ref
    service = UsulanService.rakit(sesi, wadah)
    await service.move(ref, A.SEPAKATI, pelaku(J.OPERATOR_DESA), fakta=BAIK)
    assert (satu.registri_id, satu.individu_id) == (lama.keluarga_id, lama.id)
    assert await jumlah_anggota(sesi, lama.keluarga_id) == 1
    keluarga = await KeluargaService.rakit(sesi, wadah).baca(lama.keluarga_id)
    assert (keluarga.versi, keluarga.anggota[0].nama) == (1, "Budi Santoso")
    assert satu.ref == ref
    for kunci in (ref, Ref(lama.keluarga_id, satu.id)):
        assert (await service.ambil(kunci, None)).id == satu.id


@pytest.mark.parametrize("aksi", [A.TETAPKAN_LENGKAP, A.SEPAKATI, A.SETUJUI_SPTJM])
async def test_a_family_of_another_region_is_not_reached_by_its_nik(
    sesi: AsyncSession, wadah: Wadah, aksi: AksiUsulan
) -> None:
    nik, _ = await dikenal(sesi, wadah, str(DESA_KAB_LAIN))
    status = {A.TETAPKAN_LENGKAP: S.DIAJUKAN, A.SEPAKATI: S.MASUK_MUSYAWARAH}.get(aksi, S.LENGKAP)
    satu = await pabrik.usulan(
        sesi, wadah, status=status, nik=nik, lampiran=(*LAMPIRAN_WAJIB, JenisLampiran.SPTJM), anggota=[sisipan()]
    )
    with pytest.raises(SyaratTidakTerpenuhi) as galat:
        await UsulanService.rakit(sesi, wadah).move(satu.ref, aksi, pelaku(J.OPERATOR_DESA), fakta=BAIK)
    assert galat.value.tambahan["kode_alasan"] == "BEDA_WILAYAH"


async def test_an_officer_is_told_so_when_he_sends_the_draft(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    nik, lama = await dikenal(sesi, wadah, str(DESA_KAB_LAIN))
    operator = await masuk(J.OPERATOR_DESA, (str(DESA),), nik=pabrik.nik_uji())
    satu = await pabrik.usulan(sesi, wadah, nik=nik, pengusul_jabatan=J.OPERATOR_DESA, anggota=[sisipan()])
    jawab = await operator.post(f"{PETUGAS}/{satu.ref}/ajukan")
    assert (jawab.status_code, jawab.json().get("kode_alasan")) == (409, "BEDA_WILAYAH")
    assert await jumlah_anggota(sesi, lama.keluarga_id) == 1


async def test_who_moved_out_of_his_family_is_not_proposed_before_the_registry_knows_where_he_lives(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    nik, lama = await dikenal(sesi, wadah)
    anggota = (await sesi.scalars(select(AnggotaKeluarga).where(AnggotaKeluarga.individu_id == lama.id))).one()
    anggota.keluar_date, anggota.alasan_keluar = anggota.masuk_date, AlasanKeluarAnggota.PINDAH
    await sesi.flush()
    diri = await masuk(J.WARGA, nik=nik)
    satu = await pabrik.usulan(sesi, wadah, nik=nik, pengusul_id=diri.pelaku.akun_id)
    jawab = await diri.post(f"{WARGA}/{satu.ref}/ajukan")
    assert (jawab.status_code, jawab.json().get("kode_alasan")) == (409, "BEDA_WILAYAH")


async def test_after_the_agreement_the_person_of_a_case_stays(sesi: AsyncSession, wadah: Wadah) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.TIDAK_PADAN)
    satu.individu_id = id_baru()
    lain = UsulanService.rakit(sesi, wadah).subjek(satu).model_copy(update={"nik": pabrik.nik(pabrik.nik_uji())})
    with pytest.raises(NikTidakDapatDiubah):
        await PengajuanService.rakit(sesi, wadah).ubah(
            satu.ref, UsulanUbah(subjek=lain), pelaku(J.OPERATOR_DESA), versi=1
        )


# -- what a citizen learns


@pytest.fixture
async def warga(masuk: Masuk) -> Klien:
    return await masuk(J.WARGA, nik=pabrik.nik_uji())


def bentuk(isi: dict[str, Any]) -> dict[str, Any]:
    """What a client could compare: everything but the numbers and the times of the one case."""
    beda = {"ref", "nomor", "subjek", "lampiran", "created_at", "updated_at", "status_at"}
    return {k: v for k, v in isi.items() if k not in beda}


async def test_draft_change_and_sending_tell_a_citizen_nothing_of_a_strangers_nik(
    warga: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    class Terdaftar:
        async def is_terdaftar(self, _: Any) -> bool:
            return True

    wadah.pasang(KeanggotaanPort, lambda _s, _w: Terdaftar())
    sini, rumah = await dikenal(sesi, wadah)
    jauh, lain = await dikenal(sesi, wadah, str(DESA_KAB_LAIN))
    semua = []
    for nik in (pabrik.nik_uji(), sini, jauh):
        buat = await warga.post(WARGA, json={"subjek": pabrik.subjek(nik=nik), **pabrik.PERNYATAAN})
        kosong = (await warga.post(WARGA, json={"subjek": pabrik.subjek(nik=None)})).json()
        ubah = await warga.patch(
            f"{WARGA}/{kosong['ref']}", json={"subjek": pabrik.subjek(nik=nik)}, headers={"If-Match": '"v1"'}
        )
        await warga.post(f"{WARGA}/{kosong['ref']}/batalkan")
        siap = await pabrik.usulan(sesi, wadah, nik=nik, pengusul_id=warga.pelaku.akun_id)
        kirim = await warga.post(f"{WARGA}/{siap.ref}/ajukan")
        semua.append([(j.status_code, bentuk(j.json())) for j in (buat, ubah, kirim)])
        for ref in (buat.json()["ref"], kirim.json()["ref"]):
            assert Ref.urai(ref).keluarga_id not in {rumah.keluarga_id, lain.keluarga_id}
    assert [status for status, _ in semua[0]] == [201, 200, 200]
    assert semua[0] == semua[1] == semua[2]


async def test_the_village_is_told_what_the_citizen_was_not(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    class Terdaftar:
        async def is_terdaftar(self, _: Any) -> bool:
            return True

    satu = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN)
    wadah.pasang(KeanggotaanPort, lambda _s, _w: Terdaftar())
    operator = await masuk(J.OPERATOR_DESA, (str(DESA),))
    jawab = await operator.post(f"{PETUGAS}/{satu.ref}/tetapkan-lengkap", json=LENGKAP)
    assert (jawab.status_code, jawab.json()["kode_alasan"]) == (409, "SUDAH_TERDAFTAR")


async def test_a_citizen_keeps_a_few_drafts_and_may_withdraw_one(warga: Klien, wadah: Wadah) -> None:
    isi = {"subjek": pabrik.subjek()}
    refs = [(await warga.post(WARGA, json=isi)).json()["ref"] for _ in range(wadah.pengaturan.batas.usulan_draf)]
    jawab = await warga.post(WARGA, json=isi)
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "terlalu-banyak-draf")
    assert (await warga.post(f"{WARGA}/{refs[0]}/batalkan")).status_code == 200
    assert (await warga.post(WARGA, json=isi)).status_code == 201


async def test_a_citizen_tries_so_many_numbers_in_a_day_and_no_more(
    warga: Klien, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wadah.pengaturan.batas, "usulan_hari", 3)
    ref = (await warga.post(WARGA, json={"subjek": pabrik.subjek()})).json()["ref"]
    ubah, versi = f"{WARGA}/{ref}", 1
    for status in (200, 200, 429):
        jawab = await warga.patch(ubah, json={"subjek": pabrik.subjek()}, headers={"If-Match": f'"v{versi}"'})
        assert jawab.status_code == status
        versi += 1
    assert (await warga.post(f"{ubah}/ajukan")).status_code == 429
    assert (await warga.post(WARGA, json={"subjek": pabrik.subjek()})).status_code == 429
    assert (await warga.post(f"{ubah}/batalkan")).status_code == 200


async def test_an_officers_tries_are_counted_too(masuk: Masuk, wadah: Wadah, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wadah.pengaturan.batas, "usulan_hari_petugas", 2)
    operator = await masuk(J.OPERATOR_DESA, nik=pabrik.nik_uji(), no_kk=pabrik.no_kk_uji())
    for status in (201, 201, 429):
        assert (await operator.post(PETUGAS, json={"subjek": pabrik.subjek()})).status_code == status
    tiada = {"jenis": "HAPUS", "subjenis": "MAMPU", **pabrik.PERNYATAAN, "orang": {"nik": pabrik.nik_uji()}}
    assert (await operator.post(PETUGAS, json=tiada)).status_code == 429


# -- who may have a say


@pytest.mark.parametrize("aksi", [A.BUAT, A.AJUKAN, A.LENGKAPI, A.TETAPKAN_LENGKAP, A.PERBAIKI_BERKAS])
async def test_who_wrote_or_checked_a_case_does_not_agree_to_it_by_sptjm(
    sesi: AsyncSession, wadah: Wadah, aksi: AksiUsulan
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.LENGKAP, lampiran=(*LAMPIRAN_WAJIB, JenisLampiran.SPTJM))
    operator, service = pelaku(J.OPERATOR_DESA), UsulanService.rakit(sesi, wadah)
    sesi.add(pabrik.langkah(satu, aksi, operator.akun_id))
    with pytest.raises(PemisahanTugas):
        await service.move(satu.ref, A.SETUJUI_SPTJM, operator, fakta=BAIK)
    lain = Pelaku(id_baru(), J.OPERATOR_KABKOTA, ("32.04",))
    hasil = await service.move(satu.ref, A.SETUJUI_SPTJM, lain, fakta=BAIK)
    assert hasil.status is S.DISEPAKATI_MUSYAWARAH


async def test_a_nik_that_two_people_bear_stops_the_validation(sesi: AsyncSession, wadah: Wadah) -> None:
    nik, _ = await dikenal(sesi, wadah)
    satu = await pabrik.usulan(sesi, wadah, status=S.MASUK_MUSYAWARAH, anggota=[sisipan() | {"nik": nik}])
    service = UsulanService.rakit(sesi, wadah)
    await service.move(satu.ref, A.SEPAKATI, pelaku(J.OPERATOR_DESA), fakta=BAIK)
    satu.status = S.VALIDASI_DINSOS
    with pytest.raises(SyaratTidakTerpenuhi) as galat:
        await service.move(satu.ref, A.SETUJUI_VALIDASI, pelaku(J.VERIFIKATOR), fakta=BAIK)
    assert galat.value.tambahan["syarat"] == "temuan_diputus"


@pytest.mark.parametrize(
    ("jabatan", "terbuka"),
    [(J.OPERATOR_KABKOTA, True), (J.VERIFIKATOR, True), (J.KEPALA_OPD, False), (J.PSM, False), (J.TKSK, False)],
)
async def test_full_numbers_are_for_those_whose_work_needs_them(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, jabatan: Jabatan, terbuka: bool
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.DIAJUKAN, anggota=[sisipan()])
    jawab = await (await masuk(jabatan)).get(f"{PETUGAS}/{satu.ref}", params=TUJUAN)
    isi = jawab.json()["subjek"]
    nomor = (isi["nik"], isi["no_kk"], isi["anggota"][0]["nik"])
    assert all(("*" in n) is not terbuka for n in nomor)
    assert all((isi[b] is not None) is terbuka for b in ("nama_ibu", "telepon"))
    assert isi["nama"] == "Sumber Uji"
