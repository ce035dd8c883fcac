"""A list as a report: every figure leads to exactly the rows that it counts."""

import html
import re
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_location, make_supplier
from tests.web.assets.support import client_of, text_of

pytestmark = pytest.mark.django_db
FIGURE = re.compile(r'<td class="num"[^>]*><a[^>]*href="([^"]+)"[^>]*>(?:<bdi>)?([0-9,]+)')
WHOLE = re.compile(r"([0-9,]+)(?: of [0-9,]+)? assets?\b")


@pytest.fixture
def client(cast: Cast) -> Client:
    """An asset manager's, with assets that differ in everything that is grouped by; one of another company."""
    with signed("test"):
        places = [make_location(cast.company, "Berlin"), make_location(cast.company, "Bonn <b>"), None]
        for number in range(12):
            make_asset(
                cast.company,
                location=places[number % 3],
                supplier=make_supplier("Fix-it") if number == 0 else None,
                purchased_on=[date(2026, 1, 31), date(2026, 3, 1), None][number % 3],
                cost_amount=Decimal(100 * number) if number else None,
                cost_currency="USD" if number > 9 else "EUR",
            )
        make_asset(cast.other_company, location=make_location(cast.other_company, "Elsewhere"))
    return client_of(cast, "asset_manager")


@pytest.mark.parametrize(
    "words",
    [
        "group=location",
        "group=status",
        "group=supplier",
        "group=ownership",
        "group=purchased_on&step=quarter",
        "group=location&measure=sum&of=cost_amount",
        "group=purchased_on&measure=average&of=cost_amount",
        "group=location&filter=location+not_empty&q=T-",
    ],
)
def test_every_figure_leads_to_its_rows(client: Client, words: str) -> None:
    page = client.get(f"/assets?look=report&{words}").content.decode()
    figures = [(html.unescape(url), n) for url, n in FIGURE.findall(page)]
    assert figures
    for url, n in figures:
        found = WHOLE.search(text_of(client.get(url)))
        assert found, url
        assert found[1] == n, url


def test_what_was_typed_stays_text(client: Client) -> None:
    page = client.get("/assets?look=report&group=location").content.decode()
    assert "Bonn &lt;b&gt;" in page
    assert "Bonn <b>" not in page


def test_another_company_adds_nothing(client: Client) -> None:
    page = text_of(client.get("/assets?look=report&group=location"))
    assert "12 in all" in page
    assert "Elsewhere" not in page


def test_money_is_told_by_currency(client: Client) -> None:
    page = text_of(client.get("/assets?look=report&group=location&measure=sum&of=cost_amount"))
    assert "€4,500.00 and $2,100.00 in all; the most: Berlin with €1,800.00 (40.0 %)." in page


@pytest.mark.parametrize("words", ["group=name", "group=location&measure=median", "group=company__path"])
def test_what_cannot_be_read_is_named(client: Client, words: str) -> None:
    answered = client.get(f"/assets?look=report&{words}")
    assert answered.status_code == 400
    assert "The report cannot be read at" in text_of(answered)


def test_a_filter_that_nothing_matches_says_so(client: Client) -> None:
    page = text_of(client.get('/assets?look=report&filter=name+eq+"none+such"'))
    assert "Nothing matches" in page


@pytest.mark.parametrize("address", ["/people", "/companies"])
def test_every_list_has_it(client: Client, cast: Cast, address: str) -> None:
    page = text_of(client_of(cast, "administrator").get(f"{address}?look=report"))
    assert "Group by" in page
    assert "in all; the most:" in page
