"""Findings by the thousand, for bulk writers: the same thing said again is the same finding, open or decided."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import now
from app.core.crypto import Sandi
from app.core.ids import id_baru
from app.core.peran import Pelaku
from app.core.wadah import Wadah
from app.temuan.entitas import TemuanBaru
from app.temuan.pencatat import TABEL, sidik
from app.temuan.repository_massal import TemuanMassalRepository
from app.temuan.status import AksiTemuan, JenisTemuan, StatusTemuan


class TemuanTercatat(NamedTuple):
    """A finding that was new."""

    id: UUID
    keluarga_id: UUID
    individu_id: UUID | None
    jenis: JenisTemuan


class PencatatMassal:
    """Adds the registry's own findings; the audit row is the caller's, one for a family and all that happened to it."""

    def __init__(self, repo: TemuanMassalRepository, sandi: Sandi) -> None:
        self._repo = repo
        self._sandi = sandi

    @classmethod
    def rakit(cls, sesi: AsyncSession, wadah: Wadah) -> Self:
        """Build it for a service."""
        return cls(TemuanMassalRepository(sesi), wadah.sandi)

    async def catat(self, baru: Sequence[TemuanBaru], pelaku: Pelaku) -> list[TemuanTercatat]:
        """Keep findings; return those that were not there, neither open nor decided."""
        saat, baris = now(), {}
        for b in baru:
            nilai = self._baris(b, pelaku, saat)
            baris[nilai["keluarga_id"], nilai["sidik"]] = nilai
        urut = [baris[k] for k in sorted(baris)]
        masuk = await self._repo.sisip(urut)
        tercatat = [b for b in urut if b["id"] in masuk]
        await self._repo.langkah([_langkah(b, pelaku, saat) for b in tercatat])
        return [TemuanTercatat(b["id"], b["keluarga_id"], b["individu_id"], b["jenis"]) for b in tercatat]

    def _baris(self, b: TemuanBaru, pelaku: Pelaku, saat: datetime) -> dict[str, Any]:
        temuan_id = id_baru()
        segel = self._sandi.segel(dict(b.isi), TABEL, temuan_id)
        return {
            "keluarga_id": b.keluarga_id,
            "id": temuan_id,
            "individu_id": b.individu_id,
            "kode_desa": b.kode_desa,
            "jenis": b.jenis,
            "kelompok": b.jenis.kelompok,
            "sumber": b.sumber,
            "data_date": b.tanggal,
            "keyakinan": b.keyakinan,
            "sidik": sidik(self._sandi, b),
            "kunci_data": segel.kunci_data,
            "isi": segel.isi,
            "lain_keluarga_id": b.lain.keluarga_id if b.lain else None,
            "lain_individu_id": b.lain.id if b.lain else None,
            "status": StatusTemuan.TERBUKA,
            "status_at": saat,
            "dicatat_oleh": pelaku.akun_id,
            "ditemukan_at": saat,
            "versi": 1,
        }


def _langkah(b: dict[str, Any], pelaku: Pelaku, saat: datetime) -> dict[str, Any]:
    return {
        "keluarga_id": b["keluarga_id"],
        "id": id_baru(),
        "temuan_id": b["id"],
        "aksi": AksiTemuan.TEMUKAN,
        "dari": None,
        "ke": StatusTemuan.TERBUKA.value,
        "pelaku_id": pelaku.akun_id,
        "jabatan": pelaku.jabatan.value,
        "kode_alasan": None,
        "isi": None,
        "created_at": saat,
    }
