"""Reading the two records of pairs, for comparing and for showing; scope and audit are the caller's."""

from collections.abc import Collection
from typing import Final, Self

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Sandi, Tujuan
from app.core.ids import Ref
from app.core.wadah import Wadah
from app.duplikat.ciri import Ciri
from app.duplikat.entitas import Sisi
from app.duplikat.models import JenisPasangan, PasanganDuplikat
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap
from app.keluarga.service import KeluargaService
from app.keluarga.subjek import AnggotaSubjek
from app.usulan.pencarian import PencarianUsulan, UsulanBaru

Tempat = tuple[Ref, int, bool]
"""A record: its reference, its place in the usulan, and whether it is a usulan."""
_ORANG: Final = ("nama", "tanggal_lahir", "nama_ibu", "tempat_lahir", "nik", "telepon")


def tempat(pasangan: PasanganDuplikat) -> tuple[Tempat, Tempat]:
    """Return where the two records of a pair stand."""
    usulan = pasangan.jenis is not JenisPasangan.REGISTRI
    antar = pasangan.jenis is JenisPasangan.ANTAR_USULAN
    return (pasangan.diri, pasangan.urutan, usulan), (pasangan.lain, pasangan.lain_urutan, antar)


def desa(pasangan: PasanganDuplikat, satu: Sisi | None, lain: Sisi | None) -> tuple[str, str]:
    """Return the villages of the two records: where they are now, and of one that is gone where it was last seen."""
    return (
        satu.ciri.kode_desa if satu else pasangan.kode_desa,
        lain.ciri.kode_desa if lain else pasangan.lain_kode_desa,
    )


def orang_usulan(u: UsulanBaru) -> list[AnggotaSubjek]:
    """Return everybody in a usulan, its subject first."""
    return [u.subjek.sebagai_anggota, *u.subjek.anggota]


class PembacaSisi:
    """Opens records."""

    def __init__(self, keluarga: KeluargaService, usulan: PencarianUsulan, sandi: Sandi) -> None:
        self._keluarga = keluarga
        self._usulan = usulan
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a service or job."""
        return cls(KeluargaService.rakit(sesi, wadah), PencarianUsulan.rakit(sesi, wadah), wadah.sandi)

    async def baca(self, daftar: Collection[Tempat]) -> dict[Tempat, Sisi]:
        """Return the records that are there: present members of families, persons of usulan before the agreement."""
        usulan = {u.ref: u for u in await self._usulan.belum_tercatat({t[0] for t in daftar if t[2]})}
        keluarga = await self._keluarga.baca_banyak({t[0].keluarga_id for t in daftar if not t[2]})
        hasil: dict[Tempat, Sisi] = {}
        for t in daftar:
            if (u := usulan.get(t[0])) and t[1] <= len(u.subjek.anggota):
                hasil[t] = self.diusulkan(u, t[1])
            k = None if t[2] else keluarga.get(t[0].keluarga_id)
            if k and (a := next((a for a in k.aktif if a.individu_id == t[0].id), None)):
                hasil[t] = self._tercatat(k, a)
        return hasil

    def diusulkan(self, u: UsulanBaru, urutan: int) -> Sisi:
        """Return a person of a usulan: its subject (0) or one of the other members."""
        orang = orang_usulan(u)
        o, nomor = orang[urutan], u.subjek.no_kk
        ciri = Ciri(
            **{n: getattr(o, n) for n in _ORANG if n != "telepon"},
            jenis_kelamin=o.jenis_kelamin,
            kode_desa=u.kode_desa,
            no_kk=nomor,
            telepon=None if urutan else u.subjek.telepon,
        )
        nik = {x.nik: self._sandi.indeks(Tujuan.NIK, x.nik) for x in orang if x.nik}
        no_kk = self._sandi.indeks(Tujuan.NO_KK, nomor) if nomor else None
        milik = nik[o.nik] if o.nik else None
        return Sisi(u.ref, urutan, ciri, frozenset(nik.values()), no_kk, milik, nomor=u.nomor)

    def _tercatat(self, k: KeluargaLengkap, a: AnggotaLengkap) -> Sisi:
        ciri = Ciri(
            **{n: getattr(a, n) for n in _ORANG},
            jenis_kelamin=a.jenis_kelamin,
            kode_desa=k.kode_desa,
            no_kk=k.no_kk,
            keluarga_id=k.keluarga_id,
        )
        no_kk = self._sandi.indeks(Tujuan.NO_KK, k.no_kk) if k.no_kk else None
        semua = frozenset(x.nik_hmac for x in k.aktif if x.nik_hmac)
        return Sisi(a.ref, 0, ciri, semua, no_kk, a.nik_hmac, k, a)
