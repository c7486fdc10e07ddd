"""Taking somebody in: whom no family has, or whom another family knew, under the id that he had there."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from uuid import UUID

from app.core.clock import hari_ini
from app.keluarga.entitas import LokasiIndividu
from app.keluarga.errors import OrangSudahMeninggal
from app.keluarga.kode import AlasanKeluarAnggota, PeristiwaKeluarga
from app.keluarga.models import Individu, Keluarga
from app.keluarga.pencatatan import Masuk, Pencatatan
from app.keluarga.ruang import Ruang
from app.keluarga.subjek import AnggotaSubjek
from app.wilayah.nama import lipat

_TAK_KEMBALI = frozenset({AlasanKeluarAnggota.MENINGGAL, AlasanKeluarAnggota.SALAH_CATAT})


class Penerimaan:
    """Looks up who moves in, before the locks (`asal`) and under them (`masukkan`)."""

    def __init__(self, pencatatan: Pencatatan) -> None:
        self._catat = pencatatan
        self._repo = pencatatan.repo
        self._arsip = pencatatan.arsip

    def calon(self, nik: str | None) -> list[UUID | None]:
        """Return every index under which a NIK may stand."""
        return [*self._arsip.nik_calon(nik)] if nik else []

    async def asal(self, nik: str | None) -> LokasiIndividu | None:
        """Return where the registry knows the NIK of somebody who moves in."""
        return await self._repo.lokasi(self._arsip.nik_calon(nik)) if nik else None

    async def masukkan(
        self,
        ruang: Ruang,
        keluarga: Keluarga,
        orang: AnggotaSubjek,
        masuk: Masuk,
        rahasia: Mapping[str, Any] = MappingProxyType({}),
    ) -> Individu:
        """Open a membership of a known person who left his last family, else of a new one.

        Raises:
            NikSudahTerdaftar: the NIK is another present person's, or of one who left with other data than were given.
            OrangSudahMeninggal: the person is recorded as dead.
        """
        asal = await self.asal(orang.nik)
        lama = await self._yang_pindah(ruang, asal, orang) if asal else None
        if asal is None or lama is None:
            return await self._catat.masukkan_baru(keluarga, orang, masuk, rahasia, boleh_ganda=False)
        individu = await self._catat.masukkan_lama(keluarga, lama, masuk)
        if asal.keluarga_id != keluarga.keluarga_id:
            await self._catat_di_asal(ruang, ruang.keluarga[asal.keluarga_id], lama)
        return individu

    async def _yang_pindah(self, ruang: Ruang, asal: LokasiIndividu, orang: AnggotaSubjek) -> Individu | None:
        """Return the person, if he moved out of his last family, into none, and is who he is said to be.

        Without the last condition a NIK alone would give out a stranger's data. A family that was not locked from the
        start took him in while this transaction waited.
        """
        riwayat = [p for p in ruang.pasangan.get(asal.keluarga_id, ()) if p[1].id == asal.individu_id]
        if not riwayat:
            return None
        anggota, lama = max(riwayat, key=lambda p: p[0].id)
        dikatakan = (lipat(orang.nama), orang.tanggal_lahir, orang.jenis_kelamin)
        if dikatakan != (lama.nama_lipat, lama.tanggal_lahir, lama.jenis_kelamin):
            return None
        if anggota.alasan_keluar is AlasanKeluarAnggota.MENINGGAL:
            raise OrangSudahMeninggal
        return None if anggota.keluar_date is None or anggota.alasan_keluar in _TAK_KEMBALI else lama

    async def _catat_di_asal(self, ruang: Ruang, keluarga: Keluarga, orang: Individu) -> None:
        """Let the history of the family that he left, and its audit trail, tell that another one has him now."""
        baru = {"alasan": AlasanKeluarAnggota.PINDAH, "diterima": hari_ini().isoformat()}
        await self._catat.catat(keluarga, PeristiwaKeluarga.ANGGOTA_KELUAR, ruang.pelaku, individu=orang, baru=baru)
