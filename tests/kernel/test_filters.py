"""The filter language: text, JSON, and what is refused."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetry.kernel.filters import (
    ARITY,
    EVERYTHING,
    Condition,
    Filter,
    FilterInvalid,
    Group,
    Operator,
    Where,
    conditions,
    filter_from_json,
    filter_to_json,
    format_filter,
    joined,
    parse_filter,
)

NAMES = st.from_regex(r"[a-z_][a-z0-9_.]{0,10}", fullmatch=True)
VALUES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=12)


@st.composite
def made_conditions(draw: st.DrawFn) -> Condition:
    operator = draw(st.sampled_from(list(Operator)))
    least, most = ARITY[operator]
    values = draw(st.lists(VALUES, min_size=least, max_size=3 if most is None else most))
    return Condition(draw(NAMES), operator, tuple(values))


FILTERS: st.SearchStrategy[Filter] = st.recursive(
    made_conditions(),
    lambda inner: st.builds(
        Group, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3).map(tuple)
    ),
    max_leaves=6,
)


def test_and_binds_closer_than_or() -> None:
    a, b, c = Where.eq("a", "1"), Where.eq("b", "2"), Where.eq("c", "3")
    assert parse_filter('a eq "1" or b eq "2" and c eq "3"') == Group("or", (a, Group("and", (b, c))))


def test_parentheses_decide() -> None:
    a, b, c = Where.eq("a", "1"), Where.eq("b", "2"), Where.eq("c", "3")
    assert parse_filter('(a eq "1" or b eq "2") and c eq "3"') == Group("and", (Group("or", (a, b)), c))


def test_quotes_and_backslashes_stand_in_values() -> None:
    assert parse_filter(r'name eq "a \"b\" \\ c"') == Where.eq("name", r'a "b" \ c')


@pytest.mark.parametrize("text", ["", "   "])
def test_nothing_is_everything(text: str) -> None:
    assert parse_filter(text) == EVERYTHING


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "a eq",
        'a like "x"',
        'a eq "x" "y"',
        'a empty "x"',
        'a between "1"',
        "a in",
        '"x" eq a',
        'a eq "x" b eq "y"',
        'a eq "x" and',
        '(a eq "x"',
        'a eq "x")',
        "()",
        'a eq "x',
        "a eq x",
        'a eq "x";drop',
        'A eq "x"',
        'a__b-c eq "x"',
        "a eq 'x'",
        'a eq "\x00"',
        "(" * 9 + 'a eq "x"' + ")" * 9,
        'a eq "' + "x" * 4001 + '"',
    ],
)
def test_what_is_not_in_the_grammar_is_refused(text: str) -> None:
    with pytest.raises(FilterInvalid):
        parse_filter(text)


@pytest.mark.parametrize(
    "data",
    [
        None,
        [],
        "a",
        1,
        {},
        {"and": {}},
        {"and": [], "or": []},
        {"or": []},
        {"not": []},
        {"and": [1]},
        {"field": "a", "operator": "eq", "values": ["x"], "more": 1},
        {"field": "a", "operator": "eq", "values": [1]},
        {"field": "a", "operator": "eq", "values": [{"$ne": ""}]},
        {"field": "a b", "operator": "eq", "values": ["x"]},
        {"field": "a", "operator": "regex", "values": ["x"]},
        {"field": "a", "operator": "eq", "values": ["\ud800"]},
        {"field": "a", "operator": "eq", "values": []},
    ],
)
def test_json_of_another_shape_is_refused(data: Any) -> None:
    with pytest.raises(FilterInvalid):
        filter_from_json(data)


def test_c8_json_that_is_nested_deeply_is_refused() -> None:
    data: dict[str, Any] = {"field": "a", "operator": "empty", "values": []}
    for _level in range(500):
        data = {"and": [data, data]}
    with pytest.raises(FilterInvalid):
        filter_from_json(data)


@given(FILTERS)
def test_text_comes_back(made: Filter) -> None:
    assert parse_filter(format_filter(made)) == made


@given(FILTERS)
def test_json_comes_back(made: Filter) -> None:
    assert filter_from_json(filter_to_json(made)) == made


@given(st.text(max_size=60))
def test_a8_any_text_is_a_filter_or_refused(text: str) -> None:
    with suppress(FilterInvalid):
        parse_filter(text)


def test_everything_falls_away() -> None:
    one = Where.eq("a", "1")
    assert Where.both(EVERYTHING, one) == one
    assert Where.both(EVERYTHING, EVERYTHING) == EVERYTHING
    assert joined("or", [one, EVERYTHING]) == EVERYTHING


def test_chips_are_the_conditions_of_a_flat_and() -> None:
    a, b = Where.eq("a", "1"), Where.eq("b", "2")
    assert conditions(a) == (a,)
    assert conditions(Where.both(a, b)) == (a, b)
    assert conditions(Group("or", (a, b))) == ()
