"""Error pages: the right status, words that help, and no database where there may be none."""

import psycopg
import pytest
from django.http import HttpRequest
from django.test import Client, RequestFactory

from assetry.kernel.refusals import StalePage
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


def test_a_database_that_is_away_is_said_and_passes(bare_request: HttpRequest) -> None:
    try:
        psycopg.connect("host=/nowhere")
    except psycopg.OperationalError:
        response = errors.server_error(bare_request)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "10")
    assert "The database is not answering" in response.content.decode()


def test_a_refusal_that_no_page_shows_keeps_its_words(bare_request: HttpRequest) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.exception", StalePage)
        response = errors.server_error(bare_request)
    assert response.status_code == StalePage.status
    assert str(StalePage()) in response.content.decode()


@pytest.mark.parametrize(
    "url", ["/assets?q=%00", "/people?q=%00", "/_options/person?q=%00", "/search/?q=a%00b"]
)
def test_b5_a_character_that_no_text_can_hold_is_a_bad_request(people: Cast, url: str) -> None:
    client = Client()
    client.force_login(people.user("administrator"))
    assert client.get(url).status_code == 400


def test_b5_it_is_a_bad_request_in_a_form_too(people: Cast) -> None:
    client = Client()
    client.force_login(people.user("administrator"))
    assert client.post("/assets/check-out", {"picks": "\0:1"}).status_code == 400
