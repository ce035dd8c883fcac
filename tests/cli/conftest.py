"""Data folders of running Assetrys: one is made by a first start, the tests work on copies of it."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.running import Running


@pytest.fixture(scope="session")
def first_started() -> Iterator[Path]:
    """A data folder that was started once and stopped; never start it again."""
    folder = _folder()
    with Running(folder):
        pass
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def data_dir(first_started: Path) -> Iterator[Path]:
    """A copy of the prepared data folder, for one test."""
    folder = _folder()
    subprocess.run(["cp", "-a", f"{first_started}/.", folder], check=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def empty_dir() -> Iterator[Path]:
    """A data folder that was never started."""
    folder = _folder()
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def _folder() -> Path:
    """Not below pytest's own folder, which only its owner may enter, and so not the database's user."""
    return Path(tempfile.mkdtemp(prefix="assetry-up."))
