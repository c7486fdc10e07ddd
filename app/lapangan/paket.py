"""The package that an enumerator takes along: his families as they are now, last answers, drafts, questionnaires."""

import hashlib
import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any, Final, NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.crypto import Sandi
from app.core.paging import Halaman
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.instrumen import KodeInstrumen
from app.keluarga.service import KeluargaService
from app.kriteria import kuesioner
from app.lapangan.errors import InstrumenNotFound
from app.lapangan.models import DrafKunjungan
from app.lapangan.repository import LapanganRepository
from app.lapangan.schemas import (
    FOTO_MAKS,
    BatasPaket,
    DrafBaca,
    InstrumenBaca,
    InstrumenPaket,
    JawabanPaket,
    KeluargaPaket,
    PaketBaca,
    PenugasanDitutup,
)
from app.verval.entitas import RinciTugas
from app.verval.schemas import TugasRinci
from app.verval.status import JenisFoto, StatusPenugasan
from app.verval.survei import SurveiService

_TUMPANG: Final = timedelta(minutes=2)
"""What was written while the last package was read may have an older time: this much is sent twice."""
_KRITERIA: Final = "KUESIONER_KRITERIA"
KUESIONER: Final = (*(k.value for k in KodeInstrumen), _KRITERIA)
"""What an enumerator can ask."""
_ALAMAT: Final = "/v1/petugas/lapangan/instrumen/{kode}"


class Paket(NamedTuple):
    """A page as it is handed out, and whose data are in it."""

    isi: PaketBaca
    rinci: list[RinciTugas]


class PaketService:
    """Reads for devices; every family that is handed out is in the audit trail."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._aturan = wadah.pengaturan
        self._sandi = wadah.sandi
        self._repo = LapanganRepository(sesi)
        self._jejak = Jejak(sesi)
        self._survei = SurveiService.rakit(sesi, wadah)
        self._keluarga = KeluargaService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Return the service on this session."""
        return cls(sesi, wadah)

    async def susun(self, pelaku: Pelaku, hal: Halaman, sejak: datetime | None) -> Paket:
        """Return a page of the caller's open assignments; with `sejak` only what changed since that package.

        Who hands it out calls `catat_baca`.
        """
        kini = now()
        batas = sejak - _TUMPANG if sejak else None
        potongan, rinci = await self._survei.tugas_aktif(pelaku, hal)
        draf = await self._repo.draf_banyak([r.penugasan.ref for r in rinci])
        isi = [(r, await self._bila_baru(r, draf.get(r.penugasan.ref), batas)) for r in rinci]
        baru = [(r, satu) for r, satu in isi if satu is not None]
        ditutup = await self._survei.ditutup_sejak(pelaku, batas) if batas and hal.kursor is None else ()
        dipakai = {r.penugasan.ref for r in rinci}
        usang = [p.ref for p in potongan.data if p.ref not in dipakai]
        paket = PaketBaca(
            waktu_server=kini,
            instrumen=[InstrumenPaket(kode=k, sidik=_sidik(k), alamat=_ALAMAT.format(kode=k)) for k in KUESIONER],
            foto_wajib=[JenisFoto(j) for j in self._aturan.lapangan.foto_wajib],
            foto_diminta=list(JenisFoto),
            batas=BatasPaket(
                item_sekali_kirim=self._aturan.lapangan.item_sekali_kirim,
                potongan_bita=self._aturan.lapangan.potongan_bita,
                foto_maks=FOTO_MAKS,
                percobaan_min=self._aturan.tenggat.percobaan_kunjungan_min,
            ),
            data=[satu for _, satu in baru],
            ditutup=[
                *(PenugasanDitutup(ref=p.ref, status=p.status) for p in ditutup),
                *(PenugasanDitutup(ref=ref, status=StatusPenugasan.DITARIK) for ref in usang),
            ],
            halaman=potongan.halaman,
        )
        return Paket(paket, [r for r, _ in baru])

    async def catat_baca(self, rinci: Sequence[RinciTugas], pelaku: Pelaku, *, apa: str = "paket") -> None:
        """Record whose data are handed out."""
        if not rinci:
            return
        await self._jejak.catat(
            f"lapangan:{apa}:dibaca",
            pelaku=pelaku,
            objek="penugasan",
            subjek=list(dict.fromkeys(nik for r in rinci for nik in r.keluarga.subjek)),
            tujuan="kunjungan verval",
            rincian={"penugasan": [str(r.penugasan.id) for r in rinci]},
        )

    async def salinan(self, rinci: RinciTugas, pelaku: Pelaku) -> KeluargaPaket:
        """Return the server's copy of one family; the reading is recorded."""
        await self.catat_baca([rinci], pelaku, apa="salinan")
        return await self._satu(rinci, await self._repo.draf(rinci.penugasan.ref))

    async def catat_perangkat(self, perangkat: UUID, jam: datetime, pelaku: Pelaku) -> None:
        """Keep what a device's clock says now."""
        await self._repo.catat_perangkat(pelaku.akun_id, perangkat, jam, now())

    async def _bila_baru(
        self, rinci: RinciTugas, draf: DrafKunjungan | None, sejak: datetime | None
    ) -> KeluargaPaket | None:
        saat = [
            rinci.penugasan.ditugaskan_at,
            rinci.keluarga.updated_at,
            *(p.created_at for p in rinci.percobaan),
            *(f.created_at for f in rinci.foto),
            *([draf.updated_at] if draf else []),
        ]
        if sejak is None or max(saat) >= sejak:
            return await self._satu(rinci, draf)
        jawaban = await self._keluarga.jawaban_terakhir(rinci.keluarga.keluarga_id)
        return await self._satu(rinci, draf) if jawaban and _saat(jawaban.id) >= sejak else None

    async def _satu(self, rinci: RinciTugas, draf: DrafKunjungan | None) -> KeluargaPaket:
        jawaban = await self._keluarga.jawaban_terakhir(rinci.keluarga.keluarga_id)
        isi = KeluargaPaket(
            tugas=TugasRinci.dari(rinci),
            keluarga_versi=rinci.keluarga.versi,
            jawaban_terakhir=JawabanPaket(
                instrumen=jawaban.instrumen,
                tanggal=jawaban.tanggal.isoformat(),
                sumber=jawaban.sumber,
                isi=jawaban.isi,
            )
            if jawaban
            else None,
            draf=self._draf(draf) if draf else None,
            versi="",
        )
        return isi.model_copy(update={"versi": hashlib.sha256(isi.model_dump_json().encode()).hexdigest()[:16]})

    def _draf(self, draf: DrafKunjungan) -> DrafBaca:
        return DrafBaca(
            versi=draf.versi,
            perangkat_id=draf.perangkat_id,
            is_dikirim=draf.dikirim_at is not None,
            updated_at=draf.updated_at,
            isi=buka_draf(self._sandi, draf),
        )


def instrumen(kode: str) -> InstrumenBaca:
    """Return a questionnaire's data file, the short one on criteria included.

    Raises:
        InstrumenNotFound: no such version.
    """
    if kode not in KUESIONER:
        raise InstrumenNotFound
    isi: dict[str, Any] = json.loads(_berkas(kode))
    return InstrumenBaca(kode=kode, sidik=_sidik(kode), isi=isi)


@cache
def _berkas(kode: str) -> str:
    if kode == _KRITERIA:
        return json.dumps(kuesioner.data(), sort_keys=True)
    return files("app.keluarga").joinpath("data", f"{kode}.json").read_text(encoding="utf-8")


@cache
def _sidik(kode: str) -> str:
    return hashlib.sha256(_berkas(kode).encode()).hexdigest()[:32]


def buka_draf(sandi: Sandi, draf: DrafKunjungan) -> dict[str, Any]:
    """Return the content of a draft."""
    return sandi.buka(draf.kunci_data, draf.isi, DrafKunjungan.__tablename__, draf.penugasan_id)


def _saat(id_baris: UUID) -> datetime:
    """Return when a row's id (UUIDv7) was made."""
    return datetime.fromtimestamp((id_baris.int >> 80) / 1000, UTC)
