"""The values of a condition, as text, brought into the type of their field."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.filters import FilterInvalid
from assetry.kernel.refusals import InvalidValue
from assetry.kernel.relative_days import read_relative
from assetry.kernel.values import clean_value

LARGEST_NUMBER: Final = 9_999_999_999


def read_date(text: str, today: date, field: Field) -> date:
    """`2026-11-24`, or a day told from today like `today+90d`; raises FilterInvalid."""
    relative = read_relative(text)
    if relative is None:
        return _cleaned(field, text, FieldType.DATE)  # type: ignore[no-any-return]
    try:
        return relative.on(today)
    except OverflowError:
        raise FilterInvalid(part=text, reason=_("the date is out of range")) from None


def read_number(text: str, field: Field, *, whole: bool) -> Decimal:
    """A number from 0; without decimals where the column holds whole ones. Raises FilterInvalid."""
    number: Decimal = _cleaned(field, text)
    if whole and number != number.to_integral_value():
        raise FilterInvalid(part=text, reason=_("a whole number was expected"))
    return number


def read_scalar(text: str, field: Field) -> Any:
    """One value of a text, choice or yes/no field; raises FilterInvalid."""
    return _cleaned(field, text)


def start_of(day: date) -> datetime:
    """The first instant of a day, in UTC."""
    return datetime.combine(day, time.min, tzinfo=UTC)


def require_plain(values: Sequence[str]) -> None:
    """Raise FilterInvalid for a value that no column could hold: control characters, halves of characters."""
    for value in values:
        if any(unicodedata.category(char) in {"Cc", "Cs"} for char in value):
            raise FilterInvalid(part=ascii(value)[1:41], reason=_("the value has unprintable characters"))


def _cleaned(field: Field, text: str, as_type: FieldType | None = None) -> Any:
    if not text.strip():
        raise FilterInvalid(part=field.name, reason=_("the value is empty; use “empty” or “not_empty”"))
    # What a column cannot hold is still a fair question; only a UUID's column cannot even be asked for other text.
    described = replace(
        field,
        type=as_type or field.type,
        required=False,
        largest=LARGEST_NUMBER,
        decimals=4,
        format="uuid" if field.format == "uuid" else "",
    )
    try:
        return clean_value(described, text)
    except InvalidValue as refusal:
        raise FilterInvalid(part=f"{field.name} “{text[:40]}”", reason=refusal.params["reason"]) from None
