"""Any filter finds what a slow reading of the rows in memory finds, or is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetry.kernel.filters import (
    Condition,
    Filter,
    FilterInvalid,
    Group,
    Operator,
    format_filter,
    parse_filter,
)
from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.filters import compile_filter
from tests.cast import Cast
from tests.factories import make_asset, make_location, make_model, make_person

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
# What lies below what: the names, in capitals, of everything that a place is under.
PATHS = {"Berlin": {"BERLIN"}, "Floor": {"BERLIN", "FLOOR"}}

# What each field holds in memory, and whether its values are compared as text, number or day.
READ: dict[str, Callable[[Any], Any]] = {
    "name": lambda row: row.name or (row.model and row.model.name) or row.asset_tag or None,
    "serial_number": lambda row: row.serial_number,
    "criticality": lambda row: row.criticality,
    "cost_amount": lambda row: row.cost_amount,
    "purchased_on": lambda row: row.purchased_on,
    "location": lambda row: row.location and row.location.name,
    "holder": lambda row: row.holder_person and row.holder_person.name,
    "model.number": lambda row: row.model and row.model.number,
    "holder.leaves_on": lambda row: row.holder_person and row.holder_person.leaves_on,
}
# Whether it is empty asks the field itself, also where something else is shown then.
OWN: dict[str, Callable[[Any], Any]] = {**READ, "name": lambda row: row.name or None}
WORDS = (
    "Latitude",
    "T-7",
    "Alpha 100%",
    "alpha",
    "a_b",
    "high",
    "normal",
    "Berlin",
    "Floor",
    "Ana",
    "5450",
    "12",
    "12.5",
    "0",
)
DAYS = ("2026-01-31", "today", "today-30d", "today+90d", "31 Feb 2026")
ORDER: dict[Operator, Callable[[Any, Any], bool]] = {
    Operator.LT: lambda value, wanted: value < wanted,
    Operator.LE: lambda value, wanted: value <= wanted,
    Operator.GT: lambda value, wanted: value > wanted,
    Operator.GE: lambda value, wanted: value >= wanted,
}
NEGATIVE = {Operator.NE: Operator.IN, Operator.NOT_IN: Operator.IN, Operator.NOT_EMPTY: Operator.EMPTY}


def typed(text: str, value: Any) -> Any:
    """A word of a filter as what the value is."""
    if isinstance(value, date):
        days = {"today": 0, "today-30d": -30, "today+90d": 90}
        return TODAY + timedelta(days=days[text]) if text in days else date.fromisoformat(text)
    return Decimal(text) if isinstance(value, Decimal) else text


def is_named(name: str, value: str, texts: tuple[str, ...]) -> bool:
    """References are named whatever the case; all other text as it is written."""
    if name in {"location", "holder"}:
        return value.upper() in {text.upper() for text in texts}
    return value in {text.strip() for text in texts}


TEXT: dict[Operator, Callable[[str, str, tuple[str, ...]], bool]] = {
    Operator.EQ: is_named,
    Operator.IN: is_named,
    Operator.UNDER: lambda _name, value, texts: any(text.upper() in PATHS[value] for text in texts),
    Operator.CONTAINS: lambda _name, value, texts: texts[0].upper() in value.upper(),
    Operator.STARTS_WITH: lambda _name, value, texts: value.upper().startswith(texts[0].upper()),
}


def is_true(row: Any, condition: Condition) -> bool:
    operator, texts = condition.operator, condition.values
    if operator in NEGATIVE:
        return not is_true(row, Condition(condition.field, NEGATIVE[operator], texts))
    if operator is Operator.EMPTY:
        return OWN[condition.field](row) is None
    value = READ[condition.field](row)
    if value is None:
        return False
    if isinstance(value, str):
        return TEXT[operator](condition.field, value, texts)
    wanted = [typed(text, value) for text in texts]
    if operator is Operator.BETWEEN:
        return bool(wanted[0] <= value <= wanted[1])
    return ORDER[operator](value, wanted[0]) if operator in ORDER else value in wanted


def holds(row: Any, filter_: Filter) -> bool:
    match filter_:
        case Condition():
            return is_true(row, filter_)
        case Group("and", members):
            return all(holds(row, member) for member in members)
        case Group(_, members):
            return any(holds(row, member) for member in members)


@st.composite
def made(draw: st.DrawFn) -> Condition:
    operator = draw(st.sampled_from(list(Operator)))
    count = {Operator.EMPTY: 0, Operator.NOT_EMPTY: 0, Operator.BETWEEN: 2}.get(operator, 1)
    count += draw(st.integers(0, 1)) * (operator in {Operator.IN, Operator.NOT_IN, Operator.UNDER})
    plain = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=6)
    values = draw(st.lists(st.sampled_from((*WORDS, *DAYS)) | plain, min_size=count, max_size=count))
    return Condition(draw(st.sampled_from(list(READ))), operator, tuple(values))


def grouped(inner: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
    members = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.builds(Group, st.sampled_from(["and", "or"]), members)


FILTERS: st.SearchStrategy[Filter] = st.recursive(made(), grouped, max_leaves=4)


def test_a_filter_finds_what_memory_finds_or_is_refused(cast: Cast) -> None:
    with signed("test"):
        berlin = make_location(cast.company, "Berlin")
        floor = make_location(cast.company, "Floor", parent=berlin)
        ana = make_person(cast.company, "Ana", leaves_on=date(2026, 10, 25))
        model = make_model("Latitude", number="5450")
        make_asset(cast.company, name="Alpha 100%", location=floor, holder_person=ana, criticality="high")
        make_asset(
            cast.company,
            name="a_b",
            location=berlin,
            serial_number="5450",
            cost_amount="12.5",
            cost_currency="EUR",
        )
        make_asset(
            cast.company, name="axb", cost_amount=12, cost_currency="EUR", purchased_on=date(2026, 1, 31)
        )
        make_asset(cast.other_company, asset_tag="T-7", serial_number="alpha", purchased_on=TODAY)
        made_of: dict[str, Any] = {
            "model": model,
            "manufacturer": model.manufacturer,
            "category": model.category,
        }
        make_asset(cast.company, **made_of)
    entity, actor = entity_named("asset"), cast.actor("administrator")
    rows = list(entity.visible_to(actor).select_related("location", "model", "holder_person"))
    refused = {True: 0, False: 0}

    @settings(max_examples=80, deadline=None, database=None, suppress_health_check=[HealthCheck.too_slow])
    @given(FILTERS)
    def compare(asked: Filter) -> None:
        try:
            condition = compile_filter(entity, parse_filter(format_filter(asked)), actor, today=TODAY)
        except FilterInvalid:
            refused[True] += 1
            return
        refused[False] += 1
        answer = set(entity.visible_to(actor).filter(condition).values_list("pk", flat=True))
        assert answer == {row.pk for row in rows if holds(row, asked)}, format_filter(asked)

    compare()
    assert refused[False] > 10
