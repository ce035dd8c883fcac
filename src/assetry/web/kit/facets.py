"""The filters beside a list, from the described fields: check boxes, or a search for what is many."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field
from assetry.web.components.fields import Option
from assetry.web.kit.choices import options_url
from assetry.web.kit.context import Filter
from assetry.web.kit.describe import Facet, ListDescription
from assetry.web.kit.query import NOTHING, ListQuery

MOST_OPTIONS = 60


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
    filters = [_filter(facet, fields[facet.name], query, known, names) for facet in description.facets]
    if description.time_travel:
        day = Filter(
            name="as_of", label=_("As of"), kind="date", value=query.get("as_of"), open=bool(query.as_of)
        )
        filters.append(day)
    return filters


def _filter(
    facet: Facet,
    field: Field,
    query: ListQuery,
    known: Sequence[tuple[str, str, str]],
    names: Mapping[tuple[str, str], str],
) -> Filter:
    chosen = query.values(field.name)
    if facet.remote:
        value = chosen[0] if chosen else ""
        label = names.get((field.reference or "", value), value)
        options = [Option(value=value, label=label, chosen=True)] if value else []
        search = options_url(field.reference or "")
        return Filter(
            name=field.name, label=field.label, kind="remote", options=options, value=value, search_url=search,
            open=facet.open or bool(value),
        )  # fmt: skip
    options = _options(field, known, chosen)
    return Filter(name=field.name, label=field.label, options=options, open=facet.open or bool(chosen))


def _options(field: Field, known: Sequence[tuple[str, str, str]], chosen: Sequence[str]) -> list[Option]:
    if field.reference:
        pairs: list[tuple[str, Any]] = [(key, label) for name, key, label in known if name == field.reference]
    else:
        pairs = [(choice.value, choice.label) for choice in field.choices]
    pairs = pairs[:MOST_OPTIONS]
    missing = [value for value in chosen if value not in {key for key, _label in pairs}]
    pairs += [(value, _("None") if value == NOTHING else value) for value in missing]
    return [Option(value=key, label=label, chosen=key in chosen) for key, label in pairs]
