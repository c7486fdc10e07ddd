"""Idempotency-Key: a retried POST has one effect and gets the first answer again.

The key's row is written in the transaction of the effect. A second request with the same key waits on the row until the
first one ends, so it finds either the stored answer or, after a rollback, nothing.

An answer is repeated only to whom it could be given today: the same position, regions and contract. An answer that
carries a secret is not stored at all. In both cases the retry learns that its request was carried out.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.responses import Response
from sqlalchemy import bindparam, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile

from app.core.auth import PelakuDep
from app.core.clock import now
from app.core.crypto import Sandi, Tujuan
from app.core.db import Base
from app.core.deps import SessionDep, WadahDep
from app.core.galat_umum import JawabanTidakDiulang, KunciIdempotensiDipakaiLain, KunciIdempotensiWajib
from app.core.idempotensi import UMUR, Idempotensi
from app.core.peran import Pelaku
from app.core.siap import PernyataanSiap

_BENTUK = re.compile(r"[\x21-\x7e]{8,128}")
_TAJUK = ("content-type", "location", "etag")
_FORMULIR = ("multipart/", "application/x-www-form-urlencoded")


_TABEL: Final = Base.metadata.tables[Idempotensi.__tablename__]
_BARU: Final = insert(_TABEL)
_KLAIM: Final = PernyataanSiap(
    _BARU.on_conflict_do_update(
        index_elements=[_TABEL.c.kunci],
        set_={k: _BARU.excluded[k] for k in ("sidik", "wewenang", "status", "isi", "created_at", "kedaluwarsa_at")},
        where=_TABEL.c.kedaluwarsa_at < _BARU.excluded.created_at,
    ).returning(_TABEL.c.kunci)
)
_SIMPAN: Final = PernyataanSiap(
    update(_TABEL)
    .where(_TABEL.c.kunci == bindparam("milik"))
    .values(status=bindparam("kode"), isi=bindparam("jawaban"))
)


class JawabanTersimpan(Exception):
    """Leaves the endpoint before it runs; `RuteDtks` turns it into the stored answer."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


async def _klaim(
    request: Request,
    pelaku: PelakuDep,
    sesi: SessionDep,
    wadah: WadahDep,
    idempotency_key: Annotated[
        str | None, Header(description="8 to 128 visible characters, e.g. a UUID; the first answer is kept for 7 days.")
    ] = None,
) -> None:
    if idempotency_key is None or not _BENTUK.fullmatch(idempotency_key):
        raise KunciIdempotensiWajib
    rute = f"{request.method} {request.url.path}"
    kunci = wadah.sandi.indeks(Tujuan.IDEMPOTENSI, f"{pelaku.akun_id}|{rute}|{idempotency_key}")
    sekarang = now()
    nilai = {
        "sidik": await _sidik(request),
        "wewenang": _wewenang(pelaku),
        "created_at": sekarang,
        "kedaluwarsa_at": sekarang + UMUR,
        "status": None,
        "isi": None,
    }
    if await _KLAIM.satu(sesi, {"kunci": kunci, **nilai}) is None:
        raise await _putar_ulang(sesi, wadah.sandi, kunci, nilai)
    request.state.kunci_idempotensi = kunci


async def _putar_ulang(sesi: AsyncSession, sandi: Sandi, kunci: UUID, nilai: Mapping[str, Any]) -> Exception:
    lama = await sesi.get_one(Idempotensi, kunci)
    if lama.sidik != nilai["sidik"]:
        return KunciIdempotensiDipakaiLain()
    if lama.isi is None or lama.wewenang != nilai["wewenang"]:
        return JawabanTidakDiulang()
    tersimpan = json.loads(sandi.dekripsi_sistem(lama.isi, kunci.bytes))
    tajuk = {**tersimpan["tajuk"], "Idempotency-Replayed": "true", "Cache-Control": "no-store"}
    return JawabanTersimpan(Response(tersimpan["isi"].encode(), lama.status or 200, tajuk))


async def simpan(request: Request, response: Response) -> None:
    """Store a 2xx answer with its effect, just before the commit; other answers free the key again."""
    kunci: UUID | None = getattr(request.state, "kunci_idempotensi", None)
    if kunci is None or getattr(request.state, "jawaban_rahasia", False):
        return
    sandi: Sandi = request.app.state.wadah.sandi
    tajuk = {k: v for k in _TAJUK if (v := response.headers.get(k)) is not None}
    isi = json.dumps({"tajuk": tajuk, "isi": bytes(response.body).decode()}).encode()
    tersegel = sandi.enkripsi_sistem(isi, kunci.bytes)
    await _SIMPAN.baris(request.state.sesi, {"milik": kunci, "kode": response.status_code, "jawaban": tersegel})


def _wewenang(pelaku: Pelaku) -> bytes:
    """Digest what the caller may do today; a move, another position or an ended assignment changes it."""
    wewenang = (pelaku.jabatan, sorted(pelaku.wilayah), pelaku.kode_desa, sorted(pelaku.cakupan))
    return hashlib.sha256(json.dumps(wewenang).encode()).digest()


async def _tandai_rahasia(request: Request) -> None:
    request.state.jawaban_rahasia = True


async def _sidik(request: Request) -> bytes:
    """Digest the body; of a form its fields: the stream is read by then, and every retry draws another boundary."""
    digest = hashlib.sha256()
    if not request.headers.get("content-type", "").strip().lower().startswith(_FORMULIR):
        digest.update(await request.body())
        return digest.digest()
    for nama, nilai in (await request.form()).multi_items():
        digest.update(nama.encode() + b"\0")
        if isinstance(nilai, UploadFile):
            digest.update(await nilai.read())
            await nilai.seek(0)
        else:
            digest.update(nilai.encode())
        digest.update(b"\0")
    return digest.digest()


IdempotenDep = Depends(_klaim, scope="function")
"""Put into `dependencies=[IdempotenDep]` of every authenticated POST that creates or moves."""

RahasiaDep = Depends(_tandai_rahasia)
"""Beside `IdempotenDep` where the answer carries a secret: it is not stored, and a retry gets `JawabanTidakDiulang`."""


def idempoten(rute: dict[str, Any]) -> dict[str, Any]:
    """Add the key to a route's keyword arguments (`transition(…)`, `izin(…)`), behind its gate."""
    return rute | {"dependencies": [*rute["dependencies"], IdempotenDep]}
