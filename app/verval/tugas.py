"""Jobs of verval: the match with Dukcapil, and sending what was signed."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.core.ids import Ref
from app.core.jobs import tugas
from app.core.wadah import Wadah
from app.verval.padan import TUGAS_PADANKAN, padankan_usulan
from app.verval.pengesahan_tanda import TUGAS_KIRIM, TUGAS_SAHKAN, kirim_batch, sahkan_batch


@tugas(TUGAS_PADANKAN)
async def padankan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Ask Dukcapil about one usulan; run again, it asks again and at most repeats a row."""
    oleh = muatan.get("oleh")
    await padankan_usulan(
        wadah, Ref.urai(muatan["ref"]), oleh=UUID(oleh) if oleh else None, ke=int(muatan.get("ke", 1))
    )


@tugas(TUGAS_KIRIM)
async def kirim(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Send a signed batch; run again, it sends what was left."""
    await kirim_batch(wadah, UUID(muatan["pengesahan_id"]))


@tugas(TUGAS_SAHKAN)
async def sahkan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Endorse the names of a large signed batch; run again, it goes on with those that are left."""
    await sahkan_batch(wadah, UUID(muatan["pengesahan_id"]))
