"""Which backups are kept."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assetry.platform.backups.retention import name_of, outdated, taken_at

# A Sunday.
TODAY = datetime(2026, 3, 1, 2, 30, tzinfo=UTC)


def daily(days: int, hour: int = 0) -> list[Path]:
    """One a day, today's first."""
    return [Path(name_of(TODAY - timedelta(days=number) + timedelta(hours=hour))) for number in range(days)]


def test_the_name_tells_the_instant() -> None:
    assert name_of(TODAY) == "assetry-20260301T023000Z.zip"
    assert taken_at(Path(name_of(TODAY))) == TODAY


def test_seven_days_and_four_weeks_stay() -> None:
    kept = set(daily(60)) - set(outdated(daily(60), days=7, weeks=4))
    sundays = {daily(60)[number] for number in (7, 14, 21)}
    assert kept == {*daily(7), *sundays}


def test_of_several_of_a_day_the_last_stays() -> None:
    assert outdated([*daily(1), *daily(1, hour=3)], days=7, weeks=4) == daily(1)


def test_days_without_a_backup_do_not_count() -> None:
    old = [Path(name_of(TODAY - timedelta(days=100 * number))) for number in range(3)]
    assert outdated(old, days=3, weeks=1) == []


@pytest.mark.parametrize(
    "name", ["mine.zip", "assetry-20260301T023000Z.zip.part", "assetry-now.zip", "notes.txt"]
)
def test_what_has_another_name_stays(name: str) -> None:
    assert outdated([Path(name)], days=1, weeks=0) == []


def test_before_an_upgrade_the_first_try_of_each_of_three_days_stays() -> None:
    names = [
        Path(name_of(TODAY - timedelta(days=day) + timedelta(hours=hour), before_upgrade=True))
        for day in range(4)
        for hour in (0, 1)
    ]
    assert set(names) - set(outdated(names, days=1, weeks=0)) == {names[0], names[2], names[4]}
