"""The process that makes parts of files: `python -m app.ekspor.anak`, started by `kolam`."""

from collections.abc import Callable

from app.core.anak import layani
from app.core.crypto import KunciSandi, Sandi
from app.ekspor.proses import Bahan, Hasil, olah


def siapkan(kunci: KunciSandi) -> Callable[[Bahan], Hasil]:
    """Return what makes a part with these keys."""
    sandi = Sandi(*kunci)
    return lambda bahan: olah(sandi, bahan)


if __name__ == "__main__":
    layani(siapkan)
