"""Custom fields on pages: their values out of a row's JSON, and their place in lists, forms and panels."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import entity_named
from assetry.kernel.values import from_stored
from assetry.platform.database.reading import model_of
from assetry.web.components.parts import Words
from assetry.web.kit.describe import Facet, ListColumn, ListDescription

HEADING: Words = _("Custom fields")
# Where a row keeps what its custom fields refer to: objects by entity and key.
_LOADED = "custom_references"
_NUMBERS = frozenset({FieldType.NUMBER, FieldType.AMOUNT, FieldType.DATE})
_HALF = frozenset({FieldType.TEXT, *_NUMBERS, FieldType.CHOICE, FieldType.REFERENCE})


def custom_value(field: Field, row: Any) -> Any:
    """The value of a custom field of a row; a reference as the object, read now unless it was loaded before."""
    raw = (getattr(row, field.path) or {}).get(field.key)
    value = from_stored(field, raw)
    if field.reference is None or value is None:
        return value
    if not hasattr(row, _LOADED):
        load_references([row], [field])
    found = getattr(row, _LOADED)
    if (field.reference, value) not in found:
        load_references([row], [field])
    return getattr(row, _LOADED).get((field.reference, value))


def load_references(rows: Sequence[Any], fields: Iterable[Field]) -> None:
    """Read what the rows' custom fields refer to: a statement per entity, however many rows."""
    wanted: dict[str, set[int]] = {}
    for field in fields:
        if field.key and field.reference:
            keys = {key for row in rows if (key := row.custom.get(field.key)) is not None}
            wanted.setdefault(field.reference, set()).update(keys)
    if not wanted:
        return
    found = {
        (name, target.pk): target
        for name, keys in wanted.items()
        if keys
        for target in model_of(entity_named(name).table)._base_manager.filter(pk__in=keys)
    }
    for row in rows:
        setattr(row, _LOADED, {**getattr(row, _LOADED, {}), **found})


def with_custom(description: ListDescription, fields: Mapping[str, Field]) -> ListDescription:
    """The list with the custom fields that are to be columns, and filters for those with a few values."""
    if not fields:
        return description
    columns, facets = custom_columns(fields), custom_facets(fields)
    return replace(
        description, columns=(*description.columns, *columns), facets=(*description.facets, *facets)
    )


def custom_columns(fields: Mapping[str, Field]) -> list[ListColumn]:
    """The custom fields that lists show, the first to leave a narrow one."""
    return [
        ListColumn(name=name, number=field.type in _NUMBERS, cut=True)
        for name, field in fields.items()
        if field.default_column
    ]


def custom_facets(fields: Mapping[str, Field]) -> list[Facet]:
    """Those to filter by that have values to choose from; the others are for the filter's text."""
    return [
        Facet(name=name, remote=bool(field.reference), open=False)
        for name, field in fields.items()
        if field.filterable and (field.choices or field.reference)
    ]


def half_width(fields: Mapping[str, Field]) -> frozenset[str]:
    """Those that stand in pairs in a form."""
    return frozenset(name for name, field in fields.items() if field.type in _HALF)
