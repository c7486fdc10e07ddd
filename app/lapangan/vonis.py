"""Verdicts: how one is kept, told, and made of a refusal. Pure."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar
from uuid import UUID

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from app.core.errors import DomainError, Unavailable
from app.core.galat_umum import DataBentrok, SedangDiproses
from app.core.peran import Pelaku
from app.core.pesan_isian import pesan
from app.core.schemas import IsiBebas, Masukan, TeksBaca
from app.core.teks import Teks
from app.keluarga.errors import KeluargaNotFound
from app.lapangan.errors import (
    IsiItemTidakSah,
    PenugasanDiLuarWilayah,
    PenugasanSudahDitarik,
    PenugasanSudahGagal,
    PenugasanSudahSelesai,
)
from app.lapangan.jam import Jam
from app.lapangan.models import ItemSinkron
from app.lapangan.schemas import HasilItem, ItemMasuk, KeluargaPaket, PerangkatMasuk, RincianItem
from app.lapangan.status import Keadaan, Putusan, TandaWaktu
from app.verval.errors import KeluargaPindahDesa
from app.verval.status import JenisFoto, StatusPenugasan

M = TypeVar("M", bound=Masukan)
_BEBAS: Final[TypeAdapter[dict[str, Any]]] = TypeAdapter(IsiBebas)
DITUTUP: Final[dict[StatusPenugasan, type[DomainError]]] = {
    StatusPenugasan.SELESAI: PenugasanSudahSelesai,
    StatusPenugasan.GAGAL: PenugasanSudahGagal,
    StatusPenugasan.DITARIK: PenugasanSudahDitarik,
}
DITITIPKAN: Final = (*DITUTUP.values(), PenugasanDiLuarWilayah, KeluargaPindahDesa, KeluargaNotFound)
"""Refusals after which the content cannot be handed in any more: it is kept for the officers."""
SEMENTARA: Final = (Unavailable, SedangDiproses, DataBentrok)
"""Failures that say nothing of the item: it may come again as it is."""


@dataclass(frozen=True, slots=True)
class Kiriman:
    """An item, who sent it, from which device, and what that one's clock is worth."""

    item: ItemMasuk
    perangkat: PerangkatMasuk
    jam: Jam
    pelaku: Pelaku

    @property
    def sidik(self) -> bytes:
        """Digest of the item: another content under the same id is another item."""
        isi = json.dumps(self.item.model_dump(mode="json"), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(isi.encode()).digest()


@dataclass(frozen=True, slots=True)
class Vonis:
    """What was decided about an item."""

    putusan: Putusan
    keadaan: Keadaan | None = None
    kode: str | None = None
    pesan: Teks | None = None
    rincian: tuple[RincianItem, ...] = ()
    tanda: frozenset[TandaWaktu] = frozenset()
    foto_kurang: frozenset[JenisFoto] = frozenset()
    draf_versi: int | None = None
    is_disimpan: bool = False
    salinan: KeluargaPaket | None = field(default=None, repr=False)

    def tulis(self, baris: ItemSinkron) -> None:
        """Write the verdict into the item's row."""
        baris.putusan = self.putusan
        baris.keadaan = self.keadaan
        baris.kode = self.kode
        baris.rincian = {
            "pesan": self.pesan._asdict() if self.pesan else None,
            "butir": [r.model_dump() for r in self.rincian],
        }
        baris.tanda = sorted(self.tanda)
        baris.is_disimpan = self.is_disimpan

    def hasil(self, item_id: UUID, *, ulangan: bool = False) -> HasilItem:
        """Return what the device is told."""
        return HasilItem(
            id=item_id,
            putusan=self.putusan,
            keadaan=self.keadaan,
            kode=self.kode,
            pesan=TeksBaca.dari(self.pesan) if self.pesan else None,
            rincian=list(self.rincian),
            tanda=sorted(self.tanda),
            foto_kurang=sorted(self.foto_kurang),
            draf_versi=self.draf_versi,
            is_ulangan=ulangan,
            is_disimpan=self.is_disimpan,
            salinan=self.salinan,
        )


def dari_baris(baris: ItemSinkron) -> Vonis:
    """Return a kept verdict."""
    teks = baris.rincian["pesan"]
    return Vonis(
        putusan=baris.putusan,
        keadaan=baris.keadaan,
        kode=baris.kode,
        pesan=Teks(**teks) if teks else None,
        rincian=tuple(_tersimpan(b) for b in baris.rincian["butir"]),
        tanda=frozenset(TandaWaktu(t) for t in baris.tanda),
        is_disimpan=baris.is_disimpan,
    )


def dari_galat(galat: DomainError, putusan: Putusan, *, disimpan: bool = False) -> Vonis:
    """Return the verdict that an error amounts to."""
    return Vonis(
        putusan, kode=galat.kode, pesan=galat.detail or galat.judul, rincian=tuple(_butir(galat)), is_disimpan=disimpan
    )


def _butir(galat: DomainError) -> Iterable[RincianItem]:
    for satu in galat.tambahan.get("rincian", ()):
        yield _satu(satu["lokasi"], satu["pesan"])
    if syarat := galat.tambahan.get("syarat"):
        yield _satu("syarat", syarat)


def _satu(lokasi: str, isi: str | Teks) -> RincianItem:
    return RincianItem(lokasi=lokasi, pesan=TeksBaca.dari(isi if isinstance(isi, Teks) else Teks(isi, isi)))


def _tersimpan(butir: dict[str, Any]) -> RincianItem:
    """Return a place of a kept verdict; those of before the languages stood apart have "id / en" in one text."""
    if isinstance(pesan_lama := butir["pesan"], str):
        id_, _, en = pesan_lama.partition(" / ")
        return _satu(butir["lokasi"], Teks(id_, en or id_))
    return RincianItem.model_validate(butir)


def periksa_bentuk(isi: dict[str, Any]) -> None:
    """Look whether the content could be kept at all, before anything is done with it.

    Raises:
        IsiItemTidakSah: too many levels, or broken characters.
    """
    try:
        _BEBAS.validate_python(isi)
    except ValidationError as galat:
        raise IsiItemTidakSah(rincian=[_tempat(b) for b in galat.errors()]) from None


def urai(model: type[M], isi: dict[str, Any]) -> M:
    """Return the content of an item in its kind's form.

    Raises:
        IsiItemTidakSah: it has another form; places are named, values are not.
    """
    try:
        return model.model_validate(isi)
    except ValidationError as galat:
        raise IsiItemTidakSah(rincian=[_tempat(b) for b in galat.errors()]) from None


def _tempat(butir: ErrorDetails) -> dict[str, str | Teks]:
    # The name of an unknown field is the client's own word and is not repeated.
    loc = butir["loc"][:-1] if butir["type"] == "extra_forbidden" else butir["loc"]
    return {"lokasi": ".".join(["isi", *map(str, loc)]), "pesan": pesan(butir)}
