"""One item of a device's queue, applied in one transaction: the same id has its effect once and its verdict always."""

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import WIB, hari_ini, now
from app.core.db import titik_simpan
from app.core.errors import DomainError
from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.kode import SumberJawaban
from app.keluarga.pemeriksaan import rinci
from app.kriteria import kuesioner
from app.kriteria.errors import KuesionerTidakSah
from app.kriteria.service import KriteriaService
from app.lapangan.draf import Banding, DrafService
from app.lapangan.errors import ItemDipakaiLain, PenugasanDiLuarWilayah, SalinanBerbeda
from app.lapangan.models import DrafKunjungan, ItemSinkron
from app.lapangan.paket import PaketService
from app.lapangan.repository import LapanganRepository
from app.lapangan.schemas import DrafIsi, GagalIsi, HasilItem, KunjunganIsi
from app.lapangan.status import JenisItem, Keadaan, Putusan, TandaWaktu
from app.lapangan.titipan import TitipanService
from app.lapangan.vonis import DITITIPKAN, DITUTUP, Kiriman, Vonis, dari_baris, dari_galat, urai
from app.verval.errors import PenugasanNotFound, PercobaanSudahTercatat
from app.verval.models import Penugasan
from app.verval.schemas import KunjunganMasuk, PercobaanMasuk
from app.verval.status import JenisFoto, StatusPenugasan
from app.verval.survei import SurveiService
from app.wilayah.lingkup import Lingkup

_Cara = Callable[[Kiriman, Penugasan], Awaitable[Vonis]]
_BERISI: Final = frozenset({JenisItem.UPDATE, JenisItem.SUBMIT})


class ItemService:
    """Decides items; what it raises is for `tolak`, in a transaction of its own."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._sesi = sesi
        self._repo = LapanganRepository(sesi)
        self._survei = SurveiService.rakit(sesi, wadah)
        self._paket = PaketService.rakit(sesi, wadah)
        self._kriteria = KriteriaService.rakit(sesi, wadah)
        self._draf = DrafService.rakit(sesi, wadah)
        self._titipan = TitipanService.rakit(sesi, wadah)
        self._menurut: dict[JenisItem, _Cara] = {
            JenisItem.UPDATE: self._update,
            JenisItem.SUBMIT: self._submit,
            JenisItem.PERCOBAAN: self._percobaan,
            JenisItem.GAGAL: self._gagal,
        }

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def terapkan(self, k: Kiriman) -> HasilItem:
        """Decide an item, or repeat its verdict.

        Raises:
            DomainError: it is refused; nothing of this transaction may stay.
        """
        baris = await self._klaim(k)
        if isinstance(baris, HasilItem):
            return baris
        penugasan = await self._pastikan(k)
        vonis = await self._menurut[k.item.jenis](k, penugasan)
        vonis.tulis(baris)
        await self._repo.simpan()
        return vonis.hasil(k.item.id)

    async def tolak(self, k: Kiriman, galat: DomainError) -> HasilItem:
        """Keep a refusal, and the content wherever somebody can still need it."""
        baris = await self._klaim(k)
        if isinstance(baris, HasilItem):
            return baris
        vonis = dari_galat(galat, Putusan.DITOLAK, disimpan=await self._selamatkan(k, galat))
        vonis.tulis(baris)
        await self._repo.simpan()
        return vonis.hasil(k.item.id)

    async def lanjutkan(self, penugasan: Ref, pelaku: Pelaku) -> HasilItem | None:
        """Hand in a sent visit whose photos are complete by now; None when none waits, or it waits on."""
        draf = await self._repo.draf(penugasan, kunci=True)
        if draf is None or draf.dikirim_at is None:
            return None
        isi = KunjunganIsi.model_validate(self._draf.buka(draf))
        baris = await self._repo.item(draf.akun_id, draf.item_id)
        if baris is None or await self._menunggu(penugasan, isi) is not None:
            return None
        try:
            async with titik_simpan(self._sesi):
                await self._terima(penugasan, isi, pelaku)
                await self._repo.hapus(draf)
            vonis = replace(dari_baris(baris), keadaan=Keadaan.SELESAI)
        except DomainError as galat:
            draf.dikirim_at = None
            vonis = dari_galat(galat, Putusan.DITOLAK, disimpan=True)
        vonis.tulis(baris)
        baris.updated_at = now()
        await self._repo.simpan()
        return vonis.hasil(baris.id)

    # -- the row of the item

    async def _klaim(self, k: Kiriman) -> ItemSinkron | HasilItem:
        """Return the item's new row, or the verdict that it has already."""
        lama = await self._repo.item(k.pelaku.akun_id, k.item.id)
        if lama is None:
            kini = now()
            baris = ItemSinkron(
                akun_id=k.pelaku.akun_id,
                id=k.item.id,
                keluarga_id=k.item.penugasan.keluarga_id,
                penugasan_id=k.item.penugasan.id,
                perangkat_id=k.perangkat.id,
                jenis=k.item.jenis,
                sidik=k.sidik,
                putusan=Putusan.DITERIMA,
                keadaan=None,
                kode=None,
                rincian={},
                tanda=[],
                is_disimpan=False,
                selisih_detik=round(k.jam.selisih.total_seconds()),
                waktu_at=k.item.waktu,
                created_at=kini,
                updated_at=kini,
            )
            if await self._repo.tambah_bila_baru(baris):
                return baris
            lama = await self._repo.item(k.pelaku.akun_id, k.item.id)
            assert lama is not None
        return await self._ulangi(lama, k)

    async def _ulangi(self, lama: ItemSinkron, k: Kiriman) -> HasilItem:
        if lama.sidik != k.sidik:
            return dari_galat(ItemDipakaiLain(), Putusan.DITOLAK).hasil(k.item.id)
        vonis = dari_baris(lama)
        if lama.keadaan is Keadaan.MENUNGGU_FOTO:
            await self.lanjutkan(lama.ref, k.pelaku)
            vonis = replace(dari_baris(lama), foto_kurang=await self._kurang(lama))
        if lama.putusan is Putusan.KONFLIK:
            with suppress(DomainError):  # closed meanwhile: the verdict stands, there is no copy for him any more
                vonis = replace(vonis, salinan=(await self._konflik(await self._pastikan(k), k)).salinan)
        return vonis.hasil(k.item.id, ulangan=True)

    async def _kurang(self, baris: ItemSinkron) -> frozenset[JenisFoto]:
        draf = await self._repo.draf(baris.ref)
        if draf is None or draf.item_id != baris.id or draf.dikirim_at is None:
            return frozenset()
        return await self._menunggu(baris.ref, KunjunganIsi.model_validate(self._draf.buka(draf))) or frozenset()

    # -- by kind

    async def _pastikan(self, k: Kiriman) -> Penugasan:
        penugasan = await self._survei.punya(k.item.penugasan, k.pelaku)
        if penugasan is None:
            raise PenugasanNotFound
        if penugasan.status is not StatusPenugasan.AKTIF:
            raise DITUTUP[penugasan.status]
        if not Lingkup.dari(k.pelaku).memuat(penugasan.kode_desa):
            raise PenugasanDiLuarWilayah
        return penugasan

    async def _update(self, k: Kiriman, penugasan: Penugasan) -> Vonis:
        urai(DrafIsi, k.item.isi)
        draf = await self._repo.draf(penugasan.ref, kunci=True)
        if vonis := await self._banding(draf, k, penugasan):
            return vonis
        draf = await self._draf.simpan(draf, penugasan, k, k.item.isi)
        return Vonis(Putusan.DITERIMA, Keadaan.TERSIMPAN, draf_versi=draf.versi)

    async def _submit(self, k: Kiriman, penugasan: Penugasan) -> Vonis:
        isi, tanda = _betulkan(urai(KunjunganIsi, k.item.isi), k, penugasan.ditugaskan_at)
        draf = await self._repo.draf(penugasan.ref, kunci=True)
        if vonis := await self._banding(draf, k, penugasan):
            return vonis
        if isi.keluarga_versi != await self._survei.keluarga_versi(penugasan):
            return await self._konflik(penugasan, k)
        await self._survei.periksa_kunjungan(penugasan, _polos(isi))
        if isi.kuesioner and (salah := kuesioner.muat().periksa(isi.kuesioner)):
            raise KuesionerTidakSah(rincian=[rinci(t) for t in salah])
        kurang = await self._menunggu(penugasan.ref, isi)
        if kurang is not None:
            draf = await self._draf.simpan(draf, penugasan, k, isi.model_dump(mode="json"), dikirim=True)
            return Vonis(
                Putusan.DITERIMA, Keadaan.MENUNGGU_FOTO, tanda=tanda, foto_kurang=kurang, draf_versi=draf.versi
            )
        await self._terima(penugasan.ref, isi, k.pelaku)
        if draf is not None:
            await self._repo.hapus(draf)
        return Vonis(Putusan.DITERIMA, Keadaan.SELESAI, tanda=tanda)

    async def _terima(self, penugasan: Ref, isi: KunjunganIsi, pelaku: Pelaku) -> None:
        usulan, _ = await self._survei.kirim_kunjungan(penugasan, _polos(isi), pelaku)
        if isi.kuesioner:
            hari = isi.mulai_at.astimezone(WIB).date()
            await self._kriteria.simpan_kuesioner(
                usulan.registri_id, isi.kuesioner, hari, SumberJawaban.KUNJUNGAN, pelaku
            )

    async def _percobaan(self, k: Kiriman, penugasan: Penugasan) -> Vonis:
        isi = urai(PercobaanMasuk, k.item.isi)
        saat, tanda = k.jam.betulkan(k.item.waktu, penugasan.ditugaskan_at)
        # The day that he names, moved as the hour was moved at which he wrote it.
        hari = saat.astimezone(WIB).date() + (isi.tanggal - k.item.waktu.astimezone(WIB).date())
        awal = penugasan.ditugaskan_at.astimezone(WIB).date()
        tanggal = min(max(hari, awal), hari_ini())
        if hari > tanggal:
            tanda |= {TandaWaktu.MASA_DEPAN}
        if hari < tanggal:
            tanda |= {TandaWaktu.SEBELUM_TUGAS}
        try:
            await self._survei.catat_percobaan(penugasan.ref, isi.model_copy(update={"tanggal": tanggal}), k.pelaku)
        except PercobaanSudahTercatat as galat:
            return dari_galat(galat, Putusan.SUDAH)
        return Vonis(Putusan.DITERIMA, Keadaan.TERSIMPAN, tanda=frozenset(tanda))

    async def _gagal(self, k: Kiriman, penugasan: Penugasan) -> Vonis:
        isi = urai(GagalIsi, k.item.isi)
        await self._survei.laporkan_gagal(penugasan.usulan_ref, isi.alasan, k.pelaku)
        draf = await self._repo.draf(penugasan.ref, kunci=True)
        if draf is not None:
            await self._draf.titipkan(draf, penugasan, DITUTUP[StatusPenugasan.GAGAL].kode)
        return Vonis(Putusan.DITERIMA, Keadaan.GAGAL)

    # -- conflicts, photos, refused content

    async def _banding(self, draf: DrafKunjungan | None, k: Kiriman, penugasan: Penugasan) -> Vonis | None:
        banding = self._draf.banding(draf, k)
        if banding is Banding.USANG and draf is not None:
            return Vonis(Putusan.SUDAH, Keadaan.TERSIMPAN, draf_versi=draf.versi)
        return await self._konflik(penugasan, k) if banding is Banding.KONFLIK else None

    async def _konflik(self, penugasan: Penugasan, k: Kiriman) -> Vonis:
        salinan = await self._paket.salinan(await self._survei.rinci_kerja(penugasan), k.pelaku)
        return Vonis(
            Putusan.KONFLIK,
            kode=SalinanBerbeda.kode,
            pesan=SalinanBerbeda.judul,
            draf_versi=salinan.draf.versi if salinan.draf else None,
            salinan=salinan,
        )

    async def _menunggu(self, penugasan: Ref, isi: KunjunganIsi) -> frozenset[JenisFoto] | None:
        """Return which kinds are awaited; None when nothing is: required photos and all that it refers to are there."""
        kurang = await self._survei.foto_kurang(penugasan)
        ada = {u.id: u for u in await self._repo.unggahan_penugasan(penugasan)}
        jalan = {u.jenis for i in isi.foto if (u := ada.get(i)) and u.foto_id is None}
        if kurang or jalan or not set(isi.foto) <= ada.keys():
            return kurang | jalan
        return None

    async def _selamatkan(self, k: Kiriman, galat: DomainError) -> bool:
        """Keep the content of a refused item; False where it can only stay on the device."""
        penugasan = await self._survei.punya(k.item.penugasan, k.pelaku)
        if penugasan is None:
            return False
        if isinstance(galat, DITITIPKAN):
            await self._titipan.simpan(
                penugasan, k.item.jenis, galat.kode, k.item.isi, waktu=k.item.waktu, pelaku=k.pelaku
            )
            return True
        if k.item.jenis not in _BERISI or penugasan.status is not StatusPenugasan.AKTIF:
            return False
        draf = await self._repo.draf(penugasan.ref, kunci=True)
        if self._draf.banding(draf, k) is not Banding.BARU:
            return False
        await self._draf.simpan(draf, penugasan, k, k.item.isi)
        return True


def _betulkan(isi: KunjunganIsi, k: Kiriman, sejak: datetime) -> tuple[KunjunganIsi, frozenset[TandaWaktu]]:
    mulai, satu = k.jam.betulkan(isi.mulai_at, sejak)
    selesai, dua = k.jam.betulkan(isi.selesai_at, sejak)
    waktu = {"mulai_at": min(mulai, selesai), "selesai_at": selesai}
    return isi.model_copy(update=waktu), frozenset(satu | dua)


def _polos(isi: KunjunganIsi) -> KunjunganMasuk:
    return KunjunganMasuk.model_construct(**{n: getattr(isi, n) for n in KunjunganMasuk.model_fields})
