"""The page that erases a person."""

import pytest
from django.test import Client

from assetry.domain.organization.models import Person
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def ines(cast: Cast) -> Person:
    with signed("test"):
        return make_person(cast.company, "Ines Quill")


def client_of(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def test_the_name_has_to_be_typed(cast: Cast, ines: Person) -> None:
    url = f"/people/{ines.public_id}/erase"
    sent = {"note": "case 12", "confirmation": "Ines"}
    answered = client_of(cast, "administrator").post(url, sent)
    assert (answered.status_code, "This is not the name." in answered.content.decode()) == (422, True)
    assert Person.objects.get(pk=ines.pk).name == "Ines Quill"


def test_who_types_the_name_erases(cast: Cast, ines: Person) -> None:
    client = client_of(cast, "administrator")
    assert "Erase" in client.get(f"/people/{ines.public_id}").content.decode()
    sent = {"note": "case 12", "confirmation": "Ines Quill"}
    assert client.post(f"/people/{ines.public_id}/erase", sent).status_code == 302
    assert Person.objects.get(pk=ines.pk).name == f"Erased person {ines.public_id}"
    assert "Ines" not in client.get(f"/people/{ines.public_id}").content.decode()


def test_a_refusal_is_said_on_the_page(cast: Cast) -> None:
    person = cast.person("employee")
    sent = {"note": "case 12", "confirmation": person.name}
    answered = client_of(cast, "administrator").post(f"/people/{person.public_id}/erase", sent)
    assert (answered.status_code, "can still sign in" in answered.content.decode()) == (409, True)


@pytest.mark.parametrize("role", ["asset_manager", "auditor", "employee"])
def test_a5_nobody_else_is_offered_it(cast: Cast, ines: Person, role: str) -> None:
    client = client_of(cast, role)
    assert client.get(f"/people/{ines.public_id}/erase").status_code == 403
    assert f"/people/{ines.public_id}/erase" not in client.get(f"/people/{ines.public_id}").content.decode()
