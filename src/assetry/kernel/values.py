"""One field's value: checked and brought into its type, the same for form, API, bulk edit and import."""

import re
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
from assetry.kernel.refusals import InvalidInput, InvalidValue, Text
from assetry.kernel.text import clean_text

_EMPTY: dict[FieldType, Any] = {
    **dict.fromkeys((FieldType.TEXT, FieldType.LONG_TEXT, FieldType.CODE, FieldType.CHOICE), ""),
    FieldType.YES_NO: False,
}
_NUMBER = re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,2})?")
LONG_TEXT_LENGTH = 5000
TEXT_LENGTH = 200


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
    text = clean_text(str(raw))
    if not text:
        return _empty(field)
    longest = field.max_length or (LONG_TEXT_LENGTH if field.type is FieldType.LONG_TEXT else TEXT_LENGTH)
    if len(text) > longest:
        reason = _("Shorten this to %(longest)s characters; it has %(length)s.")
        raise InvalidValue(field=field.name, reason=reason % {"longest": longest, "length": len(text)})
    if field.type is not FieldType.LONG_TEXT and "\n" in text:
        raise InvalidValue(field=field.name, reason=_("Write this on one line."))
    if not field.format:
        return text
    read, otherwise = _FORMATS[field.format]
    try:
        return read(text)
    except (ValueError, ValidationError):
        raise InvalidValue(field=field.name, reason=otherwise) from None


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
    if number < 0 or number > field.largest or not isinstance(exponent, int) or exponent < -field.decimals:
        reason = _("Give a number from 0 to %(largest)s, with at most %(decimals)s decimals.")
        raise InvalidValue(
            field=field.name, reason=reason % {"largest": field.largest, "decimals": field.decimals}
        )
    return number if field.decimals else int(number)


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
    FieldType.DATE: _date,
    FieldType.YES_NO: _yes_no,
}
