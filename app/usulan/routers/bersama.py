"""What citizens and officers do alike; each role's router takes these operations with its own gates and answers."""

from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, File, Form, Response, UploadFile

from app.core.auth import PelakuDep
from app.core.deps import IfMatchDep, IfMatchWajibDep, tulis_etag
from app.core.idempotency import IdempotenDep
from app.core.ids import Ref
from app.core.peran import Pelaku, Peran
from app.usulan.deps import (
    GALAT_BUAT,
    GALAT_HAPUS,
    GALAT_TAMBAH,
    GALAT_UBAH,
    LampiranServiceDep,
    PengajuanServiceDep,
    UsulanServiceDep,
    rute_aksi,
)
from app.usulan.errors import UsulanNotFound
from app.usulan.penjawab import PenjawabDep
from app.usulan.schemas import LampiranBaca, LangkahBaca, RiwayatBaca, UsulanBaca
from app.usulan.schemas_masuk import LengkapiMasuk, TanpaIsi, UsulanBuat, UsulanUbah
from app.usulan.status import AksiUsulan, JenisLampiran

_A = AksiUsulan
Gerbang = Callable[..., dict[str, Any]]
"""Builds the keyword arguments of a route that is no transition, from the errors that it may answer."""


async def buat(
    isi: Annotated[UsulanBuat, Body()],
    pengajuan: PengajuanServiceDep,
    jawab: PenjawabDep,
    pelaku: PelakuDep,
    response: Response,
) -> UsulanBaca:
    """Draft a usulan: somebody new (BARU), a correction (PERBAIKAN) or somebody to be taken out (HAPUS).

    A citizen proposes himself, his family or anybody of his own village; he corrects and takes out only himself and
    his family. An officer drafts for his area, with `atas_nama` for somebody who signed a paper form. The number of
    drafts that a citizen keeps, and that he makes in a day, is limited.
    """
    usulan = await pengajuan.buat(isi, pelaku)
    response.headers["Location"] = f"{_akar(pelaku)}/{usulan.ref}"
    return await jawab.menurut_peran(usulan)


async def ubah(
    ref: Ref,
    isi: UsulanUbah,
    versi: IfMatchWajibDep,
    pengajuan: PengajuanServiceDep,
    jawab: PenjawabDep,
    pelaku: PelakuDep,
) -> UsulanBaca:
    """Change a draft, or what was asked for; the village also what was returned to it or does not match Dukcapil."""
    return await jawab.menurut_peran(await pengajuan.ubah(ref, isi, pelaku, versi=versi))


async def lengkapi(
    ref: Ref,
    isi: LengkapiMasuk,
    versi: IfMatchDep,
    pengajuan: PengajuanServiceDep,
    jawab: PenjawabDep,
    pelaku: PelakuDep,
) -> UsulanBaca:
    """Send it again once every requested item is answered by a new attachment, a changed field or a word."""
    return await jawab.menurut_peran(await pengajuan.lengkapi(ref, isi, pelaku, versi=versi))


async def batalkan(
    ref: Ref,
    versi: IfMatchDep,
    service: UsulanServiceDep,
    jawab: PenjawabDep,
    pelaku: PelakuDep,
    _isi: TanpaIsi | None = None,
) -> UsulanBaca:
    """Withdraw what you or your office proposed, before the deliberation has begun."""
    return await jawab.menurut_peran(await service.move(ref, AksiUsulan.BATALKAN, pelaku, versi=versi))


async def riwayat(ref: Ref, service: UsulanServiceDep, pelaku: PelakuDep) -> RiwayatBaca:
    """Read every step with its reason, its legal basis and what can be done."""
    return RiwayatBaca(data=[LangkahBaca.langkah(x) for x in await service.riwayat(ref, pelaku)])


async def tambah_lampiran(
    ref: Ref,
    jenis: Annotated[JenisLampiran, Form(description="What it shows; a new one of the same kind replaces it.")],
    berkas: Annotated[UploadFile, File(description="JPEG, PNG or WebP; PDF for papers.")],
    service: LampiranServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> LampiranBaca:
    """Attach a file; it is cleaned of location data and stored encrypted. `ETag` is the usulan's new version.

    A signed SPTJM may also join a complete case, by the village's operator.
    """
    lampiran, versi = await service.tambah(ref, jenis, await berkas.read(), pelaku)
    response.headers["Location"] = f"{_akar(pelaku)}/{ref}/lampiran/{lampiran.id}"
    tulis_etag(response, versi)
    return LampiranBaca.dari(lampiran)


async def hapus_lampiran(
    ref: Ref, lampiran_id: UUID, versi: IfMatchWajibDep, service: LampiranServiceDep, pelaku: PelakuDep
) -> None:
    """Delete an attachment of a draft, or of what you were asked to complete. `If-Match`: the usulan's version."""
    await service.hapus(ref, lampiran_id, pelaku, versi=versi)


def pasang(router: APIRouter, peran: Peran, bentuk: type[UsulanBaca], baca: Gerbang, tulis: Gerbang) -> None:
    """Put these operations on a role's router; `baca` and `tulis` are its gates where the table has none."""
    aksi, rute = rute_aksi(peran), router.add_api_route
    rute("", buat, methods=["POST"], status_code=201, response_model=bentuk, **aksi(_A.BUAT, *GALAT_BUAT))
    rute("/{ref}", ubah, methods=["PATCH"], response_model=bentuk, summary="Change a usulan", **tulis(*GALAT_UBAH))
    rute("/{ref}/lengkapi", lengkapi, methods=["POST"], response_model=bentuk, **aksi(_A.LENGKAPI))
    rute("/{ref}/batalkan", batalkan, methods=["POST"], response_model=bentuk, **aksi(_A.BATALKAN))
    rute("/{ref}/riwayat", riwayat, methods=["GET"], summary="History of a usulan", **baca(UsulanNotFound))
    tambah = tulis(*GALAT_TAMBAH)
    tambah["dependencies"] = [*tambah.get("dependencies", []), IdempotenDep]
    jalur = "/{ref}/lampiran"
    rute(jalur, tambah_lampiran, methods=["POST"], status_code=201, summary="Attach a photo or paper", **tambah)
    satu, hapus = f"{jalur}/{{lampiran_id}}", tulis(*GALAT_HAPUS)
    rute(satu, hapus_lampiran, methods=["DELETE"], status_code=204, summary="Delete an attachment", **hapus)


def _akar(pelaku: Pelaku) -> str:
    return f"/v1/{pelaku.peran.value.lower()}/usulan"
