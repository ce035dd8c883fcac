"""Doctor's look at backups: there is one, it is young, and the last try did not fail."""

from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from assetry.platform.backups.queries import (
    backup_settings,
    last_failure,
    latest_backup,
    require_readable_list,
)
from assetry.platform.backups.records import UnreadableRecords
from assetry.platform.doctor.checks import FILES, Check, Finding, Level, register_checks

# Daily ones may be some hours late; after three days without one, a loss would be felt.
LATE = timedelta(hours=30)
TOO_OLD = timedelta(days=3)


def register() -> None:
    """Register the check of backups."""
    register_checks(Check(name="backups", label=_("Backups"), group=FILES, run=look_at_backups))


def look_at_backups(at: datetime) -> Finding:
    """Whether what is lost today could be brought back."""
    try:
        require_readable_list()
    except UnreadableRecords as unreadable:
        return Finding(
            level=Level.PROBLEM,
            detail=_("The list of backups cannot be read, so whether there are any is not known: %(file)s")
            % {"file": unreadable},
            mend=_(
                "See what wrote into the data folder. `assetry backup` puts the list aside and begins a new one."
            ),
        )
    failure = last_failure()
    if failure:
        return Finding(
            level=Level.PROBLEM,
            detail=_("The last backup failed: %(reason)s") % {"reason": failure.failure},
            mend=_("Mend what the sentence names, then run `assetry backup`."),
        )
    latest = latest_backup()
    if latest is None:
        return _none_yet()
    age = at - latest.taken_at
    detail = _("The last backup is of %(taken)s UTC.") % {"taken": f"{latest.taken_at:%Y-%m-%d %H:%M}"}
    if age > LATE:
        level = Level.PROBLEM if age > TOO_OLD else Level.WARNING
        return Finding(
            level=level,
            detail=detail,
            mend=_("See that the worker runs, or run `assetry backup` (docs/admin/backup.md)."),
        )
    return Finding(detail=detail)


def _none_yet() -> Finding:
    if backup_settings().daily_at is None:
        return Finding(
            level=Level.WARNING,
            detail=_("No backup is known here, and none is made by itself."),
            mend=_(
                "Set ASSETRY_BACKUP_AT, or see that the database and the data folder are backed up otherwise."
            ),
        )
    return Finding(
        level=Level.WARNING,
        detail=_("No backup has been made yet."),
        mend=_("One is made every day; run `assetry backup` to have one now."),
    )
