"""Jobs of verval: the match with Dukcapil, and sending what was signed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.core.ids import Ref
from app.core.wadah import Wadah
from app.verval.padan import padankan_usulan
from app.verval.padan_massal import lanjutkan
from app.verval.pengecualian import periksa_usulan
from app.verval.pengesahan_tanda import kirim_batch, sahkan_batch


async def padankan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Ask Dukcapil about one usulan, and in validation the other sources; run again, it at most repeats rows."""
    oleh, ref, ke = muatan.get("oleh"), Ref.urai(muatan["ref"]), int(muatan.get("ke", 1))
    await padankan_usulan(wadah, ref, oleh=UUID(oleh) if oleh else None, ke=ke)
    if ke == 1:
        await periksa_usulan(wadah, ref)


async def periksa(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Ask the other sources about one usulan; run again, it asks again."""
    await periksa_usulan(wadah, Ref.urai(muatan["ref"]), int(muatan.get("ke", 1)))


async def padankan_massal(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Go on with a round of mass matching; run again, it goes on where the cursor stands."""
    await lanjutkan(wadah, UUID(muatan["putaran_id"]))


async def kirim(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Send a signed batch; run again, it sends what was left."""
    await kirim_batch(wadah, UUID(muatan["pengesahan_id"]))


async def sahkan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Endorse the names of a large signed batch; run again, it goes on with those that are left."""
    await sahkan_batch(wadah, UUID(muatan["pengesahan_id"]))
