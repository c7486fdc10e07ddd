"""Who could not be ranked in a run, and what each family lacks, so that somebody can go and ask."""

from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.paging import Halaman, Potongan
from app.core.peran import Pelaku
from app.desil import kata, pmt
from app.desil.entitas import KeluargaTanpaPeringkat
from app.desil.errors import PutaranTidakDitemukan
from app.desil.model_pmt import baca_artefak
from app.desil.models import SkorKeluarga
from app.desil.penilai import kode_himpunan
from app.desil.repository import DesilRepository
from app.desil.repository_kurang import DataVersi, KurangRepository


class KurangService:
    """The list of TIDAK_DAPAT_DIPERINGKAT."""

    def __init__(self, repo: DesilRepository, kurang: KurangRepository, jejak: Jejak) -> None:
        self._repo = repo
        self._kurang = kurang
        self._jejak = jejak

    @classmethod
    def rakit(cls, sesi: AsyncSession) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(DesilRepository(sesi), KurangRepository(sesi), Jejak(sesi))

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
        model = await self._repo.model(putaran.model_id)
        assert model is not None, "a foreign key holds the run's model"
        artefak = baca_artefak(model)
        hasil = await self._kurang.daftar(putaran.rantai, kode_himpunan(wilayah), hal)
        data = await self._kurang.data([(b.keluarga_id, b.versi) for b in hasil.data], artefak.sumber)

        def satu(baris: SkorKeluarga, isi: DataVersi) -> KeluargaTanpaPeringkat:
            nilai = dict(zip(artefak.sumber, isi.masukan, strict=True))
            kurang = pmt.skor(artefak, isi.kode_desa, nilai).kurang
            return KeluargaTanpaPeringkat(
                baris.keluarga_id, isi.kode_desa, isi.tanggal_date, tuple((n, kata.nama(n)) for n in kurang)
            )

        await self._jejak.catat(
            "desil:tanpa_peringkat:didaftar",
            pelaku=pelaku,
            objek=f"putaran/{putaran.id}",
            rincian={"wilayah": wilayah, "jumlah": len(hasil.data)},
        )
        return Potongan([satu(b, data[b.keluarga_id]) for b in hasil.data], hasil.halaman)
