"""Failures that any operation may answer, whatever its domain."""

from collections.abc import Sequence
from typing import Final

from app.core.errors import (
    Conflict,
    Forbidden,
    Invalid,
    Malformed,
    PreconditionMissing,
    Stale,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
    UnsupportedMedia,
)
from app.core.teks import Teks

_TAJUK_MEDIA: Final = {"POST": "Accept-Post", "PATCH": "Accept-Patch"}
"""What tells the content types that a method of a resource reads: RFC 9110 §12.5.1, RFC 5789, Linked Data Platform."""


_TANPA_TOKEN: Final = Teks(
    "Permintaan ini tanpa token. Masuk lewat POST /v1/auth/token, lalu kirim Authorization: Bearer <access_token>.",
    "This request carries no token. Log in at POST /v1/auth/token, then send Authorization: Bearer <access_token>.",
)
_TOKEN_USANG: Final = Teks(
    "Token kedaluwarsa atau tidak berlaku lagi. Masuk lagi, atau minta yang baru dengan refresh_token, lewat "
    "POST /v1/auth/token.",
    "The token has expired or is no longer valid. Log in again, or ask for a new one with the refresh_token, at "
    "POST /v1/auth/token.",
)


class TokenTidakSah(Unauthenticated):
    """No token, or one that is not ours, has expired, or whose account may no longer act.

    Of a token that came it never says which; that none came is told apart.
    """

    kode = "token-tidak-sah"
    judul = Teks("Token tidak ada atau tidak sah", "Token missing or not valid")

    def __init__(self, *, kosong: bool = False) -> None:
        super().__init__(_TANPA_TOKEN if kosong else _TOKEN_USANG)
        self.tajuk["WWW-Authenticate"] = 'Bearer realm="dtks"'


class PeranTidakBerwenang(Forbidden):
    """This branch of the API belongs to another role."""

    kode = "peran-tidak-berwenang"
    judul = Teks("Peran Anda tidak berwenang", "Your role does not permit this")


class IsianTidakSah(Invalid):
    """Body, query or path do not fit; `rincian` lists `{lokasi, pesan}` and never a submitted value."""

    kode = "isian-tidak-sah"
    judul = Teks("Isian tidak sah", "Input not valid")


class JsonRusak(Malformed):
    """The body is not JSON."""

    kode = "json-rusak"
    judul = Teks("Badan permintaan bukan JSON yang sah", "The request body is not valid JSON")


class PermintaanRusak(Malformed):
    """The request cannot be read."""

    kode = "permintaan-rusak"
    judul = Teks("Permintaan tidak dapat dibaca", "The request cannot be read")


class BadanTerlaluBesar(TooLarge):
    """More bytes than this route accepts."""

    kode = "badan-terlalu-besar"
    judul = Teks("Badan permintaan terlalu besar", "The request body is too large")


class JenisMediaTidakDidukung(UnsupportedMedia):
    """This route does not read that content type; text, `media` and a header name those that it reads."""

    kode = "jenis-media-tidak-didukung"
    judul = Teks("Jenis media tidak didukung", "Content type not supported")

    def __init__(self, media: Sequence[str], metode: str) -> None:
        detail = Teks(
            f"Kirim badan permintaan sebagai {' atau '.join(media)}, dan sebutkan itu pada tajuk Content-Type.",
            f"Send the body as {' or '.join(media)}, and say so in the header Content-Type.",
        )
        super().__init__(detail, media=list(media))
        self.tajuk[_TAJUK_MEDIA.get(metode, "Accept")] = ", ".join(media)


class KunciIdempotensiWajib(Malformed):
    """Every authenticated POST that creates or moves carries an Idempotency-Key of 8 to 128 visible characters."""

    kode = "kunci-idempotensi-wajib"
    judul = Teks(
        "Tajuk Idempotency-Key wajib, 8 sampai 128 karakter tampak",
        "Header Idempotency-Key is required: 8 to 128 visible characters",
    )


class KunciIdempotensiDipakaiLain(Invalid):
    """The key was used with another body."""

    kode = "kunci-idempotensi-dipakai-lain"
    judul = Teks("Kunci idempotensi sudah dipakai untuk isian lain", "The idempotency key was used with another body")

    def __init__(self) -> None:
        super().__init__(
            Teks(
                "Kunci ini sudah dipakai untuk isian lain. Pakai kunci baru untuk permintaan lain; kunci yang sama "
                "hanya untuk mengulang permintaan yang persis sama.",
                "This key was used with another body. Use a new key for another request; the same key only repeats "
                "the very same request.",
            )
        )


class JawabanTidakDiulang(Conflict):
    """This key's request was carried out, once; its answer held a secret, or your position or regions have changed."""

    kode = "jawaban-tidak-diulang"
    judul = Teks("Permintaan ini sudah dijalankan; jawabannya tidak diulang", "Carried out; the answer is not repeated")


_AMBIL_ETAG: Final = Teks(
    'Baca dulu objeknya dengan GET, lalu kirim nilai ETag jawaban itu apa adanya, misalnya If-Match: "v6".',
    'Read the object by GET first, then send the value of its ETag as it stands, such as If-Match: "v6".',
)


class IfMatchWajib(PreconditionMissing):
    """A change names the version that it changes; `*` names none."""

    kode = "if-match-wajib"
    judul = Teks("Tajuk If-Match wajib", "Header If-Match is required")

    def __init__(self, *, bintang: bool = False) -> None:
        awal = Teks("`*` tidak diterima: ia tidak menyebut versi. ", "`*` is not accepted: it names no version. ")
        super().__init__(Teks(awal.id + _AMBIL_ETAG.id, awal.en + _AMBIL_ETAG.en) if bintang else _AMBIL_ETAG)


class IfMatchTidakSah(Malformed):
    """If-Match is no entity tag, for instance because its quotation marks are missing."""

    kode = "if-match-tidak-sah"
    judul = Teks("Tajuk If-Match tidak dapat dibaca", "Header If-Match cannot be read")

    def __init__(self) -> None:
        super().__init__(
            Teks(
                "Isinya sebuah ETag bersama tanda kutipnya. " + _AMBIL_ETAG.id,
                "It holds an ETag with its quotation marks. " + _AMBIL_ETAG.en,
            )
        )


class VersiBasi(Stale):
    """Somebody changed it since; read it again."""

    kode = "versi-basi"
    judul = Teks("Data sudah berubah; muat ulang dahulu", "The object has changed; read it again")

    @classmethod
    def asing(cls) -> "VersiBasi":
        """Return the refusal of a tag that no version of ours can have: weak, foreign, or a list."""
        return cls(
            Teks(
                "If-Match tidak memuat satu ETag dari API ini; bentuk lemah (W/) dan daftar tidak pernah cocok. "
                + _AMBIL_ETAG.id,
                "If-Match does not hold one ETag of this API; a weak one (W/) and a list never match. "
                + _AMBIL_ETAG.en,
            )
        )


class KursorTidakSah(Invalid):
    """A cursor that we did not sign, or of another listing."""

    kode = "kursor-tidak-sah"
    judul = Teks("Kursor tidak sah", "Cursor not valid")


class TerlaluSering(TooMany):
    """A limit is used up."""

    kode = "terlalu-sering"
    judul = Teks("Terlalu banyak permintaan", "Too many requests")


class BasisDataTidakTersedia(Unavailable):
    """The database does not answer in time."""

    kode = "basis-data-tidak-tersedia"
    judul = Teks("Layanan sementara tidak tersedia", "Service temporarily unavailable")


class SedangDiproses(Conflict):
    """Another request holds the row; nothing was changed by this one."""

    kode = "sedang-diproses"
    judul = Teks("Sedang diproses permintaan lain; ulangi", "Another request is at work on this; retry")

    def __init__(self, detail: Teks | None = None) -> None:
        super().__init__(detail)
        self.tajuk["Retry-After"] = "1"


class DataBentrok(Conflict):
    """Concurrent changes contradict each other; nothing was changed by this one."""

    kode = "data-bentrok"
    judul = Teks("Data bentrok dengan perubahan lain", "The change conflicts with another one")
