"""Whichever way a page is found, it holds the same rows; and the way that was chosen is the one that is taken."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assetry.domain.assets.models import Asset, Status
from assetry.domain.organization.models import Company, Person
from assetry.kernel.registry import entities
from assetry.platform.audit.signed import signed
from assetry.platform.filters import LAST, Sort, read_page
from assetry.platform.filters.walks import FEW_MATCHES, MOST_COMPANIES, Known, has_index_by_company
from tests.cast import Cast
from tests.factories import make_asset, make_category

pytestmark = pytest.mark.django_db
DAY = date(2026, 1, 1)
ROWS = 14
ORDERS = [
    Sort(column, descending)
    for column in ("", "name_sort", "purchased_on", "asset_tag")
    for descending in (False, True)
]


@pytest.fixture
def companies(cast: Cast) -> tuple[Company, ...]:
    """Two companies with seven assets each, some without tag or date, names shared."""
    both = (cast.company, cast.other_company)
    with signed("test"):
        category = make_category()
        for number in range(ROWS):
            make_asset(
                both[number % 2],
                category=category,
                name=f"n{number % 3}",
                asset_tag=f"{number % 5}-{number:03}" if number % 3 else None,
                purchased_on=DAY + timedelta(days=number % 4) if number % 4 else None,
            )
    return both


def pages(sort: Sort, known: Known, cursor: str | None = None, step: str = "next") -> list[int]:
    found: list[int] = []
    while True:
        page = read_page(Asset.objects.all(), sort, limit=3, cursor=cursor, known=known)
        rows = [row.pk for row in page.rows]
        found = [*found, *rows] if step == "next" else [*rows, *found]
        cursor = getattr(page, step)
        if cursor is None:
            return found


@pytest.mark.parametrize("sort", ORDERS)
def test_the_rows_are_the_same_by_each_way(companies: tuple[Company, ...], sort: Sort) -> None:
    plain = pages(sort, Known())
    by_company = Known(companies=tuple(company.pk for company in companies))
    assert len(plain) == ROWS
    for known in (by_company, Known(matches=ROWS)):
        assert pages(sort, known) == plain
        assert pages(sort, known, LAST, "previous") == plain


def statement(sort: Sort, known: Known) -> str:
    with CaptureQueriesContext(connection) as captured:
        read_page(Asset.objects.all(), sort, limit=3, known=known)
    return str(captured.captured_queries[0]["sql"])


def test_of_companies_the_first_rows_of_each_are_read(companies: tuple[Company, ...]) -> None:
    known = Known(companies=tuple(company.pk for company in companies))
    assert "CROSS JOIN LATERAL" in statement(Sort("name_sort"), known)
    assert "CROSS JOIN LATERAL" not in statement(Sort("serial_key"), known), "no index walks a company by it"


def test_of_many_companies_the_rows_are_read_plainly(companies: tuple[Company, ...]) -> None:
    assert "unnest" not in statement(Sort("name_sort"), Known(companies=tuple(range(MOST_COMPANIES + 1))))


def test_few_matches_are_found_before_they_are_sorted(companies: tuple[Company, ...]) -> None:
    assert "= ANY(ARRAY(SELECT" in statement(Sort("name_sort"), Known(matches=FEW_MATCHES))
    assert "ANY(ARRAY" not in statement(Sort("name_sort"), Known(matches=FEW_MATCHES + 1))


def test_small_tables_are_read_plainly() -> None:
    page = read_page(Status.objects.all(), Sort(), limit=3, known=Known(companies=(1,), matches=2))
    assert len(page.rows) == 3


def test_assets_and_people_can_be_walked_by_company() -> None:
    assert has_index_by_company(Asset, "name_sort")
    assert not has_index_by_company(Asset, "asset_tag")  # that index is by the key of the tag (ADR 0076)
    assert has_index_by_company(Asset, "purchased_on")
    assert has_index_by_company(Person, "name_sort")
    assert not has_index_by_company(Status, "name_sort")


@pytest.mark.parametrize("role", ["administrator", "asset_manager", "technician", "employee", "stranger"])
def test_what_somebody_sees_lies_in_the_companies_that_are_said(
    companies: tuple[Company, ...], cast: Cast, role: str
) -> None:
    actor = cast.actor(role)
    walked = [
        (entity, rows)
        for entity, rows in ((entity, entity.visible_to(actor)) for entity in entities())
        if any(has_index_by_company(rows.model, field.sort) for field in entity.fields if field.sort)
    ]
    assert {"asset", "person"} <= {entity.name for entity, _rows in walked}
    for entity, rows in walked:
        seen = set(rows.values_list("company_id", flat=True))
        assert seen <= set(actor.companies_of(entity.view_permission)), entity.name
