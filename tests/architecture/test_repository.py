"""What may lie in the repository: one package index, no trace of one machine, locks in step, no third party's files."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TRACKED = subprocess.run(
    ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
).stdout.split("\0")[:-1]
# Homes and checkouts of one machine; /var/lib, /usr and /tmp are everybody's.
MACHINE = re.compile(r"/(?:home|Users)/\w+/|/root/|/work/\w+/|/opt/wheels|C:\\\\Users")
HOSTS = re.compile(r"https?://([\w.-]+)")
THIS = "tests/architecture/test_repository.py"


def text_files() -> list[str]:
    """What is tracked and there, without pictures and the like."""
    there = [name for name in TRACKED if (ROOT / name).is_file()]
    return [name for name in there if b"\0" not in (ROOT / name).read_bytes()[:4096]]


def hosts_of(text: str) -> set[str]:
    return set(HOSTS.findall(text))


def lines_with(pattern: re.Pattern[str], names: list[str]) -> list[str]:
    return [
        f"{name}:{number}"
        for name in names
        for number, line in enumerate((ROOT / name).read_text().splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_path_of_one_machine_is_written_down() -> None:
    assert lines_with(MACHINE, [name for name in text_files() if name != THIS]) == []


@pytest.mark.parametrize("text", ["/home/ana/assetry", "/root/.pyenv", "/work/main/src", "/Users/ana/x"])
def test_a_path_of_one_machine_is_recognized(text: str) -> None:
    assert MACHINE.search(text)


def test_the_lock_names_one_index_and_one_host_of_files() -> None:
    assert len(hosts_of((ROOT / "uv.lock").read_text())) <= 2


def test_the_hosts_of_the_lock_are_named_nowhere_else() -> None:
    hosts = hosts_of((ROOT / "uv.lock").read_text())
    named = re.compile("|".join(re.escape(host) for host in sorted(hosts)))
    assert lines_with(named, [name for name in text_files() if name != "uv.lock"]) == []


def test_the_npm_lock_names_no_host() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"].values()
    assert [package["resolved"] for package in packages if "resolved" in package] == []


def test_npm_packages_are_pinned() -> None:
    package = json.loads((ROOT / "package.json").read_text())
    versions = [*package["dependencies"].values(), *package["devDependencies"].values()]
    assert [version for version in versions if not re.fullmatch(r"\d+\.\d+\.\d+", version)] == []


def test_the_lock_is_in_step() -> None:
    uv = shutil.which("uv")
    assert uv, "the commands of the Makefile bring uv along"
    checked = subprocess.run(
        [uv, "lock", "--check", "--offline"],
        cwd=ROOT,
        env={**os.environ, "UV_PYTHON_DOWNLOADS": "never"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr


def test_every_direct_dependency_says_how_old_it_may_be() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    assert [name for name in named if ">=" not in name and "==" not in name] == []


def test_nothing_built_and_nothing_of_npm_is_tracked() -> None:
    built = ("node_modules/", "src/assetry/web/static/vendor/", "bench/results/", "dist/", ".venv/")
    assert [name for name in TRACKED if name.startswith(built)] == []
