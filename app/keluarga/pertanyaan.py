"""One question of a questionnaire: its codes, whom it is asked of, and what is wrong with an answer (pure)."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from app.core.teks import Teks
from app.keluarga.kondisi import Jawaban, Kondisi, bilangan, tanggal, urai


class Jenis(StrEnum):
    """What an answer is."""

    KODE = "kode"
    BILANGAN = "bilangan"
    BITMASK = "bitmask"
    TEKS = "teks"
    TANGGAL = "tanggal"


class Tingkat(StrEnum):
    """How bad a finding is: GALAT refuses the questionnaire, PERINGATAN is shown and kept."""

    GALAT = "GALAT"
    PERINGATAN = "PERINGATAN"


class TemuanIsian(NamedTuple):
    """One finding about a filled questionnaire: where, a stable code, what is wrong, how bad, and what to do.

    `lokasi` is `<bagian>.<nomor>` or `individu.<kunci>.<nomor>`; neither it nor a text ever holds a submitted value.
    """

    lokasi: str
    kode: str
    pesan: Teks
    tingkat: Tingkat
    saran: Teks


_PILIHAN_MAKS: Final = 4096
"""So many sums of choices are kept as a list of their own; twelve choices have fewer."""


class InstrumenTidakSah(ValueError):
    """The data file contradicts itself; raised when it is loaded."""


class Pesan(NamedTuple):
    """What a finding says, and what to do about it."""

    pesan: Teks
    saran: Teks


_DAFTAR_KODE: Final = Teks(
    "Pilih kode dari daftar pertanyaan ini pada versi kuesioner yang dipakai",
    "Choose a code from this question's list in the version of the questionnaire that you use",
)
_BENTUK: Final = Teks("Perbarui aplikasi lapangan lalu kirim ulang", "Update the field application and send again")

PESAN: Final[Mapping[str, Pesan]] = MappingProxyType(
    {
        "bagian-tidak-dikenal": Pesan(
            Teks("Bagian ini tidak ada dalam kuesioner", "The questionnaire has no such part"), _BENTUK
        ),
        "pertanyaan-tidak-dikenal": Pesan(
            Teks("Ada pertanyaan yang tidak dikenal", "There is an unknown question"),
            Teks(
                "Periksa apakah versi kuesioner sesuai dengan isian",
                "Check that the version of the questionnaire is the one that was filled in",
            ),
        ),
        "kunci-anggota-tidak-sah": Pesan(Teks("Kunci anggota tidak sah", "A person's key is malformed"), _BENTUK),
        "anggota-terlalu-banyak": Pesan(
            Teks("Anggota terlalu banyak", "Too many persons"),
            Teks("Bagi isian menurut kartu keluarga", "Fill in one questionnaire per family card"),
        ),
        "wajib-diisi": Pesan(
            Teks("Wajib diisi", "An answer is required"),
            Teks("Tanyakan kepada responden lalu isi jawabannya", "Ask the respondent and fill in the answer"),
        ),
        "tidak-ditanyakan": Pesan(
            Teks("Harus kosong karena tidak ditanyakan", "Must be empty: it is not asked here"),
            Teks(
                "Kosongkan, atau perbaiki jawaban yang menjadi syaratnya",
                "Leave it empty, or correct the answer on which it depends",
            ),
        ),
        "jenis-salah": Pesan(Teks("Jenis jawaban salah", "The answer has the wrong type"), _BENTUK),
        "kode-tidak-dikenal": Pesan(Teks("Kode jawaban tidak dikenal", "Unknown answer code"), _DAFTAR_KODE),
        "pilihan-eksklusif": Pesan(
            Teks("Pilihan ini tidak dapat digabung", "This choice excludes all others"),
            Teks(
                "Pilih hanya 'tidak'/'tidak tahu', atau hanya pilihan lainnya",
                "Choose only 'none' or 'don't know', or only the other choices",
            ),
        ),
        "di-luar-rentang": Pesan(
            Teks("Di luar rentang yang mungkin", "Outside the possible range"),
            Teks(
                "Periksa satuan dan angkanya, lalu tanyakan ulang", "Check the unit and the number, then ask once more"
            ),
        ),
        "terlalu-panjang": Pesan(Teks("Terlalu panjang", "Too long"), Teks("Singkat isinya", "Shorten the text")),
        "bukan-tanggal": Pesan(
            Teks("Bukan tanggal (TTTT-BB-HH)", "Not a date (YYYY-MM-DD)"),
            Teks("Tulis tahun, bulan, dan hari yang benar-benar ada", "Write a year, month and day that exist"),
        ),
    }
)
"""What each finding about a single answer says; rules between answers bring their own texts."""


def temuan(lokasi: str, kode: str, tingkat: Tingkat = Tingkat.GALAT) -> TemuanIsian:
    """Return the finding of this code at this place."""
    pesan, saran = PESAN[kode]
    return TemuanIsian(lokasi, kode, pesan, tingkat, saran)


@dataclass(frozen=True, slots=True)
class Pertanyaan:
    """One question: its codes, the condition under which it is asked, and the one under which an answer is required.

    `kosong` is what the questionnaire itself says an empty answer means (livestock: 0); None means unknown.
    `is_pribadi` marks what identifies or reaches a person; `is_asumsi` what no source states.
    """

    no: str
    label: Teks
    jenis: Jenis
    sumber: str
    pilihan: Mapping[int, Teks]
    eksklusif: Mapping[int, Teks]
    bila: Kondisi
    wajib: Kondisi | bool
    min: int | None = None
    maks: int | None = None
    panjang_maks: int | None = None
    kosong: int | None = None
    is_pribadi: bool = False
    is_asumsi: bool = False

    @classmethod
    def dari(cls, data: Mapping[str, Any]) -> "Pertanyaan":
        """Read one question of the data file."""
        wajib = data.get("wajib", True)
        lain = ("min", "maks", "panjang_maks", "kosong", "is_pribadi", "is_asumsi")
        return cls(
            no=data["no"],
            label=Teks(**data["label"]),
            jenis=Jenis(data["jenis"]),
            sumber=data["sumber"],
            pilihan=MappingProxyType({int(k): Teks(**v) for k, v in data.get("pilihan", {}).items()}),
            eksklusif=MappingProxyType({int(k): Teks(**v) for k, v in data.get("eksklusif", {}).items()}),
            bila=urai(data.get("bila")),
            wajib=wajib if isinstance(wajib, bool) else urai(wajib),
            **{n: data[n] for n in lain if n in data},
        )

    def mungkin_ditanya(self, jawaban: Jawaban) -> bool:
        """Return whether it is asked, or may be: an answer on which that depends is missing."""
        return self.bila.berlaku(jawaban) or any(jawaban.get(no) is None for no in self.bila.acuan())

    def is_wajib(self, jawaban: Jawaban) -> bool:
        """Return whether these answers make this one required (its ask-condition holding)."""
        return self.wajib if isinstance(self.wajib, bool) else self.wajib.berlaku(jawaban)

    def periksa(self, jawaban: Jawaban) -> str | None:
        """Return the code of what is wrong with this question's answer among these, None when nothing is."""
        return self.periksa_bila(jawaban, is_ditanya=self.bila.berlaku(jawaban))

    def periksa_bila(self, jawaban: Jawaban, *, is_ditanya: bool) -> str | None:
        """Return the same when it is known already whether the question is asked."""
        nilai = jawaban.get(self.no)
        if not is_ditanya:
            return None if nilai is None else "tidak-ditanyakan"
        if nilai is None:
            return "wajib-diisi" if self.is_wajib(jawaban) else None
        return self.salah(nilai)

    def salah(self, nilai: object) -> str | None:
        """Return the code of what is wrong with the value by itself, None when it is possible."""
        if self.jenis is Jenis.TEKS or self.jenis is Jenis.TANGGAL:
            return self._salah_teks(nilai)
        angka = bilangan(nilai)
        return "jenis-salah" if angka is None else self._salah_angka(angka)

    def kata(self, nilai: object) -> Teks | None:
        """Return a stored answer in words: the text of its code, the texts of a sum, or the value itself."""
        angka = bilangan(nilai)
        if angka is None or self.jenis not in {Jenis.KODE, Jenis.BITMASK}:
            return None if nilai is None else Teks(str(nilai), str(nilai))
        if tunggal := {**self.pilihan, **self.eksklusif}.get(angka):
            return tunggal
        bagian = [t for k, t in self.pilihan.items() if self.jenis is Jenis.BITMASK and angka & k]
        return Teks(", ".join(t.id for t in bagian), ", ".join(t.en for t in bagian)) if bagian else None

    def _salah_angka(self, angka: int) -> str | None:
        if self.jenis is Jenis.KODE:
            return None if angka in self.pilihan else "kode-tidak-dikenal"
        if self.jenis is Jenis.BITMASK:
            return self._salah_bitmask(angka)
        di_dalam = (self.min is None or angka >= self.min) and (self.maks is None or angka <= self.maks)
        return None if di_dalam else "di-luar-rentang"

    def _salah_bitmask(self, angka: int) -> str | None:
        semua = sum(self.pilihan)
        if angka in self.eksklusif or (0 < angka <= semua and not angka & ~semua):
            return None
        gabungan = any(e and 0 < angka - e <= semua for e in self.eksklusif)
        return "pilihan-eksklusif" if gabungan else "kode-tidak-dikenal"

    def _salah_teks(self, nilai: object) -> str | None:
        if not isinstance(nilai, str):
            return "jenis-salah"
        if self.jenis is Jenis.TANGGAL:
            return None if tanggal(nilai) else "bukan-tanggal"
        return "terlalu-panjang" if self.panjang_maks and len(nilai) > self.panjang_maks else None


class Ruas(NamedTuple):
    """Questions in a row that are asked on the same condition.

    Attributes:
        syarat: place of the condition among those of the part.
        nomor: their numbers.
        isi: each with the answers that nothing is wrong with: nearly all that come, so a bulk load asks no further.
    """

    syarat: int
    nomor: frozenset[str]
    isi: tuple[tuple[str, Container[int], Pertanyaan], ...]


class Bagian(dict[str, Pertanyaan]):
    """Questions of one part by number, in the order in which they are asked; it does not change.

    Attributes:
        syarat: the different conditions; a dozen decide about sixty questions.
        ruas: the questions in order, by condition.
    """

    def __init__(self, pertanyaan: Iterable[Pertanyaan]) -> None:
        super().__init__({p.no: p for p in pertanyaan})
        self.syarat: Final = tuple(dict.fromkeys(p.bila for p in self.values()))
        self.ruas: Final = tuple(
            Ruas(self.syarat.index(bila), frozenset(p.no for p in isi), tuple((p.no, _biasa(p), p) for p in isi))
            for bila, isi in ((bila, tuple(grup)) for bila, grup in groupby(self.values(), lambda p: p.bila))
        )


def _biasa(p: Pertanyaan) -> Container[int]:
    """Return numbers that are possible answers: all, or those of a sum with few choices."""
    if p.jenis is Jenis.BILANGAN and p.min is not None and p.maks is not None:
        return range(p.min, p.maks + 1)
    calon = {*p.pilihan, *p.eksklusif, *range(min(sum(p.pilihan), _PILIHAN_MAKS))}
    return frozenset(n for n in calon if p.salah(n) is None)


def susun_bagian(daftar: Sequence[Mapping[str, Any]]) -> Bagian:
    """Build a part from its data.

    Raises:
        InstrumenTidakSah: repeated number, a condition on a later or unknown question, codes missing or useless.
    """
    hasil: dict[str, Pertanyaan] = {}
    for data in daftar:
        p = Pertanyaan.dari(data)
        acuan = p.bila.acuan() | (frozenset() if isinstance(p.wajib, bool) else p.wajib.acuan())
        if p.no in hasil or not acuan <= hasil.keys():
            raise InstrumenTidakSah(f"question {p.no}: repeated, or asked on the ground of a later one")
        if (p.jenis in {Jenis.KODE, Jenis.BITMASK}) != bool(p.pilihan):
            raise InstrumenTidakSah(f"question {p.no}: codes are missing or without a use")
        if p.jenis is Jenis.BITMASK and any(k <= 0 or k & (k - 1) for k in p.pilihan):
            raise InstrumenTidakSah(f"question {p.no}: a choice of a sum must be a power of two")
        hasil[p.no] = p
    return Bagian(hasil.values())


def periksa_bagian(
    daftar: Bagian, lokasi: str, jawaban: Jawaban, *, lengkap: bool, pokok: frozenset[str] = frozenset()
) -> Iterator[TemuanIsian]:
    """Check the answers of one part or person.

    Args:
        daftar: the part's questions.
        lokasi: where the answers stand, as findings name it.
        jawaban: the answers.
        lengkap: whether a missing required answer is an error; otherwise it is a warning.
        pokok: questions whose absence is an error even then.
    """
    if not jawaban.keys() <= daftar.keys():
        yield temuan(lokasi, "pertanyaan-tidak-dikenal")
    ditanya = [syarat.berlaku(jawaban) for syarat in daftar.syarat]
    for ruas in daftar.ruas:
        for no, kode in _salah(ruas, jawaban, is_ditanya=ditanya[ruas.syarat]):
            ringan = kode == "wajib-diisi" and not lengkap and no not in pokok
            yield temuan(f"{lokasi}.{no}", kode, Tingkat.PERINGATAN if ringan else Tingkat.GALAT)


def _salah(ruas: Ruas, jawaban: Jawaban, *, is_ditanya: bool) -> list[tuple[str, str]]:
    """Return the questions of a row whose answers cannot stay, each with the code of what is wrong."""
    if not is_ditanya and jawaban.keys().isdisjoint(ruas.nomor):
        return []
    hasil = []
    for no, biasa, p in ruas.isi:
        nilai = jawaban.get(no)
        if is_ditanya and type(nilai) is int and nilai in biasa:
            continue
        if kode := p.periksa_bila(jawaban, is_ditanya=is_ditanya):
            hasil.append((no, kode))
    return hasil
