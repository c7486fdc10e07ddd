"""Write messages into the outbox with the change that they tell of, and see them out."""

import json
from collections.abc import Mapping
from typing import Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.crypto import Sandi
from app.core.db import transaksi
from app.core.ids import id_baru
from app.core.jobs import enqueue
from app.core.wadah import Wadah
from app.notifikasi import templat
from app.notifikasi.alur import ALUR_PESAN, AksiPesan, StatusPesan
from app.notifikasi.ports import PengirimSurel, SuratDitolak
from app.notifikasi.repository import KotakKeluarRepository

TUGAS_KIRIM: Final = "notifikasi.kirim"
PERCOBAAN_MAKS: Final = 8
"""As often as the queue runs a failing job; the last failure makes the message a dead letter."""


class NotifikasiService:
    """The writing side; a message exists if and only if the transaction commits."""

    def __init__(self, repo: KotakKeluarRepository, sandi: Sandi, sesi: AsyncSession) -> None:
        self._repo = repo
        self._sandi = sandi
        self._sesi = sesi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build the service for other services, jobs and commands."""
        return cls(KotakKeluarRepository(sesi), wadah.sandi, sesi)

    async def kirim_surel(self, kepada: str, nama_templat: str, data: Mapping[str, str]) -> UUID:
        """Queue an e-mail and return the message's id; it leaves within seconds of the commit.

        Args:
            kepada: address.
            nama_templat: key of `templat.TEMPLAT`.
            data: the template's placeholders, all texts.

        Raises:
            KeyError: no such template, or a placeholder without a value; found here and not by the worker.
        """
        templat.susun(nama_templat, data)
        pesan_id = id_baru()
        isi = json.dumps({"kepada": kepada, "data": dict(data)}, ensure_ascii=False).encode()
        await self._repo.add(
            {
                "id": pesan_id,
                "templat": nama_templat,
                "isi": self._sandi.enkripsi_sistem(isi, _aad(pesan_id)),
                "status": StatusPesan.ANTRE,
                "percobaan": 0,
                "galat": None,
                "created_at": now(),
                "terkirim_at": None,
            }
        )
        await enqueue(self._sesi, TUGAS_KIRIM, {"pesan_id": str(pesan_id)})
        return pesan_id

    async def antre_ulang(self, pesan_id: UUID) -> None:
        """Give a dead letter another round of attempts; anything else is left alone."""
        pesan = await self._repo.lock(pesan_id)
        if pesan is not None and pesan.status is StatusPesan.MATI:
            ALUR_PESAN.apply(pesan, AksiPesan.ANTRE_ULANG, None, None)
            pesan.percobaan, pesan.galat = 0, None
            await enqueue(self._sesi, TUGAS_KIRIM, {"pesan_id": str(pesan_id)})


async def antarkan(wadah: Wadah, pesan_id: UUID) -> None:
    """Send one message: read, send outside any transaction, then record what came of it.

    A crash between sending and recording sends it twice, with one Message-ID: at least once, as an outbox must.

    Raises:
        OSError: the server did not take it; recorded, and the queue tries again later.
    """
    async with transaksi(wadah.pabrik_sesi) as sesi:
        pesan = await KotakKeluarRepository(sesi).get(pesan_id)
        if pesan is None or pesan.status is not StatusPesan.ANTRE or pesan.isi is None:
            return
        surat = json.loads(wadah.sandi.dekripsi_sistem(pesan.isi, _aad(pesan_id)))
        pengirim = wadah.ambil(PengirimSurel, sesi)
    subjek, badan = templat.susun(pesan.templat, surat["data"])
    gagal: Exception | None = None
    try:
        await pengirim.kirim(kepada=surat["kepada"], subjek=subjek, badan=badan, pesan_id=str(pesan_id))
    except (OSError, SuratDitolak) as galat:
        gagal = galat
    async with transaksi(wadah.pabrik_sesi) as sesi:
        is_mati = await _catat(KotakKeluarRepository(sesi), pesan_id, gagal)
    if gagal is not None and not is_mati:
        raise OSError("mail server") from None


async def _catat(repo: KotakKeluarRepository, pesan_id: UUID, gagal: Exception | None) -> bool:
    """Record an attempt; return whether the message has been given up."""
    pesan = await repo.lock(pesan_id)
    if pesan is None or pesan.status is not StatusPesan.ANTRE:
        return True
    pesan.percobaan += 1
    if gagal is None:
        ALUR_PESAN.apply(pesan, AksiPesan.TANDAI_TERKIRIM, None, None)
        pesan.isi, pesan.galat, pesan.terkirim_at = None, None, now()
        return False
    pesan.galat = type(gagal).__name__[:64]
    if isinstance(gagal, SuratDitolak) or pesan.percobaan >= PERCOBAAN_MAKS:
        ALUR_PESAN.apply(pesan, AksiPesan.MATIKAN, None, None)
        return True
    return False


def _aad(pesan_id: UUID) -> bytes:
    return f"dtks/kotak_keluar/{pesan_id}".encode()
