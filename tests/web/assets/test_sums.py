"""What a list comes to, after its rows; and the way to a value of the column that it is sorted by."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from assetry.platform.audit.signed import signed
from assetry.web.kit import lists, sums
from tests.cast import Cast
from tests.factories import make_asset, make_category, make_model
from tests.web.assets.support import client_of, text_of

pytestmark = pytest.mark.django_db
SUMS = {"HX-Request": "true", "HX-Request-Type": "partial", "HX-Target": "span#list-sums"}
_PLACE = re.compile(r'<span id="([\w-]+)" hx-swap-oob="true">(.*?)</span>', re.DOTALL)


def figures(client: Client, address: str = "/assets", **query: Any) -> dict[str, str]:
    """What goes to which place, without markup."""
    answer = client.get(address, query, headers=SUMS)
    assert answer.status_code == 200
    return {
        place: re.sub(r"<[^>]*>", "", told.replace("<br>", " · "))
        for place, told in _PLACE.findall(answer.content.decode())
    }


def tags(answer: Any) -> list[str]:
    rows = answer.content.decode().split("<tbody>")[1].split("</tbody>")[0]
    return list(dict.fromkeys(re.findall(r"\bT-\d\b", rows)))


@pytest.fixture
def priced(cast: Cast) -> None:
    """Four of the company in two currencies, one without a cost; one of another company."""
    with signed("test"):
        costs = [("10.50", "EUR"), ("20", "EUR"), ("7", "USD"), (None, "")]
        category = make_category("Laptop")
        for number, (amount, currency) in enumerate(costs):
            make_asset(
                cast.company,
                asset_tag=f"T-{number}",
                name="ABCD"[number],
                category=category,
                cost_amount=amount,
                cost_currency=currency,
                purchased_on=date(2023 + number, 5, 1),
            )
        make_asset(cast.other_company, cost_amount="1000", cost_currency="EUR")


def test_money_adds_up_currency_by_currency(cast: Cast, priced: None) -> None:
    found = figures(client_of(cast, "asset_manager"))
    assert found["sum-cost_amount"] == "€30.50 · $7.00"
    assert found["list-count"] == "4 assets"
    narrowed = figures(client_of(cast, "asset_manager"), filter='name in "A" "D"')
    assert narrowed["sum-cost_amount"] == "€10.50"
    assert (narrowed["list-count"], narrowed["list-total"]) == ("2 of 4 assets", "2")


def test_another_companys_money_is_never_added(cast: Cast, priced: None) -> None:
    """A2: neither as rows nor as sums."""
    assert figures(client_of(cast, "stranger"))["sum-cost_amount"] == "€1,000.00"


def test_the_page_asks_for_its_sums_only_where_something_adds_up(cast: Cast, priced: None) -> None:
    client = client_of(cast, "administrator")
    assert 'hx-target="#list-sums"' in client.get("/assets").content.decode()
    assert 'hx-target="#list-sums"' not in client.get("/people").content.decode()
    assert 'hx-target="#list-sums"' not in client.get("/assets?columns=status").content.decode()


def test_a_long_lists_figure_comes_after_its_rows(
    cast: Cast, priced: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sums, "MOST_COUNTED", 2)
    monkeypatch.setattr(lists, "MOST_COUNTED", 2)
    client, query = client_of(cast, "asset_manager"), {"filter": "asset_tag not_empty"}
    page = client.get("/people", {"filter": "name not_empty"}).content.decode()
    assert '<span id="list-count">…</span>' in page
    assert 'hx-target="#list-sums"' in page
    assert figures(client, "/people", filter="name not_empty")["list-count"].startswith("5 ")
    assert "4 of 4 assets" in text_of(client.get("/assets", {**query, "cursor": "last"}))
    assert "4 assets" in text_of(client.get("/assets"))


@pytest.mark.parametrize(
    ("asked", "shown", "at"),
    [
        (("name", "b"), "123", "2"),
        (("name", "bb"), "23", "3"),
        (("-name", "c"), "210", "2"),
        (("purchased_on", "2025"), "23", "3"),
        (("purchased_on", "2024-06"), "23", "3"),
        (("-purchased_on", "2025"), "210", "2"),
        (("purchased_on", "1 May 2024"), "123", "2"),
        (("asset_tag", "T-3"), "3", "4"),
    ],
)
def test_the_list_goes_to_a_value(
    cast: Cast, priced: None, asked: tuple[str, str], shown: str, at: str
) -> None:
    sort, typed = asked
    client = client_of(cast, "asset_manager")
    answer = client.get("/assets", {"sort": sort, "goto": typed}, follow=True)
    assert tags(answer) == [f"T-{number}" for number in shown]
    assert f"at={at}" in answer.redirect_chain[0][0]


def test_beyond_the_last_value_is_the_last_page(cast: Cast, priced: None) -> None:
    answer = client_of(cast, "asset_manager").get("/assets", {"sort": "name", "goto": "zz"}, follow=True)
    assert tags(answer) == ["T-0", "T-1", "T-2", "T-3"]


@pytest.mark.parametrize(
    "query", [{"sort": "purchased_on", "goto": "soon"}, {"sort": "name", "goto": "a\x07"}]
)
def test_what_is_no_value_of_the_column_is_refused(cast: Cast, priced: None, query: dict[str, str]) -> None:
    assert client_of(cast, "asset_manager").get("/assets", query).status_code == 400


def test_a_jump_counts_nothing_of_another_company(cast: Cast, priced: None) -> None:
    """A2: the number of the first row tells nothing of rows that are not seen."""
    with signed("test"):
        make_asset(cast.other_company, name="Aaa", model=None, category=make_model("X").category)
    answer = client_of(cast, "asset_manager").get("/assets", {"sort": "name", "goto": "b"})
    assert "at=2" in answer["Location"]
