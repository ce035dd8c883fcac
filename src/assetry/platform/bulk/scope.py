"""Which rows a list's filter and search name, as a value that is kept and asked again."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from assetry.kernel.filters import Filter, filter_from_json, filter_to_json
from assetry.kernel.registry import Entity
from assetry.platform.filters.compile import compile_filter
from assetry.platform.permissions.actor import Actor
from assetry.platform.search.finding import matching


def packed_scope(filter_: Filter, text: str) -> dict[str, Any]:
    """A filter and the typed words as JSON."""
    return {"filter": filter_to_json(filter_), "text": text}


def rows_in_scope(entity: Entity, scope: Mapping[str, Any], actor: Actor, *, today: date) -> Any:
    """The rows that the actor sees and the scope names; without one, all that the actor sees. Raises FilterInvalid."""
    rows = entity.visible_to(actor)
    if not scope:
        return rows
    condition = compile_filter(entity, filter_from_json(scope["filter"]), actor, today=today)
    return matching(entity, rows.filter(condition), scope["text"])
