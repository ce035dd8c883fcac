"""The import contracts hold, and each of them notices a violation that is planted into a copy of the sources."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python files and the contracts, without caches, in a place where they may be spoiled."""
    folder = tmp_path_factory.mktemp("planted")
    ignored = shutil.ignore_patterns("static", "templates", "__pycache__", "fonts")
    shutil.copytree(ROOT / "src", folder / "src", ignore=ignored)
    shutil.copy(ROOT / ".importlinter", folder)
    return folder


def lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder / "src"), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_contracts_are_kept(copy: Path) -> None:
    linted = lint(copy)
    assert linted.returncode == 0, linted.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("kernel/planted.py", "import assetry.platform.audit.events", "Rooms look down only"),
        ("platform/planted.py", "import assetry.domain.assets.models", "Rooms look down only"),
        ("domain/planted.py", "import assetry.web.kit.lists", "Rooms look down only"),
        ("web/planted.py", "import assetry.api.v1.root", "Rooms look down only"),
        ("jobs/planted.py", "import assetry.cli.main", "Rooms look down only"),
        (
            "domain/organization/planted.py",
            "import assetry.domain.assets.models",
            "Areas of the domain look down only",
        ),
        (
            "domain/ledger/planted.py",
            "import assetry.domain.catalog.models",
            "Areas of the domain look down only",
        ),
        ("domain/catalog/models.py", "import assetry.domain.catalog.operations", "Inside an area"),
        ("domain/assets/rules.py", "import assetry.domain.assets.models", "Inside an area"),
        ("domain/assets/rules.py", "import django.db", "Rules are arithmetic"),
        ("web/components/planted.py", "import assetry.web.kit.lists", "Pages stand on the kit"),
        ("web/kit/planted.py", "import assetry.web.assets.views", "Pages stand on the kit"),
        ("web/home/planted.py", "import assetry.web.assets.views", "Pages stand on the kit"),
        ("connectors/planted.py", "import assetry.domain.assets.models", "Connectors touch no database"),
        ("connectors/planted.py", "import assetry.platform.audit.events", "Connectors touch no database"),
    ],
)
def test_a_planted_import_breaks_its_contract(copy: Path, module: str, line: str, contract: str) -> None:
    file = copy / "src" / "assetry" / module
    before = file.read_text() if file.exists() else None
    file.write_text(f"{before or ''}\n{line}\n")
    try:
        said = lint(copy).stdout
    finally:
        restore(file, before)
    broken = [row for row in said.splitlines() if row.rstrip().endswith("BROKEN")]
    assert any(row.startswith(contract) for row in broken), said


def test_a_planted_cycle_breaks_its_contract(copy: Path) -> None:
    files = {name: copy / "src" / "assetry" / "kernel" / f"{name}.py" for name in ("first", "second")}
    files["first"].write_text("import assetry.kernel.second\n")
    files["second"].write_text("import assetry.kernel.first\n")
    said = lint(copy).stdout
    for file in files.values():
        file.unlink()
    assert "No cycles between siblings BROKEN" in said


def restore(file: Path, before: str | None) -> None:
    """Whatever else was planted before, each case sees only its own."""
    file.unlink() if before is None else file.write_text(before)
