"""Jobs of usulan by the clock."""

from collections.abc import Mapping
from typing import Any, Final

from app.core.db import transaksi
from app.core.ids import Ref
from app.core.wadah import Wadah
from app.usulan.service import UsulanService
from app.usulan.status import StatusUsulan
from app.usulan.tenggat import jaga

_SEKALIGUS: Final = 50


async def kirim_ulang(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Try again to send corrections that the registry could not take; some per transaction, each at most once a run."""
    setelah, lagi = None, True
    while lagi:
        async with transaksi(wadah.pabrik_sesi) as sesi:
            setelah = await UsulanService.rakit(sesi, wadah).kirim_tertahan(setelah, _SEKALIGUS)
        lagi = setelah is not None


async def kabari(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Tell the people concerned of a step that many cases took together."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        refs = [Ref.urai(teks) for teks in muatan["usulan"]]
        await UsulanService.rakit(sesi, wadah).kabari_langkah(refs, StatusUsulan(muatan["ke"]))


async def tenggat(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Remind of what is due, let lapse what nobody moved on, tell officers what is overdue."""
    await jaga(wadah)
