"""Doctor's look at files: rows and bytes fit by presence and size; `assetry files check` reads them whole."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from assetry.platform.doctor.checks import FILES, Check, Finding, Level, register_checks
from assetry.platform.files.checks import check_files


def register() -> None:
    """Register the check of files."""
    register_checks(Check(name="files", label=_("Stored files"), group=FILES, run=look_at_files))


def look_at_files(at: datetime) -> Finding:
    """A row whose bytes are gone is a loss; bytes that no row needs are only in the way."""
    found = check_files(at=at, whole=False)
    lost = (*found.missing, *found.changed)
    if lost:
        return Finding(
            level=Level.PROBLEM,
            detail=_("Files that are gone or have another size than when they came: %(n)d.")
            % {"n": len(lost)},
            mend=_("Bring them back from a backup; `assetry files check` names them all."),
            rows=lost,
        )
    if found.orphans:
        return Finding(
            level=Level.WARNING,
            detail=_("Files that lie there for nobody: %(n)d.") % {"n": len(found.orphans)},
            mend=_("Run `assetry files check --repair`, which removes them."),
            rows=tuple(orphan.key for orphan in found.orphans),
        )
    return Finding(detail=_("Files that are there, every one of them: %(n)d.") % {"n": found.files})
