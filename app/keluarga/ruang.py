"""The families that one change touches, locked together, and how they stood before: from both comes the history."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final
from uuid import UUID

from app.core.ids import Ref, id_baru
from app.core.peran import Pelaku
from app.core.teks import Teks
from app.core.workflow import PemisahanTugas
from app.keluarga.errors import (
    AnggotaSudahKeluar,
    KeluargaNotFound,
    KeluargaSudahDitutup,
    KepalaSudahAda,
    KepalaWajib,
    OrangSudahMeninggal,
)
from app.keluarga.kode import AlasanKeluarAnggota, Hubungan, JenisPerubahan
from app.keluarga.models import AnggotaKeluarga, Individu, Keluarga
from app.keluarga.pencatatan import Pencatatan, RincianPerubahan
from app.keluarga.potret import Potret, bandingkan
from app.keluarga.repository import Pasangan
from app.wilayah.lingkup import Lingkup

_KELUARGA_SENDIRI: Final = Teks("Anda tidak boleh mengubah keluarga sendiri", "You may not change your own family")


@dataclass(frozen=True, slots=True)
class Asal:
    """Who makes a change, why and by what way; `mengoreksi` is the change that it takes back."""

    pelaku: Pelaku | None
    jenis: JenisPerubahan | None
    tanggal: date
    sumber: str
    mengoreksi: UUID | None = None
    keterangan: str | None = field(default=None, repr=False)


class Ruang:
    """A change's room: open it with `masuk`, change rows, leave with `selesai`."""

    def __init__(self, catat: Pencatatan, pelaku: Pelaku | None) -> None:
        self.catat = catat
        self.repo = catat.repo
        self.arsip = catat.arsip
        self.pelaku = pelaku
        self.keluarga: dict[UUID, Keluarga] = {}
        self.pasangan: dict[UUID, list[Pasangan]] = {}
        self.sebelum: dict[UUID, Potret] = {}

    async def masuk(
        self, keluarga_ids: Iterable[UUID], bebas: Collection[UUID] = (), *, tertutup: bool = False
    ) -> None:
        """Lock families in one order, so that two changes wait for each other and never deadlock.

        Args:
            keluarga_ids: the families; each must lie in the officer's regions.
            bebas: those among them that may lie elsewhere (whom somebody left earlier).
            tertutup: let closed families in too.

        Raises:
            KeluargaNotFound, PemisahanTugas, KeluargaSudahDitutup.
        """
        wajib = set(keluarga_ids)
        for keluarga_id in sorted(wajib | set(bebas)):
            lingkup = Lingkup.dari(self.pelaku) if self.pelaku and keluarga_id in wajib else Lingkup.nasional()
            keluarga = await self.repo.kunci(keluarga_id, lingkup)
            if keluarga is None:
                raise KeluargaNotFound
            await self._muat(keluarga)
        for keluarga_id in wajib:
            self._pastikan_boleh(keluarga_id, tertutup=tertutup)

    async def dirikan(self, keluarga_id: UUID) -> Keluarga:
        """Take a family in that this change has just founded."""
        keluarga = await self.repo.kunci(keluarga_id, Lingkup.nasional())
        if keluarga is None:
            raise KeluargaNotFound
        self.keluarga[keluarga_id], self.pasangan[keluarga_id] = keluarga, []
        self.sebelum[keluarga_id] = Potret()
        return keluarga

    def aktif(self, ref: Ref) -> Pasangan:
        """Return a present member.

        Raises:
            KeluargaNotFound, OrangSudahMeninggal, AnggotaSudahKeluar.
        """
        milik = [(a, i) for a, i in self.pasangan.get(ref.keluarga_id, ()) if i.id == ref.id]
        if not milik:
            raise KeluargaNotFound
        if kini := next((p for p in milik if p[0].keluar_date is None), None):
            return kini
        if any(a.alasan_keluar is AlasanKeluarAnggota.MENINGGAL for a, _ in milik):
            raise OrangSudahMeninggal
        raise AnggotaSudahKeluar

    def hadir(self, keluarga_id: UUID) -> list[Pasangan]:
        """Return the present members."""
        return [p for p in self.pasangan[keluarga_id] if p[0].keluar_date is None]

    def kepala(self, keluarga_id: UUID) -> AnggotaKeluarga | None:
        """Return the head's membership."""
        kepala = Hubungan.KEPALA_KELUARGA
        return next((a for a, _ in self.hadir(keluarga_id) if a.hubungan is kepala), None)

    def pastikan_kepala(self, keluarga_id: UUID, hubungan: Hubungan) -> None:
        """Refuse a second head."""
        if hubungan is Hubungan.KEPALA_KELUARGA and self.kepala(keluarga_id):
            raise KepalaSudahAda

    def pastikan_bukan_sendiri(self, nik: Iterable[UUID | None], no_kk: UUID | None) -> None:
        """Refuse an officer whose own NIK or No KK it is (separation of duties, Kepmensos 73/HUK/2024)."""
        if (p := self.pelaku) is None:
            return
        nik_sendiri = p.nik_indeks is not None and p.nik_indeks in set(nik)
        if nik_sendiri or (no_kk is not None and no_kk == p.no_kk_indeks):
            raise PemisahanTugas(_KELUARGA_SENDIRI)

    async def muat_ulang(self) -> None:
        """Read the memberships again after rows were added."""
        self.pasangan = await self.repo.anggota(list(self.keluarga))

    async def selesai(self, asal: Asal, *, wajib_kepala: bool = True) -> UUID:
        """Close families that nobody is left in, check the heads, write the history; return the change's id.

        Raises:
            KepalaWajib: members stay behind without a head.
        """
        await self.repo.tulis()
        await self.muat_ulang()
        perubahan_id = id_baru()
        beda: dict[UUID, Any] = {}
        for keluarga_id, keluarga in self.keluarga.items():
            await self._tutup_bila_kosong(keluarga, asal.tanggal)
            sesudah = Potret.ambil(self.arsip, keluarga, self.pasangan[keluarga_id])
            sebelum = self.sebelum[keluarga_id]
            if wajib_kepala and _kehilangan_kepala(sebelum, sesudah):
                raise KepalaWajib
            if daftar := bandingkan(sebelum, sesudah):
                beda[keluarga_id] = (daftar, sesudah)
        for keluarga_id, (daftar, sesudah) in beda.items():
            rincian = RincianPerubahan(
                perubahan_id=perubahan_id,
                jenis=asal.jenis,
                tanggal=asal.tanggal,
                sumber=asal.sumber,
                mengoreksi_id=asal.mengoreksi,
                keterangan=asal.keterangan,
                keluarga=[str(k) for k in beda],
            )
            await self._tulis(self.keluarga[keluarga_id], daftar, sesudah, rincian)
        return perubahan_id

    async def _tulis(self, keluarga: Keluarga, daftar: list[Any], sesudah: Potret, rincian: RincianPerubahan) -> None:
        orang: Mapping[UUID, Individu] = {i.id: i for _, i in self.pasangan[keluarga.keluarga_id]}
        hadir = [i.nik_hmac for _, i in self.hadir(keluarga.keluarga_id) if i.nik_hmac]
        for b in daftar:
            lama, baru = b.tampil(sesudah)
            lepas = self.arsip.nik((b.lama or {}).get("nik")) if b.individu_id else None
            await self.catat.catat(
                keluarga,
                b.peristiwa,
                self.pelaku,
                individu=orang[b.individu_id] if b.individu_id else None,
                lama=lama,
                baru=baru,
                subjek=[lepas] if lepas else [] if b.individu_id else hadir,
                rincian=replace(rincian, dampak=b.dampak),
            )
        if self.sebelum[keluarga.keluarga_id].keluarga:
            await self.catat.naikkan_versi(keluarga)

    async def _tutup_bila_kosong(self, keluarga: Keluarga, tanggal: date) -> None:
        if keluarga.ditutup_date is None and not self.hadir(keluarga.keluarga_id):
            keluarga.ditutup_date = tanggal
            await self.repo.hapus_kanonik(keluarga.keluarga_id)

    async def _muat(self, keluarga: Keluarga) -> None:
        pasangan = (await self.repo.anggota([keluarga.keluarga_id]))[keluarga.keluarga_id]
        self.keluarga[keluarga.keluarga_id], self.pasangan[keluarga.keluarga_id] = keluarga, pasangan
        self.sebelum[keluarga.keluarga_id] = Potret.ambil(self.arsip, keluarga, pasangan)

    def _pastikan_boleh(self, keluarga_id: UUID, *, tertutup: bool) -> None:
        no_kk = self.arsip.no_kk(self.sebelum[keluarga_id].keluarga["no_kk"])
        self.pastikan_bukan_sendiri([i.nik_hmac for _, i in self.hadir(keluarga_id)], no_kk)
        if self.keluarga[keluarga_id].ditutup_date is not None and not tertutup:
            raise KeluargaSudahDitutup


def _kehilangan_kepala(sebelum: Potret, sesudah: Potret) -> bool:
    """Return whether a head was there (or the family is new) and members are left without one."""
    return (sebelum.has_kepala or not sebelum.keluarga) and not sesudah.has_kepala and not sesudah.is_kosong
