"""A described field's value: as HTML for cells and panels, as words for history, as text for an input."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.money import Money
from assetry.kernel.registry import entity_named
from assetry.kernel.values import amount_text
from assetry.platform.permissions.crossing import may_name
from assetry.web.components import cells
from assetry.web.kit.custom import custom_value
from assetry.web.kit.links import url_for
from assetry.web.kit.reader import Reader

# How a status looks beside its hue, by the state it belongs to.
LOOKS = {"planned": "none dashed", "retired": "low", "disposed": "none struck", "missing": "strong"}


def value_of(field: Field, row: Any) -> Any:
    """The value of a field of a loaded row; None where a facet or reference on the way is missing."""
    return custom_value(field, row) if field.key else follow(row, field.orm_path)


def follow(row: Any, path: str) -> Any:
    """What an ORM path leads to, over loaded relations."""
    for part in path.split("__"):
        row = getattr(row, part, None)
        if row is None:
            return None
    return row


def shown_value(field: Field, row: Any, reader: Reader) -> Any:
    """The same for a reader: None too where they may not know what it refers to."""
    value = value_of(field, row)
    if field.crosses and value is not None and not may_name(reader.actor, field, value.pk):
        return None
    return value


def field_html(field: Field, row: Any, reader: Reader) -> SafeString:
    """The value of a field of a row, as it stands in a cell or a panel."""
    value = shown_value(field, row, reader)
    if field.type is FieldType.MONEY and value is not None:
        value = Money(value, follow(row, field.currency_path) or "EUR")
    return value_html(field, value, reader)


def value_html(field: Field, value: Any, reader: Reader) -> SafeString:
    """A value of that field as HTML; a dash where there is none."""
    if value is None or value == "":
        return cells.none_html()
    return _HTML.get(field.type, _text_html)(field, value, reader)


def value_words(field: Field, value: Any, reader: Reader) -> str:
    """A value as plain words, for before → after; empty where there is none."""
    if value is None or value == "":
        return ""
    return _WORDS.get(field.type, _plain)(field, value, reader)


def input_text(field: Field, value: Any, reader: Reader, currency: str = "") -> str:
    """A value as it stands in an input; a reference by its public id."""
    if value is None or value == "":
        return ""
    match field.type:
        case FieldType.REFERENCE | FieldType.STATUS:
            text = value.public_id
        case FieldType.MONEY:
            text = _amount_text(value, currency)
        case FieldType.AMOUNT:
            text = amount_text(value)
        case FieldType.NUMBER:
            text = f"{Decimal(value).normalize():f}"
        case FieldType.DATE:
            text = cells.format_day(value, reader.locale)
        case FieldType.YES_NO:
            text = "on" if value else ""
        case _:
            text = value
    return str(text)


def status_html(status: Any, *, compact: bool = False) -> SafeString:
    """The badge of a status."""
    look = LOOKS.get(status.state, "")
    return cells.badge_html(status.name, hue=status.hue, icon=status.icon, look=look, compact=compact)


def reference_html(entity_name: str, target: Any, reader: Reader) -> SafeString:
    """A link to what a reference points to; people as chips; no link for who may not open it."""
    entity = entity_named(entity_name)
    url = url_for(entity, target, reader.actor)
    title = entity.title(target)
    if entity_name == "person":
        return cells.person_html(title, url=url)
    return cells.entity_html(title, url=url)


def _amount_text(value: Decimal, currency: str) -> str:
    digits = get_currency_precision(currency) if currency else 2
    exponent = value.normalize().as_tuple().exponent
    decimals = max(digits, -exponent if isinstance(exponent, int) else 0)
    return f"{value:.{decimals}f}"


def _plain(field: Field, value: Any, reader: Reader) -> str:
    return str(value)


def _text_html(field: Field, value: Any, reader: Reader) -> SafeString:
    if field.format == "url" and field.key:
        return cells.web_html(str(value))
    return cells.text_html(_WORDS.get(field.type, _plain)(field, value, reader))


def _reference_html(field: Field, value: Any, reader: Reader) -> SafeString:
    return reference_html(field.reference or "", value, reader)


def _money_html(field: Field, value: Any, reader: Reader) -> SafeString:
    if isinstance(value, Money):
        return cells.money_html(value, locale=reader.locale)
    return cells.number_html(value, locale=reader.locale)


def _reference_words(field: Field, value: Any, reader: Reader) -> str:
    return str(entity_named(field.reference or "").title(value))


def _money_words(field: Field, value: Any, reader: Reader) -> str:
    return value.format(reader.locale) if isinstance(value, Money) else f"{Decimal(value).normalize():f}"


_HTML: dict[FieldType, Callable[[Field, Any, Reader], SafeString]] = {
    FieldType.CODE: lambda field, value, reader: cells.code_html(str(value)),
    FieldType.NUMBER: lambda field, value, reader: cells.number_html(Decimal(value), locale=reader.locale),
    FieldType.MONEY: _money_html,
    FieldType.AMOUNT: _money_html,
    FieldType.DATE: lambda field, value, reader: cells.date_html(
        value, today=reader.today, locale=reader.locale
    ),
    FieldType.INSTANT: lambda field, value, reader: cells.instant_html(
        value, now=reader.now, locale=reader.locale, zone=reader.zone_info
    ),
    FieldType.STATUS: lambda field, value, reader: status_html(value),
    FieldType.REFERENCE: _reference_html,
}
_WORDS: dict[FieldType, Callable[[Field, Any, Reader], str]] = {
    FieldType.NUMBER: lambda field, value, reader: f"{Decimal(value).normalize():f}",
    FieldType.MONEY: _money_words,
    FieldType.AMOUNT: _money_words,
    FieldType.DATE: lambda field, value, reader: cells.format_day(value, reader.locale),
    FieldType.CHOICE: lambda field, value, reader: str(field.choice_label(value)),
    FieldType.YES_NO: lambda field, value, reader: _("Yes") if value else _("No"),
    FieldType.REFERENCE: _reference_words,
    FieldType.STATUS: _reference_words,
}
