"""Where each person's one membership stands: found by the person and by his NIK, in whatever family he is now.

A membership row lies with its family, so no constraint over all rows can say that one person has one. The index table
says it: its key is a person's id and, for who has one, the blind index of his NIK.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import hari_ini, now
from app.core.crypto import Sandi
from app.core.errors import DomainError
from app.core.galat_umum import SedangDiproses
from app.core.ids import Ref, id_baru
from app.core.wadah import Wadah
from app.keluarga.ports import OrangPindah
from app.penetapan.errors import DaftarSKBerubah
from app.penetapan.models import Keanggotaan, KeanggotaanIndeks
from app.penetapan.ports import PembaruCek, StatusPublik
from app.penetapan.repository import PenetapanRepository
from app.penetapan.segel import buka_isi, segel_isi
from app.penetapan.status import StatusKeanggotaan

TABEL: Final = Keanggotaan.__tablename__
DISALIN: Final = (
    "status",
    "aksi",
    "alasan_kode",
    "is_luar_keluarga",
    "sk_id",
    "pelaku_id",
    "nonaktif_paling_cepat",
)
"""What a membership keeps when it goes on in another place."""


class TempatTerpakai(Exception):
    """The place of a person or of his NIK is another membership's; nothing may be committed."""


@dataclass(frozen=True, slots=True)
class Orang:
    """A person whom a decree enters or ends; without a NIK of his own nobody finds him in the lookup."""

    ref: Ref
    nik_indeks: UUID | None
    nama: str
    tanggal_lahir: date
    kode_desa: str
    is_luar_keluarga: bool = False

    @property
    def kunci(self) -> tuple[UUID, ...]:
        """Under what his membership is found; the person's own id first."""
        return (self.ref.id, self.nik_indeks) if self.nik_indeks else (self.ref.id,)


class Penempatan:
    """Finds memberships and lets them follow; also the registry's `PengikutPindah`."""

    def __init__(self, repo: PenetapanRepository, jejak: Jejak, cek: PembaruCek, sandi: Sandi) -> None:
        self._repo = repo
        self._jejak = jejak
        self._cek = cek
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it; it needs no service of the registry, which calls it."""
        cek = wadah.ambil(PembaruCek, sesi)
        return cls(PenetapanRepository(sesi), Jejak(sesi), cek, wadah.sandi)

    async def hadir(self, orang: Sequence[Orang], *, is_keluar: bool = False) -> dict[Ref, Keanggotaan]:
        """Return the present membership of each, locked; one that stands elsewhere is first brought to where he is.

        Raises:
            DaftarSKBerubah: with `is_keluar`, somebody has moved into another family meanwhile and is of this one no
                more; or somebody else's decree has just taken a place.
        """
        letak = await self._repo.letak({k for o in orang for k in o.kunci})
        if is_keluar and any(letak.get(o.ref.id, o.ref) != o.ref for o in orang):
            raise DaftarSKBerubah
        kini = await self._repo.keanggotaan_kini(set(letak.values()))
        hasil: dict[Ref, Keanggotaan] = {}
        for o in orang:
            milik = list(dict.fromkeys(kini[letak[k]] for k in o.kunci if k in letak))
            if not milik:
                continue
            if [(k.ref, k.nik_indeks) for k in milik] != [(o.ref, o.nik_indeks)]:
                milik = [await self._bawa(milik, o, DaftarSKBerubah)]
            hasil[o.ref] = milik[0]
        return hasil

    async def tempati(self, orang: Sequence[Orang]) -> None:
        """Take the one place of persons who have none.

        Raises:
            DaftarSKBerubah: somebody else's decree has just entered one of them.
        """
        if not await self._repo.klaim(_indeks(orang)):
            raise DaftarSKBerubah

    async def ikuti(self, orang: OrangPindah) -> None:
        """Carry the membership of who moves, alone or with his family, into his family and village of now.

        His NIK there stays what was decreed.

        Raises:
            SedangDiproses: a decree has just taken his place.
        """
        ref = Ref(orang.keluarga_id, orang.individu_id)
        letak = (await self._repo.letak({ref.id})).get(ref.id)
        if letak is None:
            return
        lama = (await self._repo.keanggotaan_kini([letak]))[letak]
        if letak == ref and lama.kode_desa == orang.kode_desa:
            return
        tempat = Orang(ref, lama.nik_indeks, orang.nama, orang.tanggal_lahir, orang.kode_desa)
        baru = await self._bawa([lama], tempat, SedangDiproses)
        await self._jejak.catat(
            "keanggotaan:keluarga:diikuti",
            pelaku=None,
            objek=f"keanggotaan/{baru.individu_id}",
            subjek=[baru.nik_indeks] if baru.nik_indeks else [],
            keluarga_id=baru.keluarga_id,
            rincian={"status": baru.status.value},
        )
        if baru.nik_indeks is not None:
            await self._cek.catat([publik(tempat, baru.nik_indeks, baru)])

    async def _bawa(self, lama: Sequence[Keanggotaan], orang: Orang, galat: type[DomainError]) -> Keanggotaan:
        try:
            return await self.bawa(lama, orang)
        except TempatTerpakai as sebab:
            raise galat from sebab

    async def bawa(self, lama: Sequence[Keanggotaan], orang: Orang) -> Keanggotaan:
        """Close these rows of one person and go on with the first one's state where he is.

        Raises:
            TempatTerpakai: his place, or his NIK's, is another membership's.
        """
        saat, baris_id = now(), id_baru()
        alasan = buka_isi(self._sandi, TABEL, lama[0])
        baru = Keanggotaan(
            keluarga_id=orang.ref.keluarga_id,
            id=baris_id,
            individu_id=orang.ref.id,
            nik_indeks=orang.nik_indeks,
            kode_desa=orang.kode_desa,
            mulai_at=saat,
            **{n: getattr(lama[0], n) for n in DISALIN},
            **(segel_isi(self._sandi, TABEL, baris_id, alasan) if alasan else {}),
        )
        await self._repo.tutup(lama, saat)
        await self._repo.lepas({k for x in lama for k in (x.individu_id, x.nik_indeks) if k})
        if not await self._repo.klaim(_indeks([orang])):
            raise TempatTerpakai
        await self._repo.tambah(baru)
        lepas = {x.nik_indeks for x in lama if x.nik_indeks} - {orang.nik_indeks}
        await self._cek.ubah(lepas, StatusKeanggotaan.NONAKTIF, hari_ini())
        return baru


def publik(orang: Orang, nik_indeks: UUID, baris: Keanggotaan) -> StatusPublik:
    """Return what the lookup is told of a membership."""
    return StatusPublik(
        nik_indeks,
        orang.ref.keluarga_id,
        orang.nama,
        orang.kode_desa,
        orang.tanggal_lahir,
        baris.status,
        hari_ini(),
    )


def _indeks(orang: Collection[Orang]) -> list[KeanggotaanIndeks]:
    return [
        KeanggotaanIndeks(kunci=k, keluarga_id=o.ref.keluarga_id, individu_id=o.ref.id) for o in orang for k in o.kunci
    ]
