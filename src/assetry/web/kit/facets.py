"""The filters beside a list, from the described fields: check boxes, or a search for what is many.

They stand there at once, and once more with their figures when those are counted.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.linked import DescribedFields
from assetry.kernel.registry import entity_named
from assetry.web.components.fields import Option
from assetry.web.kit.chips import named_rows, referred
from assetry.web.kit.choices import options_url
from assetry.web.kit.context import Filter
from assetry.web.kit.describe import Facet, ListDescription
from assetry.web.kit.figures import Named, figures_of
from assetry.web.kit.query import NOTHING, ListQuery, filter_of
from assetry.web.kit.reader import Reader

MOST_OPTIONS = 60
MOST_OF_MANY = 8  # beside a search for the others
_STORED = {"yes": "true", "no": "false"}  # as the database writes them


def option_entities(description: ListDescription, fields: Mapping[str, Field]) -> tuple[str, ...]:
    """The entities whose every thing stands as a check box."""
    found = (fields[facet.name].reference for facet in description.facets if not facet.remote)
    return tuple(dict.fromkeys(name for name in found if name))


def facet_filters(
    description: ListDescription,
    fields: Mapping[str, Field],
    query: ListQuery,
    known: Sequence[tuple[str, str, str]],
    names: Mapping[tuple[str, str], str],
) -> list[Filter]:
    """Every facet with what is chosen; `known` are the things to choose from, or only the chosen ones."""
    filters = []
    for facet in description.facets:
        field, chosen = fields[facet.name], query.values(facet.name)
        values = [(value, _word(field, value, names)) for value in chosen]
        if not facet.remote:
            values = _all_values(field, known)[:MOST_OPTIONS] + values
        filters.append(_filter(facet, field, dict(values), chosen))
    return [*filters, *_day(description, query)]


def counted_filters(description: ListDescription, query: ListQuery, reader: Reader) -> list[Filter]:
    """Every facet with how many rows each of its values leaves: what leaves none stands there only if it is chosen.

    Raises FilterInvalid.
    """
    fields = DescribedFields(entity_named(description.entity))
    figures, named = figures_of(description, query, reader)
    asked = filter_of(query, fields, [facet.name for facet in description.facets])
    rows = named_rows(reader.actor, referred(asked, fields))
    names = {(entity, public_id): label for entity, public_id, label in rows}
    filters = []
    for facet in description.facets:
        field, chosen = fields[facet.name], query.values(facet.name)
        counts = _by_value(field, figures.get(facet.name, {}), named)
        values = {value: label for value, (label, _n) in counts.items()}
        values = _most(values, counts, chosen, MOST_OF_MANY if facet.remote else MOST_OPTIONS)
        values |= {value: _word(field, value, names) for value in chosen if value not in values}
        known = {value: n for value, (_label, n) in counts.items()} if facet.name in figures else None
        filters.append(_filter(facet, field, values, chosen, known))
    return [*filters, *_day(description, query)]


def _by_value(field: Field, counts: Mapping[Any, int], named: Named) -> dict[str, tuple[Any, int]]:
    """Label and figure by the value that the address would say, in the organization's order."""
    found: dict[str, tuple[Any, int]] = {}
    if field.reference:
        for (entity, key), (public_id, label) in named.items():
            if entity == field.reference and counts.get(key):
                found[public_id] = (label, counts[key])
    for value, label in choices_of(field):
        if n := counts.get(_STORED.get(value, value)):
            found[value] = (label, n)
    if counts.get(None):
        found[NOTHING] = (_("None"), counts[None])
    return found


def _most(
    values: dict[str, Any], counts: Mapping[str, tuple[Any, int]], chosen: Sequence[str], most: int
) -> dict[str, Any]:
    """At most so many values, those with the most rows; what is chosen always stays."""
    if len(values) <= most:
        return values
    biggest = sorted(values, key=lambda value: -counts[value][1])[:most]
    return {value: values[value] for value in (*biggest, *chosen) if value in values}


def _filter(
    facet: Facet,
    field: Field,
    values: Mapping[str, Any],
    chosen: Sequence[str],
    counts: Mapping[str, int] | None = None,
) -> Filter:
    options = [
        Option(
            value=value,
            label=label,
            chosen=value in chosen,
            count=None if counts is None else counts.get(value, 0),
        )
        for value, label in values.items()
    ]
    search = options_url(field.reference or "") if facet.remote else ""
    return Filter(
        name=field.name,
        label=field.label,
        kind="remote" if facet.remote else "options",
        options=options,
        search_url=search,
        open=facet.open or bool(chosen),
    )


def _all_values(field: Field, known: Sequence[tuple[str, str, str]]) -> list[tuple[str, Any]]:
    if field.reference:
        return [(key, label) for name, key, label in known if name == field.reference]
    return choices_of(field)


def choices_of(field: Field) -> list[tuple[str, Any]]:
    """The values that a field can have and their words; none where anything can stand."""
    if field.type is FieldType.YES_NO:
        return [("yes", _("Yes")), ("no", _("No"))]
    return [(choice.value, choice.label) for choice in field.choices]


def _word(field: Field, value: str, names: Mapping[tuple[str, str], str]) -> Any:
    """How a chosen value is called; itself when nobody knows it."""
    if value == NOTHING:
        return _("None")
    if field.reference:
        return names.get((field.reference, value), value)
    return dict(choices_of(field)).get(value, value)


def _day(description: ListDescription, query: ListQuery) -> list[Filter]:
    if not description.time_travel:
        return []
    label = _("As of")
    return [Filter(name="as_of", label=label, kind="date", value=query.get("as_of"), open=bool(query.as_of))]
