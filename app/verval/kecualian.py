"""Use cases of exceptions to the match: one person proposes with reason and document, another one decides."""

from typing import Final, NamedTuple, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.berkas_objek.service import BerkasObjekService
from app.core.clock import now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.peran import Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.referensi.katalog import pastikan_alasan
from app.referensi.pemeriksa import wajib_alasan
from app.usulan import fakta as fakta_baris
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import StatusUsulan
from app.verval.alur import ALUR_KECUALIAN, FaktaKecualian
from app.verval.errors import KecualianNotFound, KecualianSudahAda, KecualianTidakPerlu
from app.verval.models_validasi import KecualianAdminduk
from app.verval.padan_baca import PembacaPadan
from app.verval.repository_validasi import ValidasiRepository
from app.verval.status import AksiKecualian

_TABEL: Final = KecualianAdminduk.__tablename__
_PERLU: Final = frozenset({StatusUsulan.VALIDASI_DINSOS, StatusUsulan.TIDAK_PADAN})


class KecualianLengkap(NamedTuple):
    """An exception with its reasons in words."""

    baris: KecualianAdminduk
    penjelasan: str
    putusan: str | None


class KecualianService:
    """An exception holds for one identity: who corrects it must match, or be excepted again."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = ValidasiRepository(sesi)
        self._jejak = Jejak(sesi)
        self._sandi = wadah.sandi
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._padan = PembacaPadan.rakit(sesi, wadah)
        self._akun = AkunService.rakit(sesi, wadah)
        self._berkas = BerkasObjekService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def is_disetujui(self, usulan: Usulan) -> bool:
        """Return whether an exception was granted for the identity as it is now."""
        return await self._repo.is_disetujui(usulan.ref, self._padan.tanya(usulan).sidik)

    async def semua(self, usulan: Usulan) -> list[KecualianLengkap]:
        """Return the exceptions of a case, oldest first; the caller audits."""
        return [self._lengkap(k) for k in await self._repo.semua_kecualian(usulan.ref)]

    async def usulkan(self, ref: Ref, alasan: AlasanMasuk, dokumen: bytes, pelaku: Pelaku) -> KecualianLengkap:
        """Propose an exception with its reason and a letter (photo or PDF).

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
            KecualianTidakPerlu: the case is not held up by the match.
            KecualianSudahAda: another one waits.
            AlasanTidakBerlaku: the code is not one of this action.
            PemisahanTugas: the caller's own case.
            Those of `BerkasObjekService` for a file that is none.
        """
        usulan = self._pastikan(await self._usulan.ambil(ref, pelaku))
        panah = ALUR_KECUALIAN.mulai(AksiKecualian.USULKAN, pelaku.jabatan, self._fakta(usulan, pelaku))
        pastikan_alasan(alasan.kode, "kecualian.usulkan")
        kecualian_id = id_baru()
        berkas_id = await self._berkas.simpan_foto_atau_pdf(
            dokumen, pemilik=f"{_TABEL}/{kecualian_id}", pelaku_id=pelaku.akun_id
        )
        usulan = self._pastikan(await self._usulan.kunci(ref, pelaku))
        segel = self._sandi.segel({"penjelasan": alasan.penjelasan, "putusan": None}, _TABEL, kecualian_id)
        baru = KecualianAdminduk(
            keluarga_id=usulan.keluarga_id,
            id=kecualian_id,
            usulan_id=usulan.id,
            sidik=self._padan.tanya(usulan).sidik,
            status=panah.ke,
            kode_alasan=alasan.kode,
            kunci_data=segel.kunci_data,
            isi=segel.isi,
            berkas_id=berkas_id,
            diusulkan_oleh=pelaku.akun_id,
            created_at=now(),
        )
        if not await self._repo.tambah_bila_baru(baru):
            raise KecualianSudahAda
        await self._catat(AksiKecualian.USULKAN, usulan, pelaku, baru)
        return self._lengkap(baru)

    async def putus(
        self, ref: Ref, aksi: AksiKecualian, alasan: AlasanMasuk | None, pelaku: Pelaku, *, versi: int | None = None
    ) -> KecualianLengkap:
        """Grant or refuse what somebody else proposed.

        Raises:
            KecualianNotFound: unknown, or outside the caller's area.
            VersiBasi: decided since `versi`.
            AlasanWajib, AlasanTidakBerlaku: the reason is missing, or of another action.
            PemisahanTugas: the caller's own case, or his own proposal.
            TransisiDitolak: decided already.
        """
        baris = await self._repo.kecualian(ref)
        if baris is None:
            raise KecualianNotFound
        usulan = await self._usulan.ambil(baris.usulan_ref, pelaku)
        pastikan_versi(versi, baris.versi)
        is_pengusul = baris.diusulkan_oleh in await self._akun.seorang(pelaku)
        fakta = self._fakta(usulan, pelaku, is_pengusul=is_pengusul)
        ALUR_KECUALIAN.periksa(baris.status, aksi, pelaku.jabatan, fakta)
        alasan = wajib_alasan(alasan, f"kecualian.{aksi}")
        baris.kode_putusan = alasan.kode
        isi = {"penjelasan": self._lengkap(baris).penjelasan, "putusan": alasan.penjelasan}
        baris.isi = self._sandi.segel_ulang(baris.kunci_data, isi, _TABEL, baris.id)
        baris.diputus_oleh, baris.diputus_at = pelaku.akun_id, now()
        ALUR_KECUALIAN.apply(baris, aksi, pelaku.jabatan, fakta)
        await self._catat(aksi, usulan, pelaku, baris)
        return self._lengkap(baris)

    @staticmethod
    def _fakta(usulan: Usulan, pelaku: Pelaku, *, is_pengusul: bool | None = None) -> FaktaKecualian:
        return FaktaKecualian(
            is_perkara_sendiri=fakta_baris.is_perkara_sendiri(usulan, pelaku), is_pengusul=is_pengusul
        )

    @staticmethod
    def _pastikan(usulan: Usulan) -> Usulan:
        if usulan.status in _PERLU:
            return usulan
        raise KecualianTidakPerlu(status_sekarang=usulan.status)

    def _lengkap(self, baris: KecualianAdminduk) -> KecualianLengkap:
        isi = self._sandi.buka(baris.kunci_data, baris.isi, _TABEL, baris.id)
        return KecualianLengkap(baris, isi["penjelasan"], isi["putusan"])

    async def _catat(self, aksi: AksiKecualian, usulan: Usulan, pelaku: Pelaku, baris: KecualianAdminduk) -> None:
        await self._jejak.catat(
            "verval:kecualian:diubah",
            pelaku=pelaku,
            objek=f"{_TABEL}/{baris.id}",
            subjek=usulan.subjek_audit,
            keluarga_id=usulan.keluarga_id,
            rincian={"aksi": aksi.value, "ke": baris.status.value},
        )
