"""Keeping what typed words name: by the search documents where an entity has them, else by its name."""

from typing import Any

from assetry.kernel.registry import Entity
from assetry.kernel.text import name_sort
from assetry.platform.search.queries import matching_ids

# Entities whose triggers keep search documents (`searchable(…)` in the areas' migrations).
SEARCHED = frozenset({"asset", "person", "location", "supplier", "model"})


def matching(entity: Entity, queryset: Any, text: str) -> Any:
    """The rows that hold every typed word; all of them when nothing was typed."""
    if entity.name in SEARCHED and text:
        return queryset.filter(pk__in=matching_ids(entity.name, text))
    for word in name_sort(text).split():
        queryset = queryset.filter(name_sort__contains=word)
    return queryset
