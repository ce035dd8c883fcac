"""What a combobox finds: in scope, in use, by any word."""

import pytest

from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.web.kit.choices import typed_choice
from tests.cast import Cast
from tests.factories import make_category, make_location, make_person
from tests.web.assets.support import client_of, text_of

pytestmark = pytest.mark.django_db


def _found(cast: Cast, role: str, entity: str, **query: str) -> str:
    return text_of(client_of(cast, role).get(f"/_options/{entity}", query))


def test_people_are_found_by_any_word_of_their_name(cast: Cast) -> None:
    with signed("test"):
        make_person(cast.company, "Zora Neale Hurston")
    assert "Zora Neale Hurston" in _found(cast, "technician", "person", q="hurst zora")


def test_another_companys_people_are_not_found(cast: Cast) -> None:
    with signed("test"):
        make_person(cast.other_company, "Zora Elsewhere")
    assert "Nothing found" in _found(cast, "technician", "person", q="zora")


def test_an_employee_finds_nobody_but_themselves(cast: Cast) -> None:
    page = _found(cast, "employee", "person", q="a")
    assert "Ana Petrov" in page
    assert "Sam Idris" not in page


def test_who_left_is_not_offered(cast: Cast) -> None:
    with signed("test"):
        make_person(cast.company, "Zora Gone", is_active=False)
    assert "Nothing found" in _found(cast, "technician", "person", q="zora")


def test_a_kind_narrows_categories_and_a_company_places(cast: Cast) -> None:
    with signed("test"):
        hardware, records = make_category("Zed boxes"), make_category("Zed records", "information")
        make_location(cast.company, "Zed room")
        make_location(cast.other_company, "Zed hall")
    page = _found(cast, "administrator", "category", q="zed", kind=hardware.kind.public_id)
    assert hardware.name in page
    assert records.name not in page
    places = _found(cast, "administrator", "location", q="zed", company=cast.company.public_id)
    assert "Zed room" in places
    assert "Zed hall" not in places


def test_an_entity_that_does_not_exist_is_not_found(cast: Cast) -> None:
    assert client_of(cast, "technician").get("/_options/session").status_code == 404


def test_a_typed_name_is_a_choice_when_it_is_the_only_one(cast: Cast) -> None:
    with signed("test"):
        zora = make_person(cast.company, "Zora Neale")
        make_person(cast.company, "Zora Neale Hurston")
    actor = cast.actor("technician")
    assert typed_choice(entity_named("person"), actor, "zora neale") == zora
    with pytest.raises(NotFound):
        typed_choice(entity_named("person"), actor, "zora")


@pytest.mark.parametrize("address", ["/_options/person", "/assets/_holders", "/search/"])
def test_whose_name_begins_so_comes_before_whose_mail_or_title_holds_it(cast: Cast, address: str) -> None:
    with signed("test"):
        make_person(cast.company, "Aaron Bell", job_title="Zoran analyst", email="a.zora@example.com")
        make_person(cast.company, "Mia Zorawski")
        make_person(cast.company, "Zora Hurston")
    text = text_of(client_of(cast, "technician").get(address, {"q": "zora"}))
    places = [text.index(name) for name in ("Hurston", "wski", "Aaron Bell")]
    assert places == sorted(places)
