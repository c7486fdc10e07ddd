"""The state-machine engine: one frozen table per entity decides what may happen, to whom, with which guard and law.

A table is the single source of the check, the role gate of the routes, the diagram, the 409 body and the tests.
Guards are pure predicates over a `Fakta` object that the calling domain fills; the engine does no I/O.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, Protocol, Self, TypeVar

from app.core.errors import Conflict, Forbidden, Invalid
from app.core.peran import PERAN_JABATAN, Jabatan, Peran
from app.core.teks import Teks

S = TypeVar("S", bound=StrEnum)
A = TypeVar("A", bound=StrEnum)
F = TypeVar("F")


class Jalur(StrEnum):
    """How an arrow is taken: by a person's route, by a batch route, or by the system."""

    MANUSIA = "manusia"
    MASSAL = "massal"
    SISTEM = "sistem"


class TransisiDitolak(Conflict):
    """The present state has no such arrow; carries `status_sekarang` and `aksi_tersedia`."""

    kode = "transisi-ditolak"
    judul = Teks("Tindakan tidak mungkin pada status ini", "Action not possible in this state")


class SyaratTidakTerpenuhi(Conflict):
    """A guard of the arrow refused; carries `syarat`, the guard's name."""

    kode = "syarat-tidak-terpenuhi"
    judul = Teks("Syarat tindakan belum terpenuhi", "A condition of the action is not met")


class PemisahanTugas(Conflict):
    """Separation of duties: this person took part in the case, or is its subject."""

    kode = "pemisahan-tugas"
    judul = Teks("Pemisahan tugas: Anda tidak boleh melakukan tindakan ini", "Separation of duties forbids this action")


class JabatanTidakBerwenang(Forbidden):
    """No arrow of this action is held by the caller's jabatan."""

    kode = "jabatan-tidak-berwenang"
    judul = Teks("Jabatan Anda tidak berwenang", "Your position does not permit this")

    @classmethod
    def selain(cls, jabatan: Iterable[Jabatan]) -> Self:
        """Return the refusal of everybody but `jabatan`, whom the contract's `x-jabatan` publishes anyway."""
        siapa = ", ".join(sorted(jabatan))
        return cls(
            Teks(f"Tindakan ini hanya untuk jabatan: {siapa}.", f"Only these positions may do this: {siapa}.")
            if siapa
            else None
        )


class AlasanWajib(Invalid):
    """A negative transition needs its reason: code, explanation of at least 20 characters, next step."""

    kode = "alasan-wajib"
    judul = Teks("Alasan wajib diisi", "A reason is required")


@dataclass(frozen=True)
class Syarat(Generic[F]):
    """A named guard: `periksa(fakta)` answers None when satisfied, else what is missing, in words.

    `is_pemisahan_tugas` marks separation-of-duties guards, which refuse with their own `kode`. `kode_alasan` is the
    code of the published reason that a refusal amounts to, where there is one (`USULAN_GANDA`).
    """

    nama: str
    periksa: Callable[[F], Teks | None]
    is_pemisahan_tugas: bool = False
    kode_alasan: str = ""

    @classmethod
    def bila(cls, nama: str, benar: Callable[[F], bool | None], kurang: Teks, kode_alasan: str = "") -> Self:
        """Build a guard that only `benar` saying True satisfies: False and None, the unknown, refuse with `kurang`."""
        return cls(nama, lambda f: None if benar(f) is True else kurang, kode_alasan=kode_alasan)

    @classmethod
    def pisah(cls, nama: str, benar: Callable[[F], bool | None], kurang: Teks) -> Self:
        """Build a guard that keeps duties apart; `benar` is asked as by `bila`."""
        return cls(nama, lambda f: None if benar(f) is True else kurang, is_pemisahan_tugas=True)


@dataclass(frozen=True)
class Transition(Generic[S, A, F]):
    """One arrow of a table.

    Attributes:
        aksi: imperative verb; path segment (with `-`), enum value and function name at once.
        dari: states it may start from; empty for the arrow that creates the entity.
        ke: state it leads to.
        oleh: jabatan that may take it; empty on `sistem` arrows.
        jalur: manusia, massal or sistem.
        alasan: whether a reason (kode, penjelasan, langkah berikutnya) is required.
        syarat: guards, evaluated in order.
        dasar: legal basis, printed into documents and diagrams.
        tenggat: name of the setting with the days within which the next step is due.
        subsistem: the part of the product that does not exist yet; such an arrow has no route.
        rute_massal: for `massal` arrows the operation that takes them.
    """

    aksi: A
    dari: frozenset[S]
    ke: S
    oleh: frozenset[Jabatan] = frozenset()
    jalur: Jalur = Jalur.MANUSIA
    alasan: bool = False
    syarat: tuple[Syarat[F], ...] = ()
    dasar: str = ""
    tenggat: str = ""
    subsistem: str = ""
    rute_massal: str = ""


@dataclass(frozen=True)
class AksiTersedia(Generic[A]):
    """An action that the caller's jabatan holds in this state, and why it is refused just now (None: it is not)."""

    aksi: A
    ditolak_karena: Teks | None = None


class Berstatus(Protocol[S]):
    """What the engine may move: an entity with a `status`."""

    status: S


@dataclass(frozen=True)
class Workflow(Generic[S, A, F]):
    """A complete table; refuses at import a repeated action, an action without an arrow and an unreachable state.

    `akhir` are the states that no arrow leaves for another one; `tunggu` says what somebody waits for in a state, to
    whom its wrong state refuses an arrow.
    """

    nama: str
    awal: S
    transisi: tuple[Transition[S, A, F], ...]
    tunggu: Mapping[S, Teks] = field(default_factory=dict)
    akhir: frozenset[S] = field(init=False, repr=False)
    _menurut_aksi: dict[A, Transition[S, A, F]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        menurut: dict[A, Transition[S, A, F]] = {}
        for t in self.transisi:
            if t.aksi in menurut:
                raise TypeError(f"{self.nama}: action {t.aksi} is declared twice")
            if (t.jalur is Jalur.SISTEM) == bool(t.oleh):
                raise TypeError(f"{self.nama}: {t.aksi} needs jabatan unless it is a system arrow")
            if (t.jalur is Jalur.MASSAL) != bool(t.rute_massal):
                raise TypeError(f"{self.nama}: {t.aksi} names a batch route if and only if it is a batch arrow")
            menurut[t.aksi] = t
        status, aksi = type(self.awal), type(self.transisi[0].aksi)
        if tanpa := set(aksi) - set(menurut):
            raise TypeError(f"{self.nama}: actions without an arrow: {sorted(tanpa)}")
        if jauh := set(status) - {t.ke for t in self.transisi} - {self.awal}:
            raise TypeError(f"{self.nama}: unreachable states: {sorted(jauh)}")
        object.__setattr__(self, "_menurut_aksi", menurut)
        keluar = frozenset(s for t in self.transisi for s in t.dari if s != t.ke)
        object.__setattr__(self, "akhir", frozenset(status) - keluar)

    def __iter__(self) -> Iterator[Transition[S, A, F]]:
        return iter(self.transisi)

    def __getitem__(self, aksi: A) -> Transition[S, A, F]:
        return self._menurut_aksi[aksi]

    def berwenang(self, aksi: A, peran: Peran) -> frozenset[Jabatan]:
        """Return the jabatan of `peran` that hold `aksi`: the role gate of its route."""
        return frozenset(j for j in self[aksi].oleh if PERAN_JABATAN[j] is peran)

    def rute(self) -> set[tuple[Peran, A]]:
        """Return the (role, action) pairs that must have a route of their own: exactly the human arrows that exist."""
        return {
            (PERAN_JABATAN[j], t.aksi)
            for t in self.transisi
            if t.jalur is Jalur.MANUSIA and not t.subsistem
            for j in t.oleh
        }

    def tersedia(self, status: S, jabatan: Jabatan) -> list[A]:
        """Return the human actions of `jabatan` in `status`, guards not looked at (for lists)."""
        return [
            t.aksi
            for t in self.transisi
            if status in t.dari and jabatan in t.oleh and t.jalur is Jalur.MANUSIA and not t.subsistem
        ]

    def tersedia_rinci(
        self, status: S, jabatan: Jabatan, fakta: F, hanya: Container[Syarat[F]] | None = None
    ) -> list[AksiTersedia[A]]:
        """Return the same with the first refusing guard's reason (for a single object).

        `hanya` names the guards whose facts are known before anybody acts; the others are not asked.
        """
        return [AksiTersedia(a, self._penolakan(self[a], fakta, hanya)) for a in self.tersedia(status, jabatan)]

    def apply(self, entitas: Berstatus[S], aksi: A, jabatan: Jabatan | None, fakta: F) -> Transition[S, A, F]:
        """Move `entitas` along `aksi` and return the arrow taken; the only writer of `.status`.

        Order of refusals: jabatan (403), state (409), guards (409). `jabatan=None` is the system.

        Raises:
            JabatanTidakBerwenang: no arrow of this action is held by the jabatan.
            TransisiDitolak: wrong state.
            SyaratTidakTerpenuhi: a guard refused.
            PemisahanTugas: a separation-of-duties guard refused.
        """
        t = self.periksa(entitas.status, aksi, jabatan, fakta)
        entitas.status = t.ke
        return t

    def periksa(self, status: S, aksi: A, jabatan: Jabatan | None, fakta: F) -> Transition[S, A, F]:
        """Do everything that `apply` does but write; for batch moves that use one conditional UPDATE."""
        t = self._arah(aksi, jabatan)
        if status not in t.dari:
            raise TransisiDitolak(
                self.tunggu.get(status),
                status_sekarang=status,
                aksi_tersedia=self.tersedia(status, jabatan) if jabatan else [],
            )
        self._uji(t, fakta, status_sekarang=status)
        return t

    def mulai(self, aksi: A, jabatan: Jabatan | None, fakta: F) -> Transition[S, A, F]:
        """Check the arrow that creates an entity (no `dari`), which is born in its `ke`; refusals as in `apply`."""
        t = self._arah(aksi, jabatan)
        self._uji(t, fakta)
        return t

    def _arah(self, aksi: A, jabatan: Jabatan | None) -> Transition[S, A, F]:
        t = self[aksi]
        if (jabatan not in t.oleh) if jabatan is not None else (t.jalur is not Jalur.SISTEM):
            raise JabatanTidakBerwenang.selain(t.oleh)
        return t

    def _uji(self, t: Transition[S, A, F], fakta: F, **tambahan: object) -> None:
        for s in t.syarat:
            if kurang := s.periksa(fakta):
                galat = PemisahanTugas if s.is_pemisahan_tugas else SyaratTidakTerpenuhi
                sebab = {"kode_alasan": s.kode_alasan} if s.kode_alasan else {}
                raise galat(kurang, syarat=s.nama, **sebab, **tambahan)

    def mermaid(self) -> str:
        """Return the state diagram; arrows of a missing subsystem end in `(…)` and are listed as dashed in the note."""
        baris = ["stateDiagram-v2", f"    [*] --> {self.awal}"]
        for t in self.transisi:
            label = f"{t.aksi} [{t.subsistem}, belum ada]" if t.subsistem else str(t.aksi)
            baris += [f"    {s} --> {t.ke}: {label}" for s in sorted(t.dari)]
            if not t.dari and t.ke != self.awal:
                baris.append(f"    [*] --> {t.ke}: {label}")
        baris += [f"    {s} --> [*]" for s in sorted(self.akhir)]
        return "\n".join(baris) + "\n"

    def _penolakan(self, t: Transition[S, A, F], fakta: F, hanya: Container[Syarat[F]] | None) -> Teks | None:
        ditanya = (s for s in t.syarat if hanya is None or s in hanya)
        return next((k for s in ditanya if (k := s.periksa(fakta))), None)


def dari(*status: S) -> frozenset[S]:
    """Read well in a table: `dari(DRAF, DIAJUKAN)`."""
    return frozenset(status)


def oleh(*jabatan: Jabatan | Iterable[Jabatan]) -> frozenset[Jabatan]:
    """Read well in a table: `oleh(Jabatan.WARGA, OPERATOR)`; sets are flattened."""
    return frozenset(j for x in jabatan for j in ([x] if isinstance(x, Jabatan) else x))
