"""House rules that a linter does not know, read from the syntax trees of `app/`; each test lists every offender."""

import ast
from collections.abc import Iterator
from pathlib import Path

AKAR = Path(__file__).parents[2]
POHON = {p.relative_to(AKAR): ast.parse(p.read_text()) for p in sorted((AKAR / "app").rglob("*.py"))}
Fungsi = ast.FunctionDef | ast.AsyncFunctionDef


def simpul(*jenis: type[ast.AST], kecuali: tuple[str, ...] = ()) -> Iterator[tuple[Path, ast.AST]]:
    for berkas, pohon in POHON.items():
        if str(berkas) not in kecuali:
            yield from ((berkas, s) for s in ast.walk(pohon) if isinstance(s, jenis))


def di(berkas: Path, s: ast.AST) -> str:
    return f"{berkas}:{getattr(s, 'lineno', '?')}"


def disebut(panggilan: ast.Call) -> str:
    return panggilan.func.attr if isinstance(panggilan.func, ast.Attribute) else getattr(panggilan.func, "id", "")


def test_no_file_has_more_than_400_lines() -> None:
    semua = [p for folder in ("app", "tests", "migrations", "bench") for p in (AKAR / folder).rglob("*.py")]
    panjang = {str(p.relative_to(AKAR)): len(p.read_text().splitlines()) for p in semua}
    assert not {p: n for p, n in panjang.items() if n > 400}


def test_no_function_has_more_than_40_lines() -> None:
    def baris(f: Fungsi) -> int:
        awal = f.body[1:] if ast.get_docstring(f) and len(f.body) > 1 else f.body
        return (f.end_lineno or 0) - awal[0].lineno + 1

    assert not [
        di(b, f) for b, f in simpul(ast.FunctionDef, ast.AsyncFunctionDef) if isinstance(f, Fungsi) and baris(f) > 40
    ]


def test_only_core_db_commits() -> None:
    panggil = simpul(ast.Call, kecuali=("app/core/db.py",))
    assert not [di(b, s) for b, s in panggil if isinstance(s, ast.Call) and disebut(s) == "commit"]


def test_only_the_workflow_engine_writes_a_status() -> None:
    def sasaran(s: ast.AST) -> list[ast.expr]:
        if isinstance(s, ast.Assign):
            return s.targets
        return [s.target] if isinstance(s, ast.AugAssign | ast.AnnAssign) else []

    def is_status(t: ast.expr) -> bool:
        return isinstance(t, ast.Attribute) and t.attr == "status" and getattr(t.value, "id", "") != "self"

    tulis = simpul(ast.Assign, ast.AugAssign, ast.AnnAssign, kecuali=("app/core/workflow.py",))
    assert not [di(b, s) for b, s in tulis if any(is_status(t) for t in sasaran(s))]


def test_only_repositories_write_queries() -> None:
    kueri = {"select", "insert", "update", "delete", "text"}

    def boleh(berkas: Path) -> bool:
        # Bulk loaders of commands (`muat.py`) are repositories by another name.
        return (
            berkas.stem.startswith(("repository", "models"))
            or berkas.name == "muat.py"
            or berkas.parts[1] in {"core", "operasi"}
        )

    langgar = [
        di(b, s)
        for b, s in simpul(ast.ImportFrom)
        if isinstance(s, ast.ImportFrom)
        and (s.module or "").startswith("sqlalchemy")
        and {a.name for a in s.names} & kueri
        and not boleh(b)
    ]
    assert not langgar


def test_relationships_never_load_by_accident() -> None:
    for berkas, s in simpul(ast.Call):
        if isinstance(s, ast.Call) and disebut(s) == "relationship":
            lazy = {k.arg: k.value for k in s.keywords}.get("lazy")
            assert isinstance(lazy, ast.Constant), di(berkas, s)
            assert lazy.value in {"raise", "raise_on_sql", "noload"}, di(berkas, s)


def test_no_base_http_middleware() -> None:
    assert not [di(b, s) for b, s in simpul(ast.Name) if getattr(s, "id", "") == "BaseHTTPMiddleware"]


def test_no_import_inside_a_function() -> None:
    # Only the command line defers imports, so that its help appears at once.
    dalam = [
        di(b, s)
        for b, f in simpul(
            ast.FunctionDef, ast.AsyncFunctionDef, kecuali=("app/cli.py", "app/cli_desil.py", "app/cli_pmt.py")
        )
        for s in ast.walk(f)
        if isinstance(s, ast.Import | ast.ImportFrom)
    ]
    assert not dalam


def test_log_events_are_constants() -> None:
    susun = [
        di(b, s)
        for b, s in simpul(ast.Call)
        if isinstance(s, ast.Call)
        and isinstance(s.func, ast.Attribute)
        and getattr(s.func.value, "id", "") in {"_log", "log", "logger"}
        and s.args
        and not isinstance(s.args[0], ast.Constant)
    ]
    assert not [x for x in susun if not x.startswith("app/core/logging.py")]


def test_no_dependency_costs_a_thread() -> None:
    """FastAPI runs a plain function in a thread: each would cost a request two changes of threads."""
    for berkas, pohon in POHON.items():
        bernama = {f.name: f for f in ast.walk(pohon) if isinstance(f, ast.FunctionDef)}
        for p in ast.walk(pohon):
            if isinstance(p, ast.Call) and isinstance(p.func, ast.Name) and p.func.id == "Depends" and p.args:
                nama = getattr(p.args[0], "id", "")
                assert nama not in bernama, f"{berkas}: write `async def {nama}`"


def test_what_a_validator_refuses_is_told_in_both_languages() -> None:
    """Inputs refuse by `isian_salah`; a ValueError or the library's error would have one language."""
    milik = ("app/core/pesan_isian.py",)
    pustaka = [
        di(b, s)
        for b, s in simpul(ast.Call, kecuali=milik)
        if isinstance(s, ast.Call) and disebut(s) in {"PydanticCustomError", "PydanticKnownError"}
    ]
    # Settings are read by operators on a terminal, which is English.
    polos = [
        di(b, s)
        for b, pohon in POHON.items()
        if str(b) != "app/config.py"
        for f in _penguji(pohon)
        for s in ast.walk(f)
        if isinstance(s, ast.Assert)
        or (isinstance(s, ast.Raise) and _nama_galat(s) in {"ValueError", "AssertionError"})
    ]
    assert not pustaka + polos


def _penguji(pohon: ast.AST) -> list[Fungsi]:
    """Return the functions that pydantic calls to look at a value: decorated, named in an annotation or in a schema."""
    tanda = {"field_validator", "model_validator", "validator", "root_validator"}
    dipasang = {
        getattr(isi, "id", getattr(isi, "attr", ""))
        for s in ast.walk(pohon)
        if isinstance(s, ast.Call) and (disebut(s).endswith("Validator") or disebut(s).endswith("_validator_function"))
        for isi in s.args[:1]
    }
    return [
        f
        for f in ast.walk(pohon)
        if isinstance(f, Fungsi)
        and (f.name in dipasang or {disebut(d) for d in f.decorator_list if isinstance(d, ast.Call)} & tanda)
    ]


def _nama_galat(s: ast.Raise) -> str:
    galat = s.exc.func if isinstance(s.exc, ast.Call) else s.exc
    return getattr(galat, "id", "")
