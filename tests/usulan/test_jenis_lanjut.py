"""What the kinds skip, who resigns, wishes for programmes, and cases that wait."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.konfirmasi import KonfirmasiService
from app.akun.ports import KeanggotaanPort
from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.peran import Jabatan
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import SyaratTidakTerpenuhi
from app.periode.schemas import PeriodeBuat
from app.periode.service import PeriodeService
from app.surat.service import SuratService
from app.usulan.models import Usulan
from app.usulan.ports import PemadananPort
from app.usulan.service import UsulanService
from app.usulan.status import SUBJENIS, AksiUsulan, JenisLampiran, JenisUsulan, StatusUsulan, SubjenisUsulan
from tests.conftest import Klien, Masuk
from tests.pabrik import usulan as pabrik
from tests.pabrik.wilayah import DESA
from tests.usulan.pembantu import PERIKSA, PETUGAS, WARGA, hapus, perbaikan, rumah, susun, warga_dari
from tests.usulan.test_alur import BAIK
from tests.usulan.test_service import pelaku

J, S, U, L = Jabatan, StatusUsulan, SubjenisUsulan, JenisLampiran


@pytest.fixture
async def operator(masuk: Masuk) -> Klien:
    return await masuk(J.OPERATOR_DESA, (str(DESA),), nik=pabrik.nik_uji(), no_kk=pabrik.no_kk_uji())


# -- the stages that are skipped


class Padan:
    """What the civil registry is known to have said."""

    def __init__(self, *, meninggal: bool = False) -> None:
        self.meninggal = meninggal
        self.diminta: list[Ref] = []

    async def minta(self, ref: Ref) -> None:
        self.diminta.append(ref)

    async def is_meninggal(self, ref: Ref) -> bool:
        return self.meninggal

    async def is_padan(self, ref: Ref) -> bool | None:
        return None


@pytest.mark.parametrize(
    ("lampiran", "meninggal", "akhir"),
    [
        (L.AKTA_KEMATIAN, False, S.VALIDASI_DINSOS),
        (L.SURAT_KETERANGAN_KEMATIAN, True, S.VALIDASI_DINSOS),
        (L.SURAT_KETERANGAN_KEMATIAN, False, S.DISEPAKATI_MUSYAWARAH),
    ],
    ids=["certificate", "Dukcapil says so", "a letter alone"],
)
async def test_a_proved_death_needs_no_visit(
    sesi: AsyncSession, wadah: Wadah, lampiran: JenisLampiran, meninggal: bool, akhir: StatusUsulan
) -> None:
    """T09b, T13: the system goes on from the agreement to validation, and queues the match."""
    padan = Padan(meninggal=meninggal)
    wadah.pasang(PemadananPort, lambda _s, _w: padan)
    satu = await pabrik.usulan_pada(
        sesi, wadah, S.MASUK_MUSYAWARAH, jenis=JenisUsulan.HAPUS, subjenis=U.MENINGGAL, lampiran=[lampiran]
    )
    service = UsulanService.rakit(sesi, wadah)
    await service.pindahkan_massal([satu.ref], AksiUsulan.SEPAKATI, pelaku(J.OPERATOR_DESA), fakta=BAIK)
    assert satu.status is akhir
    assert padan.diminta == ([satu.ref] if akhir is S.VALIDASI_DINSOS else [])
    langkah = [x.langkah.aksi.value for x in await service.riwayat(satu.ref, pelaku(J.VERIFIKATOR))]
    lewat = ["lewati_kunjungan", "mulai_validasi"] if akhir is S.VALIDASI_DINSOS else []
    assert langkah == ["buat", "sepakati", *lewat]


async def test_a_corrected_case_that_needs_no_meeting_skips_it_again(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """T15a then T08b."""
    satu = await pabrik.usulan_pada(
        sesi, wadah, S.DIKEMBALIKAN, jenis=JenisUsulan.PERBAIKAN, subjenis=U.PEMBARUAN_DESIL, sasaran_kembali="DESA"
    )
    jawab = await operator.post(f"{PETUGAS}/{satu.ref}/perbaiki-berkas")
    assert jawab.json()["status"] == "DISEPAKATI_MUSYAWARAH", jawab.text
    assert "Tidak perlu musyawarah" in jawab.json()["teks_status"]["id"]


async def test_the_other_kinds_meet_and_are_visited(sesi: AsyncSession, wadah: Wadah) -> None:
    """T08b, T09b are for their kinds alone."""
    for subjenis in (U.SOSIAL_EKONOMI, U.MAMPU):
        jenis = next(j for j in JenisUsulan if subjenis in SUBJENIS[j])
        satu = await pabrik.usulan_pada(sesi, wadah, S.LENGKAP, jenis=jenis, subjenis=subjenis)
        with pytest.raises(SyaratTidakTerpenuhi):
            await UsulanService.rakit(sesi, wadah).move(satu.ref, AksiUsulan.LEWATI_MUSYAWARAH, None)
        assert satu.status is S.LENGKAP


# -- who resigns


async def test_who_resigns_confirms_it_with_a_code_and_keeps_his_benefits(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    """B.9: resigning is not immediate; a second factor first, then the village and a visit."""
    milik = await rumah(sesi, wadah)
    warga = await warga_dari(milik, masuk)
    url = await susun(warga, WARGA, hapus(U.MENGUNDURKAN_DIRI, orang={"nik": milik.nik}))
    jawab = await warga.post(f"{url}/ajukan")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "pengunduran_terkonfirmasi")
    jawab = await warga.post(f"{url}/kode-konfirmasi")
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "surel-tidak-ada")
    jawab = await warga.post(f"{url}/ajukan", json={"kode_konfirmasi": "00000000"})
    assert (jawab.status_code, jawab.json()["kode"]) == (422, "kode-konfirmasi-tidak-sah")


async def test_the_mailed_code_sends_the_resignation(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    """B.9: the code of the account's mailbox; nothing else has happened to the membership yet."""
    milik = await rumah(sesi, wadah)
    warga = await warga_dari(milik, masuk)
    tujuan: list[str] = []

    async def kirim(_: KonfirmasiService, _akun: UUID, untuk: str) -> None:
        tujuan.append(untuk)

    async def pastikan(_: KonfirmasiService, _akun: UUID, untuk: str, kode: str) -> None:
        assert (untuk, kode) == (tujuan[0], "12345678")

    monkeypatch.setattr(KonfirmasiService, "kirim", kirim)
    monkeypatch.setattr(KonfirmasiService, "pastikan", pastikan)
    url = await susun(warga, WARGA, hapus(U.MENGUNDURKAN_DIRI, orang={"nik": milik.nik}))
    assert (await warga.post(f"{url}/kode-konfirmasi")).status_code == 204
    jawab = await warga.post(f"{url}/ajukan", json={"kode_konfirmasi": "12345678"})
    assert jawab.json()["status"] == "DIAJUKAN", jawab.text
    assert tujuan[0].startswith("usulan:mengundurkan-diri:")


async def test_nobody_resigns_for_another_citizen(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    milik = await rumah(sesi, wadah)
    warga = await warga_dari(milik, masuk)
    url = await susun(warga, WARGA, hapus(U.MENGUNDURKAN_DIRI, orang={"anggota": milik.anak.teks}))
    jawab = await warga.post(f"{url}/ajukan")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "diri_sendiri")
    lain = await susun(warga, WARGA, hapus(orang={"nik": milik.nik}))
    jawab = await warga.post(f"{lain}/kode-konfirmasi")
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "konfirmasi-tidak-perlu")


async def test_an_officer_takes_a_resignation_only_with_a_signed_form(
    operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    orang = {"nik": (await rumah(sesi, wadah)).nik}
    url = await susun(operator, PETUGAS, hapus(U.MENGUNDURKAN_DIRI, orang=orang))
    jawab = await operator.post(f"{url}/ajukan")
    assert (jawab.status_code, jawab.json()["syarat"]) == (409, "diri_sendiri")


# -- programmes, periods, waiting


class Terdaftar:
    """Everybody is registered."""

    async def is_terdaftar(self, _: Any) -> bool:
        return True


async def test_only_the_registered_wish_for_a_programme(masuk: Masuk, sesi: AsyncSession, wadah: Wadah) -> None:
    """T02: a programme for somebody not registered is BELUM_TERDAFTAR."""
    milik = await rumah(sesi, wadah)
    warga = await warga_dari(milik, masuk)
    url = await susun(warga, WARGA, perbaikan(orang={"nik": milik.nik}, program=["PKH", "SEMBAKO", "PKH"]))
    jawab = await warga.post(f"{url}/ajukan")
    assert (jawab.status_code, jawab.json()["kode_alasan"]) == (409, "BELUM_TERDAFTAR")
    wadah.pasang(KeanggotaanPort, lambda _s, _w: Terdaftar())
    jawab = await warga.post(f"{url}/ajukan")
    assert (jawab.status_code, jawab.json()["program"]) == (200, ["PKH", "SEMBAKO"])


async def test_a_wish_for_a_neighbour_is_no_oracle_and_the_village_is_told(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah
) -> None:
    """T02, T05: a citizen's BARU with a programme is taken whoever it is about."""
    warga = await masuk(J.WARGA, nik=pabrik.nik_uji())
    satu = await pabrik.usulan(sesi, wadah, pengusul_id=warga.pelaku.akun_id, program=["PKH"])
    assert (await warga.post(f"{WARGA}/{satu.ref}/ajukan")).json()["program"] == ["PKH"]
    jawab = await operator.post(f"{PETUGAS}/{satu.ref}/tetapkan-lengkap", json=PERIKSA)
    assert (jawab.status_code, jawab.json()["kode_alasan"]) == (409, "BELUM_TERDAFTAR")


async def test_outside_its_window_a_usulan_is_queued_and_says_so(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    """B.7: queued to the next period, never refused."""
    warga = await masuk(J.WARGA, nik=pabrik.nik_uji())
    satu = await pabrik.usulan(sesi, wadah, pengusul_id=warga.pelaku.akun_id)
    hasil = (await warga.post(f"{WARGA}/{satu.ref}/ajukan")).json()
    assert hasil["periode"] > f"{hari_ini():%Y-%m}"
    assert f"antre untuk periode {hasil['periode']}" in hasil["antre"]["id"]


async def test_the_waiting_list_shows_its_reason_to_the_proposer(
    masuk: Masuk, sesi: AsyncSession, wadah: Wadah
) -> None:
    """T21b: KUOTA_PENUH is no refusal; the answer has no position."""
    warga = await masuk(J.WARGA, nik=pabrik.nik_uji())
    satu = await pabrik.usulan_pada(sesi, wadah, S.PEMERINGKATAN, pengusul_id=warga.pelaku.akun_id)
    await UsulanService.rakit(sesi, wadah).pindahkan_massal(
        [satu.ref], AksiUsulan.ANTRE_PERINGKAT, None, alasan=AlasanMasuk(**pabrik.alasan("KUOTA_PENUH")), fakta=BAIK
    )
    hasil = (await warga.get(f"{WARGA}/{satu.ref}")).json()
    assert (hasil["status"], hasil["sebab"]["kode"]) == ("PEMERINGKATAN", "KUOTA_PENUH")
    assert "Tidak perlu mengusulkan lagi" in hasil["sebab"]["langkah_berikutnya"]["id"]
    assert (await sesi.scalars(select(Usulan.kode_alasan))).one() == "KUOTA_PENUH"


@pytest.mark.parametrize(
    ("program", "hari", "periode"),
    [
        ((), 17, "2026-11"),
        ((), 18, "2026-12"),
        (("ATENSI", "BLT_JABAR"), 17, "2026-11"),
        (("PBI_JK",), 11, "2026-11"),
        (("PBI_JK",), 12, "2026-12"),
        (("PKH", "SEMBAKO"), 5, "2026-11"),
        (("PKH",), 20, "2026-11"),
        (("SEMBAKO",), 21, "2026-12"),
        (("PBI_JK", "PKH"), 16, "2026-12"),
    ],
)
async def test_each_programme_has_its_window(
    sesi: AsyncSession, program: tuple[str, ...], hari: int, periode: str
) -> None:
    """B.7: PBI 1-11, BPNT/PKH 15-20, DTSEN 1-17; before a window opens one waits within the month."""
    service = PeriodeService.rakit(sesi)
    await service.buat(PeriodeBuat(kode="2026-11"), None)
    assert await service.untuk_usulan(date(2026, 11, hari), program=program) == periode


# -- the receipt


async def test_the_receipt_is_a_letter_that_anybody_can_check(
    masuk: Masuk, operator: Klien, sesi: AsyncSession, wadah: Wadah, klien: Klien
) -> None:
    """surat-bukti: PDF with a code; a case that has moved on gets a new one."""
    warga = await masuk(J.WARGA, nik=pabrik.nik_uji())
    draf = await pabrik.usulan(sesi, wadah, pengusul_id=warga.pelaku.akun_id)
    jawab = await warga.get(f"{WARGA}/{draf.ref}/surat-bukti")
    assert (jawab.status_code, jawab.json()["kode"]) == (409, "usulan-belum-dikirim")
    satu = await pabrik.usulan_pada(sesi, wadah, S.DIAJUKAN, pengusul_id=warga.pelaku.akun_id)
    pertama = await warga.get(f"{WARGA}/{satu.ref}/surat-bukti")
    assert (pertama.status_code, pertama.content[:5]) == (200, b"%PDF-"), pertama.text
    tujuan = {"tujuan": "mencetak untuk warga"}
    lagi = await operator.get(f"{PETUGAS}/{satu.ref}/surat-bukti", params=tujuan)
    assert lagi.content == pertama.content
    satu.status = S.LENGKAP
    await sesi.flush()
    baru = await operator.get(f"{PETUGAS}/{satu.ref}/surat-bukti", params=tujuan)
    assert baru.content != pertama.content
    lama, kini = sorted(await SuratService.rakit(sesi, wadah).milik(f"usulan/{satu.id}"), key=lambda s: s.created_at)
    for surat, keadaan in ((lama, "DIGANTI"), (kini, "BERLAKU")):
        periksa = (await klien.get(f"/v1/publik/surat/{surat.kode}")).json()
        assert (periksa["nomor"], periksa["keadaan"]) == (satu.nomor, keadaan)
        assert "Sumber" not in str(periksa)
