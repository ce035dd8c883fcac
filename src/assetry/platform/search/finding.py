"""Keeping what typed words name: by the search documents where an entity has them, else by its name."""

from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, Q, When

from assetry.kernel.registry import Entity, entity_named
from assetry.kernel.text import name_sort
from assetry.platform.search.queries import matching_ids


def matching(entity: Entity, queryset: Any, text: str) -> Any:
    """The rows that hold every typed word; all of them when nothing was typed."""
    if entity.searched and text:
        return queryset.filter(pk__in=matching_ids(entity.name, text))
    if entity.found_by and text:
        return queryset.filter(reduce(or_, [_names(entity, name, text) for name in entity.found_by]))
    columns = columns_of_name(queryset.model)
    if text and not columns:
        return queryset.none()  # nothing that words could name: grants, tag schemes
    for word in name_sort(text).split():
        holds = [Q(**{f"{column}__icontains": word}) for column in columns]
        queryset = queryset.filter(reduce(or_, holds))
    return queryset


def _names(entity: Entity, name: str, text: str) -> Q:
    """That what the reference leads to holds every typed word."""
    field = entity.field(name)
    found = matching_ids(entity_named(field.reference or "").name, text)
    return Q(**{f"{field.orm_path}__in": found})


def best_first(queryset: Any, text: str) -> Any:
    """Names that begin with what was typed, then those with a word that does, then what else was found."""
    column, typed = columns_of_name(queryset.model)[0], name_sort(text)
    begins, has_word = {f"{column}__istartswith": typed}, {f"{column}__icontains": f" {typed}"}
    return queryset.order_by(Case(When(**begins, then=0), When(**has_word, then=1), default=2), column, "id")


def columns_of_name(model: Any) -> list[str]:
    """Where names are looked for; the first of them sorts. Accounts have no folded name, but an address."""
    names = {column.name for column in model._meta.fields}
    if "name_sort" in names:
        return ["name_sort"]
    return [name for name in ("name", "email") if name in names]
