"""Conditions in words: the chips above a list, and the names of what they refer to."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db.models import CharField, F, Value
from django.db.models.functions import Cast, LPad
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.filters import Condition, Filter, Group, Operator
from assetry.kernel.registry import Entity, entity_named
from assetry.kernel.relative_days import RelativeDay, read_relative
from assetry.platform.filters.references import names_seen
from assetry.web.components import cells
from assetry.web.components.parts import Chip, Words
from assetry.web.kit.asked import Asked, alternatives
from assetry.web.kit.choices import unretired
from assetry.web.kit.finding import columns_of_name
from assetry.web.kit.query import read_day

type Names = Mapping[tuple[str, str], str]

SAYS: dict[Operator, Words] = {
    Operator.EQ: _("%(field)s is"),
    Operator.NE: _("%(field)s is not"),
    Operator.IN: _("%(field)s any of"),
    Operator.NOT_IN: _("%(field)s none of"),
    Operator.UNDER: _("%(field)s under"),
    Operator.LT: _("%(field)s less than"),
    Operator.LE: _("%(field)s at most"),
    Operator.GT: _("%(field)s more than"),
    Operator.GE: _("%(field)s at least"),
    Operator.BETWEEN: _("%(field)s between"),
    Operator.CONTAINS: _("%(field)s contains"),
    Operator.STARTS_WITH: _("%(field)s starts with"),
    Operator.EMPTY: _("%(field)s is"),
    Operator.NOT_EMPTY: _("%(field)s is not"),
}
SAYS_OF_DAYS: dict[Operator, Words] = {
    Operator.LT: _("%(field)s before"),
    Operator.LE: _("%(field)s until"),
    Operator.GT: _("%(field)s after"),
    Operator.GE: _("%(field)s from"),
}
DAYS: Final = frozenset({FieldType.DATE, FieldType.INSTANT})
_YES_NO: Final = {"yes": _("yes"), "no": _("no"), "true": _("yes"), "false": _("no")}


def condition_words(condition: Condition, fields: Mapping[str, Field], names: Names) -> tuple[str, str]:
    """A condition as label and value: ("Location under", "Berlin HQ"), ("Ends on in the next", "90 days")."""
    field = fields.get(condition.field)
    says, values = SAYS[condition.operator], condition.values
    if field is not None and field.type in DAYS:
        says = SAYS_OF_DAYS.get(condition.operator, says)
        if window := window_of(condition):
            says = _("%(field)s in the last") if window.count < 0 else _("%(field)s in the next")
            return str(says) % {"field": field.label}, _length(window)
    label = str(says) % {"field": field.label if field else condition.field}
    if not values:
        return label, str(_("empty"))
    told = [value_name(field, value, names) for value in values]
    if condition.operator is Operator.BETWEEN:
        return label, str(_("%(first)s and %(last)s")) % {"first": told[0], "last": told[1]}
    return label, ", ".join(told)


def window_of(condition: Condition) -> RelativeDay | None:
    """How far from today on (or, negative, until today) a condition reaches; None where it means something else."""
    if condition.operator is not Operator.BETWEEN:
        return None
    match [read_relative(value) for value in condition.values]:
        case [RelativeDay(0), RelativeDay(count) as end] if count > 0:
            return end
        case [RelativeDay(count) as start, RelativeDay(0)] if count < 0:
            return start
    return None


def _length(window: RelativeDay) -> str:
    """How long a window is, without its direction."""
    n = abs(window.count)
    match window.unit:
        case "w":
            return ngettext("%(n)d week", "%(n)d weeks", n) % {"n": n}
        case "m":
            return ngettext("%(n)d month", "%(n)d months", n) % {"n": n}
        case "y":
            return ngettext("%(n)d year", "%(n)d years", n) % {"n": n}
    return ngettext("%(n)d day", "%(n)d days", n) % {"n": n}


def value_name(field: Field | None, value: str, names: Names) -> str:
    """A value as people call it."""
    if field is None:
        return value
    if field.reference:
        words = {known.word: str(known.label) for known in entity_named(field.reference).shorthands}
        return names.get((field.reference, value), words.get(value, value))
    if field.type is FieldType.YES_NO:
        return str(_YES_NO.get(value.lower(), value))
    return _day_name(value) if field.type in DAYS else str(field.choice_label(value))


def _day_name(value: str) -> str:
    relative = read_relative(value)
    if relative is None:
        day = read_day(value)
        return cells.format_day(day, "en") if day else value
    if not relative.count:
        return str(_("today"))
    words = _("%(length)s ago") if relative.count < 0 else _("in %(length)s")
    return str(words) % {"length": _length(relative)}


def filter_words(filter_: Filter, fields: Mapping[str, Field], names: Names) -> str:
    """A whole filter as one sentence."""
    if isinstance(filter_, Condition):
        return " ".join(condition_words(filter_, fields, names))
    told = [
        f"({words})" if isinstance(member, Group) else words
        for member in filter_.members
        if (words := filter_words(member, fields, names))
    ]
    word = _(" or ") if filter_.joiner == "or" else _(" and ")
    return str(word).join(told)


def chips_of(asked: Asked, names: Names, refusals: Mapping[str, Words] | None = None) -> list[Chip]:
    """A chip per part, with the address without it and the one where it is changed; `refusals` say what is wrong."""
    return [
        _chip(asked, place, part, names, (refusals or {}).get(place, ""))
        for place, part in asked.parts.items()
    ]


def _chip(asked: Asked, place: str, part: Filter, names: Names, refusal: Words) -> Chip:
    if isinstance(part, Condition):
        label, value = condition_words(part, asked.fields, names)
    else:
        label, value = "", filter_words(part, asked.fields, names)
    return Chip(
        label=label,
        value=value,
        remove_url=asked.with_part(place, None),
        edit_url=asked.query.url(build=place) if alternatives(part) else "",
        invalid=refusal,
    )


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
