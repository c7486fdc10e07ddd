"""Changes in the registry: families, their members, their coming and going; taken back only by a correction.

Every change holds the locks of all families that it touches, raises their versions, and leaves sealed old and new
values in their histories.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import hari_ini
from app.core.etag import pastikan_versi
from app.core.ids import Ref, id_baru
from app.core.peran import Jabatan, Pelaku
from app.core.wadah import Wadah
from app.core.workflow import JabatanTidakBerwenang
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap
from app.keluarga.errors import DesaDiLuarLingkup, KeluargaNotFound, OrangSudahMeninggal, PerubahanPenggabungan
from app.keluarga.kode import AlasanMasukAnggota, JenisPerubahan, PeristiwaKeluarga
from app.keluarga.koreksi import Koreksi
from app.keluarga.models import Keluarga
from app.keluarga.pencatatan import Masuk, Pencatatan
from app.keluarga.penerapan import Penerapan
from app.keluarga.penerimaan import Penerimaan
from app.keluarga.peristiwa import Meninggal, PerubahanKeluarga, PindahMasuk
from app.keluarga.perumahan import Perumahan
from app.keluarga.ruang import Asal, Ruang
from app.keluarga.schemas import KeluargaBuat
from app.wilayah.lingkup import Lingkup
from app.wilayah.service import WilayahService

PETUGAS: Final = "petugas"
"""`sumber` of what an officer types; a usulan names itself."""
DUPLIKAT: Final = "duplikat"
"""`sumber` of a merge of two records: only the pair, which knows what else the merge moved, takes it back."""
_DISDUKCAPIL: Final = frozenset(
    {JenisPerubahan.IDENTITAS, JenisPerubahan.LAHIR, JenisPerubahan.MENINGGAL, JenisPerubahan.GANTI_KEPALA}
)
"""What the civil registration's desk knows for certain."""


class PerubahanService:
    """The writing use cases. `pelaku` None is the system, whose scope is the nation."""

    def __init__(self, pencatatan: Pencatatan, wilayah: WilayahService) -> None:
        self._catat = pencatatan
        self._penerimaan = Penerimaan(pencatatan)
        self._repo = pencatatan.repo
        self._arsip = pencatatan.arsip
        self._wilayah = wilayah

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(Pencatatan.rakit(sesi, wadah), WilayahService.rakit(sesi, wadah))

    async def terapkan(
        self,
        keluarga_id: UUID,
        perubahan: PerubahanKeluarga,
        pelaku: Pelaku | None,
        *,
        sumber: str,
        versi: int | None = None,
    ) -> Ref:
        """Apply one change to a family.

        Args:
            keluarga_id: the family.
            perubahan: what happened, and when.
            pelaku: who records it; None is the system.
            sumber: by what way it came, `petugas` or the number of a usulan; nothing personal.
            versi: the family's version that the caller read, if he names one.

        Returns:
            The reference of the change in the family's history, by which it is corrected.

        Raises:
            KeluargaNotFound: a family or person is unknown or out of scope.
            VersiBasi, PemisahanTugas, JabatanTidakBerwenang.
            TanggalPeristiwaTidakSah, UmurTidakSah: a day in the future or before the membership; an age over 120.
            KeluargaSudahDitutup, AnggotaSudahKeluar, OrangSudahMeninggal: nothing can happen to them any more.
            KepalaSudahAda, KepalaWajib: two heads, or members without one.
            NikSudahTerdaftar, AnggotaSudahAda: somebody else's NIK; the person is there already.
            AnggotaTertinggal, TujuanPindahTidakSah: a merge without everybody; a move into the own family.
            DesaDiLuarLingkup, BukanPengganti, SerumahBedaDesa, WilayahTidakDikenal, WilayahSudahDiganti: the village.
        """
        _pastikan_jabatan(pelaku, perubahan.jenis)
        asal = await self._penerimaan.asal(perubahan.nik) if isinstance(perubahan, PindahMasuk) else None
        ruang = Ruang(self._catat, pelaku)
        await ruang.masuk({keluarga_id, *_disebut(perubahan)}, {asal.keluarga_id} if asal else ())
        keluarga = ruang.keluarga[keluarga_id]
        pastikan_versi(versi, keluarga.versi)
        perumahan = Perumahan(ruang, keluarga, self._wilayah)
        await Penerapan(ruang, keluarga_id, self._penerimaan, perumahan).terapkan(perubahan)
        return Ref(keluarga_id, await ruang.selesai(Asal(pelaku, perubahan.jenis, perubahan.tanggal, sumber)))

    async def koreksi(
        self, ref: Ref, pelaku: Pelaku | None, *, sumber: str, keterangan: str, versi: int | None = None
    ) -> Ref:
        """Take a change back by a new entry that refers to it; both stay in the history.

        Args:
            ref: the change, as the history names it.
            pelaku: who corrects; None is the system.
            sumber: by what way the correction came.
            keterangan: why it was a mistake.
            versi: the family's version that the caller read, if he names one.

        Returns:
            The reference of the correction.

        Raises:
            KeluargaNotFound, PerubahanNotFound, VersiBasi, PemisahanTugas, JabatanTidakBerwenang.
            PerubahanSudahDikoreksi, KoreksiTidakDapatDikoreksi: it was taken back, or is itself a correction.
            PerubahanPenggabungan: a merge of two records, which only its pair takes back.
            AdaPerubahanSesudahnya, OrangDiDuaKeluarga, NikSudahTerdaftar, KepalaSudahAda: later changes build on it.
        """
        koreksi = Koreksi(Ruang(self._catat, pelaku))
        perubahan = await koreksi.buka(ref, versi)
        _pastikan_jabatan(pelaku, perubahan.jenis)
        if DUPLIKAT == perubahan.sumber != sumber:
            raise PerubahanPenggabungan
        await koreksi.pulihkan()
        return await koreksi.selesai(Asal(pelaku, perubahan.jenis, hari_ini(), sumber, ref.id, keterangan))

    async def buat(self, isi: KeluargaBuat, pelaku: Pelaku) -> KeluargaLengkap:
        """Create a family with its members; who left another family keeps his identity.

        Raises:
            WilayahTidakDikenal, WilayahSudahDiganti: no village of today.
            DesaDiLuarLingkup: not the officer's village.
            KeluargaNotFound: `serumah_dengan` is unknown or out of scope.
            NikSudahTerdaftar, OrangSudahMeninggal: a NIK is another present person's, or of somebody dead.
            PemisahanTugas: the officer's own family.
        """
        desa = (await self._wilayah.pastikan_desa(isi.kode_desa)).kode
        if not Lingkup.dari(pelaku).memuat(desa):
            raise DesaDiLuarLingkup
        serumah = await self._serumah(isi.serumah_dengan, pelaku)
        orang = [isi.sebagai_anggota, *isi.anggota]
        ruang = Ruang(self._catat, pelaku)
        ruang.pastikan_bukan_sendiri([h for o in orang for h in self._penerimaan.calon(o.nik)], self._no_kk(isi.no_kk))
        asal = [a for o in orang if (a := await self._penerimaan.asal(o.nik))]
        await ruang.masuk((), {a.keluarga_id for a in asal})
        keluarga_id = id_baru()
        await self._catat.buat_keluarga(keluarga_id, desa, isi.no_kk, isi.alamat, serumah)
        keluarga = await ruang.dirikan(keluarga_id)
        kontak = {"telepon": isi.telepon, "surel": isi.surel}
        for o, rahasia in ((orang[0], kontak), *((o, {}) for o in orang[1:])):
            masuk = Masuk(hari_ini(), AlasanMasukAnggota.AWAL, o.hubungan)
            await self._penerimaan.masukkan(ruang, keluarga, o, masuk, rahasia)
        await ruang.selesai(Asal(pelaku, None, hari_ini(), PETUGAS))
        return await self.baca(keluarga)

    async def tandai_meninggal(self, anggota_ref: Ref, tanggal: date, pelaku: Pelaku | None) -> None:
        """Close a membership by death for another stage; doing it again changes nothing, and a head is not asked for.

        Raises:
            KeluargaNotFound: no such person, or outside the officer's regions.
            TanggalPeristiwaTidakSah: in the future or before the membership.
        """
        ruang = Ruang(self._catat, pelaku)
        await ruang.masuk([anggota_ref.keluarga_id], tertutup=True)
        keluarga = ruang.keluarga[anggota_ref.keluarga_id]
        perubahan = Meninggal(tanggal=tanggal, anggota=anggota_ref)
        perumahan = Perumahan(ruang, keluarga, self._wilayah)
        try:
            await Penerapan(ruang, keluarga.keluarga_id, self._penerimaan, perumahan).terapkan(perubahan)
        except OrangSudahMeninggal:
            return
        await ruang.selesai(Asal(pelaku, perubahan.jenis, tanggal, "sistem"), wajib_kepala=False)

    async def anggota_masuk(self, ref: Ref) -> tuple[KeluargaLengkap, AnggotaLengkap]:
        """Return the family after a change, and whom the change took in."""
        keluarga = await self.lihat(ref.keluarga_id)
        baris = await self._repo.riwayat_perubahan(ref.keluarga_id, ref.id)
        masuk = {r.individu_id for r in baris if r.peristiwa is PeristiwaKeluarga.ANGGOTA_MASUK}
        return keluarga, next(a for a in keluarga.aktif if a.individu_id in masuk)

    async def keluarga_lain(self, ref: Ref) -> list[Ref]:
        """Return the other families that a change touched."""
        keluarga = await self._repo.ambil(ref.keluarga_id, Lingkup.nasional())
        baris = await self._repo.riwayat_perubahan(ref.keluarga_id, ref.id)
        if keluarga is None or not baris:
            return []
        lain = (UUID(k) for k in self._arsip.peristiwa(keluarga, baris)[0].keluarga)
        return [Ref(k, k) for k in lain if k != ref.keluarga_id]

    async def lihat(self, keluarga_id: UUID) -> KeluargaLengkap:
        """Return a family after a change in the same transaction."""
        keluarga = await self._repo.ambil(keluarga_id, Lingkup.nasional())
        if keluarga is None:
            raise KeluargaNotFound
        return await self.baca(keluarga)

    async def baca(self, keluarga: Keluarga) -> KeluargaLengkap:
        """Join a family's row with its memberships."""
        return self._arsip.lengkap(keluarga, (await self._repo.anggota([keluarga.keluarga_id]))[keluarga.keluarga_id])

    async def nama_desa(self, kode: str) -> str:
        """Return the village's name with its superiors; the code itself when it is unknown."""
        return next(iter((await self._wilayah.nama_lengkap_banyak([kode])).values()), kode)

    async def _serumah(self, ref: Ref | None, pelaku: Pelaku) -> UUID | None:
        if ref is None:
            return None
        keluarga = await self._repo.ambil(ref.keluarga_id, Lingkup.dari(pelaku))
        if keluarga is None:
            raise KeluargaNotFound
        return keluarga.rumah_tangga_id

    def _no_kk(self, no_kk: str | None) -> UUID | None:
        return self._arsip.no_kk(no_kk)


def _pastikan_jabatan(pelaku: Pelaku | None, jenis: JenisPerubahan | None) -> None:
    if pelaku and pelaku.jabatan is Jabatan.DISDUKCAPIL and jenis not in _DISDUKCAPIL:
        raise JabatanTidakBerwenang


def _disebut(perubahan: PerubahanKeluarga) -> Iterator[UUID]:
    """Yield the families of every reference in a change."""
    yield from (r.keluarga_id for r in _ref(perubahan.model_dump().values()))


def _ref(nilai: Iterable[Any]) -> Iterator[Ref]:
    for n in nilai:
        if isinstance(n, Ref):
            yield n
        elif isinstance(n, dict):
            yield from _ref(n.values())
        elif isinstance(n, list):
            yield from _ref(n)
