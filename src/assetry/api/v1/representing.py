"""Rows become JSON by their described fields; compiled once per entity, so that a list costs little per row."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import Any, Final
from uuid import UUID

from assetry.api.v1.answers import money_text, plain_number
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.filters.labels import Labels, labels_of
from assetry.platform.permissions.actor import Actor
from assetry.platform.permissions.crossing import may_name

type Reader = Callable[[Any], Any]
type Teller = Callable[[Any, Labels], Any]
# (field name, ORM path) for fields that are read from elsewhere: as of a date.
type Paths = tuple[tuple[str, str], ...]
_REFERENCES: Final = {FieldType.REFERENCE, FieldType.STATUS}


def represent(entity: Entity, row: Any, paths: Paths = (), *, actor: Actor | None = None) -> dict[str, Any]:
    """One object by its fields, with its public id first; `paths` says where some of them lie instead."""
    return represent_all(entity, [row], paths, actor=actor)[0]


def represent_all(
    entity: Entity, rows: Sequence[Any], paths: Paths = (), *, actor: Actor | None = None
) -> list[dict[str, Any]]:
    """The same of many: what they refer to is asked for once; other companies are named to an actor who sees them."""
    wanted: dict[str, set[int]] = {}
    for field, get in _keys(entity.name, paths):
        keys = {key for row in rows if (key := get(row)) is not None}
        wanted.setdefault(field.reference or "", set()).update(k for k in keys if may_name(actor, field, k))
    custom = list(entity.custom_fields.values())
    for field in custom:
        if field.reference:
            keys = {key for row in rows if (key := row.custom.get(field.key)) is not None}
            wanted.setdefault(field.reference, set()).update(keys)
    labels = labels_of(wanted)
    tellers = _tellers(entity.name, paths)
    shown = [
        {"id": row.public_id, **{name: tell(row, labels) for name, tell in tellers.items()}} for row in rows
    ]
    if entity.takes_custom_fields:
        for row, data in zip(rows, shown, strict=True):
            data["custom"] = _custom(custom, row.custom, labels)
    return shown


def _custom(fields: Sequence[Field], stored: Mapping[str, Any], labels: Labels) -> dict[str, Any]:
    """The custom fields in use that have a value, by their codes."""
    if not stored:
        return {}
    return {f.key: custom_value(f, stored[f.key], labels) for f in fields if f.key in stored}


def custom_value(field: Field, raw: Any, labels: Labels) -> Any:
    """A stored value as the API shows it: numbers as numbers, money as text and currency, people by id and name."""
    if field.reference:
        public_id, name = labels.get((field.reference, raw), ("", ""))
        return {"id": public_id, "name": name}
    if field.type is FieldType.NUMBER:
        return plain_number(Decimal(raw))
    if field.type is FieldType.AMOUNT:
        return {"amount": money_text(Decimal(raw["amount"])), "currency": raw["currency"]}
    return raw


def version_of(row: Any) -> int:
    """The version that the ETag names; what never changes stays at its first."""
    return int(getattr(row, "version", 1))


def reference(row: Any) -> dict[str, str] | None:
    """What another object is shown as; None for none."""
    return None if row is None else {"id": row.public_id, "name": str(row)}


_SHAPES: Final[Mapping[FieldType, Reader]] = {
    FieldType.MONEY: money_text,
    FieldType.NUMBER: plain_number,
    FieldType.CHOICE: lambda value: value or None,
    FieldType.CODE: lambda value: str(value) if isinstance(value, UUID) else value,
}


def holder(kind: str, row: Any) -> dict[str, str | None]:
    """Who or what has something: the kind says of which entity it is."""
    return {"type": kind, "id": row.public_id, "name": str(row)}


@cache
def related_paths(entity_name: str, paths: Paths = ()) -> tuple[str, ...]:
    """What a row is read together with: where its values lie outside of its table (facets)."""
    joined: dict[str, None] = {}
    for field in _fields(entity_name, paths):
        if "__" in field.orm_path:
            joined[field.orm_path.rpartition("__")[0]] = None
    return tuple(joined)


def _fields(entity_name: str, paths: Paths) -> list[Field]:
    instead = dict(paths)
    shown = [field for field in entity_named(entity_name).fields if not field.secret]
    return [replace(field, path=instead.get(field.name, field.path)) for field in shown]


@cache
def _keys(entity_name: str, paths: Paths) -> list[tuple[Field, Reader]]:
    """Each reference, and where its key lies."""
    fields = [field for field in _fields(entity_name, paths) if field.type in _REFERENCES]
    return [(field, _getter(f"{field.orm_path}_id")) for field in fields]


@cache
def _tellers(entity_name: str, paths: Paths) -> Mapping[str, Teller]:
    fields = _fields(entity_name, paths)
    by_name = {field.name: field for field in fields}
    return {field.name: _teller(field, by_name) for field in fields}


def _teller(field: Field, by_name: Mapping[str, Field]) -> Teller:
    if field.alternatives:
        return _holder_teller([field, *(by_name[name] for name in field.alternatives)])
    if field.type in _REFERENCES:
        return _reference_teller(field.reference or "", _getter(f"{field.orm_path}_id"), field.crosses)
    get, shape = _getter(field.orm_path), _SHAPES.get(field.type)
    if shape is None:
        return lambda row, _labels: get(row)
    return lambda row, _labels: None if (value := get(row)) is None else shape(value)


def _reference_teller(entity_name: str, get: Reader, may_be_hidden: bool = False) -> Teller:
    def tell(row: Any, labels: Labels) -> dict[str, str] | None:
        key = get(row)
        if key is None or (may_be_hidden and (entity_name, key) not in labels):
            return None
        public_id, name = labels[entity_name, key]
        return {"id": public_id, "name": name}

    return tell


def _holder_teller(fields: list[Field]) -> Teller:
    tellers = [
        (field.reference, _reference_teller(field.reference or "", _getter(f"{field.orm_path}_id")))
        for field in fields
    ]

    def tell(row: Any, labels: Labels) -> dict[str, Any] | None:
        for kind, one in tellers:
            held = one(row, labels)
            if held is not None:
                return {"type": kind, **held}
        return None

    return tell


def _getter(path: str) -> Reader:
    """The value at an ORM path; None where something on the way is missing."""
    parts = path.split("__")
    if len(parts) == 1:
        return lambda row: getattr(row, path)

    def read(row: Any) -> Any:
        for part in parts:
            row = getattr(row, part, None)
        return row

    return read
