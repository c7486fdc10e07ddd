"""Each kind of PERBAIKAN and HAPUS from its draft through every desk to the registry and the decree."""

from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.wadah import Wadah
from app.keluarga.kode import AlasanKeluarAnggota, Hubungan
from app.keluarga.service import KeluargaService
from app.usulan.status import SubjenisUsulan
from tests.akun.test_konfirmasi import kode_terakhir
from tests.conftest import Masuk
from tests.pabrik import usulan as pabrik
from tests.penetapan.conftest import lewatkan
from tests.skenario.perjalanan import Perjalanan, berangkat
from tests.usulan.pembantu import WARGA, hapus, perbaikan, rumah, susun

U = SubjenisUsulan
KINI = hari_ini().isoformat()
AWAL, RAPAT = ["buat", "ajukan", "tetapkan_lengkap"], ["jadwalkan_musyawarah", "sepakati"]
KUNJUNGAN = ["tugaskan_verval", "selesaikan_kunjungan", "mulai_validasi"]
AKHIR = ["setujui_validasi", "sahkan", "kirim", "antre_peringkat", "tetapkan"]


@pytest.fixture
async def jalan(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> Perjalanan:
    return await berangkat(masuk, sesi, wadah)


async def ubah(jalan: Perjalanan, *perubahan: dict[str, Any]) -> None:
    """Walk a change of who is in the family from the village's draft to the decree."""
    orang = {"anggota": jalan.rumah.kepala.teks}
    await jalan.ajukan(perbaikan(U.ANGGOTA_KELUARGA, orang=orang, perubahan=[*perubahan]))
    assert await jalan.lengkap() == "LENGKAP"
    await jalan.musyawarah()
    await jalan.kunjungan()
    assert await jalan.sampai_sk() == "DITETAPKAN"
    assert await jalan.riwayat() == [*AWAL, *RAPAT, *KUNJUNGAN, *AKHIR]


async def tetap_terdaftar(jalan: Perjalanan) -> None:
    """A correction ends nobody's membership, and the family is told that it is decreed."""
    isi = await jalan.keanggotaan()
    assert (isi["kini"]["status"], isi["kini"]["alasan_kode"]) == ("TERDAFTAR", None)
    kabar = (await jalan.kabar())[0]
    assert "Surat Keputusan" in kabar["isi"]["id"], kabar


# -- PERBAIKAN


async def test_a_corrected_identity_is_matched_visited_and_decreed_without_a_meeting(jalan: Perjalanan) -> None:
    """The citizen corrects his own name and card; Dukcapil is asked about the corrected person."""
    kepala = jalan.rumah.kepala
    ganti = [
        {"jenis": "IDENTITAS", "tanggal": KINI, "anggota": kepala.teks, "nama": "Budi Santosa"},
        {"jenis": "IDENTITAS", "tanggal": KINI, "anggota": None, "alamat": "Kp. Baru RT 03 RW 04"},
    ]
    isi = perbaikan(U.IDENTITAS, orang={"anggota": kepala.teks}, perubahan=ganti)
    await jalan.ajukan(isi, jalan.warga, WARGA)
    assert await jalan.lengkap() == "DISEPAKATI_MUSYAWARAH"
    await jalan.kunjungan()
    assert await jalan.sampai_sk() == "DITETAPKAN"
    assert await jalan.riwayat() == [*AWAL, "lewati_musyawarah", *KUNJUNGAN, *AKHIR]
    assert jalan.dukcapil.ditanya == [jalan.rumah.nik]
    keluarga = await jalan.keluarga()
    assert keluarga.kepala is not None
    assert (keluarga.kepala.nama, keluarga.alamat) == ("Budi Santosa", "Kp. Baru RT 03 RW 04")
    await tetap_terdaftar(jalan)


async def test_a_birth_reaches_the_family_and_its_decree(jalan: Perjalanan) -> None:
    """Who is born into a registered family is registered by the decree that takes his case."""
    await ubah(jalan, {"jenis": "LAHIR", "tanggal": KINI, "nama": "Bayi Uji", "jenis_kelamin": "P"})
    bayi = next(a for a in (await jalan.keluarga()).aktif if a.nama == "Bayi Uji")
    assert (bayi.hubungan, bayi.nik) == (Hubungan.ANAK, None)
    kini = (await jalan.keanggotaan(bayi.ref))["kini"]
    assert (kini["status"], kini["kode_desa"]) == ("TERDAFTAR", jalan.rumah.subjek.kode_desa)
    await tetap_terdaftar(jalan)


async def test_a_move_takes_a_person_into_the_neighbours_family(
    jalan: Perjalanan, sesi: AsyncSession, wadah: Wadah
) -> None:
    tetangga, anak = await rumah(sesi, wadah), jalan.rumah.anak
    ke = Ref(tetangga.kepala.keluarga_id, tetangga.kepala.keluarga_id).teks
    pindah = {"tanggal": KINI, "anggota": [{"anggota": anak.teks, "hubungan": "CUCU"}], "ke": ke}
    await ubah(jalan, {"jenis": "PINDAH_KELUARGA", **pindah})
    lama = await jalan.keluarga()
    assert [a.individu_id for a in lama.aktif] == [jalan.rumah.kepala.id]
    assert next(a.alasan_keluar for a in lama.anggota if a.individu_id == anak.id) is AlasanKeluarAnggota.PINDAH
    baru = await jalan.keluarga(tetangga.kepala.keluarga_id)
    assert next(a.hubungan for a in baru.aktif if a.individu_id == anak.id) is Hubungan.CUCU
    assert (await jalan.keanggotaan(Ref(baru.keluarga_id, anak.id)))["kini"]["status"] == "TERDAFTAR"
    await tetap_terdaftar(jalan)


async def test_a_split_of_a_card_makes_two_families_of_members(jalan: Perjalanan) -> None:
    kepala, anak = jalan.rumah.kepala, jalan.rumah.anak
    pisah = {
        "jenis": "PISAH_KK",
        "tanggal": KINI,
        "anggota": [{"anggota": anak.teks, "hubungan": "KEPALA_KELUARGA"}],
        "baru": {"no_kk": pabrik.no_kk_uji()},
    }
    await ubah(jalan, pisah)
    assert [a.individu_id for a in (await jalan.keluarga()).aktif] == [kepala.id]
    nik = jalan.rumah.subjek.anggota[0].nik
    letak = await KeluargaService.rakit(jalan.sesi, jalan.wadah).cari_nik(nik) if nik else None
    assert letak is not None
    assert letak.keluarga_id != kepala.keluarga_id
    baru = await jalan.keluarga(letak.keluarga_id)
    assert [(a.individu_id, a.hubungan) for a in baru.aktif] == [(anak.id, Hubungan.KEPALA_KELUARGA)]
    assert (await jalan.keanggotaan(Ref(letak.keluarga_id, anak.id)))["kini"]["status"] == "TERDAFTAR"
    await tetap_terdaftar(jalan)


@pytest.mark.parametrize(
    ("subjenis", "lewat"),
    [(U.SOSIAL_EKONOMI, RAPAT), (U.PEMBARUAN_DESIL, ["lewati_musyawarah"])],
)
async def test_new_answers_of_a_visit_rank_the_family_anew(
    jalan: Perjalanan, subjenis: SubjenisUsulan, lewat: list[str]
) -> None:
    """The meeting is spared who asks for a new desil only; both are visited, and the run takes the new answers."""
    isi = perbaikan(subjenis, orang={"anggota": jalan.rumah.kepala.teks})
    await jalan.ajukan(isi, jalan.warga, WARGA)
    await jalan.lengkap()
    if subjenis is U.SOSIAL_EKONOMI:
        await jalan.musyawarah()
    assert (await jalan.warga.get("/v1/warga/desil")).status_code == 404
    await jalan.kunjungan()
    assert await jalan.sampai_sk() == "DITETAPKAN"
    assert await jalan.riwayat() == [*AWAL, *lewat, *KUNJUNGAN, *AKHIR]
    desil = (await jalan.warga.get("/v1/warga/desil")).json()
    assert (desil["status"], desil["data_tanggal"]) == ("FINAL", KINI)
    assert desil["desil"]["nasional"] == 1
    await tetap_terdaftar(jalan)


# -- HAPUS


async def keluar(jalan: Perjalanan, kode: str) -> None:
    """Visit, decree, notice, clock; the membership is over with its reason and nobody's row is gone."""
    await jalan.lengkap()
    await jalan.musyawarah()
    await jalan.kunjungan()
    assert await jalan.sampai_sk() == "DITETAPKAN"
    diumumkan = (await jalan.keanggotaan())["kini"]
    assert (diumumkan["status"], diumumkan["alasan_kode"]) == ("AKAN_DINONAKTIFKAN", kode)
    await lewatkan(jalan.sesi, jalan.wadah)
    assert await jalan.riwayat() == [*AWAL, *RAPAT, *KUNJUNGAN, *AKHIR, "nonaktifkan"]
    isi = await jalan.keanggotaan()
    assert (isi["kini"]["status"], isi["kini"]["alasan_kode"]) == ("NONAKTIF", kode)
    assert [r["aksi"] for r in isi["riwayat"]] == ["daftarkan", "umumkan_keluar", "jatuh_tempo"]
    milik = (await jalan.warga.get("/v1/warga/keanggotaan")).json()["kini"]
    assert milik["status"] == "NONAKTIF"
    alasan = milik["alasan"]["id"]
    kabar = [k["isi"]["id"] for k in await jalan.kabar() if k["jenis"] == "KEANGGOTAAN"]
    assert [alasan in k for k in kabar] == [True, True], kabar
    assert diumumkan["nonaktif_paling_cepat"] in kabar[1]


@pytest.mark.parametrize(
    ("subjenis", "kode", "tanda"),
    [
        (U.PINDAH, "PINDAH", AlasanKeluarAnggota.PINDAH),
        (U.GANDA, "GANDA", AlasanKeluarAnggota.SALAH_CATAT),
        (U.MAMPU, "DINILAI_MAMPU", None),
        (U.TIDAK_DITEMUKAN, "TIDAK_DITEMUKAN", None),
    ],
)
async def test_who_leaves_is_met_visited_decreed_warned_and_ended(
    jalan: Perjalanan, subjenis: SubjenisUsulan, kode: str, tanda: AlasanKeluarAnggota | None
) -> None:
    kepala = jalan.rumah.kepala
    await jalan.ajukan(hapus(subjenis, orang={"anggota": kepala.teks}))
    await keluar(jalan, kode)
    diri = next(a for a in (await jalan.keluarga()).anggota if a.individu_id == kepala.id)
    assert (diri.alasan_keluar, diri.is_aktif) == (tanda, tanda is None)
    assert (await jalan.keanggotaan(jalan.rumah.anak))["kini"]["status"] == "TERDAFTAR"


async def test_who_resigns_confirms_by_mail_and_is_a_member_until_the_clock(jalan: Perjalanan) -> None:
    """Resigning is never immediate: a code, the village, a visit, the decree and its notice come before."""
    isi = hapus(U.MENGUNDURKAN_DIRI, orang={"nik": jalan.rumah.nik})
    url = await susun(jalan.warga, WARGA, isi)
    assert (await jalan.warga.post(f"{url}/kode-konfirmasi")).status_code == 204
    _, kode = await kode_terakhir(jalan.wadah, jalan.sesi)
    await jalan.kirim(url, kode_konfirmasi=kode)
    await keluar(jalan, "MENGUNDURKAN_DIRI")
    assert (await jalan.keluarga()).kepala is not None


async def test_a_death_with_a_certificate_is_not_visited_and_ends_with_the_signature(jalan: Perjalanan) -> None:
    kepala = jalan.rumah.kepala
    await jalan.ajukan(hapus(U.MENINGGAL, orang={"anggota": kepala.teks}))
    await jalan.lengkap()
    await jalan.musyawarah()
    assert await jalan.sampai_sk(meninggal=True) == "DITETAPKAN"
    assert await jalan.riwayat() == [
        *(*AWAL, *RAPAT, "lewati_kunjungan", "mulai_validasi"),
        *(*AKHIR, "nonaktifkan"),
    ]
    isi = await jalan.keanggotaan()
    assert (isi["kini"]["status"], isi["kini"]["alasan_kode"]) == ("NONAKTIF", "MENINGGAL")
    assert isi["kini"]["nonaktif_paling_cepat"] is None
    keluarga = await jalan.keluarga()
    diri = next(a for a in keluarga.anggota if a.individu_id == kepala.id)
    assert (diri.alasan_keluar, diri.meninggal_date) == (AlasanKeluarAnggota.MENINGGAL, hari_ini())
    assert [a.ref for a in keluarga.aktif if a.hubungan is Hubungan.KEPALA_KELUARGA] == [jalan.rumah.anak]
    assert (await jalan.keanggotaan(jalan.rumah.anak))["kini"]["status"] == "TERDAFTAR"
