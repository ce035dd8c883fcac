"""One field's value: checked and brought into its type, the same for form, API, bulk edit and import."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import gettext_lazy as _

from assetry.kernel.dates import parse_date
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.money import Money, is_currency, parse_amount
from assetry.kernel.refusals import InvalidInput, InvalidValue, Text
from assetry.kernel.text import clean_text

_EMPTY: dict[FieldType, Any] = {
    **dict.fromkeys((FieldType.TEXT, FieldType.LONG_TEXT, FieldType.CODE, FieldType.CHOICE), ""),
    FieldType.YES_NO: False,
}
_AMOUNT = re.compile(r"(?:(?P<before>[A-Za-z]{3})\s*)?(?P<number>[^A-Za-z]+?)(?:\s*(?P<after>[A-Za-z]{3}))?")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?")
_LONGEST_AMOUNT = 60  # characters: what is tried in several ways is short
LONG_TEXT_LENGTH = 5000
TEXT_LENGTH = 200
# Marks of direction, joiners, line and paragraph ends: two codes that differ by these alone look the same.
_UNSEEN = frozenset({"Cf", "Zl", "Zp", "Co", "Cn"})


def clean_value(field: Field, raw: Any) -> Any:
    """Bring a value into the field's type; raises InvalidValue saying why it cannot be used.

    References come as objects (the interface looked them up) or None; empty text means "no value".
    """
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return _empty(field)
    cleaner = _CLEANERS.get(field.type)
    return cleaner(field, raw) if cleaner else raw


def clean_changes(fields: Mapping[str, Field], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Every change in its field's type; raises InvalidInput naming each field that is unknown or invalid."""
    errors: dict[str, Text] = {}
    cleaned: dict[str, Any] = {}
    for name, raw in changes.items():
        field = fields.get(name)
        if field is None or not field.edited_by:
            errors[name] = _("This field does not exist or cannot be changed here.")
            continue
        try:
            cleaned[name] = clean_value(field, raw)
        except InvalidValue as refusal:
            errors[name] = refusal.params["reason"]
    if errors:
        raise InvalidInput(errors)
    return cleaned


def require_values(fields: Iterable[Field], values: Mapping[str, Any]) -> None:
    """Raise InvalidInput naming every required field without a value."""
    missing = {f.name: _("Give a value.") for f in fields if f.required and values.get(f.name) in (None, "")}
    if missing:
        raise InvalidInput(missing)


def _empty(field: Field) -> Any:
    if field.required:
        raise InvalidValue(field=field.name, reason=_("Give a value."))
    return None if field.nullable else _EMPTY.get(field.type)


def _text(field: Field, raw: Any) -> Any:
    if isinstance(raw, Mapping | list):
        raise InvalidValue(field=field.name, reason=_("Give a text."))
    text = clean_text(str(raw))
    if not text:
        return _empty(field)
    longest = LONG_TEXT_LENGTH if field.key else _longest(field)
    if len(text) > longest:
        raise InvalidValue(field=field.name, reason=_too_long(text, longest))
    if field.type is not FieldType.LONG_TEXT and "\n" in text:
        raise InvalidValue(field=field.name, reason=_("Write this on one line."))
    if field.type is FieldType.CODE and any(unicodedata.category(char) in _UNSEEN for char in text):
        raise InvalidValue(field=field.name, reason=_("Take out the characters that cannot be seen."))
    if not field.format:
        return text
    read, otherwise = _FORMATS[field.format]
    try:
        return read(text)
    except (ValueError, ValidationError):
        raise InvalidValue(field=field.name, reason=otherwise) from None


def _longest(field: Field) -> int:
    return field.max_length or (LONG_TEXT_LENGTH if field.type is FieldType.LONG_TEXT else TEXT_LENGTH)


def _too_long(text: str, longest: int) -> Text:
    reason = _("Shorten this to %(longest)s characters; it has %(length)s.")
    return reason % {"longest": longest, "length": len(text)}


def beyond_rules(field: Field, value: Any) -> Text | None:
    """Why a custom field's cleaned value is beyond what its definition allows today; None if it is not.

    Asked for values that change only: what a row has already outlives a rule that became stricter.
    """
    if isinstance(value, str) and len(value) > _longest(field):
        return _too_long(value, _longest(field))
    if isinstance(value, Decimal | int) and not isinstance(value, bool) and value < field.smallest:
        return _number_reason(field)
    return None


def _address(text: str) -> str:
    validate_email(text)
    return text


def _web_address(text: str) -> str:
    URLValidator(schemes=["http", "https"])(text)
    return text


_FORMATS: dict[str, tuple[Callable[[str], Any], Text]] = {
    "email": (_address, _("Give an e-mail address.")),
    "url": (_web_address, _("Give a web address that starts with https:// or http://.")),
    "uuid": (UUID, _("Give a UUID: 32 hexadecimal digits.")),
}


def _choice(field: Field, raw: Any) -> str:
    value = str(raw)
    if value not in {choice.value for choice in field.choices}:
        words = ", ".join(choice.value for choice in field.choices)
        raise InvalidValue(field=field.name, reason=_("Choose one of: %(words)s.") % {"words": words})
    return value


def _number(field: Field, raw: Any) -> Decimal | int:
    written = str(raw).strip()
    if isinstance(raw, bool) or not _NUMBER.fullmatch(written):
        raise InvalidValue(field=field.name, reason=_("Give a number."))
    number = Decimal(written)
    exponent = number.normalize().as_tuple().exponent
    smallest = -field.largest if field.key and field.type is FieldType.NUMBER else field.smallest
    if not smallest <= number <= field.largest or not isinstance(exponent, int) or exponent < -field.decimals:
        raise InvalidValue(field=field.name, reason=_number_reason(field))
    return number if field.decimals else int(number)


def _number_reason(field: Field) -> Text:
    reason = _("Give a number from %(smallest)s to %(largest)s, with at most %(decimals)s decimals.")
    return reason % {"smallest": field.smallest, "largest": field.largest, "decimals": field.decimals}


def _amount(field: Field, raw: Any) -> Money:
    """`1,249.00 EUR`, `EUR 1249`, a Money or {"amount": "1249.00", "currency": "EUR"}."""
    if isinstance(raw, Money):
        number, currency = str(raw.amount), raw.currency
    elif isinstance(raw, Mapping):
        if raw.keys() != {"amount", "currency"}:
            raise InvalidValue(field=field.name, reason=_("Give an amount and its currency."))
        number, currency = str(raw["amount"]), str(raw["currency"])
    else:
        written = str(raw).strip()
        match = _AMOUNT.fullmatch(written) if len(written) <= _LONGEST_AMOUNT else None
        if match is None or bool(match["before"]) == bool(match["after"]):
            raise InvalidValue(
                field=field.name, reason=_("Give an amount with its currency, as 1249.00 EUR.")
            )
        number, currency = match["number"].strip(), match["before"] or match["after"]
        try:
            number = str(parse_amount(number))
        except ValueError:
            raise InvalidValue(field=field.name, reason=_("Give a number.")) from None
    if not is_currency(currency.upper()):
        raise InvalidValue(field=field.name, reason=_("Give a currency as three letters, such as EUR."))
    money = Money(Decimal(_number(field, number)), currency.upper())
    if reason := finer_than_currency(money):
        raise InvalidValue(field=field.name, reason=reason)
    return money


def finer_than_currency(money: Money) -> Text | None:
    """Why an amount cannot be paid: it has more decimals than its currency; None if it has not."""
    if money.amount == money.rounded().amount:
        return None
    reason = _("%(currency)s has %(digits)s decimals at most.")
    return reason % {"currency": money.currency, "digits": money.digits}


def _date(field: Field, raw: Any) -> date:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    try:
        return parse_date(str(raw))
    except ValueError:
        raise InvalidValue(field=field.name, reason=_("Give a date as 2026-11-24 or 24 Nov 2026.")) from None


def _yes_no(field: Field, raw: Any) -> bool:
    if isinstance(raw, bool):
        return raw
    word = str(raw).strip().lower()
    if word in {"yes", "true", "1", "on", "y"}:
        return True
    if word in {"no", "false", "0", "off", "n"}:
        return False
    raise InvalidValue(field=field.name, reason=_("Answer yes or no."))


_CLEANERS = {
    FieldType.TEXT: _text,
    FieldType.LONG_TEXT: _text,
    FieldType.CODE: _text,
    FieldType.CHOICE: _choice,
    FieldType.NUMBER: _number,
    FieldType.MONEY: _number,
    FieldType.AMOUNT: _amount,
    FieldType.DATE: _date,
    FieldType.YES_NO: _yes_no,
}


def stored_form(field: Field, value: Any) -> Any:
    """A custom field's cleaned value as its JSON column holds it; None where there is nothing to hold.

    Numbers are text, so that they stay exact; a person is a key; "no" is the absence of a "yes".
    """
    if value is None or value == "" or value is False:
        return None
    match field.type:
        case FieldType.NUMBER:
            return f"{Decimal(value).normalize():f}"
        case FieldType.AMOUNT:
            return {"amount": f"{value.amount.normalize():f}", "currency": value.currency}
        case FieldType.DATE:
            return value.isoformat()
        case FieldType.REFERENCE:
            return value if isinstance(value, int) else value.pk
    return value


def from_stored(field: Field, raw: Any) -> Any:
    """What `stored_form` made, in the field's type again; of a reference its key."""
    if raw is None:
        return False if field.type is FieldType.YES_NO else None
    match field.type:
        case FieldType.NUMBER:
            return Decimal(raw)
        case FieldType.AMOUNT:
            return Money(Decimal(raw["amount"]), raw["currency"])
        case FieldType.DATE:
            return date.fromisoformat(raw)
    return raw


def is_stored_form(field: Field, raw: Any) -> bool:
    """Whether what was recorded once is of the field's type today: a field without values may change its type."""
    if isinstance(raw, bool):
        return field.type is FieldType.YES_NO
    match field.type:
        case FieldType.REFERENCE:
            return isinstance(raw, int)
        case FieldType.AMOUNT:
            return isinstance(raw, Mapping)
        case FieldType.YES_NO:
            return False
        case FieldType.NUMBER | FieldType.DATE if isinstance(raw, str):
            return _is_read(field, raw)
    return isinstance(raw, str)


def _is_read(field: Field, raw: str) -> bool:
    try:
        clean_value(field, raw)
        from_stored(field, raw)
    except (InvalidValue, ValueError):
        return False
    return True


def amount_text(money: Money) -> str:
    """An amount with its currency as `clean_value` reads it: 1249.00 EUR."""
    digits = 2 if money.amount == round(money.amount, 2) else 4
    return f"{money.amount:.{digits}f} {money.currency}"
