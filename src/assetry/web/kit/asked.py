"""What an address filters by, in parts that all have to hold: its facets, then those of its text form.

A part has a place: the facet's name, or its number in the text. What a facet can say is kept as that facet.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assetry.kernel.fields import Field
from assetry.kernel.filters import (
    Condition,
    Filter,
    Group,
    Operator,
    format_filter,
    joined,
    parse_filter,
    parts_of,
)
from assetry.web.kit.query import NOTHING, ListQuery, facet_condition

NEW = "new"  # the place of what is not there yet


@dataclass(frozen=True)
class Asked:
    """The parts, and the addresses of lists with other ones. `names` are the facets that the list has."""

    query: ListQuery
    fields: Mapping[str, Field]
    facets: Mapping[str, Filter]
    texts: Sequence[Filter]
    names: Sequence[str]

    @property
    def parts(self) -> dict[str, Filter]:
        """Every part by its place."""
        return {**self.facets, **{str(number): part for number, part in enumerate(self.texts)}}

    def with_part(self, place: str, part: Filter | None) -> str:
        """The address with another part at a place, or (None) without it; NEW adds one."""
        changes: dict[str, str | Sequence[str] | None] = {}
        texts = {str(number): text for number, text in enumerate(self.texts)}
        if place in self.facets:
            changes[place] = None
        else:
            texts.pop(place, None)
        facet = _facet_of(part, self.fields) if part is not None else None
        if facet and facet[0] in self.names and (facet[0] == place or facet[0] not in self.facets):
            changes[facet[0]] = facet[1]
        elif part is not None:
            texts[place if place.isdigit() else NEW] = part
        order = sorted(texts, key=lambda number: int(number) if number.isdigit() else len(texts))
        changes["filter"] = format_filter(joined("and", [texts[number] for number in order]))
        return self.query.url(**changes)


def asked_of(query: ListQuery, fields: Mapping[str, Field], facets: Sequence[str]) -> Asked:
    """The parts of an address. Raises FilterInvalid for a text that is no filter."""
    said = {name: facet_condition(fields[name], values) for name in facets if (values := query.values(name))}
    return Asked(query, fields, said, tuple(parts_of(parse_filter(query.get("filter")))), tuple(facets))


def alternatives(part: Filter | None) -> tuple[Condition, ...]:
    """The conditions of a part of which one has to hold: what can be changed one by one; empty for deeper nesting."""
    members = part.members if isinstance(part, Group) and part.joiner == "or" else (part,)
    found = tuple(member for member in members if isinstance(member, Condition))
    return found if len(found) == len(members) else ()


def _facet_of(part: Filter, fields: Mapping[str, Field]) -> tuple[str, list[str]] | None:
    """The facet and its values that say the very same as a part."""
    found = alternatives(part)
    names = {condition.field for condition in found}
    if len(names) != 1:
        return None
    (name,) = names
    values = [value for condition in found for value in condition.values]
    values += [NOTHING] * any(condition.operator is Operator.EMPTY for condition in found)
    return (name, values) if name in fields and facet_condition(fields[name], values) == part else None
