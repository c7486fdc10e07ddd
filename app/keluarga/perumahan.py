"""Where a family lives: another village, another code of the same village, another roof."""

from app.core.clock import now
from app.core.ids import Ref, id_baru
from app.keluarga.errors import BukanPengganti, DesaDiLuarLingkup, KeluargaNotFound, SerumahBedaDesa
from app.keluarga.models import Keluarga, RumahTangga
from app.keluarga.peristiwa import AlihWilayah, GantiRumahTangga, PindahDesa
from app.keluarga.ruang import Ruang
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService


class Perumahan:
    """Moves the family `keluarga` of a room."""

    def __init__(self, ruang: Ruang, keluarga: Keluarga, wilayah: WilayahService) -> None:
        self._ruang = ruang
        self._keluarga = keluarga
        self._wilayah = wilayah

    async def pindah_desa(self, p: PindahDesa) -> None:
        """Move the family, with all that carries its village, out of its roof into another village."""
        desa = await self._desa(p.kode_desa)
        if p.alamat:
            dokumen = self._ruang.arsip.buka_keluarga(self._keluarga) | {"alamat": p.alamat}
            keluarga = self._keluarga
            keluarga.isi = self._ruang.arsip.segel_milik(keluarga, "keluarga", keluarga.keluarga_id, dokumen)
        if desa != self._keluarga.kode_desa:
            await tempatkan(self._ruang, self._keluarga, desa)
            await self._rumah_sendiri()

    async def alih_wilayah(self, p: AlihWilayah) -> None:
        """Give the family the new code of the village in which it stays.

        Raises:
            BukanPengganti: the village's code was not replaced by this one.
        """
        penerus = await self._wilayah.penerus([self._keluarga.kode_desa], p.tanggal)
        if p.kode_desa not in penerus - {self._keluarga.kode_desa}:
            raise BukanPengganti
        lama, desa = self._keluarga.kode_desa, await self._desa(p.kode_desa)
        await tempatkan(self._ruang, self._keluarga, desa)
        await self._ruang.repo.hitung_alih(lama, desa)
        await self._ruang.repo.alihkan_rumah(self._keluarga.rumah_tangga_id, desa)

    async def rumah_tangga(self, p: GantiRumahTangga) -> None:
        """Join another family's household, or leave it for one of its own.

        Raises:
            KeluargaNotFound, SerumahBedaDesa.
        """
        if p.serumah_dengan is None:
            if await self._ruang.repo.jumlah_serumah(self._keluarga.rumah_tangga_id) > 1:
                await self._rumah_sendiri()
            return
        tujuan = self._serumah(p.serumah_dengan)
        if tujuan.kode_desa != self._keluarga.kode_desa:
            raise SerumahBedaDesa
        self._keluarga.rumah_tangga_id = tujuan.rumah_tangga_id

    def _serumah(self, ref: Ref) -> Keluarga:
        if ref.id != ref.keluarga_id or ref.keluarga_id == self._keluarga.keluarga_id:
            raise KeluargaNotFound
        return self._ruang.keluarga[ref.keluarga_id]

    async def _desa(self, kode: str) -> str:
        desa = (await self._wilayah.pastikan_desa(kode)).kode
        if self._ruang.pelaku and not Lingkup.dari(self._ruang.pelaku).memuat(desa):
            raise DesaDiLuarLingkup
        return desa

    async def _rumah_sendiri(self) -> None:
        rumah = RumahTangga(id=id_baru(), kode_desa=self._keluarga.kode_desa, created_at=now())
        await self._ruang.repo.tambah(rumah)
        self._keluarga.rumah_tangga_id = rumah.id


async def tempatkan(ruang: Ruang, keluarga: Keluarga, kode_desa: str) -> None:
    """Write the village of a family; its persons, scores, memberships and accounts follow."""
    keluarga.kode_desa = kode_desa
    await ruang.repo.tulis()
    await ruang.catat.pindah_desa(keluarga)
    if jawaban := await ruang.repo.jawaban_terakhir(keluarga.keluarga_id):
        await ruang.catat.turunkan(keluarga, ruang.arsip.jawaban(keluarga, jawaban))
    for _, individu in ruang.hadir(keluarga.keluarga_id):
        await ruang.catat.ikuti(keluarga, individu)
