"""Error pages: the right status, words that help, and no database where there may be none."""

import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from assetry.web import errors
from tests.cast import Cast, make_cast


@pytest.fixture
def people(db: None) -> Cast:
    """The cast of six."""
    return make_cast()


@pytest.fixture
def bare_request() -> HttpRequest:
    """A request that no middleware has seen."""
    return RequestFactory().get("/")


def test_the_page_of_a_broken_server_needs_no_database(bare_request: HttpRequest) -> None:
    response = errors.server_error(bare_request)
    assert response.status_code == 500
    assert "What was saved before stays saved" in response.content.decode()


@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.not_found, 404),
        (errors.csrf_failure, 403),
    ],
)
def test_a_visitor_gets_a_page_without_the_frame(
    bare_request: HttpRequest, view: object, status: int
) -> None:
    response = view(bare_request)  # type: ignore[operator]
    assert response.status_code == status
    assert 'class="side"' not in response.content.decode()


def test_a_signed_in_user_gets_the_frame_around_what_is_not_there(people: Cast, client: Client) -> None:
    client.force_login(people.user("asset_manager"))
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    assert 'class="side"' in response.content.decode()


def test_a_refusal_names_who_is_signed_in(people: Cast, rf: RequestFactory) -> None:
    request = rf.get("/")
    request.user = people.user("technician")
    request.actor = people.actor("technician")  # type: ignore[attr-defined]
    html = errors.permission_denied(request).content.decode()
    assert "You are signed in as Sam Idris." in html
    assert f"403-{str(request.actor.request_id)[:8]}" in html  # type: ignore[attr-defined]


def test_a_forged_form_is_refused_with_words(people: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(people.user("technician"))
    response = client.post("/accounts/sign-out/")
    assert response.status_code == 403
    assert "This page is too old to send" in response.content.decode()
