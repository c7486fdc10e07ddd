"""Where a family stands and why: the read side of desil, for citizens, officers and later stages."""

from collections.abc import Collection, Mapping, Sequence
from typing import Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.desil import kata, pmt
from app.desil.artefak import BOBOT, NASIONAL, Artefak
from app.desil.entitas import (
    DesilKeluarga,
    Faktor,
    KontribusiKeluarga,
    LetakKeluarga,
    PeringkatKeluarga,
    Perubahan,
    StatusPeringkat,
)
from app.desil.errors import DesilBelumAda
from app.desil.faktor import KALIMAT
from app.desil.model_pmt import baca_artefak
from app.desil.models import CAKUPAN_NASIONAL, ModelPmt, Putaran, SkorKeluarga
from app.desil.penilai import teks_kode
from app.desil.peringkat import Batas, desil
from app.desil.perubahan import Posisi, sebab_perubahan
from app.desil.repository import DataKeluarga, DesilRepository
from app.keluarga.entitas import KeluargaLengkap
from app.keluarga.errors import KeluargaNotFound
from app.keluarga.jawaban import JawabanService
from app.keluarga.service import KeluargaService
from app.wilayah.lingkup import Lingkup

SEBANYAK_FAKTOR = 5
"""A citizen reads three to five factors."""


class DesilService:
    """Reads of deciles; runs are `PutaranService`, models `ModelService`."""

    def __init__(self, repo: DesilRepository, keluarga: KeluargaService, jawaban: JawabanService, jejak: Jejak) -> None:
        self._repo = repo
        self._keluarga = keluarga
        self._jawaban = jawaban
        self._jejak = jejak

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        bagian = (KeluargaService.rakit(sesi, wadah), JawabanService.rakit(sesi, wadah))
        return cls(DesilRepository(sesi), *bagian, Jejak(sesi))

    async def putaran_berlaku(self) -> Putaran | None:
        """Return the run in force; None before the first one is confirmed."""
        return await self._repo.berlaku(CAKUPAN_NASIONAL)

    async def label_model(self, putaran: Putaran) -> str:
        """Return the label of the model that a run used."""
        return (await self._model(putaran)).label

    async def peringkat(self, keluarga_id: UUID) -> PeringkatKeluarga | None:
        """Return where a family stands now; None without a run in force or without such a family.

        A family that is new, or whose data changed since the run, is placed by look-up on the run's cut-offs
        (SEMENTARA). New data that cannot be scored do not take a confirmed decile away.
        """
        return (await self.peringkat_kini([keluarga_id])).get(keluarga_id)

    async def peringkat_kini(self, keluarga_ids: Collection[UUID]) -> dict[UUID, PeringkatKeluarga]:
        """Return the same of many families in a handful of queries; who has no place is absent."""
        putaran = await self.putaran_berlaku()
        return {} if putaran is None else await self._peringkat(keluarga_ids, putaran, await self._model(putaran))

    async def peringkat_massal(self, keluarga_ids: Collection[UUID], putaran_id: UUID) -> dict[UUID, LetakKeluarga]:
        """Return the stored places of families in a run, as they were computed; who was not in the run is absent."""
        putaran = await self._repo.putaran(putaran_id)
        if putaran is None:
            return {}
        baris = await self._repo.skor_massal(keluarga_ids, putaran.rantai)
        batas = await self._repo.batas(putaran.id, {k for b in baris for k in _cakupan(b.kabkota)})
        return {b.keluarga_id: LetakKeluarga(*_letak(putaran, b, batas)) for b in baris}

    async def faktor(self, keluarga_id: UUID) -> list[Faktor]:
        """Return the three to five factors of a family in words; none when it has no decile."""
        lengkap = await self._jelaskan(keluarga_id)
        return list(lengkap.faktor) if lengkap else []

    async def penjelasan_warga(self, pelaku: Pelaku) -> DesilKeluarga:
        """Return the decile of the family in which the caller lives now, explained; the reading is recorded.

        Raises:
            DesilBelumAda: he is a living member of no registered family, or no run is in force.
        """
        lokasi = await self._keluarga.cari_indeks(pelaku.nik_indeks) if pelaku.nik_indeks else None
        keluarga = await self._keluarga.baca(lokasi.keluarga_id) if lokasi else None
        # The index still names the last family of who has left it; its data are no longer his.
        hidup = {a.individu_id for a in keluarga.aktif if a.meninggal_date is None} if keluarga else set()
        if keluarga is None or lokasi is None or lokasi.individu_id not in hidup:
            raise DesilBelumAda
        lengkap = await self._jelaskan(keluarga.keluarga_id)
        if lengkap is None:
            raise DesilBelumAda
        await self._catat(keluarga, pelaku)
        return lengkap

    async def penjelasan_petugas(self, ref: Ref, pelaku: Pelaku, tujuan: str) -> DesilKeluarga:
        """Return a family's decile with all contributions; the reading is recorded with its purpose.

        Raises:
            KeluargaNotFound: unknown or out of scope.
            DesilBelumAda: no run is in force.
        """
        keluarga = await self._keluarga.baca(ref.keluarga_id)
        if keluarga.ref != ref or not Lingkup.dari(pelaku).memuat(keluarga.kode_desa):
            raise KeluargaNotFound
        await self._catat(keluarga, pelaku, tujuan)
        if lengkap := await self._jelaskan(keluarga.keluarga_id):
            return lengkap
        raise DesilBelumAda

    async def _catat(self, keluarga: KeluargaLengkap, pelaku: Pelaku, tujuan: str | None = None) -> None:
        await self._jejak.catat(
            "desil:keluarga:dibaca",
            pelaku=pelaku,
            objek=f"keluarga/{keluarga.keluarga_id}",
            subjek=keluarga.subjek,
            keluarga_id=keluarga.keluarga_id,
            tujuan=tujuan,
        )

    async def _jelaskan(self, keluarga_id: UUID) -> DesilKeluarga | None:
        putaran = await self.putaran_berlaku()
        if putaran is None:
            return None
        model = await self._model(putaran)
        letak = (await self._peringkat([keluarga_id], putaran, model)).get(keluarga_id)
        if letak is None:
            return None
        artefak = baca_artefak(model)
        masukan = dict(zip(artefak.sumber, letak.masukan, strict=True))
        hasil = pmt.skor(artefak, letak.kode_wilayah, masukan, is_tersimpan=letak.skor is not None)
        urut = pmt.kontribusi(artefak, hasil)
        return DesilKeluarga(
            peringkat=letak,
            data_tertua=await self._jawaban.hari_tertua(keluarga_id, letak.jawaban_id) if letak.jawaban_id else None,
            putaran=putaran,
            model=model,
            kurang=tuple(kata.nama(s) for s in letak.kurang),
            dipotong=hasil.dipotong,
            faktor=tuple(_faktor(urut, masukan)),
            kontribusi=tuple(
                KontribusiKeluarga(k.variabel, k.faktor, kata.butir(k.sumber, masukan), k.nilai) for k in urut
            ),
            perubahan=await self._perubahan(letak, putaran, model),
        )

    async def _peringkat(
        self, keluarga_ids: Collection[UUID], putaran: Putaran, model: ModelPmt
    ) -> dict[UUID, PeringkatKeluarga]:
        artefak = baca_artefak(model)
        skor = {b.keluarga_id: b for b in await self._repo.skor_massal(keluarga_ids, putaran.rantai)}
        data = await self._repo.data_kini(keluarga_ids, artefak.sumber)
        cakupan = {c for b in skor.values() for c in _cakupan(b.kabkota)}
        cakupan |= {c for d in data.values() for c in _cakupan_desa(d.kode_wilayah)}
        batas = await self._repo.batas(putaran.id, cakupan)
        hasil = {}
        for k in keluarga_ids:
            baris, kini = skor.get(k), data.get(k)
            if kini is not None and (baris is None or baris.versi != kini.versi):
                sementara = _sementara(k, putaran.id, artefak, kini, batas)
                if baris is None or sementara.skor is not None:
                    hasil[k] = sementara
                    continue
            if baris is not None:
                hasil[k] = await self._tersimpan(putaran, baris, artefak, kini, batas)
        return hasil

    async def _tersimpan(
        self,
        putaran: Putaran,
        baris: SkorKeluarga,
        artefak: Artefak,
        kini: DataKeluarga | None,
        batas: Mapping[str, Batas],
    ) -> PeringkatKeluarga:
        data = kini if kini and kini.versi == baris.versi else await self._data(baris, artefak)
        masukan = dict(zip(artefak.sumber, data.masukan, strict=True))
        kurang = pmt.skor(artefak, data.kode_wilayah, masukan, is_tersimpan=baris.skor is not None).kurang
        return PeringkatKeluarga(
            *_letak(putaran, baris, batas), data.kode_wilayah, data.masukan, kurang, data.data_date, data.jawaban_id
        )

    async def _data(self, baris: SkorKeluarga, artefak: Artefak) -> DataKeluarga:
        data = await self._repo.data_versi(baris.keluarga_id, baris.versi, artefak.sumber)
        assert data is not None, "no version that was scored is ever removed"
        return data

    async def _perubahan(self, letak: PeringkatKeluarga, putaran: Putaran, model: ModelPmt) -> Perubahan:
        """Compare with the run before; a provisional place is compared with the family's own place in this run."""
        acuan: Putaran | None = putaran
        baris = await self._repo.skor(letak.keluarga_id, putaran.rantai)
        if letak.status is not StatusPeringkat.SEMENTARA or baris is None:
            acuan = await self._repo.putaran(putaran.sebelum_id) if putaran.sebelum_id else None
            baris = await self._repo.skor(letak.keluarga_id, acuan.rantai) if acuan else None
        baru = Posisi(model.sha256, letak.masukan, letak.kode_wilayah, letak.skor, letak.desil_nasional)
        if baris is None or acuan is None:
            return Perubahan(None, None, sebab_perubahan(None, baru, ()))
        model_lama = model if acuan.model_id == model.id else await self._model(acuan)
        batas = await self._repo.batas(acuan.id, _cakupan(baris.kabkota))
        dulu = await self._tersimpan(acuan, baris, baca_artefak(model_lama), None, batas)
        lama = Posisi(model_lama.sha256, dulu.masukan, dulu.kode_wilayah, dulu.skor, dulu.desil_nasional)
        sebab = sebab_perubahan(lama, baru, batas.get(NASIONAL, ()))
        return Perubahan(dulu.desil_nasional, acuan.periode, sebab)

    async def _model(self, putaran: Putaran) -> ModelPmt:
        model = await self._repo.model(putaran.model_id)
        assert model is not None, "a foreign key holds the run's model"
        return model


def _cakupan(kabkota: int) -> tuple[str, str, str]:
    """Return the scopes of a region's number: 3204 is ranked in the nation, in 32 and in 32.04."""
    return NASIONAL, teks_kode(kabkota // 100), teks_kode(kabkota)


def _sementara(
    keluarga_id: UUID, putaran_id: UUID, artefak: Artefak, kini: DataKeluarga, batas: Mapping[str, Batas]
) -> PeringkatKeluarga:
    masukan = dict(zip(artefak.sumber, kini.masukan, strict=True))
    hasil = pmt.skor(artefak, kini.kode_wilayah, masukan)
    nilai = _desil(hasil.skor, _cakupan_desa(kini.kode_wilayah), batas)
    return PeringkatKeluarga(
        keluarga_id=keluarga_id,
        putaran_id=putaran_id,
        status=StatusPeringkat.TIDAK_DAPAT_DIPERINGKAT if hasil.skor is None else StatusPeringkat.SEMENTARA,
        kode_wilayah=kini.kode_wilayah,
        skor=hasil.skor,
        bobot=masukan[BOBOT] or 0,
        desil_nasional=nilai[0],
        desil_provinsi=nilai[1],
        desil_kabkota=nilai[2],
        masukan=kini.masukan,
        kurang=hasil.kurang,
        data_date=kini.data_date,
        jawaban_id=kini.jawaban_id,
    )


def _cakupan_desa(kode: str) -> tuple[str, str, str]:
    return NASIONAL, kode[:2], kode[:5]


def _desil(skor: int | None, cakupan: Sequence[str], batas: Mapping[str, Batas]) -> list[int | None]:
    # A scope in which nobody was ranked has no cut-offs, so nothing to look up.
    return [desil(skor, batas[k]) if skor is not None and k in batas else None for k in cakupan]


_Letak = tuple[UUID, UUID, StatusPeringkat, int | None, int, int | None, int | None, int | None]


def _letak(putaran: Putaran, b: SkorKeluarga, batas: Mapping[str, Batas]) -> _Letak:
    status = StatusPeringkat.TIDAK_DAPAT_DIPERINGKAT if b.skor is None else StatusPeringkat.FINAL
    nasional, provinsi, kabkota = _desil(b.skor, _cakupan(b.kabkota), batas)
    return b.keluarga_id, putaran.id, status, b.skor, b.bobot, nasional, provinsi, kabkota


def _faktor(urut: Sequence[pmt.Kontribusi], masukan: dict[str, int | None]) -> list[Faktor]:
    hasil = []
    for f in pmt.faktor_utama(urut, SEBANYAK_FAKTOR):
        kalimat = KALIMAT[f.kode]
        data = dict.fromkeys(kata.butir(s, masukan) for s in f.sumber)
        hasil.append(Faktor(f.kode, f.arah, kalimat.nama, kalimat.penjelasan(f.arah), kalimat.koreksi, tuple(data)))
    return hasil
