"""Jobs of penetapan; each portion is its own transaction, so a killed worker loses one portion and repeats it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from app.core.wadah import Wadah
from app.penetapan.jatuh_tempo import jalankan_semua
from app.penetapan.penerbitan import terbitkan_sk
from app.penetapan.pengerjaan import laksanakan_sk, susun_sk


async def jatuh_tempo(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Deactivate daily, just after midnight in WIB, whose notice period has run out."""
    await jalankan_semua(wadah)


async def susun(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Make the list of a decree; run again, it goes on where it ended."""
    await susun_sk(wadah, UUID(muatan["sk_id"]))


async def laksanakan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Check a signed decree and carry it out; run again, it goes on where it ended."""
    await laksanakan_sk(wadah, UUID(muatan["sk_id"]))


async def terbitkan(wadah: Wadah, muatan: Mapping[str, Any]) -> None:
    """Count the registry after a decree and print its letter; run again, it repeats nothing."""
    await terbitkan_sk(wadah, UUID(muatan["sk_id"]))
