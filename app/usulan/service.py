"""The engine of a usulan for every stage: move one, move many, read, and say what may be done."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.akun.service import AkunService
from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.errors import DomainError
from app.core.etag import pastikan_versi
from app.core.ids import Ref
from app.core.paging import Halaman, Potongan
from app.core.peran import Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.wadah import Wadah
from app.core.workflow import TransisiDitolak
from app.keluarga.bacaan import MELIHAT_NOMOR
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import Subjek
from app.usulan import fakta as fakta_baris
from app.usulan import langkah, subjek_usulan
from app.usulan.alur import ALUR_USULAN
from app.usulan.entitas import LangkahRiwayat, UsulanLengkap, UsulanRingkas
from app.usulan.errors import UsulanNotFound
from app.usulan.fakta_registri import FaktaRegistri
from app.usulan.langkah import Panah
from app.usulan.models import Usulan
from app.usulan.pemberitahuan import Pemberitahuan
from app.usulan.repository import UsulanRepository, terlihat
from app.usulan.status import AksiUsulan, StatusUsulan
from app.usulan.syarat import SYARAT_SENDIRI, FaktaUsulan
from app.wilayah.lingkup import Lingkup

POTONGAN: Final = 500
"""Rows that a mass move takes in one statement."""
_MENGEMBALIKAN: Final = frozenset({AksiUsulan.KEMBALIKAN, AksiUsulan.KEMBALIKAN_DARI_PENGESAHAN})


class UsulanService:
    """Moves usulan along the table; nothing else changes their state.

    Every move is one transaction with its history, audit row, notification and the freed place of an ended case.
    """

    def __init__(
        self,
        repo: UsulanRepository,
        jejak: Jejak,
        keluarga: KeluargaService,
        registri: FaktaRegistri,
        akun: AkunService,
        kabar: Pemberitahuan,
        wadah: Wadah,
    ) -> None:
        self.repo = repo
        self.jejak = jejak
        self.keluarga = keluarga
        self._registri = registri
        self._akun = akun
        self._kabar = kabar
        self._tenggat = wadah.pengaturan.tenggat
        self.sandi = wadah.sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(
            UsulanRepository(sesi),
            Jejak(sesi),
            KeluargaService.rakit(sesi, wadah),
            FaktaRegistri.rakit(sesi, wadah),
            AkunService.rakit(sesi, wadah),
            Pemberitahuan.rakit(sesi, wadah),
            wadah,
        )

    # -- moving

    async def move(
        self,
        ref: Ref,
        aksi: AksiUsulan,
        pelaku: Pelaku | None,
        *,
        alasan: AlasanMasuk | None = None,
        fakta: FaktaUsulan | None = None,
        lingkup: Lingkup | None = None,
        versi: int | None = None,
    ) -> Usulan:
        """Lock the usulan and take one arrow.

        Args:
            ref: which.
            aksi: the arrow.
            pelaku: who; None is the system.
            alasan: reason of a negative arrow, of the catalogue's codes for it.
            fakta: what the calling stage knows; usulan's own facts in it are overwritten.
            lingkup: the actor's regions when they are not those of his assignments (an enumerator's list).
            versi: the version that the caller read, if he said one.

        Raises:
            UsulanNotFound: unknown or out of scope.
            JabatanTidakBerwenang, TransisiDitolak, SyaratTidakTerpenuhi, PemisahanTugas: the table refuses.
            AlasanWajib, AlasanTidakBerlaku: reason missing, or not of this action.
            VersiBasi: changed since it was read.
        """
        usulan = await self.kunci(ref, pelaku, lingkup)
        return await self.jalankan(usulan, aksi, pelaku, alasan=alasan, fakta=fakta, lingkup=lingkup, versi=versi)

    async def kunci(self, ref: Ref, pelaku: Pelaku | None, lingkup: Lingkup | None = None) -> Usulan:
        """Return the usulan locked for change.

        Raises:
            UsulanNotFound: unknown or out of scope.
        """
        if usulan := await self.repo.lock(ref, terlihat(pelaku, _lingkup(pelaku, lingkup))):
            return usulan
        raise UsulanNotFound

    async def jalankan(
        self,
        usulan: Usulan,
        aksi: AksiUsulan,
        pelaku: Pelaku | None,
        *,
        alasan: AlasanMasuk | None = None,
        fakta: FaktaUsulan | None = None,
        lingkup: Lingkup | None = None,
        versi: int | None = None,
        rincian: Mapping[str, Any] | None = None,
    ) -> Usulan:
        """Take one arrow of a usulan that this transaction has locked; `rincian` goes into the history in words."""
        jabatan, dari = pelaku.jabatan if pelaku else None, usulan.status
        lengkap = await self.fakta(usulan, pelaku, fakta, lingkup=lingkup, aksi=aksi)
        panah = ALUR_USULAN.periksa(dari, aksi, jabatan, lengkap)
        langkah.pastikan_alasan(panah, alasan)
        pastikan_versi(versi, usulan.versi)
        ALUR_USULAN.apply(usulan, aksi, jabatan, lengkap)
        usulan.status_at = usulan.updated_at = now()
        usulan.tenggat_date = langkah.batas(self._tenggat, panah)
        usulan.pengingat_ke, usulan.pengingat_date = 0, None
        usulan.sasaran_kembali = lengkap.sasaran_kembali if aksi in _MENGEMBALIKAN else None
        usulan.versi += 1
        subjek = self.subjek(usulan)
        if panah.ke is StatusUsulan.DISEPAKATI_MUSYAWARAH and usulan.individu_id is None:
            lokasi = await self.keluarga.sepakati(subjek, usulan.keluarga_id, pelaku)
            usulan.registri_id, usulan.individu_id = lokasi
        if panah.ke in ALUR_USULAN.akhir:
            await self.repo.lepas([usulan])
        await self.catat(usulan, panah, pelaku, dari=dari, alasan=alasan, rincian=rincian)
        await self._kabar.kabari(usulan, subjek, alasan)
        return usulan

    async def catat(
        self,
        usulan: Usulan,
        panah: Panah,
        pelaku: Pelaku | None,
        *,
        dari: StatusUsulan | None,
        alasan: AlasanMasuk | None = None,
        rincian: Mapping[str, Any] | None = None,
    ) -> None:
        """Write the step into the history and the audit trail."""
        await self.repo.add(langkah.susun(self.sandi, usulan, panah, pelaku, dari=dari, alasan=alasan, rincian=rincian))
        await self.jejak.catat(
            "usulan:status:diubah",
            pelaku=pelaku,
            objek=f"usulan/{usulan.id}",
            subjek=usulan.subjek_audit,
            keluarga_id=usulan.keluarga_id,
            rincian=langkah.ringkas(panah, dari, alasan),
        )

    async def pindahkan_massal(
        self,
        refs: Collection[Ref],
        aksi: AksiUsulan,
        pelaku: Pelaku | None,
        *,
        alasan: AlasanMasuk | None = None,
        fakta: FaktaUsulan | None = None,
        lingkup: Lingkup | None = None,
    ) -> int:
        """Take the same arrow, with the same reason, for many usulan: all of them or none; return how many.

        Rows are compared and swapped 500 at a time, so each is moved once even against a simultaneous single move.

        Raises:
            As `move`; `ref` names the first usulan that refused, and a lost race is `TransisiDitolak`.
        """
        panah, batas = ALUR_USULAN[aksi], _lingkup(pelaku, lingkup)
        antrean = iter(sorted(set(refs)))
        while potongan := list(islice(antrean, POTONGAN)):
            if panah.ke is StatusUsulan.DISEPAKATI_MUSYAWARAH:
                for ref in potongan:
                    await self.move(ref, aksi, pelaku, alasan=alasan, fakta=fakta, lingkup=lingkup)
            else:
                await self._pindahkan(potongan, panah, pelaku, alasan, fakta or FaktaUsulan(), batas)
        return len(set(refs))

    async def _pindahkan(
        self,
        refs: Sequence[Ref],
        panah: Panah,
        pelaku: Pelaku | None,
        alasan: AlasanMasuk | None,
        luar: FaktaUsulan,
        lingkup: Lingkup,
    ) -> None:
        baris = await self.repo.banyak(refs, terlihat(pelaku, lingkup))
        if len(baris) != len(refs):
            raise UsulanNotFound
        await self._uji_semua(baris, panah, pelaku, luar, lingkup)
        langkah.pastikan_alasan(panah, alasan)
        dari = {usulan.ref: usulan.status for usulan in baris}
        sekarang = now()
        nilai = {
            "status": panah.ke,
            "status_at": sekarang,
            "updated_at": sekarang,
            "tenggat_date": langkah.batas(self._tenggat, panah),
            "pengingat_ke": 0,
            "pengingat_date": None,
            "sasaran_kembali": None,
        }
        if await self.repo.pindahkan(refs, panah.dari, nilai) != {u.id for u in baris}:
            raise TransisiDitolak(status_sekarang=None, aksi_tersedia=[])
        baris = await self.repo.banyak(refs, terlihat(pelaku, lingkup))
        if panah.ke in ALUR_USULAN.akhir:
            await self.repo.lepas(baris)
        await self.repo.add(
            *(langkah.susun(self.sandi, u, panah, pelaku, dari=dari[u.ref], alasan=alasan) for u in baris)
        )
        await self.jejak.catat(
            "usulan:status:diubah_massal",
            pelaku=pelaku,
            objek="usulan",
            subjek=[nik for u in baris for nik in u.subjek_audit],
            rincian={**langkah.ringkas(panah, None, alasan), "usulan": [str(u.id) for u in baris]},
        )
        for usulan in baris:
            await self._kabar.kabari(usulan, self.subjek(usulan), alasan)

    async def _uji_semua(
        self, baris: Sequence[Usulan], panah: Panah, pelaku: Pelaku | None, luar: FaktaUsulan, lingkup: Lingkup
    ) -> None:
        refs = [u.ref for u in baris]
        akun_ids = await self._akun.seorang(pelaku) if pelaku else frozenset()
        riwayat = await self.repo.aksi_pelaku(refs, akun_ids)
        for usulan in baris:
            lengkap = replace(
                luar,
                **fakta_baris.dari_baris(usulan, pelaku, lingkup, akun_ids),
                aksi_pelaku=riwayat[usulan.ref],
            )
            try:
                ALUR_USULAN.periksa(usulan.status, panah.aksi, pelaku.jabatan if pelaku else None, lengkap)
            except DomainError as galat:
                galat.tambahan["ref"] = usulan.ref.teks
                raise

    async def fakta(
        self,
        usulan: Usulan,
        pelaku: Pelaku | None,
        luar: FaktaUsulan | None = None,
        *,
        lingkup: Lingkup | None = None,
        aksi: AksiUsulan | None = None,
    ) -> FaktaUsulan:
        """Return everything that usulan knows, over what the calling stage says."""
        ref = usulan.ref
        luar = luar or FaktaUsulan()
        akun_ids = await self._akun.seorang(pelaku) if pelaku else frozenset()
        lengkap = replace(
            luar,
            **fakta_baris.dari_baris(usulan, pelaku, _lingkup(pelaku, lingkup), akun_ids),
            lampiran=frozenset(x.jenis for x in await self.repo.lampiran(ref)),
            aksi_pelaku=(await self.repo.aksi_pelaku([ref], akun_ids))[ref],
            sasaran_kembali=luar.sasaran_kembali if aksi in _MENGEMBALIKAN else usulan.sasaran_kembali,
        )
        return replace(lengkap, **await self._registri.tanya(usulan, pelaku, aksi)) if aksi else lengkap

    # -- reading

    def subjek(self, usulan: Usulan) -> Subjek:
        """Return the snapshot of the subject and his family."""
        return subjek_usulan.buka(self.sandi, usulan)

    async def ambil(self, ref: Ref, pelaku: Pelaku | None, lingkup: Lingkup | None = None) -> Usulan:
        """Return the row for a service that audits its own reading.

        Raises:
            UsulanNotFound: unknown or out of scope.
        """
        if usulan := await self.repo.get(ref, terlihat(pelaku, _lingkup(pelaku, lingkup))):
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
        baris = await self.repo.banyak(refs, terlihat(pelaku, _lingkup(pelaku, lingkup)))
        return [u for u in baris if u.status is status]

    async def subjek_audit(self, refs: Collection[Ref]) -> list[UUID]:
        """Return whom an audit row about these usulan concerns; for a stage that hands out a file about them."""
        return [nik for u in await self.repo.banyak(refs, terlihat(None, Lingkup.nasional())) for nik in u.subjek_audit]

    async def lengkapkan(self, usulan: Usulan, pelaku: Pelaku) -> UsulanLengkap:
        """Return the opened form of a row that the caller holds."""
        return UsulanLengkap(
            usulan,
            self.subjek(usulan),
            await self.repo.lampiran(usulan.ref),
            ALUR_USULAN.tersedia_rinci(usulan.status, pelaku.jabatan, await self.fakta(usulan, pelaku), SYARAT_SENDIRI),
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
        self, status: StatusUsulan, pelaku: Pelaku, hal: Halaman, *, lingkup: Lingkup | None = None
    ) -> Potongan[UsulanRingkas]:
        """Return the cases of one state in scope, longest waiting first; the reading of the names is recorded."""
        hasil = await self.repo.daftar_kerja(status, pelaku, _lingkup(pelaku, lingkup), hal)
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
        if pelaku.nik_indeks is None or pelaku.nik_indeks != usulan.nik_indeks:
            await self.jejak.catat(
                "usulan:usulan:dibaca",
                pelaku=pelaku,
                objek=f"usulan/{usulan.id}",
                subjek=usulan.subjek_audit,
                keluarga_id=usulan.keluarga_id,
                tujuan=tujuan,
            )


def _lingkup(pelaku: Pelaku | None, lingkup: Lingkup | None) -> Lingkup:
    return lingkup or (Lingkup.dari(pelaku) if pelaku else Lingkup.nasional())
