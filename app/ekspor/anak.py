"""The process that makes parts of files: `python -m app.ekspor.anak`, started by `kolam`."""

from collections.abc import Callable, Mapping

from app.core.anak import layani
from app.core.crypto import Sandi
from app.ekspor.proses import Bahan, Hasil, olah

Kunci = tuple[Mapping[str, bytes], str, Mapping[str, bytes], str, str | None]


def siapkan(kunci: Kunci) -> Callable[[Bahan], Hasil]:
    """Return what makes a part with these keys."""
    sandi = Sandi(*kunci)
    return lambda bahan: olah(sandi, bahan)


if __name__ == "__main__":
    layani(siapkan)
