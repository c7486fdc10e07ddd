"""Files of the repository that are made from the code: the API's contract and the diagrams of the transition tables."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from fastapi import FastAPI
from typing_extensions import override

from app import terbitan
from app.core.workflow import Transition, Workflow

Alur = Workflow[Any, Any, Any]
AWAL_DIAGRAM = "<!-- alur-usulan:mulai -->"
AKHIR_DIAGRAM = "<!-- alur-usulan:selesai -->"
semua_alur = terbitan.semua_alur
_KEPALA = ("aksi", "dari", "ke", "jabatan", "jalur", "syarat", "dasar", "tenggat")


class _TanpaAlias(yaml.SafeDumper):
    """Writes a repeated part again: readers of a contract stumble over YAML anchors."""

    @override
    def ignore_aliases(self, data: Any) -> bool:
        return True


def kontrak(aplikasi: FastAPI) -> str:
    """Return the OpenAPI document as YAML, in the order in which it is served."""
    return yaml.dump(aplikasi.openapi(), Dumper=_TanpaAlias, sort_keys=False, allow_unicode=True, width=120)


def diagram() -> dict[str, str]:
    """Return a Markdown page per transition table, by file name."""
    return {f"{alur.nama.lower().replace(' ', '-')}.md": _halaman(alur) for alur in semua_alur()}


def readme(teks: str) -> str:
    """Return the README with the diagram of the usulan between its two marks as the table draws it now.

    Raises:
        ValueError: a mark is missing.
    """
    usulan = next(a for a in semua_alur() if a.nama == "Usulan")
    kepala, ada_awal, sisa = teks.partition(AWAL_DIAGRAM)
    _, ada_akhir, ekor = sisa.partition(AKHIR_DIAGRAM)
    if not (ada_awal and ada_akhir):
        raise ValueError("README.md has lost a mark of its diagram")
    return f"{kepala}{AWAL_DIAGRAM}\n\n```mermaid\n{usulan.mermaid()}```\n\n{AKHIR_DIAGRAM}{ekor}"


def tulis(berkas: Mapping[Path, str], *, periksa: bool) -> list[Path]:
    """Write what differs, or with `periksa` nothing; return the files that differed."""
    usang = [b for b, isi in berkas.items() if not b.exists() or b.read_text(encoding="utf-8") != isi]
    for satu in [] if periksa else usang:
        satu.parent.mkdir(parents=True, exist_ok=True)
        satu.write_text(berkas[satu], encoding="utf-8")
    return usang


def _halaman(alur: Alur) -> str:
    baris = [
        f"# {alur.nama}",
        "",
        "Made by `make diagrams` from the transition table; do not edit.",
        "",
        "```mermaid",
        alur.mermaid().rstrip(),
        "```",
        "",
        f"| {' | '.join(_KEPALA)} |",
        f"|{' --- |' * len(_KEPALA)}",
    ]
    return "\n".join([*baris, *(_baris(t) for t in alur)]) + "\n"


def _baris(t: Transition[Any, Any, Any]) -> str:
    jalur = f"{t.jalur}: {t.rute_massal}" if t.rute_massal else str(t.jalur)
    sel = (
        f"`{t.aksi}`",
        ", ".join(sorted(t.dari)),
        str(t.ke),
        ", ".join(sorted(t.oleh)),
        f"{jalur} ({t.subsistem}, belum ada)" if t.subsistem else jalur,
        ", ".join([*(["alasan"] if t.alasan else []), *(s.nama for s in t.syarat)]),
        t.dasar,
        t.tenggat,
    )
    return "| " + " | ".join(s.replace("|", "\\|") or "-" for s in sel) + " |"
