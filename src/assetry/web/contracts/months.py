"""Twelve months of what is to be decided, and of what ends."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from babel.dates import format_skeleton
from django.utils.translation import gettext as _

from assetry.domain.contracts.models import Ending
from assetry.domain.contracts.renewals import (
    Key,
    Named,
    Sums,
    list_days,
    names_of,
    open_endings,
    sums_by_month,
)
from assetry.kernel.periods import add_months
from assetry.web.components.parts import Words
from assetry.web.contracts.board import written
from assetry.web.kit.links import url_for_named
from assetry.web.kit.reader import Reader

MONTHS, READ, SHOWN = 12, 600, 8


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One day of one thing: to decide by then, or only its end."""

    day: int
    title: Words
    url: str
    word: Words
    is_quiet: bool
    is_late: bool = False


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month with what has to be decided in it, and what that costs."""

    id: str
    title: Words
    money: Words
    entries: Sequence[Entry]
    rest: int = 0


def months_of(reader: Reader, what: str) -> list[Month]:
    """From this month on."""
    first = reader.today.replace(day=1)
    rows = list_days(reader.actor, first, MONTHS, READ, what)
    names = names_of(reader.actor, rows)
    sums = sums_by_month(open_endings(reader.actor, reader.today, what=what))
    entries = sorted(
        (pair for row in rows for pair in _entries(row, names, reader)),
        key=lambda pair: (pair[0], pair[1].title),
    )
    by_month: dict[str, list[Entry]] = {}
    for day, entry in entries:
        by_month.setdefault(f"{day:%Y-%m}", []).append(entry)
    return [_month(add_months(first, number), by_month, sums, reader) for number in range(MONTHS)]


def _month(
    first: date, entries: Mapping[str, Sequence[Entry]], sums: Mapping[str, Sums], reader: Reader
) -> Month:
    key = f"{first:%Y-%m}"
    found = entries.get(key, ())
    return Month(
        id=f"m{key}",
        title=format_skeleton("yMMM", first, locale=reader.locale.replace("-", "_")),
        money=written(sums.get(key, Sums()).money, reader.locale),
        entries=found[:SHOWN],
        rest=max(0, len(found) - SHOWN),
    )


def _entries(row: Ending, names: Mapping[Key, Named], reader: Reader) -> list[tuple[date, Entry]]:
    """The day to decide, and the end where that is another day."""
    named = names.get((row.entity, row.object_id))
    if named is None:
        return []
    url, found = url_for_named(row.entity, named.row, reader.actor), []
    is_open = row.decide_by is not None and (row.decided_for != row.ends_on or row.decision == "renegotiate")
    if is_open and row.decide_by is not None:
        late = row.decide_by < reader.today
        entry = Entry(
            day=row.decide_by.day, title=named.title, url=url, word=_("decide"), is_quiet=False, is_late=late
        )
        found.append((row.decide_by, entry))
    if not is_open or row.ends_on != row.decide_by:
        entry = Entry(day=row.ends_on.day, title=named.title, url=url, word=_("ends"), is_quiet=True)
        found.append((row.ends_on, entry))
    return found
