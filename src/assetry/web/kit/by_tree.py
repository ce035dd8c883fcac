"""A list as a tree: how many of its rows each place or department holds, with those below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _

from assetry.kernel.fields import Field
from assetry.kernel.filters import Condition, Filter, Operator, Where, format_filter, parse_filter
from assetry.kernel.linked import DescribedFields
from assetry.kernel.registry import entity_named
from assetry.platform.filters.counting import Tally, column_to_count, count_values
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Tree, TreeNode
from assetry.web.kit.describe import ListDescription
from assetry.web.kit.figures import by_key
from assetry.web.kit.listing import Listing
from assetry.web.kit.reader import Reader

# A page stays a page: of a larger tree the upper levels stand here, and each leads further down.
MOST_NODES: Final = 400


@dataclass(frozen=True, slots=True)
class _Place:
    """A node; `names` (sorted by, shown) are those of the nodes above it that one may see, and its own."""

    key: int
    public_id: str
    path: Sequence[int]
    names: Sequence[tuple[str, str]]


def field_of_tree(description: ListDescription) -> Field | None:
    """The facet whose tree the list can be shown as: where things are, else what they belong to."""
    fields = DescribedFields(entity_named(description.entity))
    trees = (fields[facet.name] for facet in description.facets if fields[facet.name].tree)
    return next((field for field in trees if field.reference not in {None, "company"}), None)


def tree_of(description: ListDescription, listing: Listing, field: Field, reader: Reader) -> Panel:
    """The rows of a listing by the tree of a field, each figure a link to its rows; those in no place come last."""
    counts = _counts(description, listing, field, reader)
    places = _places(field, counts, reader)
    parents = {place.path[-2] for place in places if len(place.path) > 1}
    nodes = [
        TreeNode(
            label=place.names[-1][1],
            url=_url(listing, field, place.public_id, look="tree"),
            depth=len(place.names),
            cells=(_figure(counts[place.key], _url(listing, field, place.public_id), reader),),
            has_children=place.key in parents,
        )
        for place in places
    ]
    if nowhere := counts.get(None, 0):
        url = _url(listing, field, None)
        nodes.append(TreeNode(label=_("None"), url=url, cells=(_figure(nowhere, url, reader),)))
    title = _("%(what)s by %(by)s") % {"what": listing.entity.label_plural, "by": str(field.label).lower()}
    tree = Tree(label=field.label, heads=(listing.entity.label_plural,), nodes=nodes)
    return Panel(title=title, count=len(places), blocks=(tree,))


def _counts(
    description: ListDescription, listing: Listing, field: Field, reader: Reader
) -> Mapping[int | None, int]:
    """How many rows lie at or below each node: from the area's counters where nothing is asked."""
    kept: Mapping[str, Any] = {}
    if description.counters and not listing.is_narrowed:
        kept = description.counters(reader)
    counts = kept.get(field.name)
    if counts is None:
        tally = Tally(name=field.name, column=column_to_count(field), rows=listing.queryset)
        counts = count_values([tally])[field.name]
    return by_key(field, counts, reader.actor)


def _places(field: Field, counts: Mapping[int | None, int], reader: Reader) -> list[_Place]:
    """The nodes that hold rows, parents before children, down to the level at which they still fit."""
    of = entity_named(field.reference or "")
    keys = [key for key in counts if key is not None]
    rows = of.named_for(reader.actor).filter(pk__in=keys).order_by()
    found = {row[0]: row[1:] for row in rows.values_list("pk", "public_id", "path", "name_sort", "name")}
    places = [
        _Place(key, public_id, path, [found[above][2:] for above in path if above in found])
        for key, (public_id, path, _sorted, _name) in found.items()
    ]
    level = max((len(place.names) for place in places), default=1)
    while level > 1 and sum(len(place.names) <= level for place in places) > MOST_NODES:
        level -= 1
    shown = [place for place in places if len(place.names) <= level]
    return sorted(shown, key=lambda place: (place.names, place.key))[:MOST_NODES]


def _figure(count: int, url: str, reader: Reader) -> Any:
    return cells.number_html(count, locale=reader.locale, url=url)


def _url(listing: Listing, field: Field, public_id: str | None, *, look: str = "") -> str:
    """The same list at and below one node, as rows or as a tree again."""
    at: Filter = Condition(field.name, Operator.EMPTY)
    if public_id is not None:
        at = Condition(field.name, Operator.UNDER, (public_id,))
    query = listing.query.outside()
    narrowed = Where.both(parse_filter(query.get("filter")), at)
    return query.url(look=look or None, filter=format_filter(narrowed))
