"""What a report counts and adds up, held against the rows themselves."""

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetry.domain.assets.models import Asset
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.filters.grouping import (
    GroupingInvalid,
    Measure,
    Step,
    fields_to_add_up,
    fields_to_group_by,
    group_rows,
    last_day,
    read_grouping,
)
from tests.cast import Cast
from tests.factories import make_asset, make_location

pytestmark = pytest.mark.django_db


@pytest.fixture
def entity() -> Entity:
    return entity_named("asset")


@pytest.fixture
def rows(cast: Cast) -> Any:
    """Assets in three places (one without), in two currencies, some without a cost, of three months."""
    with signed("test"):
        places = [make_location(cast.company, "Berlin"), make_location(cast.company, "Bonn"), None]
        days = [date(2026, 1, 31), date(2026, 2, 1), date(2025, 12, 31), None]
        for number in range(20):
            make_asset(
                cast.company,
                location=places[number % 3],
                purchased_on=days[number % 4],
                cost_amount=None if number % 5 == 0 else Decimal(f"{number}.10"),
                cost_currency="USD" if number % 7 == 0 else "EUR",
            )
    return Asset.objects.visible_to(cast.actor("administrator"))


def grouping(entity: Entity, by: str, measure: str = "", of: str = "", step: str = "") -> Any:
    return read_grouping(entity, by=by, measure=measure, of=of, step=step)


def test_rows_are_counted_by_what_they_refer_to(entity: Entity, rows: Any) -> None:
    groups = group_rows(rows, grouping(entity, "location"))
    assert {line.value: line.count for line in groups.lines} == Counter(row.location_id for row in rows)
    assert [line.count for line in groups.lines] == sorted(
        (line.count for line in groups.lines), reverse=True
    )
    assert ([line.count for line in groups.whole], groups.others) == ([20], [])


def test_money_is_never_added_across_currencies(entity: Entity, rows: Any) -> None:
    groups = group_rows(rows, grouping(entity, "location", "sum", "cost_amount"))
    wanted: dict[Any, Decimal] = defaultdict(Decimal)
    for row in rows:
        if row.cost_amount is not None:
            wanted[row.location_id, row.cost_currency] += row.cost_amount
    assert {(line.value, line.currency): line.total for line in groups.lines} == wanted
    assert {line.currency for line in groups.whole} == {"EUR", "USD"}


def test_an_average_leaves_out_what_has_no_value(entity: Entity, rows: Any) -> None:
    groups = group_rows(rows, grouping(entity, "ownership", "average", "cost_amount"))
    euros = [row.cost_amount for row in rows if row.cost_amount is not None and row.cost_currency == "EUR"]
    (line,) = [line for line in groups.lines if line.currency == "EUR"]
    assert (line.count, line.figure(Measure.AVERAGE)) == (len(euros), sum(euros) / len(euros))


@pytest.mark.parametrize(
    ("step", "firsts"),
    [
        ("month", [date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]),
        ("quarter", [date(2025, 10, 1), date(2026, 1, 1)]),
        ("year", [date(2025, 1, 1), date(2026, 1, 1)]),
    ],
)
def test_dates_stand_in_their_order(entity: Entity, rows: Any, step: str, firsts: list[date]) -> None:
    lines = group_rows(rows, grouping(entity, "purchased_on", step=step)).lines
    assert [line.value for line in lines if line.value] == firsts


def test_what_is_not_told_one_by_one_comes_to_one_line(entity: Entity, rows: Any) -> None:
    groups = group_rows(rows, grouping(entity, "location"), most=2)
    assert len(groups.lines) == 2
    assert sum(line.count for line in (*groups.lines, *groups.others)) == 20


def test_it_takes_two_statements(entity: Entity, rows: Any, django_assert_num_queries: Any) -> None:
    by_place = grouping(entity, "location", "sum", "cost_amount")
    with django_assert_num_queries(2):
        group_rows(rows, by_place)


@pytest.mark.parametrize(
    ("words", "part"),
    [
        ({"by": "name"}, "name"),
        ({"by": "company__path"}, "company__path"),
        ({"by": ""}, "…"),
        ({"by": "location", "measure": "median"}, "median"),
        ({"by": "location", "measure": "sum", "of": "name"}, "name"),
        ({"by": "location", "measure": "sum"}, "…"),
        ({"by": "purchased_on", "step": "week"}, "week"),
    ],
)
def test_what_cannot_be_grouped_or_added_up_is_named(
    entity: Entity, words: dict[str, str], part: str
) -> None:
    with pytest.raises(GroupingInvalid) as refused:
        grouping(entity, **words)
    assert refused.value.params["part"] == part


def test_a_secret_field_makes_no_groups(entity: Entity) -> None:
    offered = [*fields_to_group_by(entity), *fields_to_add_up(entity)]
    assert offered
    assert not [field.name for field in offered if field.secret]


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)), st.sampled_from(Step))
def test_the_last_day_of_a_group_is_followed_by_the_first_of_the_next(day: date, step: Step) -> None:
    length = {Step.MONTH: 1, Step.QUARTER: 3, Step.YEAR: 12}[step]
    first = date(day.year, (day.month - 1) // length * length + 1, 1)
    following = date.fromordinal(last_day(first, step).toordinal() + 1)
    assert first <= day < following
    assert (following.day, (following.month - 1) % length) == (1, 0)
