"""The one call that every change and every read of personal data makes."""

import json
from collections.abc import Sequence
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.models import Rincian
from app.audit.repository import tulis
from app.core.clock import now
from app.core.ids import id_baru
from app.core.konteks import id_permintaan
from app.core.larik import teks
from app.core.peran import Pelaku
from app.core.salin import salin

_KOLOM: Final = (
    *("id", "pada_at", "kejadian", "pelaku_id", "jabatan", "wilayah", "objek", "keluarga_id", "subjek", "tujuan"),
    *("rincian", "id_permintaan"),
)


class KejadianKeluarga(NamedTuple):
    """One of many audit rows of the same event: about which family, and about whom."""

    keluarga_id: UUID
    subjek: Sequence[UUID]
    rincian: Rincian


class Jejak:
    """Writes audit rows into the caller's transaction: a change without its row cannot be committed."""

    def __init__(self, sesi: AsyncSession) -> None:
        self._sesi = sesi

    async def catat(
        self,
        kejadian: str,
        *,
        pelaku: Pelaku | None,
        objek: str,
        subjek: Sequence[UUID | str] = (),
        keluarga_id: UUID | None = None,
        tujuan: str | None = None,
        rincian: Rincian | None = None,
    ) -> None:
        """Add one row.

        Args:
            kejadian: `domain:benda:perbuatan`, e.g. `usulan:status:diubah`; reads end in `:dibaca`.
            pelaku: who; None is the system.
            objek: what, as `tabel/id`.
            subjek: NIK blind indexes of the persons concerned; it is how a citizen finds who looked.
            keluarga_id: the family, when there is one.
            tujuan: why personal data were read, as the reader stated it.
            rincian: codes, states and counts; never personal data.
        """
        baris = {
            "id": id_baru(),
            "pada_at": now(),
            "kejadian": kejadian,
            "pelaku_id": pelaku.akun_id if pelaku else None,
            "jabatan": pelaku.jabatan if pelaku else None,
            "wilayah": list(pelaku.wilayah) if pelaku else [],
            "objek": objek,
            "keluarga_id": keluarga_id,
            "subjek": teks(subjek),
            "tujuan": tujuan,
            "rincian": dict(rincian or {}),
            "id_permintaan": id_permintaan.get()[:36],
        }
        await tulis(self._sesi, baris)

    async def catat_massal(self, kejadian: str, pelaku: Pelaku, keluarga: Sequence[KejadianKeluarga]) -> None:
        """Add a row per family with one COPY; the arguments are those of `catat`."""
        saat, permintaan = now(), id_permintaan.get()[:36]
        umum = (pelaku.akun_id, pelaku.jabatan.value, list(pelaku.wilayah))
        baris = [
            (
                *(id_baru(), saat, kejadian, *umum, f"keluarga/{k.keluarga_id}", k.keluarga_id),
                *(list(k.subjek), None, json.dumps(dict(k.rincian)), permintaan),
            )
            for k in keluarga
        ]
        await salin(self._sesi, "jejak_audit", _KOLOM, baris)
