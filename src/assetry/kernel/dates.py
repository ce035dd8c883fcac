"""Calendar dates as people write them, told apart without guessing."""

import re
from datetime import date
from typing import Literal

type DateOrder = Literal["mdy", "dmy", "ymd"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar",
            "feb february februar",
            "mar march märz mär",
            "apr april",
            "may mai",
            "jun june juni",
            "jul july juli",
            "aug august",
            "sep sept september",
            "oct october okt oktober",
            "nov november",
            "dec december dez dezember",
        ),
        start=1,
    )
    for name in names.split()
}
# What systems write around a date: the day of the week, a time.
_WEEKDAY = re.compile(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? ", re.IGNORECASE)
_TIME = re.compile(
    r"(?:T|,? )[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?(?: ?[AP]M)?(?: ?Z| ?[+-][0-9]{2}:?[0-9]{2})?$",
    re.IGNORECASE,
)
_ISO = re.compile(r"([0-9]{4})(-?)([0-9]{1,2})\2([0-9]{1,2})")
_WORDS = re.compile(r"([0-9]{1,2})\.?[ -]+([^\W\d_]+)\.?,?[ -]+([0-9]{4}|[0-9]{2})")
_US_WORDS = re.compile(r"([^\W\d_]+)\.?\s+([0-9]{1,2}),?\s+([0-9]{4})")
_PARTS = re.compile(r"([0-9]{1,4})([/.\-])([0-9]{1,2})\2([0-9]{1,4})")
FIRST_YEAR, LAST_YEAR = 1900, 2200


def parse_date(text: str, order: DateOrder | None = None) -> date:
    """Read `2026-11-24`, `20261124`, `24 Nov 2026`, `Nov 24, 2026`, and with a declared order `11/24/26` too.

    A day of the week before it and a time after it do not count. Two-digit years are 1970 to 2069. Without an order,
    digits with separators are only taken when one reading is possible. Raises ValueError for everything else.
    """
    bare = _bare(text)
    if match := _iso(bare):
        return _checked(int(match[1]), int(match[3]), int(match[4]))
    if match := _WORDS.fullmatch(bare):
        day, year = (match[3], match[1]) if _is_year_first(match[3], order) else (match[1], match[3])
        return _checked(_full_year(year), _MONTHS.get(match[2].lower(), 0), int(day))
    if match := _US_WORDS.fullmatch(bare):
        return _checked(int(match[3]), _MONTHS.get(match[1].lower(), 0), int(match[2]))
    orders = (order,) if order else possible_orders(bare)
    if len(orders) != 1:
        raise ValueError(text)
    return _in_order(bare, orders[0])


def possible_orders(text: str) -> tuple[DateOrder, ...]:
    """The orders in which `1/23/23` and the like can be read; all three for `01/02/03`, none for other text."""
    orders: tuple[DateOrder, ...] = ("mdy", "dmy", "ymd")
    return tuple(order for order in orders if _readable(_bare(text), order))


def _bare(text: str) -> str:
    return _WEEKDAY.sub("", _TIME.sub("", text.strip()), count=1)


def _iso(bare: str) -> re.Match[str] | None:
    """Without hyphens all eight digits stand there."""
    match = _ISO.fullmatch(bare)
    return match if match and (match[2] or len(bare) == 8) else None


def _is_year_first(last: str, order: DateOrder | None) -> bool:
    """`24-Nov-26` begins with its day, unless the year is declared to come first."""
    return order == "ymd" and len(last) == 2


def _full_year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) > 2 else year + (2000 if year < 70 else 1900)


def _readable(text: str, order: DateOrder) -> bool:
    try:
        _in_order(text, order)
    except ValueError:
        return False
    return True


def _in_order(text: str, order: DateOrder) -> date:
    match = _PARTS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    values = dict(zip(order, match.group(1, 3, 4), strict=True))
    if len(values["y"]) not in {2, 4} or len(values["m"]) > 2 or len(values["d"]) > 2:
        raise ValueError(text)
    return _checked(_full_year(values["y"]), int(values["m"]), int(values["d"]))


def _checked(year: int, month: int, day: int) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(year)
    return date(year, month, day)
