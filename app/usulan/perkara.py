"""Whom a PERBAIKAN or HAPUS concerns: as the registry has them, and as its changes would leave them. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Self
from uuid import UUID

from app.core.crypto import Sandi, Tujuan
from app.keluarga.entitas import AnggotaLengkap, KeluargaLengkap
from app.keluarga.kode import JenisPerubahan
from app.keluarga.peristiwa import PerubahanKeluarga
from app.usulan.models import Usulan
from app.usulan.perubahan_sah import disebut, sesudah
from app.usulan.rincian import Penerima, Rincian
from app.usulan.status import TandaUsulan
from app.usulan.subjek_registri import OrangTercatat

_KEPERGIAN: Final = {
    JenisPerubahan.MENINGGAL: TandaUsulan.ANGGOTA_DINYATAKAN_MENINGGAL,
    JenisPerubahan.PINDAH_KELUAR: TandaUsulan.ANGGOTA_DINYATAKAN_PINDAH,
}
_CIRI: Final = ("nama", "tanggal_lahir")


@dataclass(frozen=True, slots=True)
class Perkara:
    """What is kept with the case so that nobody named in it judges it, and everybody named hears of it.

    Attributes:
        nik_asal: blind index of the subject's NIK on file, whatever the changes make of it.
        no_kk_asal: blind index of his family's No KK on file.
        nik_terkait: everybody in a family that the changes name, and every NIK that they write.
        no_kk_terkait: the same families' numbers, and every No KK that the changes write.
        tanda: what whoever judges the case has to look at twice.
        asal: the subject as he can be reached by what is on file.
        disebut: who else is named, and hears that he is.
    """

    nik_asal: UUID | None
    no_kk_asal: UUID | None
    nik_terkait: tuple[UUID, ...]
    no_kk_terkait: tuple[UUID, ...]
    tanda: tuple[TandaUsulan, ...]
    asal: Penerima | None = field(repr=False)
    disebut: tuple[Penerima, ...] = field(repr=False)

    @classmethod
    def dari(
        cls,
        sandi: Sandi,
        orang: OrangTercatat,
        keluarga: Collection[KeluargaLengkap],
        perubahan: Sequence[PerubahanKeluarga],
    ) -> Self:
        """Return whom changes of this person's family concern; `keluarga` are his own and all that they name."""
        diri = orang.diri
        nik = {a.nik for k in keluarga for a in k.aktif if a.nik} | {*_nomor(perubahan, "nik")}
        no_kk = {k.no_kk for k in keluarga if k.no_kk} | {*_nomor(perubahan, "no_kk")}
        return cls(
            nik_asal=sandi.indeks(Tujuan.NIK, diri.nik) if diri.nik else None,
            no_kk_asal=sandi.indeks(Tujuan.NO_KK, orang.keluarga.no_kk) if orang.keluarga.no_kk else None,
            nik_terkait=tuple(sorted(sandi.indeks(Tujuan.NIK, n) for n in nik)),
            no_kk_terkait=tuple(sorted(sandi.indeks(Tujuan.NO_KK, n) for n in no_kk)),
            tanda=tuple(sorted(_tanda(orang, perubahan))),
            asal=_penerima(diri) if perubahan else None,
            disebut=tuple(_lain(orang, keluarga, perubahan)),
        )

    def tulis(self, usulan: Usulan) -> None:
        """Copy the blind indexes and flags into the row."""
        usulan.nik_asal, usulan.no_kk_asal = self.nik_asal, self.no_kk_asal
        usulan.nik_terkait, usulan.no_kk_terkait = [*self.nik_terkait], [*self.no_kk_terkait]
        usulan.tanda = [t.value for t in self.tanda]

    def lengkapi(self, rincian: Rincian) -> Rincian:
        """Return what the case brings with those who hear of it."""
        return rincian.model_copy(update={"asal": self.asal, "disebut": [*self.disebut]})


def _tanda(orang: OrangTercatat, perubahan: Sequence[PerubahanKeluarga]) -> Iterator[TandaUsulan]:
    yield from {_KEPERGIAN[p.jenis] for p in perubahan if p.jenis in _KEPERGIAN}
    lama = orang.subjek
    baru = sesudah(lama, perubahan)
    if baru.nik != lama.nik and any(getattr(baru, n) != getattr(lama, n) for n in _CIRI):
        yield TandaUsulan.NIK_DAN_IDENTITAS_BERUBAH


def _lain(
    orang: OrangTercatat, keluarga: Collection[KeluargaLengkap], perubahan: Sequence[PerubahanKeluarga]
) -> Iterator[Penerima]:
    """Everybody named but the subject; a family that is named hears through who stands for it."""
    rujukan = disebut(perubahan)
    anggota = {a.ref: a for k in keluarga for a in k.aktif}
    wakil = {k.ref: k.wakil for k in keluarga}
    siapa = {a.individu_id: a for r in sorted(rujukan) if (a := anggota.get(r) or wakil.get(r))}
    yield from (_penerima(a) for i, a in siapa.items() if i != orang.individu_id)
    tercatat = {a.nik for a in siapa.values()} | {orang.diri.nik}
    for p in perubahan:
        yield from (Penerima(nik=n) for n in sorted({*_nomor([p], "nik")} - tercatat))


def _penerima(orang: AnggotaLengkap) -> Penerima:
    return Penerima(nama=orang.nama, nik=orang.nik, surel=orang.surel)


def _nomor(perubahan: Sequence[PerubahanKeluarga], nama: str) -> Iterator[str]:
    """Return every number of this name that the changes write, at any depth."""
    for p in perubahan:
        yield from _cari(p.model_dump(), nama)


def _cari(nilai: Any, nama: str) -> Iterator[str]:  # noqa: ANN401 - whatever a model dumps
    if isinstance(nilai, list):
        for satu in nilai:
            yield from _cari(satu, nama)
    elif isinstance(nilai, dict):
        for kunci, isi in nilai.items():
            if kunci == nama and isinstance(isi, str):
                yield isi
            else:
                yield from _cari(isi, nama)
