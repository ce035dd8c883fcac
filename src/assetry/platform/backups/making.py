"""A backup as it is made by command, by the clock or before an upgrade: noted down whether it succeeds or not."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assetry.platform.backups.archive import Archive
from assetry.platform.backups.records import Record, add_record, known_records
from assetry.platform.backups.retention import name_of, outdated
from assetry.platform.backups.settings import BackupSettings
from assetry.platform.backups.writing import Source, write_backup
from assetry.platform.faults import Fault

# After a failure the next try waits this long, so that a full disk is not worn by tries.
PAUSE_AFTER_FAILURE = timedelta(hours=1)


def make_backup(
    source: Source, target: Path, data_dir: Path, *, at: datetime, passphrase: str | None = None
) -> Archive:
    """Write, read back, note down. Raises as `write_backup` does."""
    try:
        archive = write_backup(source, target, at=at, passphrase=passphrase)
    except Fault as fault:
        with suppress(OSError):  # a full disk may have no room for the note either
            add_record(
                data_dir, Record(path=target, taken_at=at, bytes=0, verified=False, failure=str(fault))
            )
        raise
    size = target.stat().st_size
    add_record(data_dir, Record(path=target, taken_at=at, bytes=size, verified=True))
    return archive


def make_scheduled_backup(
    source: Source, settings: BackupSettings, data_dir: Path, *, at: datetime
) -> list[Path] | None:
    """The backup of the day if it is due, and the removal of outdated ones, which it returns; None when none is due.

    Raises as `write_backup` does.
    """
    if not is_due(settings, data_dir, at=at):
        return None
    make_backup(source, settings.folder / name_of(at), data_dir, at=at)
    removed = outdated(settings.folder.glob("*.zip"), days=settings.days, weeks=settings.weeks)
    for path in removed:
        path.unlink(missing_ok=True)
    return removed


def is_due(settings: BackupSettings, data_dir: Path, *, at: datetime) -> bool:
    """Whether the time of the day has come since the last backup in the folder: also hours late, after a stop."""
    if settings.daily_at is None:
        return False
    records = [record for record in known_records(data_dir) if record.path.parent == settings.folder]
    failed = [record.taken_at for record in records if record.failure]
    if failed and at - max(failed) < PAUSE_AFTER_FAILURE:
        return False
    made = [record.taken_at for record in records if not record.failure and record.path.exists()]
    today = datetime.combine(at.astimezone(UTC).date(), settings.daily_at, UTC)
    last_due = today if today <= at else today - timedelta(days=1)
    return not made or max(made) < last_due
