"""What a process knows of the definitions, as described fields; asked for anew only when they have changed."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.db import connection

from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.registry import Entity
from assetry.platform.custom_fields.models import CustomFieldDefinition, CustomState, CustomType

PREFIX: Final = "custom_"
COLUMN: Final = "custom"
LINK_LENGTH: Final = 500
LARGEST: Final = 9_999_999_999
_TYPES: Final[Mapping[str, FieldType]] = {
    CustomType.TEXT: FieldType.TEXT,
    CustomType.LONG_TEXT: FieldType.LONG_TEXT,
    CustomType.NUMBER: FieldType.NUMBER,
    CustomType.DATE: FieldType.DATE,
    CustomType.CHOICE: FieldType.CHOICE,
    CustomType.MONEY: FieldType.AMOUNT,
    CustomType.LINK: FieldType.TEXT,
    CustomType.PERSON: FieldType.REFERENCE,
    CustomType.YES_NO: FieldType.YES_NO,
}


@dataclass(frozen=True)
class Known:
    """The fields of every entity: those in use by name, and all that ever were by the key of their values."""

    token: UUID | None
    in_use: Mapping[str, Mapping[str, Field]]
    by_key: Mapping[str, Mapping[str, Field]]


_known: Known | None = None
_look: ContextVar[list[Known] | None] = ContextVar("custom_fields_look", default=None)


def fields_in_use(entity: str) -> Mapping[str, Field]:
    """The custom fields of an entity that are not retired, of all kinds, by name, in their order."""
    return known().in_use.get(entity, {})


def fields_by_key(entity: str) -> Mapping[str, Field]:
    """Every custom field that an entity ever had, retired ones too, by the key of its values."""
    return known().by_key.get(entity, {})


def fields_for(entity: Entity, kind: str = "") -> dict[str, Field]:
    """The custom fields of things of one kind, by name."""
    return {name: field for name, field in entity.custom_fields.items() if field.kind in ("", kind)}


@contextmanager
def one_look() -> Iterator[None]:
    """Within it (a request), whether definitions have changed is asked once."""
    mark = _look.set([])
    try:
        yield
    finally:
        _look.reset(mark)


def forget() -> None:
    """Ask again: they were changed here."""
    seen = _look.get()
    if seen:
        seen.clear()


def known() -> Known:
    """The definitions as they are: one small statement, a second one after a change."""
    global _known  # noqa: PLW0603 - what this process knows
    seen = _look.get()
    if seen:
        return seen[0]
    with connection.cursor() as cursor:
        cursor.execute("SELECT token FROM custom_fields_definitionstoken")
        row = cursor.fetchone()
    token, found = row[0] if row else None, _known
    if found is None or found.token != token:
        found = _known = _read(token)
    if seen is not None:
        seen.append(found)
    return found


def _read(token: UUID | None) -> Known:
    in_use: dict[str, dict[str, Field]] = {}
    by_key: dict[str, dict[str, Field]] = {}
    for row in CustomFieldDefinition.objects.order_by("position", "pk"):
        field = field_of(row)
        by_key.setdefault(row.entity, {})[row.code] = field
        if row.state != CustomState.RETIRED:
            in_use.setdefault(row.entity, {})[field.name] = field
    return Known(token, in_use, by_key)


def field_of(row: CustomFieldDefinition) -> Field:
    """The definition as a described field, like any other; not sortable until its index is there."""
    name, is_link = PREFIX + row.code, row.type == CustomType.LINK
    return Field(
        name=name,
        label=row.label,
        type=_TYPES[row.type],
        path=COLUMN,
        key=row.code,
        kind=row.kind,
        reference="person" if row.type == CustomType.PERSON else None,
        choices=tuple(_choice(choice) for choice in row.choices),
        sort=name if row.is_sortable and row.state == CustomState.ACTIVE else None,
        filterable=row.is_filterable,
        edited_by="edit",
        required=row.is_required,
        unique=row.is_unique,
        max_length=row.max_length or (LINK_LENGTH if is_link else None),
        format="url" if is_link else "",
        help=row.help,
        smallest=-LARGEST if row.allows_negative else 0,
        largest=LARGEST,
        rank=4,
        default_column=row.is_column,
        group=COLUMN,
    )


def _choice(data: Mapping[str, Any]) -> Choice:
    return Choice(data["value"], data["label"], bool(data.get("retired")))
