"""Columns by address and by their chooser, looks and heights of rows."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from assetry.domain.assets.fields import fields_of_facet
from assetry.domain.ledger.models import CostCenter
from assetry.kernel.registry import entities, entity_named
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_department, make_location, make_person, make_supplier
from tests.web.assets.support import client_of, laptop, text_of

pytestmark = pytest.mark.django_db
LIST = "asset:hardware"
URL = "/assets/kind/hardware"
LISTS = {
    "asset": "/assets",
    "person": "/people",
    "location": "/locations",
    "supplier": "/suppliers",
    "department": "/departments",
    "company": "/companies",
    "cost_center": "/cost-centers",
    "model": "/models",
    "role": "/settings/roles",
    "user": "/settings/users",
}


def test_the_address_names_the_columns_in_their_order(cast: Cast) -> None:
    laptop(cast, asset_tag="LT-1", serial_number="SER-1", order_number="PO-9")
    html = client_of(cast, "asset_manager").get(URL, {"columns": "order_number,asset_tag"}).content.decode()
    heads = html.split("<thead>")[1].split("</thead>")[0]
    assert heads.index("Name") < heads.index("Order number") < heads.index("Tag")
    assert "Serial" not in heads
    assert "PO-9" in html


@pytest.mark.parametrize(
    "name", ["nonsense", "holder_person__email", "password", "custom_gone", 'a" onload=']
)
def test_what_is_no_column_is_a_400_that_names_it(cast: Cast, name: str) -> None:
    answer = client_of(cast, "asset_manager").get(URL, {"columns": f"asset_tag,{name}"})
    assert answer.status_code == 400
    assert "is no column of this list" in text_of(answer)


def test_every_field_of_every_list_is_a_column(cast: Cast) -> None:
    with signed("test"):
        supplier, ana = make_supplier("Dell"), make_person(cast.company, "Ana")
        make_department(cast.company, "Design")
        CostCenter.objects.create(company=cast.company, code="C", name="Costs", name_sort="costs")
    laptop(cast, asset_tag="LT-1", supplier=supplier, owner_person=ana)
    client, wrong = client_of(cast, "administrator"), []
    for name, url in LISTS.items():
        fields = [field.name for field in entity_named(name).fields_by_name.values() if not field.secret]
        answer = client.get(url, {"columns": ",".join(fields), "look": "table"})
        heads = answer.content.decode().count('<th scope="col"')
        if answer.status_code != 200 or heads < len(set(fields)):
            wrong.append((name, answer.status_code, heads, len(fields)))
    assert wrong == []


def test_no_secret_field_is_a_column(cast: Cast) -> None:
    client = client_of(cast, "administrator")
    secret = [(one.name, field.name) for one in entities() for field in one.fields if field.secret]
    answers = [
        client.get(LISTS[name], {"columns": field}).status_code for name, field in secret if name in LISTS
    ]
    assert set(answers) <= {400}


def test_columns_cost_no_statements(
    cast: Cast, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with_all = ",".join(fields_of_facet("hardware"))
    for number in range(12):
        laptop(cast, asset_tag=f"LT-{number}")
    client = client_of(cast, "asset_manager")
    client.get(URL)
    with CaptureQueriesContext(connection) as usual:
        client.get(URL)
    with django_assert_max_num_queries(len(usual)):
        assert "LT-1" in client.get(URL, {"columns": with_all}).content.decode()
    assert len(usual) <= 8


def test_the_chooser_offers_what_is_shown_first_then_the_rest(cast: Cast) -> None:
    page = text_of(
        client_of(cast, "asset_manager").get(
            "/views/columns", {"list": LIST, "at": f"{URL}?columns=location"}
        )
    )
    shown = page.partition("Shown, in this order")[2]
    assert 0 < shown.index("Location") < shown.index("Order number")


def test_the_chooser_moves_by_buttons_and_keeps_what_is_checked(cast: Cast) -> None:
    asked = {
        "list": LIST,
        "at": URL,
        "sent": "1",
        "columns": ["location", "asset_tag", "status"],
        "move": "status:up",
    }
    html = client_of(cast, "asset_manager").get("/views/columns", asked).content.decode()
    at = [html.index(f'value="{name}" checked') for name in ("location", "status", "asset_tag")]
    assert at == sorted(at)


def test_what_was_chosen_is_in_the_address_of_the_list(cast: Cast) -> None:
    asked = {"list": LIST, "at": f"{URL}?q=x&sort=name", "apply": "1", "columns": ["location", "asset_tag"]}
    url = urlsplit(client_of(cast, "asset_manager").get("/views/columns", asked)["Location"])
    assert url.path == URL
    assert parse_qs(url.query) == {"q": ["x"], "sort": ["name"], "columns": ["location,asset_tag"]}


def test_the_usual_columns_need_no_address(cast: Cast) -> None:
    client = client_of(cast, "asset_manager")
    asked = {"list": LIST, "at": f"{URL}?columns=location&q=x", "standard": "1"}
    assert client.get("/views/columns", asked)["Location"] == f"{URL}?q=x"


def test_a_chooser_leads_nowhere_else(cast: Cast) -> None:
    asked = {"list": LIST, "at": "https://example.com/?q=x", "apply": "1"}
    assert client_of(cast, "asset_manager").get("/views/columns", asked)["Location"].startswith(URL)


def test_cards_show_photo_name_holder_status_and_tag(cast: Cast) -> None:
    with signed("test"):
        ana = make_person(cast.company, "Ana Petrov")
    laptop(cast, asset_tag="LT-1", name="Latitude", holder_person=ana)
    html = client_of(cast, "asset_manager").get(URL, {"look": "cards"}).content.decode()
    card = html.split('<ul class="cards')[1].split("</ul>")[0]
    assert all(part in card for part in ("Latitude", "Ana Petrov", "LT-1", "In stock", 'class="photo wide"'))
    assert 'name="ids"' in card


@pytest.mark.parametrize("url", ["/people", "/suppliers", "/departments"])
def test_every_list_has_cards(cast: Cast, url: str) -> None:
    with signed("test"):
        make_supplier("Dell")
    answer = client_of(cast, "administrator").get(url, {"look": "cards", "view": "all"})
    assert answer.status_code == 200


def test_the_height_of_rows_is_remembered_and_said_in_the_address(cast: Cast) -> None:
    client = client_of(cast, "asset_manager")
    back = client.post("/views/density", {"density": "compact", "to-compact": f"{URL}?density=compact"})
    assert back["Location"] == f"{URL}?density=compact"
    assert User.objects.get(name="Priya Nair").density == "compact"
    assert '<html lang="en" data-density="compact">' in client.get(URL).content.decode()
    html = client.get(URL, {"density": "comfortable"}).content.decode()
    assert 'tabindex="-1" data-density="comfortable"' in html


def test_a_height_that_nobody_knows_is_not_remembered(cast: Cast) -> None:
    client_of(cast, "asset_manager").post("/views/density", {"density": "giant"})
    assert User.objects.get(name="Priya Nair").density == ""


def test_every_field_that_sorts_is_in_the_menu(cast: Cast) -> None:
    html = client_of(cast, "asset_manager").get(URL).content.decode()
    menu = html.split('id="display"')[1].split("</div>\n")[0] + html.split('id="display"')[1]
    sorts = [field.name for field in fields_of_facet("hardware").values() if field.sort]
    assert [name for name in sorts if f"sort={name}" not in menu and f"sort=-{name}" not in menu] == []


def test_locations_are_a_tree_a_table_and_cards(cast: Cast) -> None:
    with signed("test"):
        make_location(cast.company, "Berlin HQ")
    client = client_of(cast, "asset_manager")
    tree, table = (text_of(client.get("/locations", {"look": look})) for look in ("tree", "table"))
    assert "stand in them" in tree or "stands in them" in tree
    assert "1 location" in table
    assert "Berlin HQ" in text_of(client.get("/locations", {"look": "cards"}))
