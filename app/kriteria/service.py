"""Use cases of the criteria: keep the short questionnaire, read a family by every set. Nothing is decided here."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.crypto import Sandi, Tujuan
from app.core.ids import Ref, id_baru
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.core.workflow import PemisahanTugas
from app.keluarga import pemeriksaan
from app.keluarga.banding import Terjawab
from app.keluarga.brankas import Brankas
from app.keluarga.entitas import JawabanLengkap, KeluargaLengkap
from app.keluarga.errors import KeluargaNotFound
from app.keluarga.kode import SumberJawaban, TujuanBaca
from app.keluarga.service import KeluargaService
from app.kriteria import kuesioner
from app.kriteria.entitas import HasilKriteria
from app.kriteria.errors import KuesionerTidakSah
from app.kriteria.fakta import Pengetahuan, dari_kuesioner, dari_survei, gabung
from app.kriteria.models import KuesionerKriteria
from app.kriteria.perangkat import KodePerangkat, muat
from app.kriteria.repository import KriteriaRepository
from app.wilayah.lingkup import Lingkup

_TABEL = KuesionerKriteria.__tablename__
_TIDAK_TAHU = Pengetahuan({}, {})


class KriteriaService:
    """What a family's answers say to each set of criteria, for officers and for the stages that validate."""

    def __init__(self, sesi: AsyncSession, keluarga: KeluargaService, brankas: Brankas, sandi: Sandi) -> None:
        self._repo = KriteriaRepository(sesi)
        self._jejak = Jejak(sesi)
        self._keluarga = keluarga
        self._brankas = brankas
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(sesi, KeluargaService.rakit(sesi, wadah), Brankas.rakit(sesi, wadah), wadah.sandi)

    async def nilai(self, keluarga_id: UUID) -> list[HasilKriteria]:
        """Return the family read by every set; leaves no audit row, so it is for work, not for showing.

        Raises:
            KeluargaNotFound: no such family.
        """
        keluarga = await self._keluarga.baca(keluarga_id)
        return (await self.nilai_banyak([keluarga]))[keluarga_id]

    async def nilai_banyak(self, keluarga: Collection[KeluargaLengkap]) -> dict[UUID, list[HasilKriteria]]:
        """Return, by family, each read by every set, in four queries; for work, not for showing."""
        semua = [k.keluarga_id for k in keluarga]
        jawaban = await self._keluarga.jawaban_terakhir_banyak(semua)
        kuesioner = await self._kuesioner(semua)
        hasil = {}
        for k in keluarga:
            tahu = gabung(_survei(k, jawaban.get(k.keluarga_id)), kuesioner.get(k.keluarga_id, _TIDAK_TAHU))
            hasil[k.keluarga_id] = [HasilKriteria.dari(muat(kode).nilai(tahu.nilai), tahu) for kode in KodePerangkat]
        return hasil

    async def simpan_kuesioner(
        self,
        keluarga_id: UUID,
        isi: Mapping[str, Any],
        tanggal: date,
        sumber: SumberJawaban,
        pelaku: Pelaku | None,
    ) -> UUID:
        """Check, seal and keep a short questionnaire; earlier ones stay, the newest day is read.

        Args:
            keluarga_id: the family that was asked.
            isi: `{no: kode}`; questions that were not asked are absent or None.
            tanggal: day on which it was asked, not in the future.
            sumber: how it came.
            pelaku: who brings it; None is the system. His scope is the caller's to check.

        Returns:
            The id of the stored questionnaire.

        Raises:
            KeluargaNotFound: no such family.
            PemisahanTugas: the officer's own family.
            KuesionerTidakSah: `rincian` names every place that is wrong.
        """
        keluarga = await self._keluarga.baca(keluarga_id)
        self._pastikan_bukan_sendiri(keluarga, pelaku)
        alat = kuesioner.muat()
        temuan = alat.periksa(isi)
        if tanggal > hari_ini():
            temuan.append(pemeriksaan.temuan("tanggal", "tanggal-belum-terjadi"))
        if temuan:
            raise KuesionerTidakSah(rincian=[pemeriksaan.rinci(t) for t in temuan])
        terisi = {n: v for n, v in isi.items() if v is not None}
        baris_id = id_baru()
        await self._repo.tambah(
            KuesionerKriteria(
                keluarga_id=keluarga_id,
                id=baris_id,
                versi=alat.versi,
                tanggal_date=tanggal,
                sumber=sumber,
                isi=await self._brankas.segel(keluarga_id, _TABEL, baris_id, terisi),
                pelaku_id=pelaku.akun_id if pelaku else None,
                created_at=now(),
            )
        )
        await self._jejak.catat(
            "kriteria:kuesioner:disimpan",
            pelaku=pelaku,
            objek=f"{_TABEL}/{baris_id}",
            keluarga_id=keluarga_id,
            subjek=keluarga.subjek,
            rincian={"versi": alat.versi, "jumlah": len(terisi), "sumber": sumber},
        )
        return baris_id

    async def catat_kuesioner(self, ref: Ref, isi: Mapping[str, Any], tanggal: date, pelaku: Pelaku) -> UUID:
        """Keep what an officer asked a family of his regions.

        Raises:
            KeluargaNotFound: unknown, or outside the caller's regions.
            PemisahanTugas, KuesionerTidakSah: as `simpan_kuesioner`.
        """
        keluarga = await self._dalam_lingkup(ref, pelaku)
        return await self.simpan_kuesioner(keluarga.keluarga_id, isi, tanggal, SumberJawaban.PERBAIKAN, pelaku)

    async def lihat(self, ref: Ref, tujuan: TujuanBaca, pelaku: Pelaku) -> list[HasilKriteria]:
        """Return a family of the officer's regions read by every set; the read is recorded with its purpose.

        Raises:
            KeluargaNotFound: unknown, or outside the caller's regions.
        """
        keluarga = await self._dalam_lingkup(ref, pelaku)
        hasil = await self.nilai(keluarga.keluarga_id)
        await self._jejak.catat(
            "kriteria:hasil:dibaca",
            pelaku=pelaku,
            objek=f"keluarga/{keluarga.keluarga_id}",
            keluarga_id=keluarga.keluarga_id,
            subjek=keluarga.subjek,
            tujuan=tujuan,
        )
        return hasil

    async def _kuesioner(self, keluarga_ids: Collection[UUID]) -> dict[UUID, Pengetahuan]:
        baris = {b.keluarga_id: b for b in await self._repo.terakhir(keluarga_ids)}
        isi = await self._brankas.buka_banyak(_TABEL, {k: (b.id, b.isi) for k, b in baris.items()})
        return {k: dari_kuesioner(satu, baris[k].tanggal_date) for k, satu in isi.items()}

    async def _dalam_lingkup(self, ref: Ref, pelaku: Pelaku) -> KeluargaLengkap:
        keluarga = await self._keluarga.baca(ref.keluarga_id)
        if ref.id != ref.keluarga_id or not Lingkup.dari(pelaku).memuat(keluarga.kode_desa):
            raise KeluargaNotFound
        return keluarga

    def _pastikan_bukan_sendiri(self, keluarga: KeluargaLengkap, pelaku: Pelaku | None) -> None:
        if pelaku is None:
            return
        kk = {*self._sandi.indeks_calon(Tujuan.NO_KK, keluarga.no_kk)} if keluarga.no_kk else set()
        # An index may stand under the old key or the new one while keys change.
        nik = {i for satu in keluarga.subjek for i in self._sandi.sebangun(Tujuan.NIK, satu)}
        if pelaku.nik_indeks in nik or pelaku.no_kk_indeks in kk:
            raise PemisahanTugas


def _survei(keluarga: KeluargaLengkap, jawaban: JawabanLengkap | None) -> Pengetahuan:
    if jawaban is None:
        return _TIDAK_TAHU
    return dari_survei(Terjawab.dari(jawaban.instrumen, jawaban.isi), keluarga.kode_desa, jawaban.tanggal)
