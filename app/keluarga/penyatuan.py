"""Two records become one person: one stays and takes over what only the other knew, which ends as SALAH_CATAT.

It is one change of the registry, so it has one entry in the histories of both families and is taken back like any other
(`PerubahanService.koreksi`). Who may decide, and what later stages keep, is the caller's affair.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini, now
from app.core.ids import Ref
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.keluarga.arsip import RAHASIA_INDIVIDU
from app.keluarga.errors import KeluargaNotFound, TanggalPeristiwaTidakSah
from app.keluarga.kode import AlasanKeluarAnggota, Hubungan, JenisPerubahan, StatusDokumen
from app.keluarga.models import Individu
from app.keluarga.pencatatan import Pencatatan
from app.keluarga.penerapan import ubah_orang
from app.keluarga.ruang import Asal, Ruang
from app.wilayah.lingkup import Lingkup

_KEPALA: Final = Hubungan.KEPALA_KELUARGA


@dataclass(frozen=True, slots=True)
class Persatuan:
    """Which record stays (`utama`) and which ends (`ganda`).

    `is_nik_ganda_dipakai`: of two different NIK the ending record's is the right one. `kepala_baru` becomes the head
    where the ending record was it and others stay behind. `keterangan` is the reason in words.
    """

    utama: Ref
    ganda: Ref
    is_nik_ganda_dipakai: bool
    kepala_baru: Ref | None
    sumber: str
    keterangan: str = field(repr=False)


class Penyatuan:
    """The registry's part of a merge."""

    def __init__(self, pencatatan: Pencatatan) -> None:
        self._catat = pencatatan
        self._repo = pencatatan.repo
        self._arsip = pencatatan.arsip

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a service."""
        return cls(Pencatatan.rakit(sesi, wadah))

    async def kunci(self, keluarga_ids: Iterable[UUID]) -> None:
        """Lock families in the order of every change, before what hangs on them is locked; a missing one is passed."""
        for keluarga_id in sorted(set(keluarga_ids)):
            await self._repo.kunci(keluarga_id, Lingkup.nasional())

    async def satukan(self, isi: Persatuan, pelaku: Pelaku) -> Ref:
        """Merge two present members, of one family or of two, and return the change by which it is taken back.

        Raises:
            KeluargaNotFound: a person or family is unknown or out of scope.
            KeluargaSudahDitutup, AnggotaSudahKeluar, OrangSudahMeninggal: one of them is no present member.
            KepalaWajib, KepalaSudahAda: members stay behind without a head, or there is one.
            PemisahanTugas: the officer's own family.
        """
        ruang = Ruang(self._catat, pelaku)
        await ruang.masuk({isi.utama.keluarga_id, isi.ganda.keluarga_id})
        (_, utama), (keanggotaan, ganda) = ruang.aktif(isi.utama), ruang.aktif(isi.ganda)
        if utama.id == ganda.id:
            raise KeluargaNotFound
        if keanggotaan.masuk_date > hari_ini():
            raise TanggalPeristiwaTidakSah
        await self._catat.tutup_keanggotaan(keanggotaan, ganda, hari_ini(), AlasanKeluarAnggota.SALAH_CATAT)
        if ganda.nik_hmac:
            await self._repo.lepas_nik(ganda.nik_hmac, ganda.id)
        if isi.kepala_baru is not None:
            anggota, _ = ruang.aktif(isi.kepala_baru)
            ruang.pastikan_kepala(isi.kepala_baru.keluarga_id, _KEPALA)
            anggota.hubungan = _KEPALA
        await self._lengkapi(ruang, utama, ganda, is_nik_ganda_dipakai=isi.is_nik_ganda_dipakai)
        await self._catat.ikuti(ruang.keluarga[isi.utama.keluarga_id], utama)
        asal = Asal(pelaku, JenisPerubahan.SALAH_CATAT, hari_ini(), isi.sumber, keterangan=isi.keterangan)
        return Ref(isi.ganda.keluarga_id, await ruang.selesai(asal))

    async def _lengkapi(self, ruang: Ruang, utama: Individu, ganda: Individu, *, is_nik_ganda_dipakai: bool) -> None:
        """Let the staying record take over what it lacks, and the NIK."""
        diri, lain = self._arsip.buka_individu(utama), self._arsip.buka_individu(ganda)
        isi: dict[str, Any] = {n: lain[n] for n in RAHASIA_INDIVIDU if n != "nik" and diri[n] is None and lain[n]}
        if lain["nik"] and (diri["nik"] is None or is_nik_ganda_dipakai) and diri["nik"] != lain["nik"]:
            if utama.nik_hmac:
                await self._repo.lepas_nik(utama.nik_hmac, utama.id)
            isi["nik"], utama.nik_hmac = lain["nik"], ganda.nik_hmac
            utama.status_dokumen, utama.is_nik_ganda = StatusDokumen.ADA, True
        if isi:
            await ubah_orang(ruang, utama, isi)
        if utama.nik_hmac and utama.is_nik_ganda:
            # Whose it was has just given it up; where a third one has it, that one keeps it.
            milik = await self._repo.klaim_nik(utama.nik_hmac, utama.keluarga_id, utama.id)
            utama.is_nik_ganda, utama.updated_at = not milik, now()
        await self._repo.tulis()
