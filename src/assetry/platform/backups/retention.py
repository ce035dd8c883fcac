"""Which of the backups that were made by themselves are kept: one a day, one a week, and those before an upgrade."""

import re
from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, datetime
from pathlib import Path

UPGRADES_KEPT = 3
_NAME = re.compile(r"assetry-(\d{8}T\d{6}Z)(-before-upgrade)?\.zip")


def name_of(at: datetime, *, before_upgrade: bool = False) -> str:
    """What a backup of that instant is called."""
    return f"assetry-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}{'-before-upgrade' if before_upgrade else ''}.zip"


def taken_at(path: Path) -> datetime | None:
    """The instant in the name; None for a file that is not named so."""
    found = _NAME.fullmatch(path.name)
    return datetime.strptime(found[1], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC) if found else None


def outdated(paths: Iterable[Path], *, days: int, weeks: int) -> list[Path]:
    """What may go: not the newest of each of the last `days` days and `weeks` weeks that have one, not the last
    three days with an upgrade (of which the oldest is kept: it may have been tried again), nothing of another name.
    """
    named = sorted(
        ((at, path) for path in paths if (at := taken_at(path)) is not None),
        key=lambda pair: pair[0],
        reverse=True,
    )
    upgrades = [(at, path) for at, path in named if path.name.endswith("-before-upgrade.zip")]
    regular = [pair for pair in named if pair not in upgrades]
    kept = {
        *_of_each(regular, datetime.date, days),
        *_of_each(regular, lambda at: at.isocalendar()[:2], weeks),
        *_of_each(upgrades, datetime.date, UPGRADES_KEPT, oldest=True),
    }
    return [path for _at, path in named if path not in kept]


def _of_each(
    newest_first: list[tuple[datetime, Path]],
    part: Callable[[datetime], Hashable],
    most: int,
    *,
    oldest: bool = False,
) -> list[Path]:
    """One of each of the last parts that have any: the newest, or the oldest."""
    found: dict[Hashable, Path] = {}
    for at, path in newest_first:
        found[part(at)] = path if oldest else found.get(part(at), path)
    return list(found.values())[:most]
