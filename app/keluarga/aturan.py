"""Edit rules between answers: what cannot be true together, and what an officer should look at twice (pure)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from app.core.teks import Teks
from app.keluarga.kondisi import SELALU, Jawaban, Kondisi, bilangan, urai
from app.keluarga.kondisi import tanggal as baca_tanggal
from app.keluarga.pertanyaan import TemuanIsian, Tingkat


@dataclass(frozen=True, slots=True)
class Isian:
    """A filled questionnaire: header and family answers by question, and the same per person by the person's key."""

    kepala: Jawaban
    keluarga: Jawaban
    individu: Mapping[str, Jawaban]


@dataclass(frozen=True, slots=True)
class Aturan:
    """One edit rule as the instrument's data file states it."""

    kode: str
    jenis: str
    bagian: str
    lokasi: str
    tingkat: Tingkat
    pesan: Teks
    saran: Teks
    sumber: str
    bila: Kondisi = SELALU
    rincian: Mapping[str, Any] = field(default_factory=dict)

    def periksa(self, isian: Isian, tanggal: date, hubungan: str) -> Iterator[TemuanIsian]:
        """Yield a finding for each place where the rule is broken.

        Args:
            isian: the whole questionnaire.
            tanggal: day of the visit; nothing in the answers may lie after it.
            hubungan: number of the question that tells the relation to the head (1 = head).
        """
        for kunci in PEMERIKSA[self.jenis](self, isian, tanggal, hubungan):
            lokasi = f"{self.bagian}.{kunci}.{self.lokasi}" if kunci else f"{self.bagian}.{self.lokasi}"
            yield TemuanIsian(lokasi, self.kode, self.pesan, self.tingkat, self.saran)

    @classmethod
    def dari(cls, data: Mapping[str, Any]) -> "Aturan":
        """Read one rule of the data file."""
        umum = {"kode", "jenis", "bagian", "lokasi", "sumber"}
        return cls(
            **{n: data[n] for n in umum},
            tingkat=Tingkat(data["tingkat"]),
            pesan=Teks(**data["pesan"]),
            saran=Teks(**data["saran"]),
            bila=urai(data.get("bila")),
            rincian={n: v for n, v in data.items() if n not in umum | {"tingkat", "pesan", "saran", "bila"}},
        )


Pemeriksa = Callable[[Aturan, Isian, date, str], Iterator[str]]
"""Yields the keys of the persons who break a rule; "" stands for the family or the whole list of persons."""


def _tepat_satu(aturan: Aturan, isian: Isian, _tanggal: date, _hubungan: str) -> Iterator[str]:
    if sum(aturan.bila.berlaku(j) for j in isian.individu.values()) != 1:
        yield ""


def _larang(aturan: Aturan, isian: Isian, _tanggal: date, _hubungan: str) -> Iterator[str]:
    yield from (k for k, j in isian.individu.items() if aturan.bila.berlaku(j))


def _urutan(aturan: Aturan, isian: Isian, _tanggal: date, _hubungan: str) -> Iterator[str]:
    """Rank of the answer minus rank of the one it is compared with may be at most `selisih_maks`.

    `peringkat` ranks the codes of both, unless `peringkat_acuan` ranks those of the other one.
    """
    peringkat: Mapping[str, int] = aturan.rincian["peringkat"]
    lain: Mapping[str, int] = aturan.rincian.get("peringkat_acuan", peringkat)
    for kunci, j in isian.individu.items():
        ini, acuan = peringkat.get(str(j.get(aturan.lokasi))), lain.get(str(j.get(aturan.rincian["acuan"])))
        if ini is None or acuan is None or not aturan.bila.berlaku(j):
            continue
        if ini - acuan > aturan.rincian["selisih_maks"]:
            yield kunci


def _beda_dengan_kepala(aturan: Aturan, isian: Isian, _tanggal: date, hubungan: str) -> Iterator[str]:
    kepala = next((j for j in isian.individu.values() if j.get(hubungan) == 1), {})
    acuan = kepala.get(aturan.lokasi)
    for kunci, j in isian.individu.items():
        if acuan is not None and aturan.bila.berlaku(j) and j.get(aturan.lokasi) == acuan:
            yield kunci


def _tidak_setelah_pendataan(aturan: Aturan, isian: Isian, tanggal: date, _hubungan: str) -> Iterator[str]:
    for kunci, j in isian.individu.items():
        if (hari := baca_tanggal(j.get(aturan.lokasi))) and hari > tanggal:
            yield kunci


def _bulan_tidak_setelah_pendataan(aturan: Aturan, isian: Isian, tanggal: date, _hubungan: str) -> Iterator[str]:
    bulan = bilangan(isian.keluarga.get(aturan.lokasi))
    tahun = bilangan(isian.keluarga.get(aturan.rincian["tahun"]))
    if bulan and tahun and (tahun, bulan) > (tanggal.year, tanggal.month):
        yield ""


PEMERIKSA: Final[Mapping[str, Pemeriksa]] = MappingProxyType(
    {
        "tepat_satu": _tepat_satu,
        "larang": _larang,
        "urutan": _urutan,
        "beda_dengan_kepala": _beda_dengan_kepala,
        "tidak_setelah_pendataan": _tidak_setelah_pendataan,
        "bulan_tidak_setelah_pendataan": _bulan_tidak_setelah_pendataan,
    }
)
"""What each `jenis` of rule in a data file means."""
