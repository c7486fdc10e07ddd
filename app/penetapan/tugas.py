"""Jobs of penetapan; each portion is its own transaction, so a killed worker loses one portion and repeats it."""

from collections.abc import Mapping
from typing import Any, Final

from app.core.jobs import tugas
from app.core.wadah import Wadah
from app.penetapan.jatuh_tempo import jalankan_semua

TUGAS_JATUH_TEMPO: Final = "penetapan.jatuh_tempo"


@tugas(TUGAS_JATUH_TEMPO, berkala="5 17 * * *")
async def jatuh_tempo(wadah: Wadah, _muatan: Mapping[str, Any]) -> None:
    """Deactivate daily, just after midnight in WIB, whose notice period has run out."""
    await jalankan_semua(wadah)
