"""Rows become JSON by their described fields; compiled once per entity, so that a list costs little per row."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any, Final
from uuid import UUID

from assetry.api.v1.answers import money_text, plain_number
from assetry.kernel.fields import Field, FieldType
from assetry.kernel.registry import Entity, entity_named

type Reader = Callable[[Any], Any]
# (field name, ORM path) for fields that are read from elsewhere: as of a date.
type Paths = tuple[tuple[str, str], ...]
_REFERENCES: Final = {FieldType.REFERENCE, FieldType.STATUS}


def represent(entity: Entity, row: Any, paths: Paths = ()) -> dict[str, Any]:
    """One object by its fields, with its public id first; `paths` says where some of them lie instead."""
    data: dict[str, Any] = {"id": row.public_id}
    for name, read in _readers(entity.name, paths).items():
        data[name] = read(row)
    return data


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
    FieldType.REFERENCE: reference,
    FieldType.STATUS: reference,
}


def holder(kind: str, row: Any) -> dict[str, str | None]:
    """Who or what has something: the kind says of which entity it is."""
    return {"type": kind, "id": row.public_id, "name": str(row)}


@cache
def related_paths(entity_name: str, paths: Paths = ()) -> tuple[str, ...]:
    """What a list of the entity joins, so that no row asks for more."""
    joined: dict[str, None] = {}
    for field in _fields(entity_name, paths):
        if field.type in _REFERENCES:
            joined[field.orm_path] = None
        elif "__" in field.orm_path:
            joined[field.orm_path.rpartition("__")[0]] = None
    return tuple(joined)


def _fields(entity_name: str, paths: Paths) -> list[Field]:
    instead = dict(paths)
    shown = [field for field in entity_named(entity_name).fields if not field.secret]
    return [replace(field, path=instead.get(field.name, field.path)) for field in shown]


@cache
def _readers(entity_name: str, paths: Paths) -> Mapping[str, Reader]:
    fields = _fields(entity_name, paths)
    by_name = {field.name: field for field in fields}
    return {field.name: _reader(field, by_name) for field in fields}


def _reader(field: Field, by_name: Mapping[str, Field]) -> Reader:
    get = _getter(field.orm_path)
    if field.alternatives:
        return _holder_reader([field, *(by_name[name] for name in field.alternatives)])
    shape = _SHAPES.get(field.type)
    return get if shape is None else lambda row: None if (value := get(row)) is None else shape(value)


def _holder_reader(fields: list[Field]) -> Reader:
    getters = [(field.reference or "", _getter(field.orm_path)) for field in fields]

    def read(row: Any) -> dict[str, str | None] | None:
        held = ((kind, get(row)) for kind, get in getters)
        return next((holder(kind, it) for kind, it in held if it is not None), None)

    return read


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
