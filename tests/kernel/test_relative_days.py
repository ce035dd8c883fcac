"""Days told from today."""

from datetime import date

import pytest

from assetry.kernel.relative_days import RelativeDay, read_relative

TODAY = date(2028, 2, 29)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("today", date(2028, 2, 29)),
        ("Today-30d", date(2028, 1, 30)),
        (" today+2w ", date(2028, 3, 14)),
        ("today+1m", date(2028, 3, 29)),
        ("today-3m", date(2027, 11, 29)),
        ("today+1y", date(2029, 2, 28)),
        ("today-4y", date(2024, 2, 29)),
    ],
)
def test_a_day_is_told_from_today(text: str, day: date) -> None:
    relative = read_relative(text)
    assert relative is not None
    assert relative.on(TODAY) == day


@pytest.mark.parametrize(
    "text", ["", "2026-11-24", "today+", "today+1", "today 1d", "tomorrow", "today+1q", "today+123456d"]
)
def test_other_text_is_none(text: str) -> None:
    assert read_relative(text) is None


@pytest.mark.parametrize(
    "relative", [RelativeDay(99_999, "y"), RelativeDay(-99_999, "m"), RelativeDay(99_999, "w")]
)
def test_a_day_outside_the_calendar_is_refused(relative: RelativeDay) -> None:
    with pytest.raises(OverflowError):
        relative.on(date(9998, 1, 31) if relative.count > 0 else TODAY)
