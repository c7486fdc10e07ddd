"""Use cases around a visit: assign an enumerator, withdraw the assignment, close a case that nobody could visit."""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.referensi.pemeriksa import wajib_alasan
from app.usulan.fakta import is_berkepentingan
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan, StatusUsulan
from app.usulan.syarat import FaktaUsulan
from app.verval.alur import ALUR_SURVEI, FaktaPenugasan
from app.verval.entitas import BebanEnumerator, CalonEnumerator
from app.verval.errors import PenugasanNotFound
from app.verval.models import Penarikan, Penugasan
from app.verval.repository_survei import SurveiRepository
from app.verval.status import AksiPenugasan, StatusPenugasan
from app.wilayah.lingkup import Lingkup

_AKSI_TARIK: Final = f"penugasan.{AksiPenugasan.TARIK}"
_SEKALIGUS: Final = 500


class PenugasanService:
    """The VERIFIKATOR's side of the visits."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._wadah = wadah
        self._repo = SurveiRepository(sesi)
        self._jejak = Jejak(sesi)
        self._usulan = UsulanService.rakit(sesi, wadah)
        self._akun = AkunService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def tugaskan(
        self, aksi: AksiUsulan, ref: Ref, enumerator_id: UUID, pelaku: Pelaku, *, versi: int | None = None
    ) -> Usulan:
        """Assign an enumerator: first (TUGASKAN_VERVAL), after a failure (TUGASKAN_ULANG) or a return (KUNJUNGI_ULANG).

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
            SyaratTidakTerpenuhi: he may not visit this family, his load is full, or the rounds are used up.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        await self._repo.kunci_beban(enumerator_id)
        lama = await self._repo.penugasan_usulan(ref)
        fakta = FaktaUsulan(
            is_pencacah_layak=_layak(await self._akun.pelaku(enumerator_id), usulan),
            is_beban_tersedia=await self._repo.beban(enumerator_id) < self._wadah.pengaturan.batas.beban_enumerator,
            is_putaran_tersisa=self._putaran_tersisa(lama),
            is_penugasan_aktif=any(p.status is StatusPenugasan.AKTIF for p in lama),
        )
        usulan = await self._usulan.move(ref, aksi, pelaku, fakta=fakta, versi=versi)
        await self._repo.tambah(
            Penugasan(
                keluarga_id=usulan.keluarga_id,
                id=id_baru(),
                usulan_id=usulan.id,
                kode_desa=usulan.kode_desa,
                enumerator_id=enumerator_id,
                status=ALUR_SURVEI.awal,
                putaran=len(lama) + 1,
                ditugaskan_oleh=pelaku.akun_id,
                ditugaskan_at=now(),
            )
        )
        return usulan

    async def calon(self, ref: Ref, pelaku: Pelaku) -> list[CalonEnumerator]:
        """Return who may be assigned to this usulan and has room, least loaded first.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        petugas = await self._akun.petugas_di(usulan.kode_desa, Jabatan.ENUMERATOR)
        beban = await self._repo.beban_banyak([a.id for a in petugas])
        calon = [
            CalonEnumerator(a.id, a.nama, beban.get(a.id, 0))
            for a in petugas
            if not is_berkepentingan(usulan, a.nik_indeks, a.no_kk_indeks)
        ]
        batas = self._wadah.pengaturan.batas.beban_enumerator
        return sorted((c for c in calon if c.beban < batas), key=lambda c: (c.beban, c.nama, c.akun_id))

    async def tutup_gagal(
        self, ref: Ref, alasan: AlasanMasuk | None, pelaku: Pelaku, *, versi: int | None = None
    ) -> Usulan:
        """End a usulan whose family could not be visited in any round.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
            SyaratTidakTerpenuhi: another round is possible.
        """
        fakta = FaktaUsulan(is_putaran_tersisa=self._putaran_tersisa(await self._repo.penugasan_usulan(ref)))
        return await self._usulan.move(
            ref, AksiUsulan.TUTUP_GAGAL_KUNJUNGAN, pelaku, alasan=alasan, fakta=fakta, versi=versi
        )

    async def ambil(self, ref: Ref) -> Penugasan | None:
        """Return any assignment, locked, for a job."""
        return await self._repo.penugasan(ref, kunci=True)

    async def tarik(
        self, ref: Ref, alasan: AlasanMasuk | None, pelaku: Pelaku, *, versi: int | None = None
    ) -> Penugasan:
        """Take an open assignment from its enumerator; the case waits for another one (`tugaskan_ulang`).

        What he sends of it from now on is refused and kept for the officers of the area.

        Raises:
            PenugasanNotFound: unknown, or outside the caller's area.
            VersiBasi: closed since `versi`.
            TransisiDitolak: it is closed already.
            AlasanWajib, AlasanTidakBerlaku: reason missing, or not of this action.
        """
        penugasan = await self._repo.penugasan(ref, kunci=True)
        if penugasan is None or not Lingkup.dari(pelaku).memuat(penugasan.kode_desa):
            raise PenugasanNotFound
        pastikan_versi(versi, penugasan.versi)
        ALUR_SURVEI.apply(penugasan, AksiPenugasan.TARIK, pelaku.jabatan, FaktaPenugasan())
        alasan = wajib_alasan(alasan, _AKSI_TARIK)
        penugasan.ditutup_at = now()
        segel = self._wadah.sandi.segel(
            {"penjelasan": alasan.penjelasan, "langkah_berikutnya": alasan.langkah_berikutnya},
            Penarikan.__tablename__,
            penugasan.id,
        )
        await self._repo.tambah(
            Penarikan(
                keluarga_id=penugasan.keluarga_id,
                penugasan_id=penugasan.id,
                kode_alasan=alasan.kode,
                kunci_data=segel.kunci_data,
                isi=segel.isi,
                oleh=pelaku.akun_id,
                created_at=now(),
            )
        )
        await self._jejak.catat(
            "verval:penugasan:ditarik",
            pelaku=pelaku,
            objek=f"penugasan/{penugasan.id}",
            keluarga_id=penugasan.keluarga_id,
            rincian={"kode_alasan": alasan.kode, "enumerator": str(penugasan.enumerator_id)},
        )
        return penugasan

    async def akhiri_usang(self, setelah: UUID | None = None) -> UUID | None:
        """Close open assignments whose case waits for no visit any more; return where to go on, None at the end."""
        baris = await self._repo.aktif_sejak(setelah, _SEKALIGUS)
        if not baris:
            return None
        ditunggu = await self._usulan.saring([p.usulan_ref for p in baris], StatusUsulan.VERVAL_DITUGASKAN, None)
        menunggu = {u.ref for u in ditunggu}
        for penugasan in baris:
            if penugasan.usulan_ref not in menunggu:
                await self._akhiri(penugasan)
        return baris[-1].id

    async def _akhiri(self, penugasan: Penugasan) -> None:
        ALUR_SURVEI.apply(penugasan, AksiPenugasan.AKHIRI, None, FaktaPenugasan())
        penugasan.ditutup_at = now()
        await self._jejak.catat(
            "verval:penugasan:diakhiri",
            pelaku=None,
            objek=f"penugasan/{penugasan.id}",
            keluarga_id=penugasan.keluarga_id,
        )

    async def beban(self, pelaku: Pelaku) -> list[BebanEnumerator]:
        """Return the open load of each enumerator in the caller's area, who waits longest first."""
        return await self._repo.beban_wilayah(
            Lingkup.dari(pelaku), now() - self._wadah.pengaturan.tenggat.lama_kunjungan
        )

    async def antrean(
        self, pelaku: Pelaku, hal: Halaman, *, enumerator_id: UUID | None = None
    ) -> tuple[Potongan[Penugasan], dict[UUID, int]]:
        """Return the open assignments of the caller's area, oldest first, and the number of failed attempts of each."""
        potongan = await self._repo.antrean(Lingkup.dari(pelaku), hal, enumerator_id=enumerator_id)
        percobaan = await self._repo.percobaan_banyak(potongan.data)
        return potongan, {k: len(v) for k, v in percobaan.items()}

    def _putaran_tersisa(self, lama: Sequence[Penugasan]) -> bool:
        """Count the failures since the last completed visit; a return begins anew, a withdrawal is no round."""
        dijalankan = (p for p in reversed(lama) if p.status is not StatusPenugasan.DITARIK)
        gagal = sum(1 for _ in takewhile(lambda p: p.status is StatusPenugasan.GAGAL, dijalankan))
        return gagal < self._wadah.pengaturan.tenggat.putaran_kunjungan_maks


def _layak(enumerator: Pelaku | None, usulan: Usulan) -> bool:
    """Return whether this active account may visit this family: right jabatan and area, and no relative of the case."""
    if enumerator is None or enumerator.jabatan is not Jabatan.ENUMERATOR:
        return False
    return Lingkup.dari(enumerator).memuat(usulan.kode_desa) and not is_berkepentingan(
        usulan, enumerator.nik_indeks, enumerator.no_kk_indeks
    )
