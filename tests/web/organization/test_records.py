"""People, places and the other records: who sees them, who makes and changes them, and what is refused."""

import pytest
from django.test import Client

from assetry.domain.assets.operations import check_in_asset, check_out_asset
from assetry.domain.organization.models import Company, Department, Location, Person, Supplier
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_department, make_location, make_person, make_supplier

pytestmark = pytest.mark.django_db
LISTS = ["/people", "/locations", "/departments", "/companies", "/suppliers", "/cost-centers"]


def _client(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


@pytest.mark.parametrize("url", LISTS)
def test_a_list_opens_for_whoever_sees_the_organization(cast: Cast, url: str) -> None:
    with signed("test"):
        make_location(cast.company), make_department(cast.company), make_supplier()
    assert _client(cast, "auditor").get(url).status_code == 200


@pytest.mark.parametrize("url", ["/people", "/locations", "/departments", "/companies", "/cost-centers"])
def test_an_employee_may_not_see_the_organization(cast: Cast, url: str) -> None:
    assert _client(cast, "employee").get(url).status_code == 403


def test_a_person_shows_what_they_hold_and_the_story_of_it(cast: Cast) -> None:
    with signed("test"):
        asset, jon = make_asset(cast.company, asset_tag="LT-1044"), make_person(cast.company, "Jon Okafor")
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=jon, at=NOW)
    page = _client(cast, "asset_manager").get(f"/people/{jon.public_id}").content.decode()
    assert "LT-1044" in page
    assert "Handed over:" in page
    assert "by Sam Idris" in page


def test_the_story_of_a_person_tells_what_was_taken_back(cast: Cast) -> None:
    with signed("test"):
        jon = make_person(cast.company, "Jon Okafor")
        asset = make_asset(cast.company, status="In use", holder_person=jon)
    check_in_asset(actor=cast.actor("technician"), asset=asset, at=NOW)
    page = _client(cast, "asset_manager").get(f"/people/{jon.public_id}").content.decode()
    assert "Taken back:" in page


def test_a_tree_of_places_counts_what_stands_below(cast: Cast) -> None:
    with signed("test"):
        site = make_location(cast.company, "Berlin HQ")
        floor = make_location(cast.company, "Floor 2", parent=site)
        make_asset(cast.company, location=floor)
        make_asset(cast.company, location=site)
    page = _client(cast, "auditor").get("/locations").content.decode()
    assert f'href="/assets?location={site.public_id}"><bdi>2</bdi>' in page
    assert f'href="/assets?location={floor.public_id}"><bdi>1</bdi>' in page


@pytest.mark.parametrize("factory", [make_person, make_location, make_department])
def test_what_belongs_to_another_company_does_not_exist(cast: Cast, factory: object) -> None:
    with signed("test"):
        row = factory(cast.other_company)  # type: ignore[operator]
    prefix = {Person: "people", Location: "locations", Department: "departments"}[type(row)]
    client = _client(cast, "asset_manager")
    assert client.get(f"/{prefix}/{row.public_id}").status_code == 404
    assert client.get(f"/{prefix}/{row.public_id}/edit").status_code == 404
    assert client.post(f"/{prefix}/{row.public_id}/edit", {"name": "Mine", "version": "1"}).status_code == 404
    row.refresh_from_db()
    assert row.name != "Mine"


def test_a_person_is_made_by_a_form(cast: Cast) -> None:
    sent = {
        "company": cast.company.public_id,
        "name": "Yuki Tanaka",
        "email": "yuki@example.com",
        "is_active": "on",
    }
    answer = _client(cast, "asset_manager").post("/people/new", sent)
    made = Person.objects.get(name="Yuki Tanaka")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/people/{made.public_id}")
    assert made.company == cast.company


def test_a_doubled_name_is_said_beside_the_field_and_the_typing_is_kept(cast: Cast) -> None:
    with signed("test"):
        make_supplier("Dell Direct")
    answer = _client(cast, "asset_manager").post(
        "/suppliers/new", {"name": "dell direct", "phone": "0301234"}
    )
    assert answer.status_code == 409
    assert "exists already" in answer.content.decode()
    assert "0301234" in answer.content.decode()
    assert Supplier.objects.count() == 1


@pytest.mark.parametrize(
    ("url", "sent"),
    [
        ("/departments/new", {"name": "Design"}),
        ("/locations/new", {"name": "Floor 9"}),
        ("/cost-centers/new", {"name": "IT", "code": "4100"}),
    ],
)
def test_a_record_of_another_company_cannot_be_made(cast: Cast, url: str, sent: dict[str, str]) -> None:
    answer = _client(cast, "asset_manager").post(url, {**sent, "company": cast.other_company.public_id})
    assert answer.status_code == 422


def test_a_company_is_changed_by_a_form(cast: Cast) -> None:
    sent = {
        "name": "Larkfield Labs SE",
        "currency": "EUR",
        "time_zone": "Europe/Berlin",
        "locale": "en",
        "version": "1",
    }
    client = _client(cast, "administrator")
    assert client.get(f"/companies/{cast.company.public_id}/edit").status_code == 200
    assert client.post(f"/companies/{cast.company.public_id}/edit", sent).status_code == 302
    assert Company.objects.get(pk=cast.company.pk).name == "Larkfield Labs SE"


@pytest.mark.parametrize(
    "url",
    [
        "/people/new",
        "/locations/new",
        "/departments/new",
        "/companies/new",
        "/suppliers/new",
        "/cost-centers/new",
    ],
)
@pytest.mark.parametrize("role", ["technician", "auditor", "employee"])
def test_who_may_not_change_the_organization_sees_no_form(cast: Cast, url: str, role: str) -> None:
    assert _client(cast, role).get(url).status_code == 403
    assert _client(cast, role).post(url, {"name": "X"}).status_code == 403
