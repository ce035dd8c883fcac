"""What the values of one column say about themselves: samples, how full it is, the order of dates, the decimals."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from assetry.kernel.dates import DateOrder, possible_orders

_YEAR_FIRST = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_DIGITS = re.compile(r"[0-9](?:.*[0-9])?")
_SEPARATORS = re.compile(r"[.,]")


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """`filled` is the share of rows with a value, from 0 to 1."""

    samples: tuple[str, ...]
    filled: float


def describe_column(values: Sequence[str], samples: int = 3) -> ColumnFacts:
    """The first values that differ, and how many there are."""
    filled = sum(1 for value in values if value and not value.isspace())
    found: dict[str, None] = {}
    for value in values:
        if len(found) == samples:
            break
        if text := " ".join(value.split())[:60]:
            found[text] = None
    return ColumnFacts(tuple(found), filled / len(values) if values else 0.0)


def date_order(values: Iterable[str]) -> DateOrder | None:
    """The only order in which every date of the column can be read; None when none or several are left.

    ISO dates and dates with the month as a word prove nothing. What cannot be read in any order is left out.
    """
    left: set[DateOrder] = {"mdy", "dmy", "ymd"}
    for value in values:
        if _YEAR_FIRST.match(value.strip()):
            continue
        orders = possible_orders(value)
        if orders:
            left &= set(orders)
    return next(iter(left)) if len(left) == 1 else None


def decimal_separator(values: Iterable[str]) -> str | None:
    """The separator that one value proves; a point where no value has any; None when it is open or contradictory."""
    proofs: set[str] = set()
    is_open = False
    for value in values:
        number = _DIGITS.search(value)  # a currency may have points of its own: 100,50 kr.
        separators = _SEPARATORS.findall(number[0]) if number else []
        if number is None or not separators:
            continue
        last = separators[-1]
        tail = number[0].rpartition(last)[2]
        if len(set(separators)) == 2:
            proofs.add(last)
        elif len(separators) > 1:
            proofs.add("," if last == "." else ".")
        elif len(tail) != 3:
            proofs.add(last)
        else:
            is_open = True
    if len(proofs) == 1:
        return next(iter(proofs))
    return None if proofs or is_open else "."
