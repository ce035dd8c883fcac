"""The wheel in an environment that has nothing else: no Node, no source tree, no PATH."""

import json
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.running import Running, variables

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def assetry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The command `assetry` of an environment into which only the wheel and what it asks for was installed."""
    folder = tmp_path_factory.mktemp("wheel")
    run_uv("build", "--wheel", "--offline", "--quiet", "-o", str(folder), str(ROOT))
    (wheel,) = folder.glob("*.whl")
    locked = run_uv(
        "export",
        "--project",
        str(ROOT),
        "--locked",
        "--no-dev",
        "--no-emit-project",
        "--no-hashes",
        "--quiet",
    )
    (folder / "requirements.txt").write_text(locked)
    run_uv("venv", "--quiet", "--python", sys.executable, str(folder / "venv"))
    python = str(folder / "venv" / "bin" / "python")
    run_uv(
        "pip", "install", "--quiet", "--python", python, "-r", str(folder / "requirements.txt"), str(wheel)
    )
    return folder / "venv" / "bin" / "assetry"


@pytest.fixture(scope="module")
def running(assetry: Path, make_folder: Callable[[], Path]) -> Iterator[Running]:
    """It serves."""
    with Running(make_folder(), program=(str(assetry),), extra={"PATH": str(assetry.parent)}) as it:
        yield it


def run_uv(*words: str) -> str:
    uv = shutil.which("uv")
    assert uv, "the commands of the Makefile bring uv along"
    return subprocess.run([uv, *words], check=True, capture_output=True, text=True).stdout


def fetched(running: Running, path: str) -> str:
    with urllib.request.urlopen(f"http://127.0.0.1:{running.port}{path}") as answer:
        return str(answer.read().decode())


def test_nothing_of_the_source_tree_is_in_it(assetry: Path) -> None:
    python = str(assetry.parent / "python")
    query = "import assetry, sys; print(assetry.__file__); print('pytest' in sys.modules)"
    said = subprocess.run([python, "-c", query], check=True, capture_output=True, text=True, cwd="/").stdout
    assert said.splitlines() == [
        str(next(assetry.parents[1].glob("lib/*/site-packages/assetry/__init__.py"))),
        "False",
    ]


def test_it_serves_the_sign_in_page_with_its_looks(running: Running) -> None:
    page = fetched(running, "/accounts/sign-in/")
    assert "<h1" in page
    (style,) = {part.split('"')[0] for part in page.split('href="')[1:] if ".css" in part.split('"')[0]}
    assert "@layer" in fetched(running, style)
    assert fetched(running, "/health") == "ok\n"


def test_its_doctor_finds_no_problem(running: Running, assetry: Path) -> None:
    looked = subprocess.run(
        [str(assetry), "doctor", "--json"],
        env=variables(running.data_dir, running.port, {"PATH": str(assetry.parent)}),
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    checks = json.loads(looked.stdout)["checks"]
    assert [check for check in checks if check["level"] == "problem"] == []
    assert looked.returncode == 0
