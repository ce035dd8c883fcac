"""The text and JSON forms of a filter read back to an equal value."""

from hypothesis import given
from hypothesis import strategies as st

from assetry.kernel.filters import (
    ARITY,
    Condition,
    Filter,
    Group,
    Operator,
    filter_from_json,
    filter_to_json,
    format_filter,
    parse_filter,
)

words = st.from_regex(r"\A[a-z_][a-z0-9_]{0,12}\Z").filter(lambda word: word not in {"and", "or"})
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@st.composite
def conditions(draw: st.DrawFn) -> Condition:
    operator = draw(st.sampled_from(Operator))
    least, most = ARITY[operator]
    values = draw(st.lists(texts, min_size=least, max_size=3 if most is None else most))
    return Condition(draw(words), operator, tuple(values))


def groups(members: st.SearchStrategy[Filter]) -> st.SearchStrategy[Filter]:
    return st.builds(
        Group,
        st.sampled_from(("and", "or")),
        st.lists(members, min_size=2, max_size=3).map(tuple),
    )


filters = st.recursive(conditions(), groups, max_leaves=6)


@given(filters)
def test_the_text_form_reads_back(filter_: Filter) -> None:
    assert parse_filter(format_filter(filter_)) == filter_


@given(filters)
def test_the_json_form_reads_back(filter_: Filter) -> None:
    assert filter_from_json(filter_to_json(filter_)) == filter_
