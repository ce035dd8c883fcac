"""Filters and sorts by custom fields against a slow reading of every row."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from assetry.domain.assets.models import Asset
from assetry.kernel.filters import FilterInvalid, parse_filter
from assetry.kernel.registry import entity_named
from assetry.platform.custom_fields.models import CustomState
from assetry.platform.filters import SortInvalid, compile_filter, read_page, sort_of
from tests.cast import Cast
from tests.platform.custom_fields.fields import define, make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
ROWS: tuple[dict[str, Any], ...] = (
    {},
    {"custom_text": "Rack 7", "custom_number": "10", "custom_day": "2026-11-24", "custom_price": "9 EUR"},
    {"custom_text": "rack 10", "custom_number": "9.5", "custom_day": "2026-12-01", "custom_price": "10 USD"},
    {"custom_text": 'it\'s "50%_"\\', "custom_number": "100", "custom_leased": True, "custom_profile": "lab"},
    {"custom_text": "Rack 7", "custom_profile": "office", "custom_day": "2025-01-01"},
)


@pytest.fixture
def rows(cast: Cast) -> list[Asset]:
    """Assets with and without values."""
    admin = cast.actor("administrator")
    for label, type_ in (("Text", "text"), ("Number", "number"), ("Day", "date"), ("Price", "money")):
        define(admin, label, type_, is_filterable=True, is_sortable=True)
    define(admin, "Leased", "yes_no", is_filterable=True)
    define(admin, "Contact", "person", is_filterable=True)
    define(admin, "Profile", "choice", choices=("Lab", "Office"), is_filterable=True)
    return [make(cast, **values) for values in ROWS]


def found(cast: Cast, text: str) -> set[int]:
    """The keys that a filter finds."""
    actor, entity = cast.actor("asset_manager"), entity_named("asset")
    condition = compile_filter(entity, parse_filter(text), actor, today=TODAY)
    return set(entity.visible_to(actor).filter(condition).values_list("pk", flat=True))


def number(row: Asset) -> Decimal:
    """The number, very small where there is none."""
    return Decimal(row.custom.get("number", "-1"))


def day(row: Asset) -> str:
    """The day as text, before all others where there is none."""
    return str(row.custom.get("day", "0"))


def price(row: Asset) -> Decimal:
    """The amount whatever its currency, very small where there is none."""
    return Decimal(row.custom.get("price", {"amount": "-1"})["amount"])


FILTERS: tuple[tuple[str, Callable[[Asset], bool]], ...] = (
    ('custom_text eq "Rack 7"', lambda row: row.custom.get("text") == "Rack 7"),
    ('custom_text ne "Rack 7"', lambda row: row.custom.get("text") != "Rack 7"),
    ('custom_text in "Rack 7" "rack 10"', lambda row: row.custom.get("text") in {"Rack 7", "rack 10"}),
    ('custom_text contains "RACK"', lambda row: "rack" in row.custom.get("text", "").lower()),
    ('custom_text contains "50%_"', lambda row: "50%_" in row.custom.get("text", "")),
    ('custom_text starts_with "it\'s"', lambda row: row.custom.get("text", "").startswith("it's")),
    ("custom_text empty", lambda row: "text" not in row.custom),
    ("custom_text not_empty", lambda row: "text" in row.custom),
    ('custom_number gt "9.5"', lambda row: number(row) > Decimal("9.5")),
    ('custom_number le "10"', lambda row: 0 <= number(row) <= 10),
    ('custom_number ne "10"', lambda row: number(row) != 10),
    ('custom_number between "9" "10.0"', lambda row: 9 <= number(row) <= 10),
    ('custom_price ge "10"', lambda row: price(row) >= 10),
    ("custom_price empty", lambda row: price(row) < 0),
    ('custom_day eq "today"', lambda row: day(row) == "2026-11-24"),
    ('custom_day lt "today"', lambda row: "0" < day(row) < "2026-11-24"),
    ('custom_day between "2026-01-01" "today+90d"', lambda row: "2026-01-01" <= day(row) <= "2027-02-22"),
    ('custom_leased eq "yes"', lambda row: "leased" in row.custom),
    ('custom_leased eq "no"', lambda row: "leased" not in row.custom),
    ('custom_leased ne "yes"', lambda row: "leased" not in row.custom),
    ('custom_profile eq "lab"', lambda row: row.custom.get("profile") == "lab"),
    ('custom_profile not_in "lab"', lambda row: row.custom.get("profile") != "lab"),
    (
        'custom_profile eq "lab" or custom_text ne "Rack 7" and custom_day empty',
        lambda row: (
            row.custom.get("profile") == "lab"
            or (row.custom.get("text") != "Rack 7" and "day" not in row.custom)
        ),
    ),
)


def test_filters_find_what_they_say(cast: Cast, rows: list[Asset]) -> None:
    expected = {text: {row.pk for row in rows if holds(row)} for text, holds in FILTERS}
    assert {text: found(cast, text) for text, _holds in FILTERS} == expected


def test_a_person_is_found_by_id_name_and_me(cast: Cast, rows: list[Asset]) -> None:
    person = cast.person("asset_manager")
    held = make(cast, custom_contact=person)
    for word in (person.public_id, person.name, "me"):
        assert found(cast, f'custom_contact eq "{word}"') == {held.pk}
    assert found(cast, f'custom_contact ne "{person.public_id}"') == {row.pk for row in rows}


@pytest.mark.parametrize("sign", ["", "-"])
def test_pages_walk_every_row_in_order_rows_without_a_value_last(
    cast: Cast, rows: list[Asset], sign: str
) -> None:
    for sort in ("custom_text", "custom_number", "custom_day", "custom_price"):
        check_walk(cast, rows, sort, sign)


def check_walk(cast: Cast, rows: list[Asset], sort: str, sign: str) -> None:
    """Every page of a list in one order, against the rows sorted here."""
    entity = entity_named("asset")
    keys: dict[str, Callable[[Asset], Any]] = {
        "custom_text": lambda row: row.custom["text"],
        "custom_number": number,
        "custom_day": day,
        "custom_price": price,
    }
    order = sort_of(entity, sign + sort)
    seen: list[Asset] = []
    cursor = None
    for _page in range(len(rows)):
        page = read_page(entity.visible_to(cast.actor("asset_manager")), order, limit=2, cursor=cursor)
        seen += page.rows
        cursor = page.next or "last"
    code, key = sort.removeprefix("custom_"), keys[sort]
    first = [row for row in rows if code in row.custom]
    expected = sorted(first, key=lambda row: (key(row), row.pk), reverse=bool(sign))
    assert [row.pk for row in seen][: len(first)] == [row.pk for row in expected]
    assert {row.pk for row in seen} == {row.pk for row in rows}


def test_what_is_not_declared_is_not_asked(cast: Cast) -> None:
    admin = cast.actor("administrator")
    define(admin, "Rack", "text")
    with pytest.raises(FilterInvalid):
        found(cast, 'custom_rack eq "A"')
    with pytest.raises(SortInvalid):
        sort_of(entity_named("asset"), "custom_rack")


def test_it_is_sortable_once_its_index_is_there(cast: Cast) -> None:
    field = define(cast.actor("administrator"), "Rack", "text", is_sortable=True)
    assert sort_of(entity_named("asset"), "-custom_rack").descending
    assert field.state == CustomState.ACTIVE
