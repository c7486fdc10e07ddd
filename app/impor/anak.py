"""The worker process of an import: `python -m app.impor.anak`, started by `kolam`."""

from app.core.anak import layani
from app.impor.pekerja import siapkan

if __name__ == "__main__":
    layani(siapkan)
