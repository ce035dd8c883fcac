"""The figures beside a list's facets: how many rows each value would leave, exact.

Each facet leaves out its own filter.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import BigIntegerField, F
from django.db.models.functions import Cast

from assetry.kernel.fields import Field
from assetry.kernel.filters import Condition, Filter, parts_of
from assetry.kernel.linked import DescribedFields
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.filters.compile import compile_filter
from assetry.platform.filters.counting import Tally, column_to_count, count_values
from assetry.platform.permissions.actor import Actor
from assetry.web.kit.chips import label_and_order
from assetry.web.kit.describe import Facet, ListDescription
from assetry.web.kit.listing import compile_listing
from assetry.web.kit.query import ListQuery, filter_of
from assetry.web.kit.reader import Reader

# By facet: how many rows each value leaves, by key of a reference or by value, None: without one.
type Figures = Mapping[str, Mapping[Any, int]]
# (entity, key) → (public id, name), in the organization's order.
type Named = Mapping[tuple[str, int], tuple[str, str]]


def is_counted(facet: Facet, field: Field) -> bool:
    """Whether figures stand beside a facet's values: not where it is found in several columns in turns."""
    return facet.counted and not field.alternatives


def figures_of(description: ListDescription, query: ListQuery, reader: Reader) -> tuple[Figures, Named]:
    """The figures of every counted facet, and what their keys are called. Raises FilterInvalid.

    From the area's counters where nothing else is asked, else all of them in one statement.
    """
    fields = DescribedFields(entity_named(description.entity))
    asked = _Asked(description, query, reader)
    is_bare = any(asked.is_nothing_but(facet.name) for facet in description.facets)
    kept = description.counters(reader) if description.counters and is_bare else {}
    figures: dict[str, Mapping[Any, int]] = {}
    tallies = []
    for facet in description.facets:
        if not is_counted(facet, fields[facet.name]):
            continue
        if facet.name in kept and asked.is_nothing_but(facet.name):
            figures[facet.name] = kept[facet.name]
        else:
            column = column_to_count(fields[facet.name])
            tallies.append(Tally(name=facet.name, column=column, rows=asked.rows_without(facet.name)))
    figures |= count_values(tallies)
    figures = {name: by_key(fields[name], counts, reader.actor) for name, counts in figures.items()}
    return figures, _named(fields, figures, reader.actor)


class _Asked:
    """A list's filter in parts, each compiled once: what they refer to is looked up once."""

    def __init__(self, description: ListDescription, query: ListQuery, reader: Reader) -> None:
        names = [facet.name for facet in description.facets]
        params = query.params.copy()
        for name in ("filter", *names):
            params.pop(name, None)
        bare = compile_listing(description, replace(query, params=params), reader)
        entity, self.text = bare.entity, query.text
        parts = parts_of(filter_of(query, DescribedFields(entity), names))
        self.parts = [
            (part, compile_filter(entity, part, reader.actor, today=reader.today)) for part in parts
        ]
        self.bare = bare.queryset
        self.rows = bare.queryset.filter(*(condition for _part, condition in self.parts))

    def is_nothing_but(self, name: str) -> bool:
        """Whether nothing is asked, or of that field alone."""
        return not self.text and all(is_about(part, name) for part, _condition in self.parts)

    def rows_without(self, name: str) -> Any:
        """The rows without what is asked of one field; the same object where that is nothing."""
        others = [condition for part, condition in self.parts if not is_about(part, name)]
        return self.rows if len(others) == len(self.parts) else self.bare.filter(*others)


def is_about(filter_: Filter, name: str) -> bool:
    """Whether a filter asks for nothing but that field."""
    if isinstance(filter_, Condition):
        return filter_.field == name
    return bool(filter_.members) and all(is_about(member, name) for member in filter_.members)


def by_key(field: Field, counts: Mapping[str | None, int], actor: Actor) -> Mapping[Any, int]:
    """Counts by key instead of text; in a tree, what lies below a thing counts for it as well."""
    if not field.reference:
        return counts
    keyed = {key and int(key): n for key, n in counts.items()}
    if not field.tree:
        return keyed
    rows = entity_named(field.reference).named_for(actor).filter(pk__in=[key for key in keyed if key])
    below: dict[Any, int] = {None: keyed[None]} if None in keyed else {}
    for key, path in rows.values_list("pk", "path"):
        for above in path:
            below[above] = below.get(above, 0) + keyed[key]
    return below


def _named(fields: DescribedFields, figures: Figures, actor: Actor) -> Named:
    wanted: dict[str, set[int]] = {}
    for name, counts in figures.items():
        if reference := fields[name].reference:
            wanted.setdefault(reference, set()).update(key for key in counts if key is not None)
    parts = [_names(entity_named(name), keys, actor) for name, keys in wanted.items() if keys]
    if not parts:
        return {}
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return {
        (entity, key): (public_id, label)
        for entity, key, public_id, label, _order in rows.order_by("sorted_by", "label")
    }


def _names(entity: Entity, keys: set[int], actor: Actor) -> Any:
    """What a filter by this actor could name, of these keys."""
    rows = entity.named_for(actor).filter(pk__in=keys).order_by()
    key = Cast(F("pk"), BigIntegerField())
    named = rows.annotate(key=key, **label_and_order(entity, rows.model))
    return named.values_list("of_entity", "key", "public_id", "label", "sorted_by")
