"""Custom fields inside their JSON column, as expressions in the type that they are compared and sorted by.

Indexes are built of the same expressions (`platform.custom_fields.indexing`): what is changed here needs new ones.
"""

from typing import Any

from django.db import models
from django.db.models.expressions import Combinable
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Collate

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.values import stored_form


def expression_of(field: Field, path: "str | Combinable" = "") -> Any:
    """The value of a custom field, NULL where there is none.

    Dates are compared as text, which for ISO dates is the same; text by its code points.
    """
    column = path or field.path
    if field.type is FieldType.AMOUNT:
        return Cast(KeyTextTransform("amount", KeyTextTransform(field.key, column)), _number())
    text: Combinable = KeyTextTransform(field.key, column)
    if field.type is FieldType.NUMBER:
        return Cast(text, _number())
    if field.type is FieldType.REFERENCE:
        return Cast(text, models.BigIntegerField())
    return Collate(text, "C")


def comparable(field: Field, value: Any) -> Any:
    """A cleaned value in the form that `expression_of` has it."""
    if field.type is FieldType.DATE:
        return stored_form(field, value)
    if field.type is FieldType.YES_NO:
        return "true"
    return value


def _number() -> "models.DecimalField[Any, Any]":
    """Without a scale: as many decimals as the text has."""
    return models.DecimalField(max_digits=None, decimal_places=None)
