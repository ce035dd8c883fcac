"""Backups by themselves: when one is due, what is noted down, what goes."""

from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from assetry.platform.backups.faults import BackupFailed
from assetry.platform.backups.making import is_due, make_backup, make_scheduled_backup
from assetry.platform.backups.place import Place
from assetry.platform.backups.queries import last_failure, latest_backup, list_backups
from assetry.platform.backups.records import (
    MOST,
    NAME,
    Record,
    UnreadableRecords,
    add_record,
    known_records,
    read_records,
)
from assetry.platform.backups.retention import name_of
from assetry.platform.backups.settings import BackupSettings
from tests.support.backups import source_of

AT = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)


@pytest.fixture
def settings_of_backups(tmp_path: Path) -> BackupSettings:
    folder = tmp_path / "backups"
    folder.mkdir()
    return BackupSettings(folder=folder, daily_at=time(2, 30), days=2, weeks=1, before_upgrade=True)


def note(tmp_path: Path, settings: BackupSettings, at: datetime, failure: str = "") -> Record:
    """A backup of that instant that was made, or was not."""
    record = Record(
        path=settings.folder / name_of(at), taken_at=at, bytes=7, verified=not failure, failure=failure
    )
    add_record(tmp_path, record)
    return record


def made(tmp_path: Path, settings: BackupSettings, at: datetime) -> Record:
    record = note(tmp_path, settings, at)
    record.path.write_bytes(b"a backup")
    return record


def test_the_first_one_is_due_at_once(tmp_path: Path, settings_of_backups: BackupSettings) -> None:
    assert is_due(settings_of_backups, tmp_path, at=AT - timedelta(hours=2))


@pytest.mark.parametrize(("hours", "due"), [(0.5, False), (23.9, False), (24, True), (30, True), (100, True)])
def test_one_is_due_at_its_time_and_whenever_it_was_missed(
    tmp_path: Path, settings_of_backups: BackupSettings, hours: float, due: bool
) -> None:
    made(tmp_path, settings_of_backups, AT)
    assert is_due(settings_of_backups, tmp_path, at=AT + timedelta(hours=hours)) is due


def test_one_that_is_gone_does_not_count(tmp_path: Path, settings_of_backups: BackupSettings) -> None:
    made(tmp_path, settings_of_backups, AT).path.unlink()
    assert is_due(settings_of_backups, tmp_path, at=AT + timedelta(minutes=1))


def test_one_that_was_put_elsewhere_does_not_count(
    tmp_path: Path, settings_of_backups: BackupSettings
) -> None:
    elsewhere = tmp_path / "mine.zip"
    elsewhere.write_bytes(b"a backup")
    add_record(tmp_path, Record(path=elsewhere, taken_at=AT, bytes=7, verified=True))
    assert is_due(settings_of_backups, tmp_path, at=AT + timedelta(minutes=1))


def test_none_is_due_where_the_time_is_off(tmp_path: Path, settings_of_backups: BackupSettings) -> None:
    off = BackupSettings(folder=tmp_path, daily_at=None, days=7, weeks=4, before_upgrade=True)
    assert not is_due(off, tmp_path, at=AT)


def test_after_a_failure_an_hour_passes(tmp_path: Path, settings_of_backups: BackupSettings) -> None:
    note(tmp_path, settings_of_backups, AT, failure="The disk is full.")
    assert not is_due(settings_of_backups, tmp_path, at=AT + timedelta(minutes=59))
    assert is_due(settings_of_backups, tmp_path, at=AT + timedelta(minutes=60))


def test_the_latest_is_the_newest_whose_file_is_there(
    tmp_path: Path, settings_of_backups: BackupSettings
) -> None:
    assert latest_backup(tmp_path) is None
    kept = made(tmp_path, settings_of_backups, AT)
    made(tmp_path, settings_of_backups, AT + timedelta(days=1)).path.unlink()
    failed = note(tmp_path, settings_of_backups, AT + timedelta(days=2), failure="The disk is full.")
    assert latest_backup(tmp_path) == (kept.path, AT, 7, True)
    assert list_backups(tmp_path) == [failed, kept]
    assert last_failure(tmp_path) == failed


def test_many_records_are_forgotten_and_a_damaged_list_is_no_fault(
    tmp_path: Path, settings_of_backups: BackupSettings
) -> None:
    for number in range(MOST + 5):
        note(tmp_path, settings_of_backups, AT + timedelta(days=number))
    assert len(read_records(tmp_path)) == MOST
    (tmp_path / NAME).write_text("{")
    assert known_records(tmp_path) == []
    with pytest.raises(UnreadableRecords):
        read_records(tmp_path)
    kept = note(tmp_path, settings_of_backups, AT)
    assert read_records(tmp_path) == [kept]
    assert (tmp_path / f"{NAME}.unreadable").read_text() == "{"


def test_the_backup_of_the_day_is_made_once_and_outdated_ones_go(
    place: Place, settings_of_backups: BackupSettings
) -> None:
    old = settings_of_backups.folder / name_of(AT - timedelta(days=40))
    newer = settings_of_backups.folder / name_of(AT - timedelta(days=1))
    for path in (old, newer):
        path.write_bytes(b"an earlier one")
    removed = make_scheduled_backup(source_of(place), settings_of_backups, place.data_dir, at=AT)
    assert removed == [old]
    assert sorted(settings_of_backups.folder.iterdir()) == [newer, settings_of_backups.folder / name_of(AT)]
    assert make_scheduled_backup(source_of(place), settings_of_backups, place.data_dir, at=AT) is None


def test_a_failure_is_noted_down(place: Place, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"no folder")
    target = tmp_path / "file" / "backup.zip"
    with pytest.raises(BackupFailed, match="cannot be written"):
        make_backup(source_of(place), target, place.data_dir, at=AT)
    failed = last_failure(place.data_dir)
    assert failed is not None
    assert failed.path == target
