"""The SPTJM between two meetings: when it counts, the form to sign, and its confirmation by the next meeting."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.musyawarah.meja import Meja
from app.musyawarah.models import Musyawarah, MusyawarahUsulan
from app.musyawarah.status import AsalNama, StatusMusyawarah
from app.surat.jenis import JenisSurat
from app.surat.service import SuratService
from app.usulan.agenda import AgendaUsulan, NamaAgenda
from app.usulan.models import Usulan
from app.usulan.service import UsulanService
from app.usulan.status import AksiUsulan
from app.usulan.syarat import FaktaUsulan
from app.wilayah.kode import Jenis, KodeWilayah
from app.wilayah.service import WilayahService


@dataclass(frozen=True, slots=True)
class Alat:
    """What the SPTJM needs of other packages."""

    usulan: UsulanService
    agenda: AgendaUsulan
    surat: SuratService
    wilayah: WilayahService = field(repr=False)


class SptjmMusyawarah:
    """The village head answers for a usulan with his signature; the next meeting confirms it."""

    def __init__(self, meja: Meja, alat: Alat) -> None:
        self._meja = meja
        self._alat = alat

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        alat = Alat(
            UsulanService.rakit(sesi, wadah),
            AgendaUsulan.rakit(sesi, wadah),
            SuratService.rakit(sesi, wadah),
            WilayahService.rakit(sesi, wadah),
        )
        return cls(Meja.rakit(sesi, wadah), alat)

    async def setujui(self, ref: Ref, pelaku: Pelaku, *, versi: int | None = None) -> Usulan:
        """Agree a complete usulan on the signed SPTJM.

        Raises:
            As `UsulanService.move`; `SyaratTidakTerpenuhi` (antar_musyawarah) while a planned meeting is near.
        """
        usulan = await self._alat.usulan.ambil(ref, pelaku)
        hari, jeda = hari_ini(), timedelta(days=self._meja.aturan.sptjm_jeda_hari)
        desa = await self._alat.wilayah.setempat([usulan.kode_desa])
        dekat = await self._meja.repo.ada_rapat(desa, hari, hari + jeda)
        fakta = FaktaUsulan(is_antar_musyawarah=not dekat)
        return await self._alat.usulan.move(ref, AksiUsulan.SETUJUI_SPTJM, pelaku, fakta=fakta, versi=versi)

    async def formulir(self, ref: Ref, pelaku: Pelaku, tujuan: str) -> bytes:
        """Return the SPTJM of a usulan as PDF, filled in and ready to be signed; the reading is recorded.

        Who answers for it is whoever led the village's last meeting; before the first one the name is left to write.

        Raises:
            UsulanNotFound: unknown, or outside the caller's area.
        """
        usulan = await self._alat.usulan.ambil(ref, pelaku)
        await self._meja.jejak.catat(
            "musyawarah:sptjm:dibaca",
            pelaku=pelaku,
            objek=f"usulan/{usulan.id}",
            subjek=usulan.subjek_audit,
            keluarga_id=usulan.keluarga_id,
            tujuan=tujuan,
        )
        subjek, desa = self._alat.usulan.subjek(usulan), await self._alat.wilayah.nama_lengkap(usulan.kode_desa)
        isi = {
            "tempat": desa.partition(",")[0],
            "tanggal": hari_ini().isoformat(),
            "penanggung": await self._penanggung(usulan.kode_desa),
            "desa": desa,
            "usulan": {
                "nomor": usulan.nomor or "",
                "jenis": usulan.jenis,
                "nama": subjek.nama,
                "alamat": subjek.alamat,
            },
        }
        return await self._alat.surat.cetak(JenisSurat.SPTJM, isi, kode_wilayah=usulan.kode_desa)

    async def _penanggung(self, kode_desa: str) -> dict[str, str]:
        desa = await self._alat.wilayah.setempat([kode_desa])
        if (terakhir := await self._meja.repo.final_terakhir(desa)) and terakhir.pimpinan:
            return terakhir.pimpinan
        is_kelurahan = KodeWilayah(kode_desa).jenis is Jenis.KELURAHAN
        return {"nama": "", "jabatan": "Lurah" if is_kelurahan else "Kepala Desa"}

    async def menunggu(self, musyawarah: Musyawarah) -> list[NamaAgenda]:
        """Return the names that this meeting has to confirm: agreed by SPTJM since the village's last minutes."""
        if musyawarah.status is not StatusMusyawarah.DIJADWALKAN:
            return []
        desa = await self._alat.wilayah.setempat([musyawarah.kode_desa])
        terakhir = await self._meja.repo.berita_acara_terakhir(desa)
        return await self._alat.agenda.sptjm(desa, terakhir.created_at if terakhir else None)

    async def masukkan(self, musyawarah: Musyawarah, refs: Collection[Ref]) -> dict[Ref, MusyawarahUsulan]:
        """Put those of `refs` that wait for confirmation on the list of the meeting, and return them."""
        baru = {
            n.ref: MusyawarahUsulan(
                musyawarah_id=musyawarah.id,
                usulan_id=n.ref.id,
                keluarga_id=n.ref.keluarga_id,
                nomor=n.nomor,
                asal=AsalNama.SPTJM,
            )
            for n in await self.menunggu(musyawarah)
            if n.ref in refs
        }
        await self._meja.repo.tambah(*baru.values())
        return baru
