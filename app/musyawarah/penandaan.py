"""Use cases of the marks on the list: what RT/RW say of registered persons, and the usulan that follows.

A mark changes nothing by itself. The operator makes a usulan HAPUS of it, which takes the ordinary way.
"""

from collections.abc import Sequence
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.core.workflow import TransisiDitolak
from app.keluarga.service import KeluargaService
from app.musyawarah.entitas import TindakLanjut
from app.musyawarah.errors import PenandaanTidakSah, TandaNotFound, TindakLanjutSudahAda
from app.musyawarah.meja import Meja
from app.musyawarah.models import Musyawarah, MusyawarahTanda
from app.musyawarah.ports import TerdaftarPort
from app.musyawarah.schemas_prelist import TandaOrang, TindakLanjutMasuk
from app.musyawarah.status import StatusMusyawarah, TandaDaftar
from app.usulan.models import Usulan
from app.usulan.penyusunan import PenyusunanUsulan
from app.usulan.schemas_masuk import OrangDikenal, UsulanHapusBuat
from app.usulan.status import JenisUsulan, SubjenisUsulan
from app.wilayah.service import WilayahService

_HAPUS: Final = {
    TandaDaftar.MENINGGAL: SubjenisUsulan.MENINGGAL,
    TandaDaftar.PINDAH: SubjenisUsulan.PINDAH,
    TandaDaftar.TIDAK_DIKENAL: SubjenisUsulan.TIDAK_DITEMUKAN,
}


class PenandaanService:
    """Marks, and what becomes of them."""

    def __init__(
        self,
        meja: Meja,
        keluarga: KeluargaService,
        wilayah: WilayahService,
        terdaftar: TerdaftarPort,
        penyusunan: PenyusunanUsulan,
    ) -> None:
        self._meja = meja
        self._keluarga = keluarga
        self._wilayah = wilayah
        self._terdaftar = terdaftar
        self._penyusunan = penyusunan

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(
            Meja.rakit(sesi, wadah),
            KeluargaService.rakit(sesi, wadah),
            WilayahService.rakit(sesi, wadah),
            wadah.ambil(TerdaftarPort, sesi),
            PenyusunanUsulan.rakit(sesi, wadah),
        )

    async def tandai(
        self, musyawarah_id: UUID, isi: Sequence[TandaOrang], pelaku: Pelaku, *, versi: int | None
    ) -> list[TindakLanjut]:
        """Record marks; sent again they replace the earlier one of the same person, without a mark they remove it.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            VersiBasi: changed since it was read.
            TransisiDitolak: the minutes are final, or the meeting was cancelled.
            PenandaanTidakSah: somebody who is not registered in this village.
        """
        musyawarah = await self._meja.terbuka(musyawarah_id, pelaku, versi=versi)
        await self._pastikan_terdaftar(musyawarah, [t.orang for t in isi])
        ada = {t.ref: t for t in await self._meja.repo.tanda(musyawarah_id)}
        for t in isi:
            lama = ada.get(t.orang)
            if t.tanda is None:
                if lama is not None:
                    await self._meja.repo.hapus(lama)
            elif lama is not None:
                lama.tanda, lama.catatan, lama.dicatat_oleh = t.tanda, t.catatan, pelaku.akun_id
            else:
                await self._meja.repo.tambah(_baris(musyawarah_id, t.orang, t.tanda, t.catatan, pelaku))
        musyawarah.versi += 1
        await self._meja.repo.simpan()
        await self._meja.catat("ditandai", musyawarah, pelaku, jumlah=len(isi))
        return await self._daftar(musyawarah)

    async def tindak_lanjut(self, musyawarah_id: UUID, pelaku: Pelaku, tujuan: str) -> list[TindakLanjut]:
        """Return the marks of a meeting with the usulan that was made of each; the reading is recorded.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
        """
        musyawarah = await self._meja.ambil(musyawarah_id, pelaku)
        daftar = await self._daftar(musyawarah)
        keluarga = await self._keluarga.baca_banyak({t.tanda.keluarga_id for t in daftar}) if daftar else {}
        await self._meja.jejak.catat(
            "musyawarah:tindak_lanjut:dibaca",
            pelaku=pelaku,
            objek=f"musyawarah/{musyawarah_id}",
            subjek=[s for k in keluarga.values() for s in k.subjek],
            tujuan=tujuan,
        )
        return daftar

    async def usulkan(self, musyawarah_id: UUID, orang: Ref, isi: TindakLanjutMasuk, pelaku: Pelaku) -> Usulan:
        """Make a draft HAPUS of a mark, after the minutes are final; the operator completes and sends it.

        Raises:
            MusyawarahNotFound: unknown, or outside the caller's area.
            TransisiDitolak: the minutes are not final.
            TandaNotFound: this person bears no mark in this meeting.
            TindakLanjutSudahAda: a usulan was made of it already.
            PenandaanTidakSah: the day of the death or of the move is missing, or there is none to give.
            SyaratTidakTerpenuhi, PemisahanTugas: as for every draft.
        """
        musyawarah = await self._meja.ambil(musyawarah_id, pelaku, kunci=True)
        await self._meja.pastikan_wewenang(musyawarah, pelaku)
        if musyawarah.status is not StatusMusyawarah.FINAL:
            raise TransisiDitolak(status_sekarang=musyawarah.status, aksi_tersedia=[])
        tanda = next((t for t in await self._meja.repo.tanda(musyawarah_id) if t.ref == orang), None)
        if tanda is None:
            raise TandaNotFound
        if tanda.usulan_id is not None:
            raise TindakLanjutSudahAda
        if (tanda.tanda is TandaDaftar.TIDAK_DIKENAL) == (isi.tanggal_peristiwa is not None):
            raise PenandaanTidakSah
        draf = UsulanHapusBuat.model_validate(
            {
                "jenis": JenisUsulan.HAPUS,
                "subjenis": _HAPUS[tanda.tanda],
                "orang": OrangDikenal(anggota=orang),
                "tanggal_peristiwa": isi.tanggal_peristiwa,
                "penjelasan": isi.penjelasan or tanda.catatan,
            }
        )
        usulan = await self._penyusunan.buat(draf, pelaku)
        tanda.usulan_keluarga_id, tanda.usulan_id = usulan.keluarga_id, usulan.id
        await self._meja.catat("ditindaklanjuti", musyawarah, pelaku, usulan=str(usulan.id))
        return usulan

    async def satu(self, musyawarah_id: UUID, orang: Ref, pelaku: Pelaku) -> TindakLanjut:
        """Return one mark, for the answer to who has just worked on it.

        Raises:
            MusyawarahNotFound, TandaNotFound: as `usulkan`.
        """
        for t in await self._daftar(await self._meja.ambil(musyawarah_id, pelaku)):
            if t.tanda.ref == orang:
                return t
        raise TandaNotFound

    async def _pastikan_terdaftar(self, musyawarah: Musyawarah, orang: Sequence[Ref]) -> None:
        desa = await self._wilayah.setempat([musyawarah.kode_desa])
        keluarga = await self._keluarga.baca_banyak({o.keluarga_id for o in orang})
        setempat = {a.ref for k in keluarga.values() if k.kode_desa in desa for a in k.aktif}
        if not setempat.issuperset(orang) or not (await self._terdaftar.terdaftar(orang)).issuperset(orang):
            raise PenandaanTidakSah

    async def _daftar(self, musyawarah: Musyawarah) -> list[TindakLanjut]:
        tanda = await self._meja.repo.tanda(musyawarah.id)
        keluarga = await self._keluarga.baca_banyak({t.keluarga_id for t in tanda}) if tanda else {}
        nama = {a.ref: a.nama for k in keluarga.values() for a in k.anggota}
        return [TindakLanjut(t, nama.get(t.ref, "")) for t in tanda]


def _baris(musyawarah_id: UUID, orang: Ref, tanda: TandaDaftar, catatan: str | None, pelaku: Pelaku) -> MusyawarahTanda:
    return MusyawarahTanda(
        musyawarah_id=musyawarah_id,
        individu_id=orang.id,
        keluarga_id=orang.keluarga_id,
        tanda=tanda,
        catatan=catatan,
        dicatat_oleh=pelaku.akun_id,
    )
