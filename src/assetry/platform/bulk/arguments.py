"""The arguments of a work as JSON and back: references by public id, read again for whoever acts."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import models

from assetry.kernel.money import Money
from assetry.kernel.registry import entities, entity_named
from assetry.platform.permissions.actor import Actor


def pack(value: Any) -> Any:
    """A value as JSON: what JSON does not have becomes a pair of its type and a text."""
    if isinstance(value, Mapping):
        return {name: pack(one) for name, one in value.items()}
    if isinstance(value, models.Model):
        return [_entity_of(value), value.public_id]  # type: ignore[attr-defined]
    if value is None or isinstance(value, bool | int | str):
        return value
    kind, (_type, write, _read) = next(
        (kind, known) for kind, known in _KINDS.items() if isinstance(value, known[0])
    )
    return [kind, write(value)]


def unpack(data: Any, actor: Actor) -> Any:
    """What was packed. Raises NotFound for a reference that is gone, or that the actor does not see any more."""
    if isinstance(data, dict):
        return {name: unpack(one, actor) for name, one in data.items()}
    if not isinstance(data, list):
        return data
    kind, text = data
    if kind in _KINDS:
        return _KINDS[kind][2](text)
    return entity_named(kind).get_for(actor, text)


def _money(text: str) -> Money:
    amount, currency = text.split(" ")
    return Money(Decimal(amount), currency)


# By name: the type, how it is written, how it is read. An instant is a date too, so it comes first.
_KINDS: dict[str, tuple[type[Any], Callable[[Any], str], Callable[[str], Any]]] = {
    "instant": (datetime, datetime.isoformat, datetime.fromisoformat),
    "date": (date, date.isoformat, date.fromisoformat),
    "number": (Decimal, str, Decimal),
    "money": (Money, lambda money: f"{money.amount} {money.currency}", _money),
    "uuid": (UUID, str, UUID),
}


def _entity_of(row: models.Model) -> str:
    return next(entity.name for entity in entities() if entity.table == row._meta.db_table)
