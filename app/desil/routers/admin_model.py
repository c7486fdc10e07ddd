"""PMT models: uploaded, judged, activated and retired by ADMIN_PUSAT, read by PENETAP too."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Body, Response

from app.core.auth import PelakuDep, izin, transition
from app.core.deps import IfMatchDep, PageDep, beretag, tulis_etag
from app.core.errors import DomainError
from app.core.idempotency import IdempotenDep
from app.core.openapi import contoh_utuh
from app.core.paging import Potongan
from app.core.peran import Jabatan, Peran
from app.core.routing import RuteDtks
from app.core.schemas import Daftar, TransisiMasuk
from app.desil.alur import ALUR_MODEL, AksiModel
from app.desil.deps import BandingServiceDep, ModelServiceDep
from app.desil.errors import (
    ArtefakTidakSah,
    BandingTidakDitemukan,
    EvaluasiModelBelumAda,
    ModelBelumAktif,
    ModelSama,
    ModelSudahAda,
    ModelTidakDitemukan,
)
from app.desil.model_pmt import artefak_contoh
from app.desil.models import ModelPmt
from app.desil.schemas import ModelBaca, ModelLengkap
from app.desil.schemas_banding import BandingBaca, BandingMasuk
from app.desil.schemas_model import EvaluasiModelBaca
from app.referensi.errors import AlasanTidakBerlaku

router = APIRouter(route_class=RuteDtks, prefix="/desil/model", tags=["admin: model PMT"])
banding = APIRouter(route_class=RuteDtks, prefix="/desil/banding", tags=["admin: model PMT"])

_MELIHAT = (Jabatan.ADMIN_PUSAT, Jabatan.PENETAP)
_SATU = izin(*_MELIHAT, galat=(ModelTidakDitemukan,))


def _transisi(aksi: AksiModel, *galat: type[DomainError]) -> dict[str, Any]:
    """Return the route arguments of a transition, which always takes an Idempotency-Key."""
    rute = transition(ALUR_MODEL, aksi, Peran.ADMIN, *galat)
    return rute | {"dependencies": [*rute["dependencies"], IdempotenDep]}


def _unggah() -> dict[str, Any]:
    rute = _transisi(AksiModel.UNGGAH, ArtefakTidakSah, ModelSudahAda)
    return rute | {"openapi_extra": rute["openapi_extra"] | contoh_utuh(artefak_contoh())}


def _pensiunkan() -> dict[str, Any]:
    rute = _transisi(AksiModel.PENSIUNKAN, ModelTidakDitemukan, AlasanTidakBerlaku)
    return rute | {"openapi_extra": rute["openapi_extra"] | contoh_utuh(_CONTOH_PENSIUN)}


_CONTOH_PENSIUN = {
    "alasan": {
        "kode": "MODEL_USANG",
        "penjelasan": "Model diduga dari survei 2019; harga dan perumahan sudah banyak berubah sejak itu.",
        "langkah_berikutnya": "Putaran berikutnya memakai model dari survei terbaru.",
    }
}


ArtefakMasuk = Annotated[
    dict[str, Any],
    Body(
        description="The artefact, word for word, as `docs/model-pmt.schema.json` says: integers only, `sha256` over "
        "its canonical JSON.",
    ),
]


@router.post(
    "",
    status_code=201,
    response_model=ModelLengkap,
    **_unggah(),
)
async def unggah(isi: ArtefakMasuk, service: ModelServiceDep, pelaku: PelakuDep, response: Response) -> ModelPmt:
    """Upload a model; every mistake is named by its place, and a stored version never changes."""
    baru = await service.unggah(isi, pelaku)
    response.headers["Location"] = f"/v1/admin/desil/model/{baru.id}"
    tulis_etag(response, baru.versi)
    return baru


@router.get("", summary="List models", response_model=Daftar[ModelBaca], **izin(*_MELIHAT))
async def daftar_model(service: ModelServiceDep, hal: PageDep) -> Potongan[ModelPmt]:
    """List models, newest first."""
    return await service.daftar(hal)


@router.get("/{model_id}", summary="Read a model", response_model=ModelLengkap, **_SATU)
async def baca_model(model_id: UUID, service: ModelServiceDep, response: Response) -> ModelPmt:
    """Read a model with its artefact, word for word."""
    return beretag(response, await service.baca(model_id))


@router.post(
    "/{model_id}/aktifkan",
    response_model=ModelBaca,
    **_transisi(AksiModel.AKTIFKAN, ModelTidakDitemukan, ArtefakTidakSah),
)
async def aktifkan(
    model_id: UUID,
    versi: IfMatchDep,
    service: ModelServiceDep,
    pelaku: PelakuDep,
    response: Response,
    _isi: TransisiMasuk | None = None,
) -> ModelPmt:
    """Let new runs use this model; runs that exist keep theirs."""
    return beretag(response, await service.aktifkan(model_id, pelaku, versi=versi))


@router.post(
    "/{model_id}/pensiunkan",
    response_model=ModelBaca,
    **_pensiunkan(),
)
async def pensiunkan(
    model_id: UUID,
    isi: TransisiMasuk,
    versi: IfMatchDep,
    service: ModelServiceDep,
    pelaku: PelakuDep,
    response: Response,
) -> ModelPmt:
    """Retire a model for good, with the reason, unless an open run uses it; past runs stay explained by it."""
    return beretag(response, await service.pensiunkan(model_id, pelaku, isi.alasan, versi=versi))


@router.get(
    "/{model_id}/evaluasi",
    summary="Evaluation of a model",
    **izin(*_MELIHAT, galat=(ModelTidakDitemukan, EvaluasiModelBelumAda)),
)
async def evaluasi(model_id: UUID, service: ModelServiceDep) -> EvaluasiModelBaca:
    """Tell whom a model misses and whom it lets in, by region and by group, beside what its R² allows at best."""
    return EvaluasiModelBaca.dari(*await service.evaluasi(model_id))


_BANDINGKAN = izin(Jabatan.ADMIN_PUSAT, galat=(ModelTidakDitemukan, ModelBelumAktif, ModelSama, ArtefakTidakSah))


@router.post(
    "/{model_id}/bandingkan",
    status_code=202,
    summary="Compare two models",
    **_BANDINGKAN | {"dependencies": [*_BANDINGKAN["dependencies"], IdempotenDep]},
)
async def bandingkan(
    model_id: UUID,
    service: BandingServiceDep,
    pelaku: PelakuDep,
    response: Response,
    isi: BandingMasuk | None = None,
) -> BandingBaca:
    """Rank every family by this model and by another, in a job: who moves, by how many desil, by region."""
    baru = await service.minta(model_id, isi.pembanding_id if isi else None, pelaku)
    response.headers["Location"] = f"/v1/admin/desil/banding/{baru.id}"
    return BandingBaca.dari(*await service.baca(baru.id))


@banding.get("/{banding_id}", summary="Read a comparison", **izin(*_MELIHAT, galat=(BandingTidakDitemukan,)))
async def baca_banding(banding_id: UUID, service: BandingServiceDep) -> BandingBaca:
    """Read a comparison of two models; the result is null until the job has made it."""
    return BandingBaca.dari(*await service.baca(banding_id))
