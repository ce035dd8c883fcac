"""A register of a module's own; tests that change it make their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assetry.platform.backups.place import Place
from tests.support.backups import register, whole_archive


@pytest.fixture
def place(django_db_setup: None, tmp_path: Path) -> Iterator[Place]:
    """A register that the test may restore over."""
    folder = tmp_path / "data"
    folder.mkdir()
    with register(folder) as made:
        yield made


@pytest.fixture
def archive_file(django_db_setup: None, tmp_path: Path) -> Path:
    """A whole archive."""
    path = tmp_path / "whole.zip"
    path.write_bytes(whole_archive())
    return path
