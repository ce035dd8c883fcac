"""The fields of a facet, read from its columns: label, type, length, choices and bounds are said once, there."""

from typing import Any

from django.db import models

from assetry.kernel.fields import Choice, Field, FieldType

_TYPES: "tuple[tuple[type[models.Field[Any, Any]], FieldType], ...]" = (
    (models.BooleanField, FieldType.YES_NO),
    (models.DateField, FieldType.DATE),
    (models.DecimalField, FieldType.NUMBER),
    (models.IntegerField, FieldType.NUMBER),
    (models.TextField, FieldType.LONG_TEXT),
    (models.CharField, FieldType.TEXT),
    (models.UUIDField, FieldType.CODE),
)


def described(table: type[models.Model], code: str, **more: dict[str, Any]) -> tuple[Field, ...]:
    """One field per own column of a facet, in their order, in the panel of its kind.

    `more` adds by a column's name what no column says (`rank`, `help`, …), or says it otherwise (`group`, `type`).
    """
    inherited = {"asset", "company", "facet"}
    own = [column for column in table._meta.concrete_fields if column.name not in inherited]
    if unknown := more.keys() - {column.name for column in own}:
        raise TypeError(f"{table.__name__} has no {', '.join(sorted(unknown))}")
    return tuple(_field(column, code, more.get(column.name, {})) for column in own)


def _field(column: "models.Field[Any, Any]", code: str, more: dict[str, Any]) -> Field:
    said: dict[str, Any] = {
        "name": column.name,
        "label": column.verbose_name,
        "type": next(word for kind, word in _TYPES if isinstance(column, kind)),
        "path": f"{code}__{column.name}",
        "edited_by": "edit_asset",
        "group": code,
    }
    if column.choices:
        choices = column.flatchoices
        said |= {"type": FieldType.CHOICE, "choices": tuple(Choice(value, label) for value, label in choices)}
    elif isinstance(column, models.DecimalField):
        whole = column.max_digits - column.decimal_places
        said |= {"largest": 10**whole - 1, "decimals": column.decimal_places}
    elif isinstance(column, models.IntegerField):
        small = isinstance(column, models.PositiveSmallIntegerField)
        said |= {"largest": 32_767 if small else 2_147_483_647, "decimals": 0}
    elif isinstance(column, models.CharField):
        said["max_length"] = column.max_length
    return Field(**said | more)
