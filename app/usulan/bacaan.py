"""The reading half of usulan's service: a case opened, its history, the lists, and the facts that its guards ask."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.keluarga.bacaan import MELIHAT_NOMOR
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import Subjek
from app.usulan import fakta as fakta_baris
from app.usulan import subjek_usulan
from app.usulan.alur import ALUR_USULAN
from app.usulan.baris import BarisLampiran
from app.usulan.entitas import LangkahRiwayat, UsulanLengkap, UsulanRingkas
from app.usulan.errors import UsulanNotFound
from app.usulan.fakta_registri import FaktaRegistri
from app.usulan.fakta_usulan import FaktaUsulan
from app.usulan.models import Usulan
from app.usulan.pemberitahuan import Pemberitahuan
from app.usulan.penerapan import PenerapanRegistri
from app.usulan.repository import UsulanRepository, terlihat
from app.usulan.rincian import Rincian
from app.usulan.status import AksiUsulan, StatusUsulan
from app.usulan.syarat import SYARAT_SENDIRI, mewakili_desa
from app.wilayah.lingkup import Lingkup

MENGEMBALIKAN: Final = frozenset({AksiUsulan.KEMBALIKAN, AksiUsulan.KEMBALIKAN_DARI_PENGESAHAN})


class BacaanUsulan:
    """Opens cases for those who may see them; every reading by another leaves an audit row."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._wadah = wadah
        self.repo = UsulanRepository(sesi)
        self.jejak = Jejak(sesi)
        self._akun = AkunService.rakit(sesi, wadah)
        self._tenggat = wadah.pengaturan.tenggat
        self.sandi = wadah.sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(sesi, wadah)

    # Built when first asked for: behind them stand some fifty services, and most steps need none.

    @cached_property
    def keluarga(self) -> KeluargaService:
        """The registry of families."""
        return KeluargaService.rakit(self._sesi, self._wadah)

    @cached_property
    def _registri(self) -> FaktaRegistri:
        return FaktaRegistri(self._sesi, self._wadah)

    @cached_property
    def _kabar(self) -> Pemberitahuan:
        return Pemberitahuan.rakit(self._sesi, self._wadah)

    @cached_property
    def _penerapan(self) -> PenerapanRegistri:
        return PenerapanRegistri.rakit(self._sesi, self._wadah)

    async def fakta(
        self,
        usulan: Usulan,
        pelaku: Pelaku | None,
        luar: FaktaUsulan | None = None,
        *,
        lingkup: Lingkup | None = None,
        aksi: AksiUsulan | None = None,
        lampiran: Sequence[BarisLampiran] | None = None,
    ) -> FaktaUsulan:
        """Return everything that usulan knows, over what the calling stage says; `lampiran` if the caller has them."""
        ref = usulan.ref
        luar = luar or FaktaUsulan()
        akun_ids = await self._akun.seorang(pelaku) if pelaku else frozenset()
        jenis = frozenset(x.jenis for x in (await self.repo.daftar_lampiran(ref) if lampiran is None else lampiran))
        milik = fakta_baris.dari_baris(usulan, pelaku, lingkup_dari(pelaku, lingkup), akun_ids) | {
            "lampiran": jenis,
            "aksi_pelaku": (await self.repo.aksi_pelaku([usulan], akun_ids))[usulan.id],
            "sasaran_kembali": luar.sasaran_kembali if aksi in MENGEMBALIKAN else usulan.sasaran_kembali,
        }
        if aksi is not None:
            if mewakili_desa in ALUR_USULAN[aksi].syarat:
                milik["is_wewenang_desa"] = await self.is_wewenang_desa(usulan.kode_desa, pelaku)
            milik |= await self._registri.tanya(usulan, pelaku, aksi, jenis)
        return replace(luar, **milik)

    async def is_wewenang_desa(self, kode_desa: str, pelaku: Pelaku | None) -> bool:
        """Return whether this actor does the village's desk work: the kab/kota's operator only where it has nobody."""
        if pelaku is None or pelaku.jabatan is not Jabatan.OPERATOR_KABKOTA:
            return True
        return not await self._akun.petugas_di(kode_desa, Jabatan.OPERATOR_DESA)

    # -- reading

    def rincian(self, usulan: Usulan) -> Rincian:
        """Return what the case brings besides its subject."""
        return subjek_usulan.buka_rincian(self.sandi, usulan)

    def subjek(self, usulan: Usulan) -> Subjek:
        """Return the snapshot of the subject and his family."""
        return subjek_usulan.buka(self.sandi, usulan)

    async def ambil(self, ref: Ref, pelaku: Pelaku | None, lingkup: Lingkup | None = None) -> Usulan:
        """Return the row for a service that audits its own reading.

        Raises:
            UsulanNotFound: unknown or out of scope.
        """
        if usulan := await self.repo.get(ref, terlihat(pelaku, lingkup_dari(pelaku, lingkup))):
            return usulan
        raise UsulanNotFound

    async def baca(
        self, ref: Ref, pelaku: Pelaku, *, tujuan: str | None = None, lingkup: Lingkup | None = None
    ) -> UsulanLengkap:
        """Return the case opened, with this actor's actions; the reading is recorded.

        Raises:
            UsulanNotFound: unknown or out of scope.
        """
        usulan = await self.ambil(ref, pelaku, lingkup)
        await self._catat_baca(usulan, pelaku, tujuan)
        return await self.lengkapkan(usulan, pelaku)

    async def saring(
        self, refs: Collection[Ref], status: StatusUsulan, pelaku: Pelaku | None, lingkup: Lingkup | None = None
    ) -> list[Usulan]:
        """Return those of `refs` that are in `status` and in scope, in key order: what a batch may hold."""
        baris = await self.repo.banyak(refs, terlihat(pelaku, lingkup_dari(pelaku, lingkup)))
        return [u for u in baris if u.status is status]

    async def subjek_audit(self, refs: Collection[Ref]) -> list[UUID]:
        """Return whom an audit row about these usulan concerns; for a stage that hands out a file about them."""
        return [nik for u in await self.repo.banyak(refs, terlihat(None, Lingkup.nasional())) for nik in u.subjek_audit]

    async def lengkapkan(self, usulan: Usulan, pelaku: Pelaku) -> UsulanLengkap:
        """Return the opened form of a row that the caller holds."""
        lampiran = await self.repo.daftar_lampiran(usulan.ref)
        fakta = await self.fakta(usulan, pelaku, lampiran=lampiran)
        return UsulanLengkap(
            usulan,
            self.subjek(usulan),
            self.rincian(usulan),
            lampiran,
            ALUR_USULAN.tersedia_rinci(usulan.status, pelaku.jabatan, fakta, SYARAT_SENDIRI),
            pelaku.jabatan in MELIHAT_NOMOR | {Jabatan.WARGA},
        )

    async def riwayat(self, ref: Ref, pelaku: Pelaku) -> list[LangkahRiwayat]:
        """Return the history, oldest first; the reading is recorded.

        Raises:
            UsulanNotFound: unknown or out of scope.
        """
        usulan = await self.ambil(ref, pelaku)
        await self._catat_baca(usulan, pelaku, None)
        buka = subjek_usulan.buka_langkah
        return [LangkahRiwayat(x, buka(self.sandi, usulan, x)) for x in await self.repo.riwayat(ref)]

    async def registri(self, refs: Collection[Ref]) -> dict[Ref, UUID]:
        """Return the registered family that each of these usulan is about, or will be; for a later stage's reads."""
        return {u.ref: u.registri_id for u in await self.repo.banyak(refs, terlihat(None, Lingkup.nasional()))}

    async def is_pengolah(self, registri_id: UUID, pelaku: Pelaku) -> bool:
        """Return whether the person behind this actor took a step of any usulan about a registered family."""
        return await self.repo.has_langkah(registri_id, await self._akun.seorang(pelaku))

    async def saat_aksi(self, refs: Collection[Ref], aksi: AksiUsulan) -> dict[Ref, datetime]:
        """Return when each of these cases last took an arrow; who never took it is absent."""
        return await self.repo.saat_aksi(refs, aksi)

    async def daftar_ref(self, status: StatusUsulan, *, sebanyak: int) -> list[Ref]:
        """Return references to the longest waiting cases of one state, for a stage's job that reads nothing else."""
        return await self.repo.daftar_ref(status, sebanyak)

    async def antrean(
        self, status: StatusUsulan, *, sampai_periode: str, setelah: UUID | None, sebanyak: int
    ) -> Sequence[Usulan]:
        """Return the next cases of one state that count for a period or an earlier one, by id; for a stage's work."""
        return await self.repo.antrean(status, sampai_periode, setelah, sebanyak)

    async def daftar_milik(self, pelaku: Pelaku, hal: Halaman) -> Potongan[UsulanRingkas]:
        """Return what this citizen proposed, and what was sent about him; newest first."""
        return self._ringkas(await self.repo.daftar_milik(pelaku, hal), pelaku)

    async def daftar_status(
        self,
        status: StatusUsulan | None,
        pelaku: Pelaku,
        hal: Halaman,
        *,
        kode_wilayah: Collection[str] | None = None,
        menunggu_hari: int = 0,
    ) -> Potongan[UsulanRingkas]:
        """Return cases in scope of one state, or (None) all that have not ended; the longest waiting first.

        The reading of the names is recorded.

        Args:
            status: the state.
            pelaku: who reads.
            hal: the page.
            kode_wilayah: codes of a region; only what lies in it.
            menunggu_hari: only what has stood in its state for so many days.
        """
        milik = Lingkup.dari(pelaku)
        lingkup = milik if kode_wilayah is None else milik.persempit(kode_wilayah)
        hasil = await self.repo.daftar_kerja(status, pelaku, lingkup, hal, menunggu_hari=menunggu_hari)
        subjek = [nik for u in hasil.data for nik in u.subjek_audit]
        await self.jejak.catat("usulan:daftar:dibaca", pelaku=pelaku, objek="usulan", subjek=subjek)
        return self._ringkas(hasil, pelaku)

    def _ringkas(self, hasil: Potongan[Usulan], pelaku: Pelaku) -> Potongan[UsulanRingkas]:
        baris = [
            UsulanRingkas(u, self.subjek(u).nama, ALUR_USULAN.tersedia(u.status, pelaku.jabatan)) for u in hasil.data
        ]
        return Potongan(baris, hasil.halaman)

    async def _catat_baca(self, usulan: Usulan, pelaku: Pelaku, tujuan: str | None) -> None:
        # Somebody's view of his own case is no access by another that he must hear of.
        if pelaku.nik_indeks is None or pelaku.nik_indeks != usulan.nik_subjek:
            await self.jejak.catat(
                "usulan:usulan:dibaca",
                pelaku=pelaku,
                objek=f"usulan/{usulan.id}",
                subjek=usulan.subjek_audit,
                keluarga_id=usulan.keluarga_id,
                tujuan=tujuan,
            )


def lingkup_dari(pelaku: Pelaku | None, lingkup: Lingkup | None) -> Lingkup:
    """Return the regions named, else those of the actor; the system (None) sees the nation."""
    return lingkup or (Lingkup.dari(pelaku) if pelaku else Lingkup.nasional())
