"""The frame: an entry appears when its route exists and the actor may; counts and search likewise."""

import pytest
from django.test import Client, RequestFactory
from pytest_django import DjangoAssertNumQueries

from assetry.web import context, navigation
from assetry.web.components.shell import Shell
from assetry.web.navigation import Place
from tests.cast import Cast, make_cast


@pytest.fixture
def people(db: None) -> Cast:
    """The cast of six."""
    return make_cast()


def _shell(people: Cast, role: str, at: str = "/") -> Shell:
    request = RequestFactory().get(at)
    request.user = people.user(role)
    request.actor = people.actor(role)  # type: ignore[attr-defined]
    shell = context.shell(request)["shell"]
    assert isinstance(shell, Shell)
    return shell


def _labels(shell: Shell) -> set[str]:
    return {str(item.label) for group in shell.groups for item in group.items}


def test_an_employee_sees_their_own_equipment_and_no_register(people: Cast) -> None:
    shell = _shell(people, "employee")
    assert "All assets" not in _labels(shell)
    assert not shell.create
    assert not shell.search_url


def test_a_manager_is_shown_where_they_are(people: Cast) -> None:
    items = [item for group in _shell(people, "asset_manager").groups for item in group.items]
    assert [str(item.label) for item in items if item.current] == ["Home"]


def test_settings_are_shown_to_who_may_change_them(people: Cast) -> None:
    assert "Settings" not in {str(item.label) for item in _shell(people, "technician").footer}


def test_a_place_without_a_route_is_not_shown() -> None:
    assert context.url_of(Place(name="x", label="X", icon="x", route="no-such-route")) == ""


def test_the_frame_of_a_company_names_it(people: Cast) -> None:
    shell = _shell(people, "asset_manager")
    assert shell.organization == people.company.name
    assert str(shell.scope) == "1 company"


def test_a_fragment_that_needs_no_frame_costs_no_statement(
    people: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    request = RequestFactory().get("/")
    request.user = people.user("asset_manager")
    request.actor = people.actor("asset_manager")  # type: ignore[attr-defined]
    with django_assert_num_queries(0):
        context.shell(request)


def test_every_place_has_an_icon_of_the_sprite() -> None:
    places = [*navigation.FOOTER, *navigation.DOCK, *navigation.CREATE]
    places += navigation.all_places()
    assert all(place.icon for place in places)


def test_the_catalogue_is_closed_to_visitors_where_it_is_not_open_to_all(
    people: Cast, client: Client, settings: object
) -> None:
    settings.UI_CATALOGUE = False  # type: ignore[attr-defined]
    assert client.get("/_ui/").status_code == 404
    client.force_login(people.user("technician"))
    assert client.get("/_ui/").status_code == 404
    client.force_login(people.user("administrator"))
    assert client.get("/_ui/").status_code == 200


def test_the_frame_of_several_companies_names_none_of_them(people: Cast) -> None:
    shell = _shell(people, "administrator")
    assert shell.organization == "Assetry"
    assert str(shell.scope) == "All 2 companies"
