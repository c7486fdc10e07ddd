"""Filled questionnaires and families as the tests need them."""

from collections.abc import Callable, Mapping
from typing import Any

from app.keluarga.instrumen import Instrumen, Jenis, KodeInstrumen, Pertanyaan, muat

Pilih = Callable[[Pertanyaan], int | str]
REGSOSEK = muat(KodeInstrumen.REGSOSEK2022K)


def jawab_biasa(p: Pertanyaan) -> int | str:
    """Return an ordinary answer: "no" or "none" where there is one, else the first code or the smallest number."""
    if p.jenis is Jenis.KODE:
        if p.no.startswith("428"):
            return 4
        return 2 if set(p.pilihan) in ({1, 2}, {1, 2, 8}) else next(iter(p.pilihan))
    if p.jenis is Jenis.BITMASK:
        return 0
    return "2026-01-15" if p.jenis is Jenis.TANGGAL else (p.min or 1) if p.jenis is Jenis.BILANGAN else "x"


def jawab_bagian(
    bagian: Mapping[str, Pertanyaan], tetap: Mapping[str, Any], pilih: Pilih = jawab_biasa
) -> dict[str, Any]:
    """Answer every required question of a part in order; `tetap` fixes answers, None leaves a gap."""
    jawaban: dict[str, Any] = {}
    for p in bagian.values():
        if p.no in tetap:
            jawaban[p.no] = tetap[p.no]
        elif p.bila.berlaku(jawaban) and p.is_wajib(jawaban):
            jawaban[p.no] = pilih(p)
    return jawaban


def orang(pilih: Pilih = jawab_biasa, instrumen: Instrumen = REGSOSEK, **tetap: Any) -> dict[str, Any]:
    """A present person; keyword `p407=40` fixes the answer of question 407."""
    umum = {"404": 1, "408": 1, "409": 3, "407": 30}
    return jawab_bagian(instrumen.bagian["individu"], umum | {k.removeprefix("p"): v for k, v in tetap.items()}, pilih)


def isian(
    *anggota: dict[str, Any], pilih: Pilih = jawab_biasa, keluarga: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """A complete, faultless questionnaire; without persons it has one head who lives alone."""
    daftar = anggota or (orang(p409=1),)
    return {
        "kepala": {},
        "keluarga": jawab_bagian(REGSOSEK.bagian["keluarga"], {"205": 1, **(keluarga or {})}, pilih),
        "individu": {f"baru-{n}": dict(a) for n, a in enumerate(daftar, 1)},
    }
