"""Conditions in words: the chips above a list, and the names of what they refer to."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, LPad
from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field
from assetry.kernel.filters import Condition, Filter, Group, Operator, conditions, format_filter, parse_filter
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.filters.references import names_seen
from assetry.web.components.parts import Chip, Words
from assetry.web.kit.choices import unretired
from assetry.web.kit.finding import columns_of_name
from assetry.web.kit.query import NOTHING, ListQuery, facet_condition

type Names = Mapping[tuple[str, str], str]

SAYS: dict[Operator, Words] = {
    Operator.EQ: _("%(field)s is"),
    Operator.NE: _("%(field)s is not"),
    Operator.IN: _("%(field)s any of"),
    Operator.NOT_IN: _("%(field)s none of"),
    Operator.UNDER: _("%(field)s under"),
    Operator.LT: _("%(field)s before"),
    Operator.LE: _("%(field)s until"),
    Operator.GT: _("%(field)s after"),
    Operator.GE: _("%(field)s from"),
    Operator.BETWEEN: _("%(field)s between"),
    Operator.CONTAINS: _("%(field)s contains"),
    Operator.STARTS_WITH: _("%(field)s starts with"),
    Operator.EMPTY: _("%(field)s is"),
    Operator.NOT_EMPTY: _("%(field)s is not"),
}


def condition_words(condition: Condition, fields: Mapping[str, Field], names: Names) -> tuple[str, str]:
    """A condition as label and value: ("Location under", "Berlin HQ")."""
    field = fields.get(condition.field)
    label = str(SAYS[condition.operator]) % {"field": field.label if field else condition.field}
    if not condition.values:
        return label, str(_("empty"))
    return label, ", ".join(value_name(field, value, names) for value in condition.values)


def value_name(field: Field | None, value: str, names: Names) -> str:
    """A value as people call it."""
    if field is None:
        return value
    if field.reference:
        return names.get((field.reference, value), value)
    return str(field.choice_label(value)) if field.choices else value


def facet_chips(
    query: ListQuery, fields: Mapping[str, Field], facets: Iterable[str], names: Names
) -> list[Chip]:
    """A chip per facet that the address holds."""
    chips = []
    for name in facets:
        values = query.values(name)
        if not values:
            continue
        condition = facet_condition(fields[name], [value for value in values if value != NOTHING] or values)
        if isinstance(condition, Condition):
            label, words = condition_words(condition, fields, names)
            chips.append(Chip(label=label, value=words, remove_url=query.url(**{name: None})))
    return chips


def text_chips(query: ListQuery, fields: Mapping[str, Field], names: Names) -> list[Chip]:
    """A chip per condition of the text filter; one for all of it where it is nested. Raises FilterInvalid."""
    text = query.get("filter")
    if not text:
        return []
    parsed = parse_filter(text)
    flat = conditions(parsed)
    if not flat:
        return [Chip(label=_("Filter"), value=format_filter(parsed), remove_url=query.url(filter=None))]
    chips = []
    for condition in flat:
        rest: Filter = Group("and", tuple(other for other in flat if other is not condition))
        label, words = condition_words(condition, fields, names)
        chips.append(Chip(label=label, value=words, remove_url=query.url(filter=format_filter(rest))))
    return chips


def referred(filter_: Filter, fields: Mapping[str, Field]) -> set[tuple[str, str]]:
    """The (entity, value) pairs that a filter names."""
    if isinstance(filter_, Group):
        return {pair for member in filter_.members for pair in referred(member, fields)}
    field = fields.get(filter_.field)
    if field is None or not field.reference:
        return set()
    return {(field.reference, value) for value in filter_.values}


def named_rows(
    actor: Any, wanted: set[tuple[str, str]], everything: Iterable[str] = ()
) -> list[tuple[str, str, str]]:
    """(entity, public id, name) of what the pairs name and of all things of some entities: one statement.

    Only what the actor sees; in the organization's order where there is one, else by name.
    """
    by_entity: dict[str, set[str]] = {name: set() for name in everything}
    seen = {
        (name, value): label for (name, value), label in names_seen(actor).items() if (name, value) in wanted
    }
    for name, value in wanted - seen.keys():
        by_entity.setdefault(name, set()).add(value)
    whole = set(everything)
    parts = [
        _names(entity_named(name), actor, None if name in whole else ids) for name, ids in by_entity.items()
    ]
    known = [(name, value, label) for (name, value), label in seen.items() if name not in whole]
    if not parts:
        return known
    rows = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return known + [
        (entity, public_id, label) for entity, public_id, label, _sort in rows.order_by("sorted_by")
    ]


def _names(entity: Entity, actor: Any, public_ids: set[str] | None) -> Any:
    rows = entity.visible_to(actor)
    rows = unretired(rows) if public_ids is None else rows.filter(public_id__in=public_ids)
    named = rows.order_by().annotate(**label_and_order(entity, rows.model))
    return named.values_list("of_entity", "public_id", "label", "sorted_by")


def label_and_order(entity: Entity, model: Any) -> dict[str, Any]:
    """What names rows of several entities in one statement: `of_entity`, `label`, and `sorted_by` to order them."""
    label = "asset_tag" if entity.name == "asset" else "name"
    has_order = any(column.name == "position" for column in model._meta.fields)
    order = LPad(Cast("position", CharField()), 5, Value("0")) if has_order else F(columns_of_name(model)[0])
    return {
        "of_entity": Value(entity.name, output_field=CharField()),
        "label": F(label),
        "sorted_by": order,
    }
