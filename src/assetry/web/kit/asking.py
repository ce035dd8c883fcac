"""Conditions as people put them together: which operators a field offers, in words, and what is typed beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.filters import Condition, FilterInvalid
from assetry.kernel.filters import Operator as Op
from assetry.kernel.relative_days import read_relative
from assetry.platform.filters.compile import operators_of
from assetry.web.components.parts import Words
from assetry.web.kit.chips import DAYS, window_of

type Shape = Literal["none", "one", "two", "many", "window"]


@dataclass(frozen=True, slots=True)
class Ask:
    """One way to ask: an operator of the filter language, or a window around today (`next`, `last`)."""

    code: str
    label: Words
    shape: Shape
    operator: Op


def _asks(shape: Shape, words: Mapping[Op, Words]) -> tuple[Ask, ...]:
    return tuple(Ask(operator.value, label, shape, operator) for operator, label in words.items())


_EQUAL = _asks("one", {Op.EQ: _("is"), Op.NE: _("is not")})
_AMONG = _asks("many", {Op.IN: _("is any of"), Op.NOT_IN: _("is none of")})
_PRESENCE = _asks("none", {Op.EMPTY: _("is empty"), Op.NOT_EMPTY: _("is not empty")})
_BETWEEN = _asks("two", {Op.BETWEEN: _("is between")})
_WINDOWS = (
    Ask("next", _("is in the next"), "window", Op.BETWEEN),
    Ask("last", _("is in the last"), "window", Op.BETWEEN),
)
_OF_TEXT = (*_asks("one", {Op.CONTAINS: _("contains"), Op.STARTS_WITH: _("starts with")}), *_EQUAL, *_AMONG)
_OF_NUMBERS = (
    *_EQUAL,
    *_asks("one", {Op.LT: _("is less than"), Op.LE: _("is at most")}),
    *_asks("one", {Op.GT: _("is more than"), Op.GE: _("is at least")}),
    *_BETWEEN,
)
_OF_DAYS = (
    *_WINDOWS,
    *_BETWEEN,
    *_asks("one", {Op.LT: _("is before"), Op.LE: _("is until"), Op.GT: _("is after"), Op.GE: _("is from")}),
    *_EQUAL,
)
_OF_THINGS = (*_AMONG, *_asks("many", {Op.UNDER: _("is under")}))
_OFFERED: Final[Mapping[FieldType, tuple[Ask, ...]]] = {
    **dict.fromkeys((FieldType.TEXT, FieldType.LONG_TEXT, FieldType.CODE), _OF_TEXT),
    **dict.fromkeys((FieldType.NUMBER, FieldType.MONEY, FieldType.AMOUNT), _OF_NUMBERS),
    **dict.fromkeys(DAYS, _OF_DAYS),
    **dict.fromkeys((FieldType.CHOICE, FieldType.REFERENCE, FieldType.STATUS), _OF_THINGS),
    FieldType.YES_NO: _EQUAL[:1],
}
_SEVERAL: Final = {Op.EQ: Op.IN, Op.NE: Op.NOT_IN}
_SINGLE: Final = {several: single for single, several in _SEVERAL.items()}


def asks_of(field: Field) -> list[Ask]:
    """What a field offers, the most usual first; nothing where it cannot be filtered by."""
    allowed = operators_of(field)
    found = [ask for ask in (*_OFFERED[field.type], *_PRESENCE) if ask.operator in allowed]
    return sorted(found, key=lambda ask: ask.operator is not Op.UNDER)


def told_by(field: Field, condition: Condition) -> tuple[Ask, list[str]]:
    """A condition as a way to ask and what stands beside it."""
    asks, values = asks_of(field), list(condition.values)
    window = window_of(condition) if field.type in DAYS else None
    code = ("next" if window.count > 0 else "last") if window else condition.operator.value
    if not any(ask.code == code for ask in asks):
        code = _SEVERAL.get(condition.operator, condition.operator).value
    found = next((ask for ask in asks if ask.code == code), asks[0])
    return found, [f"{abs(window.count)}{window.unit}".removesuffix("d")] if window else values


def condition_of(field: Field, ask: Ask, typed: Sequence[str]) -> Condition:
    """The condition that was put together; raises FilterInvalid saying what is missing."""
    values = [value.strip() for value in typed if value.strip()]
    if ask.shape == "none":
        return Condition(field.name, ask.operator)
    wanted = 2 if ask.shape == "two" else 1
    if len(values) < wanted:
        raise FilterInvalid(
            part=field.label, reason=_("give both values") if wanted > 1 else _("give a value")
        )
    if ask.shape == "window":
        return Condition(field.name, Op.BETWEEN, _window(ask, values[0]))
    if ask.shape == "many":
        values = list(dict.fromkeys(values))
        operator = _SINGLE.get(ask.operator, ask.operator) if len(values) == 1 else ask.operator
        return Condition(field.name, operator, tuple(values))
    return Condition(field.name, ask.operator, tuple(values[:wanted]))


def _window(ask: Ask, length: str) -> tuple[str, str]:
    """From today on or until today: `90` and `90d` are days, `3m` months."""
    relative = read_relative(f"today+{length}{'' if length[-1:].isalpha() else 'd'}")
    if relative is None or not relative.count:
        raise FilterInvalid(
            part=length[:40], reason=_("give a number of days, or of weeks, months, years: 2w, 3m, 1y")
        )
    away = f"{relative.count}{relative.unit}"
    return ("today", f"today+{away}") if ask.code == "next" else (f"today-{away}", "today")
