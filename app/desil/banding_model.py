"""Comparing two models on the same families before one is activated: who moves, by how many desil, and where."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final, Self
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.audit.jejak import Jejak
from app.core.clock import now
from app.core.ids import id_baru
from app.core.jobs import enqueue
from app.core.peran import Pelaku
from app.desil.artefak import NASIONAL
from app.desil.artefak_baca import pastikan_instrumen
from app.desil.errors import BandingTidakDitemukan, ModelBelumAktif, ModelSama, ModelTidakDitemukan
from app.desil.model_pmt import baca_artefak
from app.desil.models import ModelPmt
from app.desil.models_banding import BandingModel
from app.desil.penilai import teks_kode
from app.desil.repository import DesilRepository
from app.desil.repository_banding import BandingRepository, SelBanding

TUGAS_BANDING: Final = "desil.bandingkan"
TERMISKIN: Final = 4
"""Entering and leaving is told for the poorest four deciles, the widest target in use (Kepmensos 79/HUK/2025)."""


class BandingService:
    """Use cases of ADMIN_PUSAT, and the job's one step."""

    def __init__(self, repo: DesilRepository, banding: BandingRepository, jejak: Jejak, sesi: AsyncSession) -> None:
        self._repo = repo
        self._banding = banding
        self._jejak = jejak
        self._sesi = sesi

    @classmethod
    def rakit(cls, sesi: AsyncSession) -> Self:
        """Build the service for requests and jobs."""
        return cls(DesilRepository(sesi), BandingRepository(sesi), Jejak(sesi), sesi)

    async def minta(self, model_id: UUID, pembanding_id: UUID | None, pelaku: Pelaku) -> BandingModel:
        """Ask for a comparison with another model, the active one unless it is named; a job makes it.

        Raises:
            ModelTidakDitemukan: one of the two is not there.
            ModelBelumAktif: none is named and none is active.
            ModelSama: a model was to be compared with itself.
            ArtefakTidakSah: one of the two lists an instrument that nobody knows.
        """
        pembanding = await (self._repo.model(pembanding_id) if pembanding_id else self._repo.model_aktif())
        model = await self._repo.model(model_id)
        if model is None or (pembanding_id and pembanding is None):
            raise ModelTidakDitemukan
        if pembanding is None:
            raise ModelBelumAktif
        if pembanding.id == model_id:
            raise ModelSama
        for satu in (model, pembanding):
            pastikan_instrumen(baca_artefak(satu))
        banding = BandingModel(
            id=id_baru(),
            model_id=model_id,
            pembanding_id=pembanding.id,
            dibuat_oleh=pelaku.akun_id,
            dibuat_at=now(),
        )
        self._banding.tambah(banding)
        await self._jejak.catat(
            "desil:model:dibandingkan",
            pelaku=pelaku,
            objek=f"model_pmt/{model_id}",
            rincian={"pembanding": str(pembanding.id), "banding": str(banding.id)},
        )
        await enqueue(self._sesi, TUGAS_BANDING, {"banding_id": str(banding.id)})
        return banding

    async def hitung(self, banding_id: UUID) -> None:
        """Make a comparison that was asked for; one that is made stays as it is."""
        banding = await self._banding.banding(banding_id, kunci=True)
        if banding is None or banding.selesai_at is not None:
            return
        baru, lama = await self._model(banding)
        banding.hasil = ringkas(await self._banding.bandingkan(baca_artefak(lama), baca_artefak(baru)))
        banding.selesai_at = now()

    async def baca(self, banding_id: UUID) -> tuple[BandingModel, ModelPmt, ModelPmt]:
        """Return a comparison, its model and what that is compared with.

        Raises:
            BandingTidakDitemukan: no such comparison.
        """
        banding = await self._banding.banding(banding_id)
        if banding is None:
            raise BandingTidakDitemukan
        return (banding, *await self._model(banding))

    async def _model(self, banding: BandingModel) -> tuple[ModelPmt, ModelPmt]:
        baru, lama = await self._repo.model(banding.model_id), await self._repo.model(banding.pembanding_id)
        assert baru is not None
        assert lama is not None
        return baru, lama


def ringkas(semua: Iterable[SelBanding]) -> dict[str, Any]:
    """Sum a comparison up: of the nation by desil and distance, and per region who moved."""
    hitungan: dict[str, int] = {"keluarga": 0, "orang": 0, "hanya_model": 0, "hanya_pembanding": 0, "tanpa_skor": 0}
    desil: dict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
    wilayah: dict[int, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_GERAK, 0))
    for s in semua:
        if not s.dari or not s.ke:
            hitungan["hanya_model" if s.ke is not None else "tanpa_skor" if s.dari is None else "hanya_pembanding"] += (
                s.keluarga
            )
            continue
        hitungan["keluarga"] += s.keluarga
        hitungan["orang"] += s.orang
        sel = desil[s.dari, s.ke]
        sel[0] += s.keluarga
        sel[1] += s.orang
        for kode in (0, s.kabkota // 100, s.kabkota):
            _tambah(wilayah[kode], s)
    jarak: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for (dari, ke), (keluarga, orang) in desil.items():
        jarak[ke - dari][0] += keluarga
        jarak[ke - dari][1] += orang
    return hitungan | {
        "selisih": [{"selisih": d, "keluarga": k, "orang": o} for d, (k, o) in sorted(jarak.items())],
        "desil": [{"dari": a, "ke": b, "keluarga": k, "orang": o} for (a, b), (k, o) in sorted(desil.items())],
        "wilayah": [{"kode": teks_kode(k), **isi} for k, isi in sorted(wilayah.items(), key=_urut)],
    }


_GERAK: Final = ("keluarga", "tetap", "naik", "turun", "masuk_termiskin", "keluar_termiskin", "jumlah_langkah")


def _urut(butir: tuple[int, object]) -> str:
    kode = teks_kode(butir[0])
    return "" if kode == NASIONAL else kode


def _tambah(isi: dict[str, int], s: SelBanding) -> None:
    assert s.dari is not None
    assert s.ke is not None
    arah = "tetap" if s.ke == s.dari else "naik" if s.ke > s.dari else "turun"
    isi["keluarga"] += s.keluarga
    isi[arah] += s.keluarga
    isi["masuk_termiskin"] += s.keluarga * (s.dari > TERMISKIN >= s.ke)
    isi["keluar_termiskin"] += s.keluarga * (s.ke > TERMISKIN >= s.dari)
    isi["jumlah_langkah"] += s.keluarga * abs(s.ke - s.dari)
