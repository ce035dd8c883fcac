"""Doctor's look at stored files: gone, shortened, lying there for nobody."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from assetry.platform.doctor.checks import Level
from assetry.platform.files import checks
from assetry.platform.files.checks import Needed
from assetry.platform.files.current import current_store
from assetry.platform.files.doctor import look_at_files
from assetry.platform.files.port import Stored, new_key
from tests.cast import NOW

pytestmark = pytest.mark.django_db
MUCH_LATER = NOW + timedelta(days=4000)


@pytest.fixture
def stored(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stored:
    """One file that one row needs."""
    settings.FILES_DIR = tmp_path
    kept = current_store().write(new_key(), [b"proof"], limit=9)
    needed = Needed(key=kept.key, size=kept.size, sha256=kept.sha256, of="the proof")
    monkeypatch.setattr(checks, "_owners", {"test": lambda: iter([needed])})
    return kept


def test_files_that_are_there_are_fine(stored: Stored) -> None:
    assert look_at_files(MUCH_LATER).level is Level.OK


def test_a_file_that_is_gone_is_named(stored: Stored) -> None:
    current_store().delete(stored.key)
    finding = look_at_files(NOW)
    assert (finding.level, finding.rows) == (Level.PROBLEM, ("the proof",))


def test_a_file_that_was_cut_is_named(stored: Stored, tmp_path: Path) -> None:
    (place,) = [file for file in tmp_path.rglob("*") if file.is_file()]
    place.chmod(0o600)
    place.write_bytes(b"pro")
    assert look_at_files(NOW).rows == ("the proof",)


def test_a_file_for_nobody_is_a_warning(stored: Stored) -> None:
    extra = current_store().write(new_key(), [b"x"], limit=9)
    finding = look_at_files(MUCH_LATER)
    assert (finding.level, finding.rows) == (Level.WARNING, (extra.key,))
