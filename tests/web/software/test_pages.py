"""Pages of licenses and costs: figures that open their rows, keys that are told once, buttons for who may."""

import html
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from assetry.domain.software.models import Allocation, Entitlement, License
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import (
    make_allocation,
    make_contract,
    make_entitlement,
    make_license,
    make_product,
    make_supplier,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def client_of(cast: Cast) -> Callable[[str], Client]:
    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(cast.user(role))
        return client

    return signed_in


@pytest.fixture
def license_(cast: Cast) -> License:
    with signed("test"):
        made = make_license(cast.company, "Atlas Draw")
        make_entitlement(made, 10, license_key="AAAA-BBBB", ends_on=date(2030, 12, 31))
        make_allocation(made, 3, person=cast.person("employee"))
    return made


def text_of(answer: Any) -> str:
    return html.unescape(answer.getvalue().decode())


def test_a_license_shows_what_is_bought_given_and_free(
    client_of: Callable[[str], Client], license_: License
) -> None:
    page = text_of(client_of("technician").get(f"/licenses/{license_.public_id}"))
    assert all(word in page for word in ("Ana Petrov", "Take back", "Give", "Purchases"))
    assert "Add purchase" not in page
    assert "Take back" not in text_of(client_of("auditor").get(f"/licenses/{license_.public_id}"))


def test_a_purchase_is_made_by_its_form(client_of: Callable[[str], Client], cast: Cast) -> None:
    with signed("test"):
        product = make_product("Paint")
    sent = {
        "company": cast.company.public_id,
        "product": product.public_id,
        "quantity": "12",
        "unit_amount": "9.90",
    }
    answer = client_of("asset_manager").post("/license-purchases/new", sent)
    assert (answer.status_code, License.objects.get().bought) == (302, 12)


def test_a_line_s_form_does_not_offer_what_stays(
    client_of: Callable[[str], Client], license_: License
) -> None:
    line = Entitlement.objects.get()
    page = text_of(client_of("asset_manager").get(f"/license-purchases/{line.public_id}/edit"))
    assert 'name="order_number"' in page
    assert 'name="quantity"' not in page
    assert 'name="license_key"' not in page


def test_a_key_is_told_once_to_who_may(client_of: Callable[[str], Client], license_: License) -> None:
    url, client = f"/license-purchases/{Entitlement.objects.get().public_id}", client_of("asset_manager")
    assert "AAAA-BBBB" not in text_of(client.get(url))
    assert "AAAA-BBBB" in text_of(client.post(f"{url}/key/show", follow=True))
    assert "AAAA-BBBB" not in text_of(client.get(url))
    assert client_of("technician").post(f"{url}/key/show").status_code == 403


def test_seats_are_taken_back_by_a_button(client_of: Callable[[str], Client], license_: License) -> None:
    row = Allocation.objects.get()
    answer = client_of("technician").post(f"/license-allocations/{row.public_id}/release", follow=True)
    assert "is taken back from Ana Petrov" in text_of(answer)
    license_.refresh_from_db()
    assert license_.free == 10


def test_licenses_stand_with_their_holder(
    client_of: Callable[[str], Client], cast: Cast, license_: License
) -> None:
    person = cast.person("employee").public_id
    assert "Atlas Draw" in text_of(client_of("technician").get(f"/people/{person}"))
    mine = text_of(client_of("employee").get("/my-equipment/"))
    assert "Atlas Draw" in mine
    assert "AAAA-BBBB" not in mine


@pytest.mark.parametrize("grouping", ["cost_center", "supplier", "kind", "contract"])
def test_every_figure_of_costs_opens_its_rows(
    client_of: Callable[[str], Client], cast: Cast, grouping: str
) -> None:
    with signed("test"):
        make_contract(
            cast.company,
            "Canary",
            ends_on=None,
            billing="monthly",
            value_amount=1200,
            value_currency="EUR",
            supplier=make_supplier("Dustin"),
        )
    client = client_of("auditor")
    page = text_of(client.get(f"/costs?by={grouping}"))
    opened = set(re.findall(r'href="(/contracts[^"]*)"[^>]*>[^<]*(?:<[^>]+>)*€', page))
    assert len(opened) in {1, 7}
    assert all("Canary" in text_of(client.get(url)) for url in sorted(opened)[:2])
    file = text_of(client.get(f"/costs.csv?by={grouping}", headers={"accept-encoding": "identity"}))
    assert file.splitlines()[1].endswith(",3600.00,Agreed")
    assert "€" not in text_of(client_of("stranger").get(f"/costs?by={grouping}"))
