"""Walking a list page by page: each row once, in order, forwards and backwards."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assetry.domain.assets.models import Asset
from assetry.domain.organization.models import Company
from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.filters import LAST, CursorInvalid, Sort, SortInvalid, read_page, sort_of
from assetry.platform.filters.walks import NOTHING, Known
from tests.cast import Cast
from tests.factories import make_asset, make_category

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)
SORTS = [
    Sort(column, descending)
    for column in ("", "name_sort", "purchased_on", "asset_tag")
    for descending in (False, True)
]


@pytest.fixture
def company(cast: Cast) -> Company:
    return cast.company


def fill(company: Company, days: list[int | None]) -> None:
    """One asset per entry: bought that many days after New Year, or never."""
    with signed("test"):
        Asset.objects.none()
        category = make_category()
        for number, day in enumerate(days):
            make_asset(
                company,
                category=category,
                name=f"n{(day or 0) % 3}",
                asset_tag=f"{number:03}" if number % 2 else None,
                purchased_on=None if day is None else DAY + timedelta(days=day),
            )


def expected(sort: Sort) -> list[int]:
    """The whole order, made in Python: rows without a value last, the id deciding."""
    rows = list(Asset.objects.all())
    if not sort.column:
        return sorted((row.pk for row in rows), reverse=sort.descending)
    valued = [(getattr(row, sort.column), row.pk) for row in rows if getattr(row, sort.column) is not None]
    empty = [row.pk for row in rows if getattr(row, sort.column) is None]
    return [pk for _, pk in sorted(valued, reverse=sort.descending)] + sorted(empty, reverse=sort.descending)


def walk(
    sort: Sort, limit: int, cursor: str | None = None, step: str = "next", known: Known = NOTHING
) -> list[list[int]]:
    pages = []
    while True:
        page = read_page(Asset.objects.all(), sort, limit=limit, cursor=cursor, known=known)
        pages.append([row.pk for row in page.rows])
        cursor = getattr(page, step)
        if cursor is None:
            return pages


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    days=st.lists(st.none() | st.integers(0, 4), max_size=9),
    limit=st.integers(1, 4),
    sort=st.sampled_from(SORTS),
)
def test_each_row_comes_once_in_both_directions(
    company: Company, days: list[int | None], limit: int, sort: Sort
) -> None:
    with signed("test"):
        for asset in Asset.objects.all():
            asset.custodies.all().delete()
            asset.status_periods.all().delete()
            asset.hardware.delete()
        Asset.objects.all().delete()
    fill(company, days)
    forwards = walk(sort, limit)
    backwards = walk(sort, limit, LAST, "previous")
    assert [pk for page in forwards for pk in page] == expected(sort)
    assert [pk for page in reversed(backwards) for pk in page] == expected(sort)


@pytest.mark.parametrize("sort", SORTS)
def test_back_from_a_page_is_the_page_before(company: Company, sort: Sort) -> None:
    fill(company, [3, None, 1, 1, None, 2, 0])
    first = read_page(Asset.objects.all(), sort, limit=3)
    second = read_page(Asset.objects.all(), sort, limit=3, cursor=first.next)
    back = read_page(Asset.objects.all(), sort, limit=3, cursor=second.previous)
    assert [row.pk for row in back.rows] == [row.pk for row in first.rows]
    assert (first.previous, back.previous) == (None, None)
    assert back.next == first.next


def test_the_last_page_has_nothing_after_it(company: Company) -> None:
    fill(company, [3, None, 1, 1])
    page = read_page(Asset.objects.all(), Sort("purchased_on"), limit=2, cursor=LAST)
    assert [row.pk for row in page.rows] == expected(Sort("purchased_on"))[-2:]
    assert page.next is None
    assert page.previous is not None


def test_a_page_beyond_rows_that_went_leads_back(company: Company) -> None:
    fill(company, [1, 2])
    cursor = read_page(Asset.objects.all(), Sort("purchased_on"), limit=1).next
    page = read_page(Asset.objects.filter(purchased_on=DAY), Sort("purchased_on"), limit=1, cursor=cursor)
    assert (page.rows, page.next, page.previous) == ([], None, LAST)


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "🦄",
        "bnVsbA",
        "W10",
        "WyIiLDAsMCxudWxsLCJhIl0",
        "WyJwdXJjaGFzZWRfb24iLDAsMCwieCIsMV0",
        "WyIiLDAsMCxudWxsLC0xXQ",
    ],
)
@pytest.mark.parametrize("sort", [Sort(), Sort("purchased_on")])
def test_a_cursor_that_we_did_not_give_is_refused(cursor: str, sort: Sort) -> None:
    with pytest.raises(CursorInvalid):
        read_page(Asset.objects.all(), sort, limit=1, cursor=cursor)


def test_a_cursor_of_another_order_is_refused(company: Company) -> None:
    fill(company, [1, 2])
    cursor = read_page(Asset.objects.all(), Sort("purchased_on"), limit=1).next
    with pytest.raises(CursorInvalid):
        read_page(Asset.objects.all(), Sort("purchased_on", descending=True), limit=1, cursor=cursor)


def test_only_declared_columns_sort() -> None:
    asset = entity_named("asset")
    assert sort_of(asset, "-purchased_on") == Sort("purchased_on", descending=True)
    assert sort_of(asset, "") == Sort("name_sort")
    assert sort_of(entity_named("grant"), "") == Sort()
    for text in ("cost_amount", "id", "-", "company__name", "name_sort"):
        with pytest.raises(SortInvalid):
            sort_of(asset, text)
