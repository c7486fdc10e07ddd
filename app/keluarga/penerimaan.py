"""Taking in somebody whom another family knew: who he is, where he left, and that it is told there."""

from uuid import UUID

from app.core.clock import hari_ini
from app.core.peran import Pelaku
from app.keluarga.entitas import LokasiIndividu
from app.keluarga.kode import AlasanKeluarAnggota, AlasanMasukAnggota, PeristiwaKeluarga
from app.keluarga.models import Individu, Keluarga
from app.keluarga.pencatatan import Pencatatan
from app.keluarga.schemas import AnggotaBuat
from app.wilayah.nama import lipat


class Penerimaan:
    """Looks up who moves in. The caller holds the locks of both families before it asks `yang_pindah`."""

    def __init__(self, pencatatan: Pencatatan) -> None:
        self._catat = pencatatan
        self._repo = pencatatan.repo
        self._arsip = pencatatan.arsip

    def calon(self, nik: str | None) -> list[UUID | None]:
        """Return every index under which a NIK may stand."""
        return [*self._arsip.nik_calon(nik)] if nik else []

    async def asal(self, isi: AnggotaBuat) -> LokasiIndividu | None:
        """Return where the registry knows the NIK of somebody who moves in."""
        if isi.nik is None or isi.alasan is not AlasanMasukAnggota.PINDAH:
            return None
        return await self._repo.lokasi(self._arsip.nik_calon(isi.nik))

    async def yang_pindah(self, asal: LokasiIndividu, isi: AnggotaBuat) -> Individu | None:
        """Return the person, if he moved out of his last family, into none, and is who he is said to be.

        Without the last condition a NIK alone would give out a stranger's data.
        """
        # Somebody else may have taken him in while this transaction waited for the locks.
        if await self.asal(isi) != asal:
            return None
        riwayat = (await self._repo.anggota([asal.keluarga_id]))[asal.keluarga_id]
        anggota, orang = max((p for p in riwayat if p[1].id == asal.individu_id), key=lambda p: p[0].id)
        if anggota.alasan_keluar is not AlasanKeluarAnggota.PINDAH:
            return None
        dikatakan = (lipat(isi.nama), isi.tanggal_lahir, isi.jenis_kelamin)
        return orang if dikatakan == (orang.nama_lipat, orang.tanggal_lahir, orang.jenis_kelamin) else None

    async def catat_di_asal(self, keluarga: Keluarga, orang: Individu, pelaku: Pelaku) -> None:
        """Let the history of the family that he left, and its audit trail, tell that another one has him now."""
        baru = {"alasan": AlasanKeluarAnggota.PINDAH, "diterima": hari_ini().isoformat()}
        await self._catat.catat(keluarga, PeristiwaKeluarga.ANGGOTA_KELUAR, pelaku, individu=orang, baru=baru)
