"""The citizen's side: object to a refusal, bring evidence, withdraw, read the answer."""

from datetime import timedelta
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.berkas_objek.service import Berkas, BerkasObjekService
from app.core.clock import hari_ini, now
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.peran import Pelaku
from app.core.ratelimit import pakai
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.keberatan.alur_usulan import ALUR_KEBERATAN_USULAN, FaktaKeberatanUsulan
from app.keberatan.bukti import MAKS_LAMPIRAN, simpan_bukti
from app.keberatan.buku_usulan import BukuKeberatanUsulan, KeberatanUsulanLengkap
from app.keberatan.errors import LampiranKeberatanPenuh, LampiranKeberatanTidakAda
from app.keberatan.errors_usulan import KeberatanUsulanSudahAda, KeberatanUsulanTertutup, KeberatanUsulanTidakAda
from app.keberatan.models_usulan import KeberatanUsulan, LampiranKeberatanUsulan
from app.keberatan.status_usulan import AksiKeberatanUsulan, StatusKeberatanUsulan
from app.referensi.katalog import pastikan_alasan
from app.usulan.errors import UsulanNotFound
from app.usulan.models import Usulan
from app.usulan.status import BERHAK_KEBERATAN
from app.wilayah.lingkup import Lingkup

_HARI: Final = 86_400
_A, _S = AksiKeberatanUsulan, StatusKeberatanUsulan


class KeberatanUsulanService:
    """Use cases of proposer and subject, who both see the case; the words of one stay hidden from the other."""

    def __init__(self, buku: BukuKeberatanUsulan, berkas: BerkasObjekService, wadah: Wadah) -> None:
        self._buku = buku
        self._repo = buku.repo
        self._usulan = buku.usulan
        self._berkas = berkas
        self._wadah = wadah

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service."""
        return cls(BukuKeberatanUsulan.rakit(sesi, wadah), BerkasObjekService.rakit(sesi, wadah), wadah)

    async def ajukan(self, ref: Ref, kode: str, penjelasan: str, pelaku: Pelaku) -> KeberatanUsulanLengkap:
        """Object to the refusal of a usulan.

        Raises:
            UsulanNotFound: unknown, or neither one's proposal nor about oneself.
            AlasanTidakBerlaku: the reason is of another action.
            SyaratTidakTerpenuhi: it was not refused, or the last day has passed.
            KeberatanUsulanSudahAda: an objection is open or was answered.
            TerlaluSering: too many tries of one day.
        """
        pastikan_alasan(kode, "keberatan_usulan.ajukan")
        aturan = self._wadah.pengaturan
        await pakai(self._wadah, "keberatan_usulan", str(pelaku.akun_id), aturan.batas.usulan_hari, _HARI)
        # Locked, so that of two objections at once the second one sees the first.
        usulan = await self._usulan.kunci(ref, pelaku)
        panah = ALUR_KEBERATAN_USULAN.mulai(_A.AJUKAN, pelaku.jabatan, _jendela(usulan))
        if any(k.status is not _S.BATAL for k in await self._repo.milik_usulan(usulan.ref)):
            raise KeberatanUsulanSudahAda
        baris_id = id_baru()
        baris = KeberatanUsulan(
            keluarga_id=usulan.keluarga_id,
            id=baris_id,
            usulan_id=usulan.id,
            nik_indeks=usulan.nik_subjek,
            kode_desa=usulan.kode_desa,
            ditolak_pada=usulan.status,
            status=panah.ke,
            alasan_kode=kode,
            tenggat_date=hari_ini() + timedelta(days=aturan.tenggat.hari_jawab_keberatan),
            pengaju_id=pelaku.akun_id,
            pengingat_ke=0,
            created_at=now(),
            versi=1,
            **self._buku.segel(baris_id, {"penjelasan": penjelasan}),
        )
        await self._repo.tambah(baris)
        await self._buku.catat(baris, _A.AJUKAN, pelaku, subjek=usulan.subjek_audit)
        hari = baris.tenggat_date
        tenggat = Teks(f"Dijawab paling lambat {hari:%d-%m-%Y}.", f"To be answered by {hari.isoformat()}.")
        await self._buku.kabari(baris, usulan, tenggat)
        return await self._tampil(baris, pelaku)

    async def milik(self, ref: Ref, pelaku: Pelaku) -> list[KeberatanUsulanLengkap]:
        """Return the objections to a usulan, newest first; the reading is recorded.

        Raises:
            UsulanNotFound: unknown, or neither one's proposal nor about oneself.
        """
        usulan = await self._usulan.ambil(ref, pelaku)
        semua = await self._repo.milik_usulan(usulan.ref)
        await self._buku.jejak_daftar(semua, pelaku)
        return [await self._tampil(k, pelaku) for k in semua]

    async def baca(self, ref: Ref, pelaku: Pelaku) -> KeberatanUsulanLengkap:
        """Return one of them; the reading is recorded.

        Raises:
            KeberatanUsulanTidakAda: unknown, or of a case that is not the caller's.
        """
        baris, _ = await self._satu(ref, pelaku)
        await self._buku.jejak(baris, "dibaca", pelaku)
        return await self._tampil(baris, pelaku)

    async def batalkan(self, ref: Ref, pelaku: Pelaku, versi: int | None = None) -> KeberatanUsulanLengkap:
        """Withdraw it; until the last day another one may be filed.

        Raises:
            KeberatanUsulanTidakAda: unknown, or of a case that is not the caller's.
            TransisiDitolak, SyaratTidakTerpenuhi: answered already, or filed by the other side.
            VersiBasi: changed since it was read.
        """
        baris, usulan = await self._satu(ref, pelaku, kunci=True)
        fakta = _fakta(baris, pelaku)
        ALUR_KEBERATAN_USULAN.periksa(baris.status, _A.BATALKAN, pelaku.jabatan, fakta)
        pastikan_versi(versi, baris.versi)
        ALUR_KEBERATAN_USULAN.apply(baris, _A.BATALKAN, pelaku.jabatan, fakta)
        baris.versi += 1
        await self._buku.catat(baris, _A.BATALKAN, pelaku, subjek=usulan.subjek_audit)
        await self._buku.kabari(baris, usulan, Teks("", ""))
        return await self._tampil(baris, pelaku)

    async def lampirkan(self, ref: Ref, data: bytes, pelaku: Pelaku) -> LampiranKeberatanUsulan:
        """Keep a photo or PDF as evidence.

        Raises:
            KeberatanUsulanTidakAda: unknown, or filed by somebody else.
            KeberatanUsulanTertutup: answered or withdrawn.
            LampiranKeberatanPenuh: ten are attached.
            Those of `BerkasObjekService` for a file that is none.
        """
        await self._terbuka(ref, pelaku)
        lampiran_id = id_baru()
        tabel = LampiranKeberatanUsulan.__tablename__
        berkas_id = await simpan_bukti(self._berkas, data, tabel, lampiran_id, pelaku)
        # Only now the lock: the object store is another machine, and no row waits for it.
        baris = await self._terbuka(ref, pelaku, kunci=True)
        if len(await self._repo.lampiran(baris.ref)) >= MAKS_LAMPIRAN:
            raise LampiranKeberatanPenuh
        baru = LampiranKeberatanUsulan(
            keluarga_id=baris.keluarga_id,
            id=lampiran_id,
            keberatan_id=baris.id,
            berkas_id=berkas_id,
            pelaku_id=pelaku.akun_id,
            created_at=now(),
        )
        await self._repo.tambah(baru)
        baris.versi += 1
        await self._buku.jejak(baris, "dilampiri", pelaku)
        return baru

    async def buka_lampiran(self, ref: Ref, lampiran_id: UUID, pelaku: Pelaku) -> Berkas:
        """Return evidence that this citizen sent.

        Raises:
            KeberatanUsulanTidakAda, LampiranKeberatanTidakAda, BerkasNotFound: unknown, or somebody else's.
        """
        baris, _ = await self._satu(ref, pelaku)
        for x in await self._repo.lampiran(baris.ref):
            if x.id == lampiran_id and x.pelaku_id == pelaku.akun_id:
                await self._buku.jejak(baris, "bukti_dibaca", pelaku)
                return await self._berkas.baca(x.berkas_id)
        raise LampiranKeberatanTidakAda

    async def _satu(self, ref: Ref, pelaku: Pelaku, *, kunci: bool = False) -> tuple[KeberatanUsulan, Usulan]:
        baris = await self._repo.satu(ref, Lingkup.nasional(), kunci=kunci)
        if baris is None:
            raise KeberatanUsulanTidakAda
        try:
            return baris, await self._usulan.ambil(baris.usulan, pelaku)
        except UsulanNotFound:
            raise KeberatanUsulanTidakAda from None

    async def _terbuka(self, ref: Ref, pelaku: Pelaku, *, kunci: bool = False) -> KeberatanUsulan:
        baris, _ = await self._satu(ref, pelaku, kunci=kunci)
        if baris.pengaju_id != pelaku.akun_id:
            raise KeberatanUsulanTidakAda
        if baris.status is not _S.DIAJUKAN:
            raise KeberatanUsulanTertutup(status_sekarang=baris.status)
        return baris

    async def _tampil(self, baris: KeberatanUsulan, pelaku: Pelaku) -> KeberatanUsulanLengkap:
        fakta = _fakta(baris, pelaku)
        return await self._buku.lengkapkan(baris, fakta, pelaku, terbuka=fakta.is_pengaju is True)


def _fakta(baris: KeberatanUsulan, pelaku: Pelaku) -> FaktaKeberatanUsulan:
    return FaktaKeberatanUsulan(is_pengaju=pelaku.akun_id == baris.pengaju_id)


def _jendela(usulan: Usulan) -> FaktaKeberatanUsulan:
    sampai = usulan.keberatan_sampai
    return FaktaKeberatanUsulan(
        is_ditolak=usulan.status in BERHAK_KEBERATAN, is_dalam_jendela=sampai is not None and hari_ini() <= sampai
    )
