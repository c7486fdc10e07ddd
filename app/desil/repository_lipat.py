"""The histogram of every scope, folded beside the edges of its cuts: what a run that builds on another needs of it.

The buckets between edges count as one, for a cut that falls into them has left its edge, and then the whole histogram
is read again (`repository_batas`). Those of provinsi and nation are kept as well, so that only what has changed is
added up. They stand with the tie groups, by the number of the scope. ADR 0052.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import ARRAY, ColumnElement, Integer, SmallInteger, any_, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.core.salin import salin
from app.core.siap import PernyataanSiap
from app.desil.models import BatasDesil, Putaran, SebaranSkor, TepiSkor
from app.desil.penilai import kode_himpunan
from app.desil.repository_tepi import KOLOM_TEPI, TERLIPAT
from app.desil.sebaran import PROVINSI_MAKS, Cakupan, Isi, Terlipat, lipat, pilih_dalam, tambahkan, tingkat

_NOMOR: Final = bindparam("nomor", type_=Integer())
_BARU: Final = bindparam("baru", type_=ARRAY(Integer()))


def jumlah_keluarga() -> ColumnElement[int]:
    """Return the families of a row of the histogram."""
    satu = func.unnest(SebaranSkor.keluarga).column_valued("satu")
    return select(func.sum(satu)).scalar_subquery()


def _dalam(kolom: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    dari, sampai = (bindparam(n, type_=SmallInteger()) for n in ("dari", "sampai"))
    return kolom.between(dari, sampai)


_T, _S = TepiSkor, SebaranSkor
_DASAR: Final = PernyataanSiap(
    select(func.max(_T.putaran_no)).where(
        _T.putaran_no == any_(bindparam("rantai", type_=ARRAY(Integer()))), _T.nomor == TERLIPAT
    )
)
"""The newest run of a chain that has kept its histogram folded."""
_KELUARGA: Final = PernyataanSiap(
    select(BatasDesil.kode, BatasDesil.keluarga)
    .join(Putaran, Putaran.id == BatasDesil.putaran_id)
    .where(Putaran.nomor == _NOMOR)
)
_BERUBAH: Final = PernyataanSiap(select(_S.kabkota).where(_S.putaran_no == any_(_BARU)).distinct())
_BEDA: Final = PernyataanSiap(
    select(_S.kabkota, _S.ember, _S.orang, jumlah_keluarga()).where(_S.putaran_no == any_(_BARU), _dalam(_S.kabkota))
)
"""What the later runs add to it, of the regions of a window. Index: the primary key."""
_TERLIPAT: Final = PernyataanSiap(
    select(_T.kabkota, _T.dari, _T.sampai, _T.skor, _T.orang).where(
        _T.putaran_no == _NOMOR, _T.nomor == TERLIPAT, _dalam(_T.kabkota)
    )
)


class LipatRepository:
    """Keeps folded histograms, and finds from them where the cuts of a run can fall that builds on another."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def catat(self, nomor: int, semua: Mapping[int, Terlipat]) -> None:
        """Keep the folded histograms of a run, by the numbers of their scopes."""
        isi = [
            (nomor, TERLIPAT, kode, satu.ember, satu.orang, *map(list, zip(*satu.tepi, strict=True)))
            for kode, satu in semua.items()
        ]
        await salin(self._sesi, TepiSkor.__tablename__, [*KOLOM_TEPI, "dari", "sampai"], isi)

    async def cakupan(self, rantai: Sequence[int]) -> dict[int, Cakupan] | None:
        """Return every scope of a run that builds on another, without edges of its own.

        Provinsi by provinsi, so that no more than one is in memory. None: nothing is kept, a region is new, or a cut
        may have left the edges of its scope.
        """
        ((dasar,),) = await _DASAR.baris(self._sesi, {"rantai": list(rantai)})
        baru = [n for n in rantai if dasar is not None and n > dasar]
        keluarga = {kode_himpunan(k): n for k, n in await _KELUARGA.baris(self._sesi, {"nomor": dasar})}
        berubah = {kode for (kode,) in await _BERUBAH.baris(self._sesi, {"baru": baru})}
        if not keluarga or berubah - keluarga.keys():
            return None
        hasil, beda = dict[int, Cakupan](), defaultdict[int, Isi](dict)
        for dari in (*(100 * k for k in keluarga if 0 < k <= PROVINSI_MAKS), 0):  # the larger scopes at last
            jendela = {"dari": dari, "sampai": dari + 99}
            for kode, ember, orang, jumlah in await _BEDA.baris(self._sesi, {"baru": baru, **jendela}):
                for atas in tingkat(kode):
                    tambahkan(beda[atas], ember, orang)
                    keluarga[atas] += jumlah
            for kode, awal, akhir, ember, orang in await _TERLIPAT.baris(self._sesi, {"nomor": dasar, **jendela}):
                terlipat = Terlipat([*zip(awal, akhir, strict=True)], ember, orang)
                satu = _pilih(terlipat, beda.pop(kode, {}), keluarga[kode])
                if satu is None:
                    return None
                hasil[kode] = satu
        return {kode: hasil[kode] for kode in sorted(hasil) if hasil[kode].keluarga}


def _pilih(dasar: Terlipat, beda: Isi, keluarga: int) -> Cakupan | None:
    isi = dict(zip(dasar.ember, dasar.orang, strict=True))
    tambah = lipat(beda, dasar.tepi)
    tambahkan(isi, tambah, tambah.values())
    return pilih_dalam(isi, keluarga, dasar.tepi)
