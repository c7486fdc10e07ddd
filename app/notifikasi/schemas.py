"""What the holder of an inbox reads."""

from datetime import datetime
from typing import Self
from uuid import UUID

from pydantic import Field

from app.core.schemas import Keluaran, TeksBaca
from app.notifikasi.kabar import JenisKabar, KabarTerbuka


class KabarBaca(Keluaran):
    """One message."""

    id: UUID
    jenis: JenisKabar
    judul: TeksBaca
    isi: TeksBaca
    objek: str = Field(description="What it concerns, `usulan/<ref>`; empty when nothing in particular.")
    created_at: datetime
    dibaca_at: datetime | None

    @classmethod
    def dari(cls, kabar: KabarTerbuka) -> Self:
        """Return the output form."""
        return cls(
            id=kabar.id,
            jenis=kabar.jenis,
            judul=TeksBaca.dari(kabar.judul),
            isi=TeksBaca.dari(kabar.isi),
            objek=kabar.objek,
            created_at=kabar.created_at,
            dibaca_at=kabar.dibaca_at,
        )


class JumlahKabarBaca(Keluaran):
    """How much is unread."""

    belum_dibaca: int = Field(description="At most 100; read 100 as `99+`.")
