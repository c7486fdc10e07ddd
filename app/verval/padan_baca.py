"""Where the match of a usulan stands: what was compared, and what the newest definite answer about it says.

It needs no service of usulan, because usulan itself asks it (its port `PadanPort`).
"""

from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.crypto import Sandi, Tujuan
from app.core.wadah import Wadah
from app.kependudukan.pemadanan import HasilPadan, Identitas
from app.usulan import subjek_usulan
from app.usulan.models import Usulan
from app.usulan.status import JenisUsulan, SubjenisUsulan
from app.verval.repository import VervalRepository


class Tanya(NamedTuple):
    """What a match starts from: the identity as it was read, and its keyed digest."""

    nik: str | None
    identitas: Identitas
    sidik: UUID


class PembacaPadan:
    """Reads the match's log; also usulan's `PadanPort`."""

    def __init__(self, repo: VervalRepository, sandi: Sandi) -> None:
        self._repo = repo
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a service, and as usulan's port."""
        return cls(VervalRepository(sesi), wadah.sandi)

    def tanya(self, usulan: Usulan) -> Tanya:
        """Return what is to be asked about the identity as it is now."""
        s = subjek_usulan.buka(self._sandi, usulan)
        bagian = (s.nik, s.nama, s.tanggal_lahir, s.no_kk, s.nama_ibu, s.jenis_kelamin)
        return Tanya(
            s.nik,
            Identitas(s.nama, s.tanggal_lahir, s.no_kk, s.nama_ibu, s.jenis_kelamin),
            self._sandi.indeks(Tujuan.PADAN, "|".join(str(b) for b in bagian)),
        )

    async def terkini(self, usulan: Usulan, sejak: datetime | None = None) -> HasilPadan:
        """Return the newest definite answer about the present identity; an older one than `sejak` is none."""
        return await self._repo.padan_terkini(usulan.ref, self.tanya(usulan).sidik, sejak)

    async def is_padan(self, usulan: Usulan, sejak: datetime | None = None) -> bool | None:
        """Return whether the present identity matches; None while there is no definite answer about it."""
        return arti(usulan, await self.terkini(usulan, sejak))


def arti(usulan: Usulan, hasil: HasilPadan) -> bool | None:
    """Return what the guards may know; a death proves a HAPUS for that reason, and is nobody else's match.

    Who is to be taken out as recorded twice or nowhere to be found need not match: a mismatch is what one expects.
    """
    is_kematian = usulan.jenis is JenisUsulan.HAPUS and usulan.subjenis is SubjenisUsulan.MENINGGAL
    is_tiada = usulan.subjenis in {SubjenisUsulan.GANDA, SubjenisUsulan.TIDAK_DITEMUKAN}
    return {
        HasilPadan.PADAN: True,
        HasilPadan.MENINGGAL: True if is_kematian or is_tiada else None,
        HasilPadan.TIDAK_PADAN: is_tiada,
        HasilPadan.NIK_TIDAK_DITEMUKAN: is_tiada,
    }.get(hasil)
