"""House rules that a linter does not know, read from the syntax tree of `app/`."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

AKAR = Path(__file__).parents[2]
BERKAS = sorted(p.relative_to(AKAR) for p in (AKAR / "app").rglob("*.py"))
SEMUA = BERKAS + sorted(p.relative_to(AKAR) for p in (AKAR / "tests").rglob("*.py"))


def pohon(berkas: Path) -> ast.Module:
    return ast.parse((AKAR / berkas).read_text())


def panggilan(berkas: Path, nama: set[str]) -> Iterator[int]:
    for simpul in ast.walk(pohon(berkas)):
        if isinstance(simpul, ast.Call):
            fungsi = simpul.func
            disebut = fungsi.attr if isinstance(fungsi, ast.Attribute) else getattr(fungsi, "id", "")
            if disebut in nama:
                yield simpul.lineno


@pytest.mark.parametrize("berkas", SEMUA, ids=str)
def test_no_file_has_more_than_400_lines(berkas: Path) -> None:
    assert len((AKAR / berkas).read_text().splitlines()) <= 400


@pytest.mark.parametrize("berkas", BERKAS, ids=str)
def test_no_function_has_more_than_40_lines(berkas: Path) -> None:
    panjang = {
        f"{s.name}:{s.lineno}"
        for s in ast.walk(pohon(berkas))
        if isinstance(s, ast.FunctionDef | ast.AsyncFunctionDef)
        and (s.end_lineno or 0) - s.body[0].lineno + 1 > 40 + _docstring(s)
    }
    assert not panjang


def _docstring(fungsi: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    pertama = fungsi.body[0]
    if isinstance(pertama, ast.Expr) and isinstance(pertama.value, ast.Constant):
        return (pertama.end_lineno or 0) - pertama.lineno + 1
    return 0


@pytest.mark.parametrize("berkas", BERKAS, ids=str)
def test_only_core_db_commits(berkas: Path) -> None:
    if berkas != Path("app/core/db.py"):
        assert not list(panggilan(berkas, {"commit"}))


@pytest.mark.parametrize("berkas", BERKAS, ids=str)
def test_only_the_workflow_engine_writes_a_status(berkas: Path) -> None:
    if berkas == Path("app/core/workflow.py"):
        return
    tulis = [
        s.lineno
        for s in ast.walk(pohon(berkas))
        if isinstance(s, ast.Assign | ast.AugAssign | ast.AnnAssign)
        for t in (s.targets if isinstance(s, ast.Assign) else [s.target])
        if isinstance(t, ast.Attribute)
        and t.attr == "status"
        and not (isinstance(t.value, ast.Name) and t.value.id == "self")
    ]
    assert not tulis


KUERI = {"select", "insert", "update", "delete", "text"}
BOLEH_KUERI = {"repository.py", "models.py"}


@pytest.mark.parametrize("berkas", BERKAS, ids=str)
def test_only_repositories_write_queries(berkas: Path) -> None:
    boleh = berkas.name in BOLEH_KUERI or berkas.stem.startswith("repository") or berkas.parts[1] == "core"
    if boleh or _muat_massal(berkas):
        return
    impor = {
        a.name
        for s in ast.walk(pohon(berkas))
        if isinstance(s, ast.ImportFrom) and (s.module or "").startswith("sqlalchemy")
        for a in s.names
    }
    assert not impor & KUERI


def _muat_massal(berkas: Path) -> bool:
    """Bulk loaders of commands speak SQL themselves: they are repositories by another name."""
    return berkas.name == "muat.py"


@pytest.mark.parametrize("berkas", BERKAS, ids=str)
def test_relationships_never_load_by_accident(berkas: Path) -> None:
    for simpul in ast.walk(pohon(berkas)):
        if isinstance(simpul, ast.Call) and getattr(simpul.func, "id", "") == "relationship":
            lazy = {k.arg: k.value for k in simpul.keywords}.get("lazy")
            assert isinstance(lazy, ast.Constant)
            assert lazy.value in {"raise", "raise_on_sql", "noload"}


@pytest.mark.parametrize("berkas", BERKAS, ids=str)
def test_no_base_http_middleware(berkas: Path) -> None:
    assert "BaseHTTPMiddleware" not in {s.id for s in ast.walk(pohon(berkas)) if isinstance(s, ast.Name)}


@pytest.mark.parametrize("berkas", BERKAS, ids=str)
def test_no_import_inside_a_function(berkas: Path) -> None:
    dalam = [
        s.lineno
        for f in ast.walk(pohon(berkas))
        if isinstance(f, ast.FunctionDef | ast.AsyncFunctionDef)
        for s in ast.walk(f)
        if isinstance(s, ast.Import | ast.ImportFrom)
    ]
    assert not dalam or berkas == Path("app/cli.py"), "only the command line defers imports, so that --help is quick"


@pytest.mark.parametrize("berkas", BERKAS, ids=str)
def test_log_calls_carry_no_formatted_text(berkas: Path) -> None:
    for simpul in ast.walk(pohon(berkas)):
        if isinstance(simpul, ast.Call) and isinstance(simpul.func, ast.Attribute):
            pemilik = getattr(simpul.func.value, "id", "")
            if pemilik in {"_log", "log", "logger"} and simpul.args:
                assert isinstance(simpul.args[0], ast.Constant), f"line {simpul.lineno}"
