"""The budgets of ARCHITECTURE.md: sizes of files, functions and views, and where everything may be caught."""

import ast
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "assetry"
CAUGHT_AT_BOUNDARIES = (
    "web/",
    "api/",
    "jobs/",
    "cli/",
    "connectors/",
    "platform/jobs/",
    "platform/exports/sending.py",
)


def modules(folder: Path = SOURCE) -> list[Path]:
    return [file for file in sorted(folder.rglob("*.py")) if "migrations" not in file.parts]


def lines_of(file: Path) -> int:
    return len(file.read_text().splitlines())


type Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(file: Path) -> Iterator[tuple[str, Function]]:
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{file.relative_to(ROOT)}:{node.lineno} {node.name}", node


def size(node: Function) -> int:
    """Lines from `def` on, the docstring left out."""
    docstring = ast.get_docstring(node, clean=False)
    assert node.end_lineno
    return node.end_lineno - node.lineno + 1 - (docstring.count("\n") + 1 if docstring else 0)


def percentile(values: list[int], share: float) -> int:
    return sorted(values)[int(share * (len(values) - 1))]


def test_files_are_small() -> None:
    sizes = {file: lines_of(file) for file in modules()}
    written = [count for count in sizes.values() if count]
    assert {str(file.relative_to(ROOT)): count for file, count in sizes.items() if count > 600} == {}
    assert percentile(written, 0.95) <= 400
    assert statistics.median(written) <= 100


def test_functions_are_short() -> None:
    sizes = {name: size(node) for file in modules() for name, node in functions(file)}
    assert {name: count for name, count in sizes.items() if count > 60} == {}
    assert percentile(list(sizes.values()), 0.95) <= 40


def statements(node: Function) -> int:
    return sum(isinstance(each, ast.stmt) for each in ast.walk(node)) - 1


def test_views_are_thin() -> None:
    views = [
        file for file in modules(SOURCE / "web") if file.name == "views.py" or file.parent.name == "views"
    ]
    counts = {
        name: statements(node) for file in views for name, node in functions(file) if takes_request(node)
    }
    assert counts
    assert {name: count for name, count in counts.items() if count > 15} == {}


def takes_request(node: Function) -> bool:
    """A view, not one of its helpers."""
    return not node.name.startswith("_") and [argument.arg for argument in node.args.args[:1]] == ["request"]


def broad_handlers(text: str) -> list[int]:
    """The lines that catch `Exception`, or everything."""
    handlers = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ExceptHandler)]
    broad = ("Exception", "BaseException", None)
    return [node.lineno for node in handlers if (ast.unparse(node.type) if node.type else None) in broad]


def test_everything_is_caught_at_boundaries_alone() -> None:
    found = {str(file.relative_to(SOURCE)): broad_handlers(file.read_text()) for file in modules()}
    inside = {name: at for name, at in found.items() if at and not name.startswith(CAUGHT_AT_BOUNDARIES)}
    assert inside == {}


@pytest.mark.parametrize("text", ["try: pass\nexcept Exception: pass", "try: pass\nexcept: pass"])
def test_a_broad_handler_is_seen(text: str) -> None:
    assert broad_handlers(text) == [2]
