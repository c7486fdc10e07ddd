"""The register of stored files; their bytes lie in the object store."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base

MEDIA_MAKS = 32


class BerkasObjek(Base):
    """One file. Its data key stands here and its ciphertext outside, so that neither half says anything alone.

    `kunci_data` is None once the file is erased: what remains in the store or in a backup cannot be opened.
    `pemilik` names the row that the file belongs to, as `tabel/id`.
    """

    __tablename__ = "berkas_objek"
    __table_args__ = {"info": {"distribusi": "kunci"}}

    id: Mapped[UUID] = mapped_column(primary_key=True)
    pemilik: Mapped[str] = mapped_column(String(120))
    pelaku_id: Mapped[UUID | None]
    media: Mapped[str] = mapped_column(String(MEDIA_MAKS))
    ukuran: Mapped[int] = mapped_column(Integer)
    kunci_data: Mapped[bytes | None]
    created_at: Mapped[datetime]
