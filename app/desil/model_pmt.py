"""Models in use: upload after a complete check, one active at a time, the artefact kept word for word."""

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.etag import pastikan_versi
from app.core.ids import id_baru
from app.core.paging import Halaman, Potongan
from app.core.peran import Jabatan, Pelaku
from app.core.schemas import AlasanMasuk
from app.core.workflow import AlasanWajib
from app.desil.alur import ALUR_MODEL, AksiModel, FaktaModel
from app.desil.artefak import Artefak, Sumber, sidik
from app.desil.artefak_baca import pastikan_instrumen, urai
from app.desil.errors import EvaluasiModelBelumAda, ModelTidakDitemukan
from app.desil.models import ModelPmt
from app.desil.mutu import Evaluasi
from app.desil.repository import DesilRepository
from app.keluarga.kanonik import REGISTRI
from app.referensi.katalog import pastikan_alasan

DEMONSTRASI: Final = "demonstrasi-2026.json"
SUMBER: Final[Mapping[str, Sumber]] = {n: Sumber(v.skala, v.kode) for n, v in REGISTRI.items()}
"""The registry of canonical variables as an artefact is checked against it."""

_DIINGAT: Final = 8


@lru_cache(_DIINGAT)
def _urai_tersimpan(sha256: str, isi: str) -> Artefak:  # noqa: ARG001 - the digest makes the key short to compare
    return urai(json.loads(isi), SUMBER, tersimpan=True)


def baca_artefak(model: ModelPmt) -> Artefak:
    """Return a stored model's artefact, checked again: a row that somebody altered ranks nobody.

    Raises:
        ArtefakTidakSah: contents and digest no longer agree.
    """
    return _urai_tersimpan(model.sha256, json.dumps(model.artefak))


def artefak_demonstrasi() -> dict[str, Any]:
    """Return the raw demonstration artefact that the package carries."""
    isi: dict[str, Any] = json.loads(files("app.desil").joinpath("model", DEMONSTRASI).read_text())
    return isi


def artefak_contoh() -> dict[str, Any]:
    """Return an artefact that may be uploaded as it stands: the demonstration under a version of its own."""
    isi = artefak_demonstrasi() | {"versi": "contoh-1"}
    return isi | {"sha256": sidik(isi)}


class ModelService:
    """Use cases of ADMIN_PUSAT on models."""

    def __init__(self, repo: DesilRepository, jejak: Jejak) -> None:
        self._repo = repo
        self._jejak = jejak

    @classmethod
    def rakit(cls, sesi: AsyncSession) -> Self:
        """Build the service for jobs and commands."""
        return cls(DesilRepository(sesi), Jejak(sesi))

    async def unggah(self, data: Mapping[str, Any], pelaku: Pelaku | None) -> ModelPmt:
        """Check an artefact and store it; it ranks nobody before it is activated.

        Raises:
            ArtefakTidakSah: `rincian` names every place.
            ModelSudahAda: a version never changes.
        """
        artefak = urai(data, SUMBER)
        model = ModelPmt(
            id=id_baru(),
            kode=artefak.kode,
            versi_model=artefak.versi,
            jenis=artefak.jenis,
            status=ALUR_MODEL[AksiModel.UNGGAH].ke,
            sha256=artefak.sha256,
            artefak=dict(data),
            diunggah_oleh=pelaku.akun_id if pelaku else None,
            diunggah_at=now(),
            versi=1,
        )
        await self._repo.tambah_model(model)
        await self._catat("diunggah", model, pelaku)
        return model

    async def aktifkan(self, model_id: UUID, pelaku: Pelaku | None, *, versi: int | None = None) -> ModelPmt:
        """Make a model the one that new runs use; the model in force until now is replaced. Old runs keep theirs.

        `pelaku=None` is a command on the machine, which acts as ADMIN_PUSAT.

        Raises:
            ModelTidakDitemukan: no such model.
            TransisiDitolak: it is active already.
            VersiBasi: changed since it was read.
            ArtefakTidakSah: it lists an instrument that nobody knows.
        """
        # The active one is locked first: two activations at once follow each other instead of meeting at the index.
        lama = await self._repo.model_aktif(kunci=True)
        model = await self._repo.model(model_id, kunci=True)
        if model is None:
            raise ModelTidakDitemukan
        pastikan_versi(versi, model.versi)
        pastikan_instrumen(baca_artefak(model))
        if lama is not None and lama is not model:
            ALUR_MODEL.apply(lama, AksiModel.GANTIKAN, None, FaktaModel(lama.id))
            lama.versi += 1
            await self._repo.tulis()  # before the other becomes active: the index allows one
            await self._catat("diganti", lama, pelaku)
        ALUR_MODEL.apply(
            model, AksiModel.AKTIFKAN, pelaku.jabatan if pelaku else Jabatan.ADMIN_PUSAT, FaktaModel(model.id)
        )
        model.diaktifkan_at = now()
        model.versi += 1
        await self._catat("diaktifkan", model, pelaku)
        return model

    async def pensiunkan(
        self, model_id: UUID, pelaku: Pelaku, alasan: AlasanMasuk | None, *, versi: int | None = None
    ) -> ModelPmt:
        """Retire a model for good, with the reason; the runs that used it stay explained by it.

        Raises:
            ModelTidakDitemukan: no such model.
            VersiBasi: changed since it was read.
            TransisiDitolak, SyaratTidakTerpenuhi: it is retired already, or an open run uses it.
            AlasanWajib, AlasanTidakBerlaku: there is no reason, or one of another action.
        """
        model = await self._repo.model(model_id, kunci=True)
        if model is None:
            raise ModelTidakDitemukan
        pastikan_versi(versi, model.versi)
        fakta = FaktaModel(model.id, is_dipakai=await self._repo.is_dipakai(model.id))
        ALUR_MODEL.periksa(model.status, AksiModel.PENSIUNKAN, pelaku.jabatan, fakta)
        if alasan is None:
            raise AlasanWajib
        pastikan_alasan(alasan.kode, "model_pmt.pensiunkan")
        ALUR_MODEL.apply(model, AksiModel.PENSIUNKAN, pelaku.jabatan, fakta)
        model.dipensiunkan_at = now()
        model.alasan_pensiun = alasan.model_dump()
        model.versi += 1
        await self._catat("dipensiunkan", model, pelaku)
        return model

    async def evaluasi(self, model_id: UUID) -> tuple[ModelPmt, Evaluasi]:
        """Return the evaluation that a model's artefact carries.

        Raises:
            ModelTidakDitemukan: no such model.
            EvaluasiModelBelumAda: it carries none.
        """
        model = await self.baca(model_id)
        if evaluasi := baca_artefak(model).evaluasi:
            return model, evaluasi
        raise EvaluasiModelBelumAda

    async def baca(self, model_id: UUID) -> ModelPmt:
        """Return a model.

        Raises:
            ModelTidakDitemukan: no such model.
        """
        if model := await self._repo.model(model_id):
            return model
        raise ModelTidakDitemukan

    async def daftar(self, hal: Halaman) -> Potongan[ModelPmt]:
        """Return models, newest first."""
        return await self._repo.daftar_model(hal)

    async def pasang_demonstrasi(self, pelaku: Pelaku | None) -> ModelPmt:
        """Upload and activate the demonstration model unless it is there; it displaces only an older version of it."""
        data = artefak_demonstrasi()
        model = await self._repo.model_bernama(data["kode"], data["versi"]) or await self.unggah(data, pelaku)
        aktif = await self._repo.model_aktif()
        if aktif is None or (aktif.kode == model.kode and aktif is not model):
            return await self.aktifkan(model.id, pelaku)
        return model

    async def _catat(self, perbuatan: str, model: ModelPmt, pelaku: Pelaku | None) -> None:
        await self._jejak.catat(
            f"desil:model:{perbuatan}",
            pelaku=pelaku,
            objek=f"model_pmt/{model.id}",
            rincian={"kode": model.kode, "versi": model.versi_model, "sha256": model.sha256},
        )
