"""How a route answers after it moved or changed a usulan."""

from typing import Annotated

from fastapi import Depends, Response

from app.core.auth import PelakuDep
from app.core.deps import tulis_etag
from app.core.peran import Jabatan, Pelaku
from app.usulan.deps import UsulanServiceDep
from app.usulan.models import Usulan
from app.usulan.schemas import UsulanBaca, UsulanPetugasBaca
from app.usulan.service import UsulanService


class Penjawab:
    """Turns a usulan into the officer's answer with its ETag."""

    def __init__(self, service: UsulanService, pelaku: Pelaku, response: Response) -> None:
        self._service = service
        self._pelaku = pelaku
        self._response = response

    async def __call__(self, usulan: Usulan) -> UsulanPetugasBaca:
        """Return the case as it is now."""
        tulis_etag(self._response, usulan.versi)
        return UsulanPetugasBaca.dari(await self._service.lengkapkan(usulan, self._pelaku))

    async def menurut_peran(self, usulan: Usulan) -> UsulanBaca:
        """Return the case as it is now in the form that the caller's role reads."""
        if self._pelaku.jabatan is not Jabatan.WARGA:
            return await self(usulan)
        tulis_etag(self._response, usulan.versi)
        return UsulanBaca.dari(await self._service.lengkapkan(usulan, self._pelaku))


async def _penjawab(service: UsulanServiceDep, pelaku: PelakuDep, response: Response) -> Penjawab:
    return Penjawab(service, pelaku, response)


PenjawabDep = Annotated[Penjawab, Depends(_penjawab)]
