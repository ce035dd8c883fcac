"""The inbox and comments, in the browser: pages, verbs, counter, and what markup becomes."""

from typing import Any

import pytest
from django.test import Client

from assetry.domain.organization.models import Person
from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.comments.models import Comment
from assetry.platform.comments.operations import write_comment
from assetry.platform.inbox.models import InboxItem
from assetry.platform.inbox.operations import create_task
from tests.attack.test_b2_markup import HOSTILE, MARKDOWN, assert_inert
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_department

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(cast: Cast) -> Any:
    with signed("test"):
        return make_asset(cast.company, name="Laptop")


def client_of(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def test_a_comment_is_written_on_the_page_and_reaches_who_is_named(cast: Cast, asset: Any) -> None:
    url = f"/comments/asset/{asset.public_id}/write"
    answer = client_of(cast, "technician").post(url, {"text": "Ask **@Priya Nair**"})
    assert (answer.status_code, answer["Location"]) == (302, f"/assets/{asset.public_id}#comments")
    page = client_of(cast, "auditor").get(f"/assets/{asset.public_id}").content.decode()
    assert "<strong>@Priya Nair</strong>" in page
    inbox = client_of(cast, "asset_manager").get("/inbox").content.decode()
    assert "Sam Idris mentioned you on" in inbox
    counts = client_of(cast, "asset_manager").get("/counts/").content.decode()
    assert 'class="count hot" id="count-inbox" hx-swap-oob="true">1<' in counts


def test_b2_hostile_comments_are_shown_inert(cast: Cast, asset: Any) -> None:
    texts = ["\n\n".join(MARKDOWN), "\n\n".join(HOSTILE).replace("\x00", "")]
    for text in texts:
        write_comment(
            actor=cast.actor("technician"), entity=entity_named("asset"), row=asset, text=text, at=NOW
        )
    page = client_of(cast, "auditor").get(f"/assets/{asset.public_id}").content.decode()
    said = [part.split("</div></div></li>")[0] for part in page.split('<div class="said" dir="auto">')[1:]]
    assert len(said) == len(texts)
    assert_inert("".join(said))


def test_own_words_are_edited_and_removed_others_are_not(cast: Cast, asset: Any) -> None:
    client = client_of(cast, "technician")
    client.post(f"/comments/asset/{asset.public_id}/write", {"text": "One"})
    comment = Comment.objects.get()
    assert client_of(cast, "auditor").get(f"/comments/{comment.public_id}/edit").status_code == 404
    assert "One" in client.get(f"/comments/{comment.public_id}/edit").content.decode()
    client.post(f"/comments/{comment.public_id}/edit", {"text": "Two", "version": "1"})
    comment.refresh_from_db()
    assert comment.text == "Two"
    client.post(f"/comments/{comment.public_id}/remove", {"version": str(comment.version)})
    comment.refresh_from_db()
    assert comment.text == ""


def test_watching_is_one_button(cast: Cast, asset: Any) -> None:
    client = client_of(cast, "auditor")
    client.post(f"/comments/asset/{asset.public_id}/watch")
    assert "Stop watching" in client.get(f"/assets/{asset.public_id}").content.decode()
    client.post(f"/comments/asset/{asset.public_id}/unwatch")
    assert "Stop watching" not in client.get(f"/assets/{asset.public_id}").content.decode()


def test_a_task_is_made_snoozed_given_away_and_done(cast: Cast) -> None:
    client = client_of(cast, "technician")
    client.post("/inbox/new", {"title": "Renew", "due_on": "2026-12-01", "assignee": ""})
    item = InboxItem.objects.get()
    assert "Renew" in client.get("/inbox").content.decode()
    assert client.post(f"/inbox/{item.public_id}/snooze", {"until": "2001-01-01"}).status_code == 422
    client.post(f"/inbox/{item.public_id}/delegate", {"assignee": "Priya Nair"})
    other = client_of(cast, "asset_manager")
    assert "given to you by Sam Idris" in other.get("/inbox").content.decode()
    other.post(f"/inbox/{item.public_id}/done")
    assert "Renew" in other.get("/inbox?shelf=done").content.decode()
    assert "Nothing waits for you" in other.get("/inbox").content.decode()


def test_the_first_item_has_the_keys(cast: Cast) -> None:
    for title in ("One", "Two"):
        create_task(actor=cast.actor("technician"), title=title, at=NOW)
    page = client_of(cast, "technician").get("/inbox").content.decode()
    assert (page.count('data-key="e"'), page.count('data-key="s"')) == (1, 1)


def test_what_waits_for_the_team_has_a_tab_and_is_taken_there(cast: Cast) -> None:
    with signed("test"):
        team = make_department(cast.company, "Service desk", head=cast.person("asset_manager"))
    client = client_of(cast, "asset_manager")
    assert "My team" not in client_of(cast, "technician").get("/inbox").content.decode()
    with signed("test"):
        Person.objects.filter(username="technician").update(department=team)
    client.post("/inbox/new", {"title": "Unpack", "team": team.public_id})
    item = InboxItem.objects.get(title="Unpack")
    page = client_of(cast, "technician").get("/inbox?shelf=team").content.decode()
    assert "for Service desk" in page
    assert f"/inbox/{item.public_id}/take" in page
    answer = client_of(cast, "technician").post(f"/inbox/{item.public_id}/take")
    assert answer["Location"] == "/inbox?shelf=team"
    late = client.post(f"/inbox/{item.public_id}/take", follow=True).content.decode()
    assert "Somebody of your team took this already." in late
