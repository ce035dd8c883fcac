"""Saved views on pages: opened, changed, saved, shared, a default, pinned; whose they are."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from assetry.domain.access.models import Role
from assetry.domain.assets.models import Status
from assetry.platform.saved_views.models import HomePin, SavedView, Visibility
from assetry.platform.saved_views.operations import (
    create_view,
    pin_view,
    set_default_for_everyone,
    share_view,
)
from tests.cast import NOW, Cast
from tests.web.assets.support import client_of, laptop, text_of

pytestmark = pytest.mark.django_db
LIST = "asset:hardware"
URL = "/assets/kind/hardware"


def saved(
    cast: Cast, role: str = "asset_manager", name: str = "Mine", list_name: str = LIST, **query: str
) -> SavedView:
    """A view of one of the six."""
    wanted = {key: [value] for key, value in (query or {"q": "lt-1"}).items()}
    return create_view(
        actor=cast.actor(role),
        list_name=list_name,
        entity=list_name.partition(":")[0],
        name=name,
        query=wanted,
        at=NOW,
    )


def shared(
    cast: Cast, view: SavedView, visibility: Visibility = Visibility.EVERYONE, role: str = ""
) -> SavedView:
    return share_view(
        actor=cast.actor("asset_manager"), view=view, visibility=visibility, role=role, version=None, at=NOW
    )


@pytest.fixture
def laptops(cast: Cast) -> None:
    laptop(cast, asset_tag="LT-1", name="Latitude")
    laptop(cast, asset_tag="LT-2", name="MacBook")


def new_view(client: Client, name: str = "Laptops", query: str = "q=lt-1", **more: str) -> Any:
    return client.post(
        "/views/new", {"list": LIST, "query": query, "name": name, "shown_to": "private", **more}
    )


def test_what_a_list_shows_is_saved_and_opens_by_its_address(cast: Cast, laptops: None) -> None:
    client = client_of(cast, "asset_manager")
    answer = new_view(client, query="q=lt-1&sort=-name&cursor=abc&peek=X")
    view = SavedView.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"{URL}?view={view.public_id}")
    assert view.query == {"q": ["lt-1"], "sort": ["-name"]}
    page = text_of(client.get(answer["Location"]))
    assert "LT-1" in page
    assert "LT-2" not in page


def test_the_address_stands_over_the_view(cast: Cast, laptops: None) -> None:
    view, client = saved(cast), client_of(cast, "asset_manager")
    page = text_of(client.get(URL, {"view": view.public_id, "q": "lt-2"}))
    assert "LT-2" in page
    assert "LT-1" not in page
    assert "changed, not saved" in page
    everything = text_of(client.get(f"{URL}?view={view.public_id}&q="))
    assert "LT-1" in everything
    assert "LT-2" in everything


def test_a_view_as_it_was_saved_has_nothing_to_save(cast: Cast, laptops: None) -> None:
    view, client = saved(cast), client_of(cast, "asset_manager")
    html = client.get(URL, {"view": view.public_id}).content.decode()
    assert "changed, not saved" not in html
    assert "/save?" not in html


def test_changes_are_saved_into_the_view(cast: Cast, laptops: None) -> None:
    view, client = saved(cast), client_of(cast, "asset_manager")
    answer = client.post(f"/views/{view.public_id}/save?version=1", {"query": "q=lt-2&columns=location"})
    assert answer["Location"] == f"{URL}?view={view.public_id}"
    view.refresh_from_db()
    assert view.query == {"q": ["lt-2"], "columns": ["location"]}


def test_a_view_that_somebody_saved_meanwhile_keeps_what_they_saved(cast: Cast, laptops: None) -> None:
    view, client = saved(cast), client_of(cast, "asset_manager")
    client.post(f"/views/{view.public_id}/save?version=1", {"query": "q=lt-2"})
    answer = client.post(f"/views/{view.public_id}/save?version=1", {"query": "q=dock"}, follow=True)
    assert "Somebody else changed this meanwhile." in text_of(answer)
    assert parse_qs(urlsplit(answer.redirect_chain[-1][0]).query)["q"] == ["dock"]
    view.refresh_from_db()
    assert view.query == {"q": ["lt-2"]}


@pytest.mark.parametrize("other", ["administrator", "technician", "stranger"])
def test_somebody_else_s_private_view_is_a_404_everywhere(cast: Cast, laptops: None, other: str) -> None:
    view, client = saved(cast), client_of(cast, other)
    asked = [client.get(URL, {"view": view.public_id})]
    asked += [client.get(f"/views/{view.public_id}/{page}") for page in ("edit", "delete")]
    asked += [
        client.post(f"/views/{view.public_id}/{deed}")
        for deed in ("save", "edit", "delete", "pin", "open-with")
    ]
    assert {answer.status_code for answer in asked} == {404}
    assert "Mine" not in text_of(client.get(URL))


def test_a_view_of_another_list_is_a_404(cast: Cast) -> None:
    view = saved(cast, list_name="asset")
    assert client_of(cast, "asset_manager").get(URL, {"view": view.public_id}).status_code == 404


def test_a_shared_view_shows_each_reader_their_own_rows(cast: Cast, laptops: None) -> None:
    view = shared(cast, saved(cast))
    page = text_of(client_of(cast, "stranger").get(URL, {"view": view.public_id}))
    assert "Mine" in page
    assert "LT-1" not in page


def test_a_view_is_shared_with_a_role_by_its_form(cast: Cast, laptops: None) -> None:
    view, role = saved(cast), Role.objects.get(code="technician")
    sent = {"name": "Ours", "shown_to": role.public_id, "version": "1"}
    client_of(cast, "asset_manager").post(f"/views/{view.public_id}/edit", sent)
    seen = {name for name in ("technician", "auditor") if "Ours" in text_of(client_of(cast, name).get(URL))}
    assert seen == {"technician"}


def test_who_may_not_share_is_not_asked_and_not_obeyed(cast: Cast, laptops: None) -> None:
    client = client_of(cast, "technician")
    assert "Who sees it" not in text_of(client.get("/views/new", {"list": LIST, "query": "q=x"}))
    new_view(client, shown_to="everyone")
    assert SavedView.objects.get().visibility == Visibility.PRIVATE


def test_a_name_that_is_taken_is_said_beside_it(cast: Cast, laptops: None) -> None:
    saved(cast, name="Laptops")
    answer = new_view(client_of(cast, "asset_manager"), name="laptops")
    assert answer.status_code == 409
    assert "You have a view “laptops” of this list already." in text_of(answer)


def test_a_list_that_is_closed_to_somebody_has_no_views_for_them(cast: Cast) -> None:
    client = client_of(cast, "employee")
    assert new_view(client).status_code == 404
    assert client.get("/views/columns", {"list": LIST}).status_code == 404
    assert client.get("/views/counts", {"list": LIST}).status_code == 404


def test_the_bare_list_opens_with_the_default_and_plain_on_request(cast: Cast, laptops: None) -> None:
    view = shared(cast, saved(cast))
    set_default_for_everyone(actor=cast.actor("asset_manager"), list_name=LIST, view=view, at=NOW)
    client = client_of(cast, "auditor")
    assert "LT-2" not in text_of(client.get(URL))
    assert "LT-2" in text_of(client.get(URL, {"view": "all"}))
    assert "LT-2" in text_of(client.get(URL, {"sort": "name"}))
    assert f'href="{URL}?view=all"' in client.get(URL).content.decode()


def test_own_default_is_set_and_taken_back_by_a_click(cast: Cast, laptops: None) -> None:
    view = shared(cast, saved(cast))
    client = client_of(cast, "technician")
    client.post(f"/views/{view.public_id}/open-with")
    assert "LT-2" not in text_of(client.get(URL))
    client.post(f"/views/{view.public_id}/forget")
    assert "LT-2" in text_of(client.get(URL))


def test_a_list_opens_plain_whatever_its_default_for_everyone(cast: Cast, laptops: None) -> None:
    view = shared(cast, saved(cast))
    set_default_for_everyone(actor=cast.actor("asset_manager"), list_name=LIST, view=view, at=NOW)
    client = client_of(cast, "technician")
    client.post(f"/views/plain?list={LIST}")
    assert "LT-2" in text_of(client.get(URL))


def test_figures_of_the_tabs_are_exact_and_in_scope(cast: Cast, laptops: None) -> None:
    view = shared(cast, saved(cast))
    for role, figure in (("asset_manager", "1"), ("stranger", "0")):
        html = (
            client_of(cast, role)
            .get("/views/counts", {"list": LIST, "view": view.public_id})
            .content.decode()
        )
        assert f'id="view-{view.public_id}" hx-morph-skip hx-swap-oob="true">{figure}<' in html


def test_figures_of_somebody_else_s_private_view_are_not_told(cast: Cast, laptops: None) -> None:
    view = saved(cast)
    asked = client_of(cast, "administrator").get("/views/counts", {"list": LIST, "view": view.public_id})
    assert view.public_id not in asked.content.decode()


def test_a_view_that_cannot_be_read_any_more_has_no_figure(cast: Cast) -> None:
    view = saved(cast, filter='gone eq "x"')
    client = client_of(cast, "asset_manager")
    html = client.get("/views/counts", {"list": LIST, "view": view.public_id}).content.decode()
    assert ">–<" in html
    assert client.get(URL, {"view": view.public_id}).status_code == 400


def test_a_view_is_deleted_by_its_form(cast: Cast, laptops: None) -> None:
    view, client = saved(cast), client_of(cast, "asset_manager")
    assert "Delete Mine" in text_of(client.get(f"/views/{view.public_id}/delete"))
    assert client.post(f"/views/{view.public_id}/delete")["Location"] == f"{URL}?view=all"
    assert not SavedView.objects.exists()


def test_a_refusal_is_said_on_the_list(cast: Cast, laptops: None) -> None:
    view, client = saved(cast), client_of(cast, "asset_manager")
    answer = client.post(f"/views/{view.public_id}/open-everyone", follow=True)
    assert "Share “Mine” with everyone first" in text_of(answer)


def test_a_deed_that_nobody_knows_is_a_404(cast: Cast, laptops: None) -> None:
    view = saved(cast)
    assert client_of(cast, "asset_manager").post(f"/views/{view.public_id}/burn").status_code == 404


def test_a_form_leads_back_to_our_pages_only(cast: Cast, laptops: None) -> None:
    view, client = saved(cast), client_of(cast, "asset_manager")
    for back in ("//example.com/x", "https://example.com", "/\\example.com"):
        assert client.post(f"/views/{view.public_id}/pin", {"back": back})["Location"].startswith(URL)


def test_pinned_views_stand_on_home_with_figure_rows_and_way_on(cast: Cast, laptops: None) -> None:
    first, second = saved(cast), saved(cast, name="Macs", q="lt-2")
    client = client_of(cast, "asset_manager")
    for view in (first, second):
        client.post(f"/views/{view.public_id}/pin")
    client.post(f"/views/{second.public_id}/up", {"back": "/"})
    html = client.get("/").content.decode()
    assert html.index("Macs") < html.index("Mine")
    assert f'href="{URL}?view={first.public_id}"' in html
    assert "LT-1" in html
    client.post(f"/views/{first.public_id}/unpin", {"back": "/"})
    assert HomePin.objects.count() == 1


def test_a_block_that_cannot_be_read_says_so_and_leaves_the_others(cast: Cast, laptops: None) -> None:
    for view in (saved(cast, name="Broken", filter="nonsense"), saved(cast)):
        pin_view(actor=cast.actor("asset_manager"), view=view, at=NOW)
    page = text_of(client_of(cast, "asset_manager").get("/"))
    assert "The filter cannot be read" in page
    assert "LT-1" in page


def test_a_block_takes_the_same_few_statements_however_many_rows(
    cast: Cast, laptops: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    status = Status.objects.get(name="In stock").public_id
    for n in range(4):
        view = saved(cast, name=f"View {n}", status=status)
        pin_view(actor=cast.actor("asset_manager"), view=view, at=NOW)
    client = client_of(cast, "asset_manager")
    client.get("/")
    with django_assert_max_num_queries(22 + 4 * 4):
        client.get("/")
