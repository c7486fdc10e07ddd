"""The engine through its service: every state with every action, and many usulan at once."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.identitas import Identitas
from app.audit.models import JejakAudit
from app.core.errors import DomainError
from app.core.galat_umum import VersiBasi
from app.core.ids import Ref, id_baru
from app.core.peran import NASIONAL, Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import (
    AlasanWajib,
    JabatanTidakBerwenang,
    Jalur,
    PemisahanTugas,
    SyaratTidakTerpenuhi,
    TransisiDitolak,
)
from app.keluarga.service import KeluargaService
from app.notifikasi.models import KotakKeluar
from app.referensi.errors import AlasanTidakBerlaku
from app.referensi.katalog import alasan_untuk
from app.usulan.alur import ALUR_USULAN
from app.usulan.errors import UsulanNotFound, UsulanTerkunci
from app.usulan.models import RiwayatUsulan, Usulan, UsulanTerbuka
from app.usulan.pengajuan import PengajuanService
from app.usulan.schemas_masuk import UsulanUbah
from app.usulan.service import UsulanService
from app.usulan.status import LAMPIRAN_WAJIB, AksiUsulan, JenisLampiran, SasaranKembali, StatusUsulan
from app.usulan.syarat import FaktaUsulan
from app.wilayah.lingkup import Lingkup
from tests.conftest import Masuk
from tests.pabrik import usulan as pabrik
from tests.pabrik.akun import akun_aktif
from tests.usulan.test_alur import BAIK, KHUSUS

A, S, J = AksiUsulan, StatusUsulan, Jabatan
SPTJM = (*LAMPIRAN_WAJIB, JenisLampiran.SPTJM)


@pytest.fixture
def service(sesi: AsyncSession, wadah: Wadah) -> UsulanService:
    return UsulanService.rakit(sesi, wadah)


def pelaku(jabatan: Jabatan, *, akun_id: object = None) -> Pelaku:
    is_daerah = jabatan is not J.WARGA and jabatan not in NASIONAL
    return Pelaku(
        akun_id=akun_id or id_baru(),  # type: ignore[arg-type]
        jabatan=jabatan,
        wilayah=("32.04",) if is_daerah else (),
        kode_desa="32.04.05.2001" if jabatan is J.WARGA else None,
    )


def sebab(aksi: AksiUsulan) -> AlasanMasuk | None:
    return AlasanMasuk(**pabrik.alasan(alasan_untuk(f"usulan.{aksi}")[0])) if ALUR_USULAN[aksi].alasan else None


@asynccontextmanager
async def batal(sesi: AsyncSession) -> AsyncIterator[None]:
    """Undo what happens inside."""
    async with sesi.begin_nested() as titik:
        yield
        await titik.rollback()


@dataclass(frozen=True)
class Kasus:
    """One cell of the product and what must come of it."""

    status: StatusUsulan
    aksi: AksiUsulan
    jabatan: Jabatan | None

    def harapan(self) -> str:
        t = ALUR_USULAN[self.aksi]
        if self.status is S.DRAF and self.jabatan not in {None, J.WARGA}:
            return UsulanNotFound.kode
        if (t.jalur is not Jalur.SISTEM) if self.jabatan is None else (self.jabatan not in t.oleh):
            return JabatanTidakBerwenang.kode
        if (self.aksi, self.status) == (A.KEMBALIKAN_DARI_PENGESAHAN, S.DISAHKAN):
            return SyaratTidakTerpenuhi.kode  # nothing holds it there
        return t.ke if self.status in t.dari else TransisiDitolak.kode


def kasus(status: StatusUsulan) -> list[Kasus]:
    """Each action by one holder; where the state has the arrow also by another officer and by the system."""
    hasil = []
    for t in ALUR_USULAN:
        pemegang = J.WARGA if J.WARGA in t.oleh else min(t.oleh, default=None)
        bukan = min(set(J) - t.oleh - {J.WARGA, J.INTEGRASI})
        hasil += [Kasus(status, t.aksi, j) for j in ({pemegang, bukan, None} if status in t.dari else {pemegang})]
    return hasil


@pytest.mark.parametrize("status", StatusUsulan)
async def test_the_service_moves_exactly_as_the_table_says(
    status: StatusUsulan, service: UsulanService, sesi: AsyncSession, wadah: Wadah
) -> None:
    warga = pelaku(J.WARGA)
    satu = await pabrik.usulan(sesi, wadah, status=status, pengusul_id=warga.akun_id, lampiran=SPTJM)
    ref = satu.ref
    for k in kasus(status):
        if k.aksi in {A.LEWATI_MUSYAWARAH, A.LEWATI_KUNJUNGAN, A.NONAKTIFKAN, A.AJUKAN_DARI_SANGGAH}:
            continue  # of the other kinds: tests/usulan/test_jenis.py, tests/sanggah
        siapa = warga if k.jabatan is J.WARGA else pelaku(k.jabatan) if k.jabatan else None
        fakta = KHUSUS.get(k.aksi, BAIK)
        async with batal(sesi):
            satu.sasaran_kembali = fakta.sasaran_kembali
            try:
                hasil = (await service.move(ref, k.aksi, siapa, alasan=sebab(k.aksi), fakta=fakta)).status.value
            except DomainError as galat:
                hasil = galat.kode
        assert hasil == k.harapan(), k


async def test_a_move_leaves_history_audit_deadline_and_version(
    service: UsulanService, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.VALIDASI_DINSOS)
    verifikator = pelaku(J.VERIFIKATOR)
    fakta = FaktaUsulan(is_pencacah_kasus=False, sasaran_kembali=SasaranKembali.PETUGAS)
    hasil = await service.move(satu.ref, A.KEMBALIKAN, verifikator, alasan=sebab(A.KEMBALIKAN), fakta=fakta)
    assert (hasil.status, hasil.versi, hasil.sasaran_kembali) == (S.DIKEMBALIKAN, 2, SasaranKembali.PETUGAS)
    assert hasil.tenggat_date is not None
    langkah = (await service.riwayat(satu.ref, verifikator))[-1]
    assert (langkah.langkah.dari, langkah.langkah.ke) == ("VALIDASI_DINSOS", "DIKEMBALIKAN")
    assert langkah.isi["langkah_berikutnya"] == "Ikuti petunjuk petugas"
    assert langkah.langkah.pelaku_id == verifikator.akun_id
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian == "usulan:status:diubah"))).one()
    assert jejak.subjek == [satu.nik_indeks]
    assert jejak.rincian["kode_alasan"] == langkah.langkah.kode_alasan


async def test_words_about_a_person_are_not_in_the_database_in_clear(sesi: AsyncSession, wadah: Wadah) -> None:
    satu = await pabrik.usulan(sesi, wadah, nama="Orang Rahasia")
    assert b"Rahasia" not in satu.isi
    assert "Rahasia" not in repr(
        await UsulanService.rakit(sesi, wadah).baca(satu.ref, pelaku(J.WARGA, akun_id=satu.pengusul_id))
    )


async def test_refusals_come_in_order_and_change_nothing(
    service: UsulanService, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.VALIDASI_DINSOS)
    verifikator, luar = pelaku(J.VERIFIKATOR), FaktaUsulan(is_pencacah_kasus=False, is_bukti_penolakan=True)
    for galat, siapa, alasan, versi in (
        (UsulanNotFound, Pelaku(id_baru(), J.VERIFIKATOR, ("32.73",)), sebab(A.TOLAK), None),
        (JabatanTidakBerwenang, pelaku(J.KEPALA_OPD), None, 9),
        (PemisahanTugas, pelaku(J.VERIFIKATOR, akun_id=satu.pengusul_id), None, 9),
        (AlasanWajib, verifikator, None, 9),
        (AlasanTidakBerlaku, verifikator, AlasanMasuk(**pabrik.alasan("KTP_TERBALIK")), 9),
        (VersiBasi, verifikator, sebab(A.TOLAK), 9),
    ):
        with pytest.raises(galat):
            await service.move(satu.ref, A.TOLAK, siapa, alasan=alasan, fakta=luar, versi=versi)
    assert (satu.status, satu.versi) == (S.VALIDASI_DINSOS, 1)
    await service.move(satu.ref, A.TOLAK, verifikator, alasan=sebab(A.TOLAK), fakta=luar, versi=1)
    assert await sesi.scalar(select(func.count()).select_from(UsulanTerbuka)) == 0


async def test_the_author_who_became_verifikator_does_not_validate(
    service: UsulanService, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.VALIDASI_DINSOS)
    pengusul = pelaku(J.VERIFIKATOR, akun_id=satu.pengusul_id)
    fakta = FaktaUsulan(
        is_pencacah_kasus=False,
        is_pengoreksi=False,
        is_padan=True,
        is_pengecualian_diperiksa=True,
        is_kriteria_dinilai=True,
    )
    with pytest.raises(PemisahanTugas):
        await service.move(satu.ref, A.SETUJUI_VALIDASI, pengusul, fakta=fakta)
    pendata = pelaku(J.VERIFIKATOR)
    sesi.add(pabrik.langkah(satu, A.SELESAIKAN_KUNJUNGAN, pendata.akun_id))
    with pytest.raises(PemisahanTugas):
        await service.move(satu.ref, A.SETUJUI_VALIDASI, pendata, fakta=fakta)
    await service.move(satu.ref, A.SETUJUI_VALIDASI, pelaku(J.VERIFIKATOR), fakta=fakta)


async def test_an_enumerators_list_widens_what_he_may_move(
    service: UsulanService, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.VERVAL_DITUGASKAN)
    pencacah = Pelaku(id_baru(), J.ENUMERATOR)
    with pytest.raises(UsulanNotFound):
        await service.move(satu.ref, A.SELESAIKAN_KUNJUNGAN, pencacah, fakta=BAIK)
    hasil = await service.move(satu.ref, A.SELESAIKAN_KUNJUNGAN, pencacah, fakta=BAIK, lingkup=Lingkup.nasional())
    assert hasil.status is S.VERVAL_SELESAI


async def test_the_registry_learns_of_a_person_when_the_village_agrees(
    service: UsulanService, sesi: AsyncSession, wadah: Wadah
) -> None:
    nik = pabrik.nik_uji()
    satu = await pabrik.usulan(sesi, wadah, status=S.MASUK_MUSYAWARAH, nik=nik)
    keluarga = KeluargaService.rakit(sesi, wadah)
    assert await keluarga.cari_nik(pabrik.nik(nik)) is None
    await service.move(satu.ref, A.SEPAKATI, pelaku(J.OPERATOR_DESA), fakta=BAIK)
    lokasi = await keluarga.cari_nik(pabrik.nik(nik))
    assert lokasi is not None
    assert (lokasi.keluarga_id, lokasi.individu_id) == (satu.keluarga_id, satu.individu_id)


@pytest.mark.parametrize(
    ("subjek", "jabatan", "jumlah"),
    [
        ("warga@contoh.id", J.WARGA, 2),
        ("Pengusul@contoh.id", J.WARGA, 1),
        (None, J.WARGA, 1),
        (None, J.OPERATOR_DESA, 0),
    ],
    ids=["proposer and subject", "the same address", "no address of the subject", "an office proposed"],
)
async def test_who_left_an_address_is_told_of_each_step(
    service: UsulanService, sesi: AsyncSession, wadah: Wadah, subjek: str | None, jabatan: Jabatan, jumlah: int
) -> None:
    akun = await akun_aktif(wadah, jabatan, identitas=Identitas(surel="pengusul@contoh.id"))
    satu = await pabrik.usulan(
        sesi, wadah, status=S.VERVAL_SELESAI, surel=subjek, pengusul_id=akun.id, pengusul_jabatan=jabatan
    )
    await service.move(satu.ref, A.MULAI_VALIDASI, None)
    assert [p.templat for p in await sesi.scalars(select(KotakKeluar))] == ["usulan_berubah"] * jumlah


async def test_many_move_together_and_each_has_its_history(
    service: UsulanService, sesi: AsyncSession, wadah: Wadah
) -> None:
    semua = [await pabrik.usulan(sesi, wadah, status=S.PEMERINGKATAN) for _ in range(3)]
    refs = [u.ref for u in semua]
    jumlah = await service.pindahkan_massal(
        refs, A.TIDAK_TETAPKAN, pelaku(J.PENETAP), alasan=sebab(A.TIDAK_TETAPKAN), fakta=BAIK
    )
    assert jumlah == 3
    assert {(u.status, u.versi) for u in await sesi.scalars(select(Usulan))} == {(S.TIDAK_DITETAPKAN, 2)}
    assert await sesi.scalar(select(func.count()).select_from(UsulanTerbuka)) == 0
    langkah = (await sesi.scalars(select(RiwayatUsulan).where(RiwayatUsulan.aksi == A.TIDAK_TETAPKAN))).all()
    assert {(x.dari, x.ke) for x in langkah} == {("PEMERINGKATAN", "TIDAK_DITETAPKAN")}
    jejak = (await sesi.scalars(select(JejakAudit).where(JejakAudit.kejadian.endswith("massal")))).one()
    assert set(jejak.subjek) == {u.nik_indeks for u in semua}


@pytest.mark.parametrize("galat", [TransisiDitolak, UsulanNotFound, AlasanWajib, JabatanTidakBerwenang, PemisahanTugas])
async def test_one_that_may_not_move_keeps_all(
    service: UsulanService, sesi: AsyncSession, wadah: Wadah, galat: type[DomainError]
) -> None:
    kepala = pelaku(J.PENETAP if galat is not JabatanTidakBerwenang else J.ADMIN_PUSAT)
    satu = await pabrik.usulan(sesi, wadah, status=S.PEMERINGKATAN)
    dua = await pabrik.usulan(sesi, wadah, status=S.DIKIRIM if galat is TransisiDitolak else S.PEMERINGKATAN)
    if galat is PemisahanTugas:
        kepala = Pelaku(id_baru(), J.PENETAP, nik_indeks=dua.nik_indeks)
    refs = [satu.ref, Ref.nihil() if galat is UsulanNotFound else dua.ref]
    alasan = None if galat is AlasanWajib else sebab(A.TIDAK_TETAPKAN)
    with pytest.raises(galat) as ditolak:
        await service.pindahkan_massal(refs, A.TIDAK_TETAPKAN, kepala, alasan=alasan, fakta=BAIK)
    if galat in {TransisiDitolak, PemisahanTugas}:
        assert ditolak.value.tambahan["ref"] == dua.ref.teks
    assert {u.versi for u in await sesi.scalars(select(Usulan))} == {1}


async def test_who_prepared_a_case_does_not_sign_its_batch(
    service: UsulanService, sesi: AsyncSession, wadah: Wadah
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.SIAP_DISAHKAN)
    kepala = pelaku(J.KEPALA_OPD)
    sesi.add(pabrik.langkah(satu, A.SETUJUI_VALIDASI, kepala.akun_id))
    with pytest.raises(PemisahanTugas):
        await service.pindahkan_massal([satu.ref], A.SAHKAN, kepala, fakta=BAIK)
    assert await service.pindahkan_massal([satu.ref], A.SAHKAN, pelaku(J.KEPALA_OPD), fakta=BAIK) == 1
    assert await service.pindahkan_massal([satu.ref], A.KIRIM, None) == 1


async def test_a_whole_meeting_agrees_and_everybody_is_registered(
    service: UsulanService, sesi: AsyncSession, wadah: Wadah
) -> None:
    semua = [await pabrik.usulan(sesi, wadah, status=S.MASUK_MUSYAWARAH) for _ in range(2)]
    await service.pindahkan_massal([u.ref for u in semua], A.SEPAKATI, pelaku(J.OPERATOR_DESA), fakta=BAIK)
    assert all(u.individu_id for u in semua)


async def test_a_full_quota_waits_with_its_reason(service: UsulanService, sesi: AsyncSession, wadah: Wadah) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.PEMERINGKATAN)
    alasan = AlasanMasuk(**pabrik.alasan("KUOTA_PENUH"))
    hasil = await service.move(satu.ref, A.ANTRE_PERINGKAT, None, alasan=alasan, fakta=BAIK)
    assert hasil.status is S.PEMERINGKATAN
    assert await sesi.scalar(select(func.count()).select_from(UsulanTerbuka)) == 1


async def test_an_officer_does_not_correct_his_own_case(sesi: AsyncSession, wadah: Wadah) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.TIDAK_PADAN)
    operator = Pelaku(id_baru(), J.OPERATOR_DESA, ("32.04.05.2001",), nik_indeks=satu.nik_indeks)
    with pytest.raises(UsulanTerkunci):
        await PengajuanService.rakit(sesi, wadah).ubah(satu.ref, UsulanUbah(), operator, versi=1)


async def test_a_row_that_moved_meanwhile_stops_the_mass_move(
    service: UsulanService, sesi: AsyncSession, wadah: Wadah, monkeypatch: pytest.MonkeyPatch
) -> None:
    satu = await pabrik.usulan(sesi, wadah, status=S.DISAHKAN)

    async def didahului(*_: object) -> set[Ref]:
        return set()

    monkeypatch.setattr(service.repo, "pindahkan", didahului)
    with pytest.raises(TransisiDitolak):
        await service.pindahkan_massal([satu.ref], A.KIRIM, None)


async def test_a_person_is_judged_by_no_account_of_the_one_who_proposed_him(
    service: UsulanService, sesi: AsyncSession, wadah: Wadah, masuk: Masuk
) -> None:
    nik = pabrik.nik_uji()
    warga, hakim = await masuk(J.WARGA, nik=nik), await masuk(J.VERIFIKATOR, nik=nik)
    satu = await pabrik.usulan(sesi, wadah, status=S.VALIDASI_DINSOS, pengusul_id=warga.pelaku.akun_id)
    fakta = FaktaUsulan(is_pencacah_kasus=False)
    for pindah in (
        service.move(satu.ref, A.TOLAK, hakim.pelaku, alasan=sebab(A.TOLAK), fakta=fakta),
        service.pindahkan_massal([satu.ref], A.TOLAK, hakim.pelaku, alasan=sebab(A.TOLAK), fakta=fakta),
    ):
        with pytest.raises(PemisahanTugas):
            await pindah
    assert satu.status is S.VALIDASI_DINSOS
