"""What a list's address says, and the addresses made from it."""

from datetime import date

import pytest
from django.http import QueryDict

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.filters import EVERYTHING, Condition, Group, Operator
from assetry.web.kit.query import NOTHING, ListQuery, facet_condition, filter_of

STATUS = Field(name="status", label="Status", type=FieldType.STATUS, reference="status")
PLACE = Field(name="location", label="Location", type=FieldType.REFERENCE, reference="location", tree=True)


def _query(text: str) -> ListQuery:
    return ListQuery("/assets", QueryDict(text))


def test_a_changed_address_starts_at_the_first_page_without_a_peek() -> None:
    url = _query("q=x&cursor=abc&at=51&peek=ID&sort=name").url(sort="-name")
    assert url == "/assets?q=x&sort=-name"


def test_here_stays_at_the_page_of_the_list() -> None:
    assert _query("cursor=abc&at=51").here(peek="ID") == "/assets?cursor=abc&at=51&peek=ID"


def test_none_takes_a_parameter_away() -> None:
    assert _query("q=x").url(q=None) == "/assets"


def test_several_values_of_a_facet_stay_several() -> None:
    assert _query("").url(status=["a", "b"]) == "/assets?status=a&status=b"


@pytest.mark.parametrize(
    ("text", "position"), [("51", 51), ("0", 1), ("-3", 1), ("x", 1), ("9" * 30, 1), ("", 1)]
)
def test_a_position_that_is_none_is_the_first(text: str, position: int) -> None:
    assert _query(f"at={text}").position == position


@pytest.mark.parametrize(
    ("text", "day"), [("1 Mar 2026", date(2026, 3, 1)), ("2026-03-01", date(2026, 3, 1)), ("soon", None)]
)
def test_a_day_is_read_as_people_write_it(text: str, day: date | None) -> None:
    assert _query(f"as_of={text}").as_of == day


@pytest.mark.parametrize(
    ("field", "values", "condition"),
    [
        (STATUS, (), EVERYTHING),
        (STATUS, ("a",), Condition("status", Operator.EQ, ("a",))),
        (STATUS, ("a", "b"), Condition("status", Operator.IN, ("a", "b"))),
        (PLACE, ("a",), Condition("location", Operator.UNDER, ("a",))),
        (STATUS, (NOTHING,), Condition("status", Operator.EMPTY)),
        (
            STATUS,
            ("a", NOTHING),
            Group("or", (Condition("status", Operator.EQ, ("a",)), Condition("status", Operator.EMPTY))),
        ),
    ],
)
def test_a_facet_is_a_condition(field: Field, values: tuple[str, ...], condition: object) -> None:
    assert facet_condition(field, values) == condition


def test_facets_and_the_text_form_are_one_filter() -> None:
    fields = {"status": STATUS, "location": PLACE}
    asked = filter_of(_query("status=a&filter=location empty"), fields, ["status", "location"])
    expected = (Condition("status", Operator.EQ, ("a",)), Condition("location", Operator.EMPTY))
    assert asked == Group("and", expected)
