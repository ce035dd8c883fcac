"""Dates as people write them. R11: what is shown is what was typed, and nothing is guessed."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetry.kernel.dates import DateOrder, parse_date, possible_orders

DAYS = st.dates(min_value=date(1970, 1, 1), max_value=date(2069, 12, 31))
DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24",
        " 2026-11-24 ",
        "2026-11-24T23:59:59",
        "2026-11-24 00:00:00",
        "2026-11-24T23:30:00.123Z",
        "2026-11-24T23:30:00-11:00",
        "24 Nov 2026",
        "24. November 2026",
        "24-Nov-2026",
        "Nov 24, 2026",
        "November 24 2026",
        "24 nov 2026",
        "11/24/2026",
        "24.11.2026",
        "2026/11/24",
        "20261124",
        "24-Nov-26",
        "Tue Nov 24, 2026",
        "Tuesday, 24 November 2026",
        "24/11/2026 9:05",
        "11/24/2026 12:00:00 AM",
        "24.11.2026, 23:59",
    ],
)
def test_one_reading_is_read(text: str) -> None:
    assert parse_date(text) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "1/2/2026",
        "01.02.03",
        "31.2.2026",
        "2026-02-29",
        "2026-13-01",
        "24 Foo 2026",
        "1/2/202",
        "1-2",
        "99999-01-01",
        "0001-01-01",
        "2026-11-24 anything",
        "1/2-2026",
        "٢٤/١١/٢٠٢٦",
        "24.11.2026 extra",
        "24/11/26",
        "2026112",
        "20261324",
        "44949",
        "Tue",
        "24-Nov-2",
        "10:00",
    ],
)
def test_what_is_not_clear_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        parse_date(text)


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("1/2/03", "mdy", date(2003, 1, 2)),
        ("1/2/03", "dmy", date(2003, 2, 1)),
        ("03-02-01", "ymd", date(2003, 2, 1)),
        ("1.2.69", "dmy", date(2069, 2, 1)),
        ("1.2.70", "dmy", date(1970, 2, 1)),
        ("24-Nov-26", "mdy", date(2026, 11, 24)),
        ("24-Nov-26", "ymd", date(2024, 11, 26)),
        ("1/2/2026 10:00", "dmy", date(2026, 2, 1)),
    ],
)
def test_a_declared_order_decides(text: str, order: DateOrder, day: date) -> None:
    assert parse_date(text, order) == day


def test_a_value_that_does_not_fit_the_declared_order_is_refused() -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of them
        parse_date("24/11/2026", "mdy")


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("01/02/03", ("mdy", "dmy", "ymd")),
        ("1/23/23", ("mdy",)),
        ("23/1/23", ("dmy", "ymd")),
        ("x", ()),
        ("1/2", ()),
    ],
)
def test_the_orders_in_which_it_can_be_read(text: str, orders: tuple[str, ...]) -> None:
    assert possible_orders(text) == orders


@given(DAYS)
def test_iso_comes_back(day: date) -> None:
    assert parse_date(day.isoformat()) == day


@given(DAYS, st.sampled_from("/.-"), st.booleans())
def test_every_declared_order_comes_back(day: date, mark: str, short: bool) -> None:
    year = f"{day.year % 100:02d}" if short else str(day.year)
    assert parse_date(f"{day.month}{mark}{day.day}{mark}{year}", "mdy") == day
    assert parse_date(f"{day.day}{mark}{day.month}{mark}{year}", "dmy") == day


@given(st.text(max_size=30))
def test_any_text_is_a_date_or_a_value_error(text: str) -> None:
    with suppress(ValueError):
        assert isinstance(parse_date(text), date)
