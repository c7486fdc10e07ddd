"""Who could not be ranked in a run, and what each family lacks, so that somebody can go and ask."""

from collections.abc import Sequence
from datetime import date
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.paging import Halaman, Potongan
from app.core.peran import Jabatan, Pelaku
from app.core.teks import Teks
from app.core.wadah import Wadah
from app.desil import kata, pmt
from app.desil.artefak import Artefak
from app.desil.entitas import KeluargaTanpaPeringkat, KeluargaUntukDilengkapi
from app.desil.errors import DesilBelumAda, PutaranTidakDitemukan
from app.desil.model_pmt import baca_artefak
from app.desil.models import CAKUPAN_NASIONAL, Putaran
from app.desil.repository import DesilRepository
from app.desil.repository_kurang import Kini, KurangRepository
from app.keluarga.kode import TujuanBaca
from app.keluarga.service import KeluargaService
from app.wilayah.errors import WilayahNotFound
from app.wilayah.kode import KodeWilayah
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

_PENGAJU: Final = frozenset({Jabatan.OPERATOR_DESA, Jabatan.OPERATOR_KABKOTA})
"""Who files the usulan that has a family asked."""
_BERNAMA: Final = _PENGAJU | {Jabatan.VERIFIKATOR}
"""Who is told names: without them nobody can be visited; the others need to know only how many, where, and what."""
_AJUKAN: Final = Teks(
    "Ajukan usulan PERBAIKAN dengan subjenis PEMBARUAN_DESIL (POST /v1/petugas/usulan): sesudah berkasnya lengkap, "
    "enumerator berkunjung dan kuesionernya mengisi yang kurang; putaran berikutnya memeringkat keluarga ini.",
    "File a PERBAIKAN usulan of subkind PEMBARUAN_DESIL (POST /v1/petugas/usulan): once its papers are complete an "
    "enumerator visits, his questionnaire fills what is missing, and the next run ranks the family.",
)
_SAMPAIKAN: Final = Teks(
    "Sampaikan ref keluarga ini kepada operator desa/kelurahan, atau operator kabupaten/kota bila desanya tidak "
    "beroperator: ia mengajukan usulan PERBAIKAN dengan subjenis PEMBARUAN_DESIL, lalu enumerator berkunjung.",
    "Give this family's ref to the operator of its village, or to that of the kabupaten/kota where the village has "
    "none: he files a PERBAIKAN usulan of subkind PEMBARUAN_DESIL, and an enumerator visits.",
)


class KurangService:
    """The list of TIDAK_DAPAT_DIPERINGKAT."""

    def __init__(self, sesi: AsyncSession, wadah: Wadah) -> None:
        self._repo = DesilRepository(sesi)
        self._kurang = KurangRepository(sesi)
        self._jejak = Jejak(sesi)
        self._keluarga = KeluargaService.rakit(sesi, wadah)
        self._wilayah = WilayahService.rakit(sesi, wadah)

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(sesi, wadah)

    async def daftar(
        self, putaran_id: UUID, wilayah: str, pelaku: Pelaku, hal: Halaman
    ) -> Potongan[KeluargaTanpaPeringkat]:
        """Return the families of a provinsi or kabupaten/kota that a run could not rank; the reading is recorded.

        Raises:
            PutaranTidakDitemukan: no such run.
        """
        putaran = await self._repo.putaran(putaran_id)
        if putaran is None:
            raise PutaranTidakDitemukan
        artefak = await self._artefak(putaran)
        hasil = await self._kurang.daftar(putaran.rantai, Lingkup((wilayah,)), hal)
        data = await self._kurang.data([(b.keluarga_id, b.versi) for b in hasil.data], artefak.sumber)
        await self._jejak.catat(
            "desil:tanpa_peringkat:didaftar",
            pelaku=pelaku,
            objek=f"putaran/{putaran.id}",
            rincian={"wilayah": wilayah, "jumlah": len(hasil.data)},
        )
        isi = ((b.keluarga_id, data[b.keluarga_id]) for b in hasil.data)
        satu = [_satu(artefak, k, d.kode_desa, d.tanggal_date, d.masukan) for k, d in isi]
        return Potongan(satu, hasil.halaman)

    async def daftar_kini(
        self,
        pelaku: Pelaku,
        hal: Halaman,
        tujuan: TujuanBaca,
        *,
        wilayah: KodeWilayah | None = None,
        variabel: str | None = None,
    ) -> Potongan[KeluargaUntukDilengkapi]:
        """Return the families of the caller's regions that the run in force could not rank and that lack something yet.

        What they lack, and where they live, is what the registry knows today. Who files the usulan or checks it is
        told their names, and everybody in them can see that; the others are told whom to tell.

        Raises:
            WilayahNotFound: unknown, or outside the caller's regions.
            DesilBelumAda: no run is in force.
        """
        lingkup = Lingkup.dari(pelaku)
        if wilayah is not None:
            lingkup = lingkup.persempit(await self._wilayah.setempat([wilayah]))
            if not lingkup.prefiks:
                raise WilayahNotFound
        putaran = await self._repo.berlaku(CAKUPAN_NASIONAL)
        if putaran is None:
            raise DesilBelumAda
        artefak = await self._artefak(putaran)
        hasil = await self._kurang.daftar(putaran.rantai, lingkup, hal, Kini(artefak, variabel))
        semua = await self._terkini(artefak, [b.keluarga_id for b in hasil.data], lingkup, variabel)
        ids = [k.keluarga_id for k in semua]
        keluarga = await self._keluarga.baca_banyak(ids) if pelaku.jabatan in _BERNAMA else {}
        await self._jejak.catat(
            "desil:tanpa_peringkat:dibaca",
            pelaku=pelaku,
            objek=f"putaran/{putaran.id}",
            subjek=[i for k in keluarga.values() for i in k.subjek],
            tujuan=tujuan,
            rincian={"wilayah": wilayah, "variabel": variabel, "jumlah": len(ids)},
        )
        langkah = _AJUKAN if pelaku.jabatan in _PENGAJU else _SAMPAIKAN
        wakil = {k: isi.wakil.nama for k, isi in keluarga.items() if isi.wakil}
        isi = [KeluargaUntukDilengkapi(k, wakil.get(k.keluarga_id), langkah) for k in semua]
        return Potongan(isi, hasil.halaman)

    async def _terkini(
        self, artefak: Artefak, ids: Sequence[UUID], lingkup: Lingkup, variabel: str | None
    ) -> list[KeluargaTanpaPeringkat]:
        """Return those of the families found that are still what was looked for: others may write between two reads."""
        data = await self._repo.data_kini(ids, artefak.sumber)
        ada = ((k, data[k]) for k in ids if k in data and lingkup.memuat(data[k].kode_wilayah))
        semua = [_satu(artefak, k, d.kode_wilayah, d.data_date, d.masukan) for k, d in ada]
        return [k for k in semua if (variabel in dict(k.kurang) if variabel else k.kurang)]

    async def _artefak(self, putaran: Putaran) -> Artefak:
        model = await self._repo.model(putaran.model_id)
        assert model is not None, "a foreign key holds the run's model"
        return baca_artefak(model)


def _satu(
    artefak: Artefak, keluarga_id: UUID, kode_desa: str, hari: date | None, masukan: Sequence[int | None]
) -> KeluargaTanpaPeringkat:
    kurang = pmt.skor(artefak, kode_desa, dict(zip(artefak.sumber, masukan, strict=True))).kurang
    return KeluargaTanpaPeringkat(keluarga_id, kode_desa, hari, tuple((n, kata.nama(n)) for n in kurang))
