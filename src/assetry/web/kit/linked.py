"""Columns of what rows refer to (`model.number`, `holder.department`): one statement a reference for a whole page.

What the reader may not see there is as if it were empty, as in filters.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from django.utils.safestring import SafeString

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.linked import LinkedField, linked_field, linked_fields
from assetry.kernel.registry import Entity
from assetry.web.components import cells
from assetry.web.kit.custom import load_references
from assetry.web.kit.describe import ListColumn
from assetry.web.kit.reader import Reader
from assetry.web.kit.values import field_html, follow

FIGURES: Final = frozenset({FieldType.NUMBER, FieldType.MONEY, FieldType.AMOUNT, FieldType.DATE})
_LOADED = "linked_targets"


def linked_columns(entity: Entity, fields: Mapping[str, Field]) -> Iterator[LinkedField]:
    """Every field of what these fields refer to that can be a column: custom fields lead to none."""
    return (linked for linked in linked_fields(entity) if _is_column(linked, fields))


def find_linked(entity: Entity, fields: Mapping[str, Field], name: str) -> LinkedField | None:
    """The one of that name."""
    linked = linked_field(entity, name)
    return linked if linked is not None and _is_column(linked, fields) else None


def _is_column(linked: LinkedField, fields: Mapping[str, Field]) -> bool:
    return linked.through.name in fields and not linked.through.key


def column_of_linked(linked: LinkedField) -> ListColumn:
    """A linked field as a column."""

    def html(row: Any, reader: Reader) -> SafeString:
        target = getattr(row, _LOADED, {}).get(linked.through.name)
        return cells.none_html() if target is None else field_html(linked.field, target, reader)

    described, figure = linked.described, linked.field.type in FIGURES
    return ListColumn(
        name=described.name,
        label=described.label,
        rank=linked.field.rank,
        number=figure,
        cut=not figure,
        html=html,
    )


def load_linked(
    rows: Sequence[Any], linked: Iterable[LinkedField], paths: Mapping[str, str], reader: Reader
) -> None:
    """Read what the rows refer to. `paths` replaces where a reference lies (as of a day)."""
    by_reference: dict[str, list[LinkedField]] = {}
    for one in linked:
        by_reference.setdefault(one.through.name, []).append(one)
    for name, wanted in by_reference.items():
        through = wanted[0].through
        path = paths.get(name, through.orm_path)
        keys = {row.pk: _key(row, path) for row in rows}
        targets = _targets(wanted, {key for key in keys.values() if key is not None}, reader)
        for row in rows:
            setattr(row, _LOADED, {**getattr(row, _LOADED, {}), name: targets.get(keys[row.pk])})


def _targets(wanted: Sequence[LinkedField], keys: set[Any], reader: Reader) -> dict[Any, Any]:
    if not keys:
        return {}
    relations = {relation for one in wanted if (relation := relation_of(one.field))}
    rows = wanted[0].entity.visible_to(reader.actor).filter(pk__in=keys)
    found = {row.pk: row for row in (rows.select_related(*relations) if relations else rows)}
    load_references(list(found.values()), [one.field for one in wanted])
    return found


def relation_of(field: Field) -> str:
    """The relation on the way to a field's value; empty where it stands in the row itself."""
    if field.key:
        return ""
    if field.type in {FieldType.REFERENCE, FieldType.STATUS}:
        return field.orm_path
    return field.orm_path.rpartition("__")[0]


def _key(row: Any, path: str) -> Any:
    """What the row refers to, by key."""
    key = follow(row, f"{path}_id")
    found = follow(row, path) if key is None else key
    return getattr(found, "pk", found)
