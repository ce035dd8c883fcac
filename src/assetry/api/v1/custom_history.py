"""Custom fields in the trail: one JSON column, told as the fields that differ."""

from collections.abc import Iterator, Mapping
from typing import Any

from assetry.api.v1.representing import custom_value
from assetry.kernel.fields import Field
from assetry.kernel.registry import Entity, entities
from assetry.kernel.values import is_stored_form
from assetry.platform.audit.queries import RecordedChange
from assetry.platform.custom_fields.definitions import COLUMN, fields_by_key


def custom_changes(change: RecordedChange, known: Mapping[tuple[str, int], Any]) -> list[dict[str, Any]]:
    """Each custom field that a change touched, as `custom.code`; people out of scope are hidden."""
    entity, before, after = _sides(change)
    if entity is None:
        return []
    return [
        _told(field, key, before, after, known)
        for key, field in fields_by_key(entity.name).items()
        if before.get(key) != after.get(key)
    ]


def custom_references(change: RecordedChange) -> Iterator[tuple[str, int]]:
    """(entity, key) of what the custom fields of a change refer to."""
    entity, before, after = _sides(change)
    if entity is None:
        return
    for key, field in fields_by_key(entity.name).items():
        if field.reference:
            yield from (
                (field.reference, side[key]) for side in (before, after) if isinstance(side.get(key), int)
            )


def _sides(change: RecordedChange) -> tuple[Entity | None, Mapping[str, Any], Mapping[str, Any]]:
    """The entity whose custom fields changed, and what they were and became; none where that is hidden."""
    sides = [values.get(COLUMN) or {} for values in (change.before, change.after)]
    if not any(sides) or not all(isinstance(side, Mapping) for side in sides):
        return None, {}, {}
    taking = (entity for entity in entities() if entity.takes_custom_fields)
    return next((entity for entity in taking if entity.table == change.table), None), sides[0], sides[1]


def _told(
    field: Field,
    key: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    known: Mapping[tuple[str, int], Any],
) -> dict[str, Any]:
    shown = [_value(field, side.get(key), known) for side in (before, after)]
    hidden = any(
        value is None and side.get(key) is not None
        for value, side in zip(shown, (before, after), strict=True)
    )
    return {"field": f"{COLUMN}.{key}", "before": shown[0], "after": shown[1], "hidden": hidden}


def _value(field: Field, raw: Any, known: Mapping[tuple[str, int], Any]) -> Any:
    if raw is None:
        return None
    if not is_stored_form(field, raw):  # it was of another type then: of a reference only a key is left
        return None if isinstance(raw, int) and not isinstance(raw, bool) else raw
    return known.get((field.reference, raw)) if field.reference else custom_value(field, raw, {})
