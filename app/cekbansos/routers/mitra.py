"""Batch status for contracted systems."""

from fastapi import APIRouter

from app.cekbansos.deps import MitraServiceDep
from app.cekbansos.errors import CakupanTidakBerwenang
from app.cekbansos.schemas import StatusBatchBaca, StatusBatchMasuk
from app.core.auth import PelakuDep
from app.core.problems import problems
from app.core.routing import RuteDtks

router = APIRouter(route_class=RuteDtks, tags=["mitra: status"])


@router.post(
    "/status",
    summary="Registry status of up to 1,000 NIK",
    response_model_exclude_unset=True,
    responses=problems(CakupanTidakBerwenang),
)
async def status(isi: StatusBatchMasuk, service: MitraServiceDep, pelaku: PelakuDep) -> StatusBatchBaca:
    """Answer each NIK once, in the order of the request, within the contract's fields and regions.

    The call is written into the access log of every person found, with its stated purpose. A number that is no NIK is
    answered as such; it does not fail the batch. Each number, found or not, counts against the account's
    quota of the day; above it the answer is 429.
    """
    return await service.status(isi, pelaku)
