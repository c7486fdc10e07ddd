"""Gives the demonstration the model by which its families are ranked."""

from app.core.db import transaksi
from app.core.wadah import Wadah
from app.desil.model_pmt import ModelService


async def pasang_model(wadah: Wadah) -> None:
    """Install and activate the demonstration model unless a model is active; every answer says what it is."""
    async with transaksi(wadah.pabrik_sesi) as sesi:
        await ModelService.rakit(sesi).pasang_demonstrasi(None)
