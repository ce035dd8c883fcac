"""The rows that a list's address asks for, compiled: for the page, its figures, acts on all of them, exports."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from assetry.kernel.filters import EVERYTHING, Filter, Where
from assetry.kernel.linked import DescribedFields
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.filters.compile import compile_filter
from assetry.platform.filters.walks import Known
from assetry.web.kit.describe import ListDescription
from assetry.web.kit.finding import matching
from assetry.web.kit.query import ListQuery, filter_of
from assetry.web.kit.reader import Reader


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What a list's address asks for; `filter` is what it says beside the list's own base."""

    entity: Entity
    query: ListQuery
    filter: Filter
    queryset: Any

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the base applies."""
        return self.filter != EVERYTHING or bool(self.query.text)


def compile_listing(description: ListDescription, query: ListQuery, reader: Reader) -> Listing:
    """The rows that the address names, in no order. Raises FilterInvalid."""
    entity = entity_named(description.entity)
    asked = filter_of(query, DescribedFields(entity), [facet.name for facet in description.facets])
    queryset = entity.visible_to(reader.actor)
    paths = {}
    if query.as_of and description.time_travel:
        queryset = description.time_travel.queryset(queryset, query.as_of, reader)
        paths = dict(description.time_travel.paths)
    base = description.condition
    wanted = Where.both(description.base, asked) if base is None else asked
    condition = compile_filter(entity, wanted, reader.actor, today=reader.today, paths=paths)
    queryset = matching(entity, queryset.filter(base or Q(), condition), query.text)
    return Listing(entity=entity, query=query, filter=asked, queryset=queryset)


def known_of(description: ListDescription, listing: Listing, reader: Reader, total: int) -> Known:
    """What is known of the rows, of which there are so many, before they are read."""
    if listing.is_narrowed or description.base != EVERYTHING or listing.query.as_of:
        return Known(matches=total)
    return Known(companies=reader.actor.companies_of(listing.entity.view_permission))
