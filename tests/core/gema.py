"""A child for tests: says the word that it was given, and what it is asked; fails, or ends, when asked to."""

import os
from collections.abc import Callable

from app.core.anak import layani


def siapkan(kata: str) -> Callable[[str], tuple[str, str, int]]:
    """Return what answers."""

    def jawab(isi: str) -> tuple[str, str, int]:
        if isi == "gagal":
            raise ValueError(kata)
        if isi == "mati":
            os._exit(3)
        return kata, isi, os.getpid()

    return jawab


if __name__ == "__main__":
    layani(siapkan)
