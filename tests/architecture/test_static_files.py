"""The build step of fonts, icons, scripts and styles, and the wheel that carries them."""

import runpy
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
VENDOR = ROOT / "src" / "assetry" / "web" / "static" / "vendor"


@pytest.fixture(scope="module")
def tool() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "tools" / "build_static.py"))


def test_everything_from_npm_is_where_pages_look_for_it(tool: dict[str, Any]) -> None:
    assert [target for target in tool["COPIES"].values() if not (VENDOR / target).is_file()] == []


def test_what_we_pass_on_carries_its_license(tool: dict[str, Any]) -> None:
    licenses = {file.stem for file in (VENDOR / "licenses").iterdir()}
    assert {"htmx", "inter", "geist-mono", "lucide"} <= licenses


def test_an_icon_is_a_symbol_of_the_sprite(tool: dict[str, Any]) -> None:
    drawn = tool["sprite"](ROOT / "node_modules" / "lucide-static" / "icons", ["laptop", "laptop", "server"])
    assert drawn.count("<symbol ") == 2
    assert '<symbol id="i-laptop" viewBox="0 0 24 24"><path' in drawn


def test_an_icon_that_does_not_exist_is_refused(tool: dict[str, Any]) -> None:
    with pytest.raises(Exception, match="names 'flying-pig', which Lucide does not have"):
        tool["sprite"](ROOT / "node_modules" / "lucide-static" / "icons", ["flying-pig"])


def test_a_second_build_touches_nothing(tool: dict[str, Any]) -> None:
    tool["build"](ROOT)
    before = {file: file.stat().st_mtime_ns for file in VENDOR.rglob("*")}
    tool["build"](ROOT)
    assert {file: file.stat().st_mtime_ns for file in VENDOR.rglob("*")} == before


def test_the_wheel_carries_them_and_no_tool_of_ours(tmp_path: Path) -> None:
    uv = shutil.which("uv")
    assert uv, "the commands of the Makefile bring uv along"
    subprocess.run([uv, "build", "--wheel", "--offline", "--quiet", "-o", tmp_path, ROOT], check=True)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    missing = [file for file in VENDOR.rglob("*") if file.is_file() and not in_wheel(file, names)]
    assert missing == []
    assert [name for name in names if name.endswith("ruff.toml") or name.startswith("tests/")] == []


def in_wheel(file: Path, names: list[str]) -> bool:
    return str(file.relative_to(ROOT / "src")) in names
