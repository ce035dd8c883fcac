"""Data folders of running Assetrys: one is made by a first start, the tests work on copies of it."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.once import made_once
from tests.support.running import Running


@pytest.fixture(scope="session")
def make_folder() -> Iterator[Callable[[], Path]]:
    """Makes folders that go with the session; not below pytest's own, which the database's user may not enter."""
    made: list[Path] = []

    def make() -> Path:
        made.append(Path(tempfile.mkdtemp(prefix="assetry-up.")))
        return made[-1]

    yield make
    for folder in made:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def first_started() -> Path:
    """A data folder that was started once and stopped; never start it again."""

    def start(folder: Path) -> None:
        with Running(folder):
            pass

    return made_once("first-started", start)


@pytest.fixture
def data_dir(first_started: Path, make_folder: Callable[[], Path]) -> Path:
    """A copy of the prepared data folder, for one test."""
    return copied(first_started, make_folder())


@pytest.fixture
def empty_dir(make_folder: Callable[[], Path]) -> Path:
    """A data folder that was never started."""
    return make_folder()


def copied(source: Path, target: Path) -> Path:
    """The target, with everything of the source, owners included."""
    subprocess.run(["cp", "-a", f"{source}/.", target], check=True)
    return target
