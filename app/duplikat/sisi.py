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

Tempat = tuple[Ref, int, bool]
"""A record: its reference, its place in the usulan, and whether it is a usulan."""
_ORANG: Final = ("nama", "tanggal_lahir", "nama_ibu", "tempat_lahir", "nik", "telepon")


def tempat(pasangan: PasanganDuplikat) -> tuple[Tempat, Tempat]:
    """Return where the two records of a pair stand."""
    usulan = pasangan.jenis is not JenisPasangan.REGISTRI
    antar = pasangan.jenis is JenisPasangan.ANTAR_USULAN
    return (pasangan.diri, pasangan.urutan, usulan), (pasangan.lain, pasangan.lain_urutan, antar)


class PembacaSisi:
    """Opens records."""

    def __init__(self, keluarga: KeluargaService, sandi: Sandi) -> None:
        self._keluarga = keluarga
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a service or job."""
        return cls(KeluargaService.rakit(sesi, wadah), wadah.sandi)

    async def baca(self, daftar: Collection[Tempat]) -> dict[Tempat, Sisi]:
        """Return the records that are there: present members of families."""
        keluarga = await self._keluarga.baca_banyak({t[0].keluarga_id for t in daftar if not t[2]})
        hasil: dict[Tempat, Sisi] = {}
        for t in daftar:
            k = None if t[2] else keluarga.get(t[0].keluarga_id)
            if k and (a := next((a for a in k.aktif if a.individu_id == t[0].id), None)):
                hasil[t] = self._tercatat(k, a)
        return hasil

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
