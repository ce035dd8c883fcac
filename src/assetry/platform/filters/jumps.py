"""Where a value of the sort column stands in a list: the cursor of the page that begins with it."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from types import SimpleNamespace
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from assetry.kernel.dates import parse_date
from assetry.kernel.fields import FieldType
from assetry.kernel.text import name_sort
from assetry.platform.filters.compile import column_of
from assetry.platform.filters.paging import LAST, CursorInvalid, Sort, cursor_after
from assetry.platform.filters.stored import expression_of
from assetry.platform.filters.values import require_plain, start_of

_LAST_ID: Final = 2**63 - 1
_LAST_CHARACTER: Final = "\U0010ffff"
_PART_OF_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?")


class JumpInvalid(CursorInvalid):
    """What was typed is no value of the column."""

    code = "jump_invalid"
    message = _("“%(text)s” is no value of the column that the list is sorted by.")


@dataclass(frozen=True, slots=True)
class Jump:
    """The cursor, and how many rows stand before its page."""

    cursor: str
    before: int


def jump_to(queryset: Any, sort: Sort, text: str) -> Jump:
    """The page that begins with the first row of that value, or of what follows it.

    Of text the beginning is enough, of a date the year or the month. Two statements. Raises JumpInvalid.
    """
    if not sort.column:
        raise JumpInvalid(text=text[:40])
    require_plain([text])
    column = (
        expression_of(sort.custom).output_field if sort.custom else column_of(queryset.model, sort.column)
    )
    key = _key(column, sort, text.strip())
    if sort.custom is not None:
        queryset = queryset.annotate(**{sort.column: expression_of(sort.custom)})
    earlier = {f"{sort.column}__{'gt' if sort.descending else 'lt'}": key}
    before = queryset.filter(**earlier).order_by().count()
    if not queryset.exclude(**earlier).order_by().exists():
        return Jump(LAST, before)
    row: Any = SimpleNamespace(**{sort.column: key}, pk=_LAST_ID if sort.descending else 0)
    return Jump(cursor_after(sort, row), before)


def _key(column: Any, sort: Sort, text: str) -> Any:
    """The value from which on rows are shown, in the type of the column; dates of custom fields are text there."""
    try:
        if isinstance(column, models.DateField):
            day = _day(text, end=sort.descending)
            return start_of(day) if isinstance(column, models.DateTimeField) else day
        if sort.custom is not None and sort.custom.type is FieldType.DATE:
            return _day(text, end=sort.descending).isoformat()
        if isinstance(column, models.DecimalField | models.IntegerField):
            return column.to_python(Decimal(text.replace(",", "")))
    except (ValueError, InvalidOperation) as error:
        raise JumpInvalid(text=text[:40]) from error
    folded = name_sort(text) if sort.column.endswith("name_sort") else text
    return folded + _LAST_CHARACTER if sort.descending else folded


def _day(text: str, *, end: bool) -> date:
    """A day, or the first (with `end`, the last) one of a year or month."""
    match = _PART_OF_DATE.fullmatch(text)
    if match is None:
        return parse_date(text)
    year, month = int(match[1]), int(match[2] or (12 if end else 1))
    return date(year, month, monthrange(year, month)[1] if end else 1)
