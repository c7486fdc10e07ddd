"""What can go wrong, by family; a domain names its own errors as subclasses and knows nothing of HTTP.

`core.problems` holds the only mapping from family to HTTP status.
"""

from typing import Any, ClassVar

from app.core.teks import Teks


class DomainError(Exception):
    """Base of every expected failure.

    `kode` is a stable kebab-case slug that clients may switch on; `judul` its title. `detail` says what happened this
    time and `tambahan` carries extension members of the problem document. Neither may hold a submitted value.
    """

    kode: ClassVar[str]
    judul: ClassVar[Teks]

    def __init__(self, detail: Teks | None = None, **tambahan: object) -> None:
        super().__init__(getattr(self, "kode", type(self).__name__))
        self.detail = detail
        self.tambahan: dict[str, Any] = tambahan
        self.tajuk: dict[str, str] = {}


class Malformed(DomainError):
    """The request cannot be read at all (400)."""


class Unauthenticated(DomainError):
    """Nobody, or nobody we know, is asking (401)."""


class Forbidden(DomainError):
    """This role or jabatan may never do this (403)."""


class NotFound(DomainError):
    """It does not exist, or lies outside the caller's scope: the answers are the same (404)."""


class Conflict(DomainError):
    """The present state refuses it: wrong state, failed guard, separation of duties, lost race (409)."""


class Gone(DomainError):
    """It existed and has expired (410)."""


class Stale(DomainError):
    """The caller acted on an old version (412)."""


class TooLarge(DomainError):
    """More bytes than this route accepts (413)."""


class UnsupportedMedia(DomainError):
    """A content type that this route does not read (415)."""


class Invalid(DomainError):
    """Understood, but not acceptable (422)."""


class PreconditionMissing(DomainError):
    """If-Match is required here (428)."""


class TooMany(DomainError):
    """The caller's limit is used up (429)."""

    def __init__(self, detail: Teks | None = None, *, ulangi_detik: int, **tambahan: object) -> None:
        tunggu = Teks(f"Coba lagi dalam {ulangi_detik} detik.", f"Try again in {ulangi_detik} seconds.")
        super().__init__(detail or tunggu, **tambahan)
        self.tajuk["Retry-After"] = str(ulangi_detik)


class Unavailable(DomainError):
    """A part that we need does not answer; try again (503)."""

    def __init__(self, detail: Teks | None = None, *, ulangi_detik: int = 5, **tambahan: object) -> None:
        super().__init__(detail, **tambahan)
        self.tajuk["Retry-After"] = str(ulangi_detik)
