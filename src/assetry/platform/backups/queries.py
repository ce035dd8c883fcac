"""What doctor and pages ask about backups."""

from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from assetry.platform.backups.records import Record, known_records, read_records
from assetry.platform.backups.settings import BackupSettings, read_backup_settings


class LatestBackup(NamedTuple):
    """The newest one whose file is still there."""

    path: Path
    taken_at: datetime
    bytes: int
    verified: bool


def latest_backup(data_dir: Path | None = None) -> LatestBackup | None:
    """None when there is none. A backup that lies on another host is known there alone."""
    made = [record for record in list_backups(data_dir) if not record.failure]
    if not made:
        return None
    newest = max(made, key=lambda record: record.taken_at)
    return LatestBackup(newest.path, newest.taken_at, newest.bytes, newest.verified)


def list_backups(data_dir: Path | None = None) -> list[Record]:
    """The newest first: those whose file is there, and those that failed."""
    records = [
        record for record in known_records(data_dir or _data_dir()) if record.failure or record.path.exists()
    ]
    return sorted(records, key=lambda record: record.taken_at, reverse=True)


def require_readable_list() -> None:
    """Raise UnreadableRecords for a list of backups that is garbled."""
    read_records(_data_dir())


def last_failure(data_dir: Path | None = None) -> Record | None:
    """The newest try, if it failed."""
    newest = next(iter(list_backups(data_dir)), None)
    return newest if newest and newest.failure else None


def backup_settings() -> BackupSettings:
    """When and where backups are made by themselves."""
    return read_backup_settings(_data_dir())


def _data_dir() -> Path:
    from django.conf import settings  # noqa: PLC0415 (a restore reads records before there are settings)

    return Path(settings.DATA_DIR)
