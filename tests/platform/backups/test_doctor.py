"""Doctor's look at backups: none, late, too old, failed."""

from datetime import timedelta
from pathlib import Path

import pytest
from pytest_django import Settings

from assetry.platform.backups.doctor import look_at_backups
from assetry.platform.backups.records import NAME, Record, add_record
from assetry.platform.doctor.checks import Level
from tests.cast import NOW


@pytest.fixture
def folder(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings.DATA_DIR = tmp_path
    monkeypatch.setenv("ASSETRY_BACKUP_AT", "02:30")
    return tmp_path


def note(folder: Path, hours: float, failure: str = "") -> None:
    archive = folder / f"{hours}.assetry"
    archive.touch()
    record = Record(
        path=archive, taken_at=NOW - timedelta(hours=hours), bytes=1, verified=not failure, failure=failure
    )
    add_record(folder, record)


@pytest.mark.parametrize(("hours", "level"), [(5, Level.OK), (40, Level.WARNING), (80, Level.PROBLEM)])
def test_the_age_of_the_last_backup_decides(folder: Path, hours: float, level: Level) -> None:
    note(folder, hours)
    assert look_at_backups(NOW).level is level


def test_the_last_one_failing_is_a_problem(folder: Path) -> None:
    note(folder, 20)
    note(folder, 1, failure="The disk is full.")
    finding = look_at_backups(NOW)
    assert (finding.level, "The disk is full." in str(finding.detail)) == (Level.PROBLEM, True)


def test_one_whose_file_is_gone_does_not_count(folder: Path) -> None:
    note(folder, 5)
    (folder / "5.assetry").unlink()
    assert "No backup has been made yet." in str(look_at_backups(NOW).detail)


def test_none_and_none_to_come_is_said(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSETRY_BACKUP_AT", "off")
    finding = look_at_backups(NOW)
    assert (finding.level, "none is made by itself" in str(finding.detail)) == (Level.WARNING, True)


@pytest.mark.parametrize("content", ["{", "[1]", '[{"path": 7}]', '{"a": 1}', "\x00"])
def test_a_garbled_list_is_named_as_that(folder: Path, content: str) -> None:
    (folder / NAME).write_text(content)
    finding = look_at_backups(NOW)
    assert finding.level is Level.PROBLEM
    assert "cannot be read" in str(finding.detail)
    assert NAME in str(finding.detail)
