"""What a list's address says, and the addresses made from it."""

from datetime import date

import pytest
from django.http import QueryDict

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.filters import EVERYTHING, Condition, Group, Operator
from assetry.platform.saved_views.models import SavedView
from assetry.platform.saved_views.queries import Shelf
from assetry.web.kit.query import NOTHING, ListQuery, facet_condition, filter_of, over

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


VIEW = SavedView(public_id="V" * 12, query={"status": ["a"], "sort": ["name"]})


def _in_view(text: str) -> ListQuery:
    return ListQuery("/assets", over(VIEW, QueryDict(text)), Shelf((VIEW,)), VIEW)


def test_a_view_is_shown_with_the_address_over_it() -> None:
    query = _in_view("view=x&sort=-name&q=laptop")
    assert (query.values("status"), query.get("sort"), query.text) == (("a",), "-name", "laptop")
    assert query.is_changed


def test_an_address_says_only_what_differs_from_its_view() -> None:
    assert _in_view("").url() == f"/assets?view={VIEW.public_id}"
    assert _in_view("").url(sort="-name") == f"/assets?view={VIEW.public_id}&sort=-name"
    assert not _in_view("sort=name").is_changed


def test_what_a_view_has_and_the_list_has_not_stands_empty() -> None:
    url = _in_view("").url(status=None)
    assert url == f"/assets?view={VIEW.public_id}&status="
    assert _in_view("status=").values("status") == ()


def test_a_form_that_sets_a_facet_can_clear_it() -> None:
    assert _in_view("").kept("status") == [("status", ""), ("view", VIEW.public_id)]
    assert _query("status=a&sort=name&cursor=x").kept("status") == [("sort", "name")]


def test_outside_of_the_view_an_address_says_everything() -> None:
    assert _in_view("").outside().url() == "/assets?status=a&sort=name"


def test_where_the_bare_list_opens_with_a_view_the_plain_one_has_an_address() -> None:
    opened = ListQuery("/assets", QueryDict(""), Shelf((VIEW,), default=VIEW))
    assert (opened.url(), opened.plain_url) == ("/assets?view=all", "/assets?view=all")
    assert _query("").plain_url == "/assets"


def test_a_view_holds_what_the_list_shows_and_not_the_place_in_it() -> None:
    assert _query("status=a&status=b&cursor=x&peek=y&filters=1&q=").wanted == {"status": ["a", "b"]}


def test_columns_are_one_value() -> None:
    merged = over(None, QueryDict("columns=a&columns=b"))
    assert merged.getlist("columns") == ["a,b"]
