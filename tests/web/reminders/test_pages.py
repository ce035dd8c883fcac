"""Policies in the browser, and the link in their mails: once, for that thing, for thirty days, without signing in."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from assetry.platform.inbox.models import InboxItem
from assetry.platform.reminders.links import link_of
from assetry.platform.reminders.models import Reminder, ReminderPolicy
from tests.cast import Cast
from tests.platform.reminders.making import at, ending, policy, sweep

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 31)


def client_of(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def sent(cast: Cast) -> Reminder:
    ending(cast, DAY)
    policy(cast)
    sweep(at(2))
    made = Reminder.objects.get()
    made.sent_at = timezone.now() - timedelta(days=1)
    made.save()
    return made


def path_of(reminder: Reminder) -> str:
    return re.sub(r"^https?://[^/]+", "", link_of(reminder))


@pytest.fixture
def form() -> dict[str, Any]:
    return {
        "name": "Ends", "leads": "90, 30, 0", "role_0": "on", "addresses": "technician@example.com\nout@example.com",
        "by_mail": "on", "start_hour": "7", "end_hour": "19", "is_active": "on",
        "escalate_after": "5", "escalate_to": "administrator@example.com",
    }  # fmt: skip


def test_a_policy_is_made_by_its_form_and_changed(cast: Cast, form: dict[str, Any]) -> None:
    client = client_of(cast, "asset_manager")
    assert "Ends on" in client.get("/reminders/new").content.decode()
    answer = client.post("/reminders/new?what=asset.ends_on", form)
    made = ReminderPolicy.objects.get()
    assert answer["Location"] == f"/reminders/{made.public_id}"
    assert (made.leads, made.user_ids, made.addresses) == (
        [90, 30, 0], [cast.user("technician").pk], ["out@example.com"],
    )  # fmt: skip
    page = client.get(f"/reminders/{made.public_id}/edit").content.decode()
    assert "technician@example.com" in page
    client.post(f"/reminders/{made.public_id}/edit", {**form, "leads": "7", "version": "1"})
    made.refresh_from_db()
    assert (made.leads, made.version) == ([7], 2)
    assert client.post(f"/reminders/{made.public_id}/edit", {**form, "version": "1"}).status_code == 412


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"leads": "soon"}, "numbers of days"),
        ({"leads": "9999"}, "at most 730"),
        ({"filter_text": "nonsense ~ 1"}, "f-filter_text-e"),
        ({"addresses": "no address"}, "e-mail addresses"),
        ({"role_0": "", "addresses": ""}, "at least one recipient"),
        ({"start_hour": "19", "end_hour": "7"}, "after the first"),
        ({"escalate_to": ""}, "to whom"),
        ({"escalate_to": "nobody@example.com"}, "address of an account"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(
    cast: Cast, form: dict[str, Any], wrong: dict[str, str], said: str
) -> None:
    answer = client_of(cast, "asset_manager").post("/reminders/new?what=asset.ends_on", {**form, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not ReminderPolicy.objects.exists()


def test_the_page_shows_what_it_sent_and_will_send(cast: Cast) -> None:
    ending(cast, timezone.now().date() + timedelta(days=40), asset_tag="COMING-1")
    sent(cast)
    made = ReminderPolicy.objects.get()
    client = client_of(cast, "asset_manager")
    page = client.get(f"/reminders/{made.public_id}").content.decode()
    assert "COMING-1" in page.split("Will be sent", 1)[1]
    assert "Ana Petrov" in page
    assert "Mail waits to be sent" in page
    assert "Ends" in client.get("/reminders").content.decode()


def test_a_policy_is_its_owner_s(cast: Cast) -> None:
    made = policy(cast)
    assert client_of(cast, "stranger").get(f"/reminders/{made.public_id}").status_code == 404
    assert client_of(cast, "administrator").get(f"/reminders/{made.public_id}").status_code == 200
    client_of(cast, "asset_manager").post(f"/reminders/{made.public_id}/delete")
    assert not ReminderPolicy.objects.exists()


def test_the_link_settles_once_without_signing_in(cast: Cast) -> None:
    reminder, client = sent(cast), Client()
    assert "It is done" in client.get(path_of(reminder)).content.decode()
    assert not InboxItem.objects.get().done_at
    assert "Noted as done" in client.post(path_of(reminder), {"deed": "done"}).content.decode()
    reminder.refresh_from_db()
    assert (reminder.is_settled, bool(reminder.opened_at), bool(reminder.acted_at)) == (True, True, True)
    assert InboxItem.objects.get().done_at
    assert client.post(path_of(reminder), {"deed": "done"}).status_code == 410
    sweep(at(24), at(31))
    assert Reminder.objects.count() == 1


def test_later_snoozes_the_recipient_s_own_item(cast: Cast) -> None:
    reminder = sent(cast)
    Client().post(path_of(reminder), {"deed": "later"})
    assert InboxItem.objects.get().snoozed_until
    assert not Reminder.objects.get().is_settled


def test_a_link_closes(cast: Cast) -> None:
    reminder, client = sent(cast), Client()
    path = path_of(reminder)
    assert client.get(path[:-1] + ("0" if path[-1] != "0" else "1")).status_code == 410
    for changed in ({"sent_at": timezone.now() - timedelta(days=31)}, {"outcome": "canceled"}):
        Reminder.objects.update(sent_at=timezone.now(), outcome="sent")
        Reminder.objects.update(**changed)
        assert client.get(path).status_code == 410


def test_the_link_of_a_closed_account_does_nothing(cast: Cast) -> None:
    path = path_of(sent(cast))
    with signed("test"):
        User.objects.filter(pk=cast.user("employee").pk).update(is_active=False)
    assert Client().get(path).status_code == 410
    for deed in ("done", "later", "handed"):
        assert Client().post(path, {"deed": deed, "assignee": "sam idris"}).status_code == 410
    assert InboxItem.objects.get(done_at=None, snoozed_until=None).user_id == cast.user("employee").pk


def test_the_link_of_one_recipient_is_not_another_s(cast: Cast) -> None:
    reminder = sent(cast)
    path = path_of(reminder)
    Reminder.objects.update(recipient=f"user:{cast.user('technician').pk}")
    assert Client().get(path).status_code == 410


def test_the_link_hands_it_to_somebody_who_sees_the_thing_once(cast: Cast) -> None:
    reminder, client = sent(cast), Client()
    path = path_of(reminder)
    assert "Give it to" in client.get(path).content.decode()
    refused = client.post(path, {"deed": "handed", "assignee": "Otto Stranger"})
    assert refused.status_code == 422
    assert "Nobody called “Otto Stranger” may see this" in refused.content.decode()
    assert InboxItem.objects.get().user_id == cast.user("employee").pk
    given = {"deed": "handed", "assignee": "sam idris"}
    assert "in the other inbox now" in client.post(path, given).content.decode()
    item = InboxItem.objects.get()
    assert (item.user_id, item.delegated_by_id) == (cast.user("technician").pk, cast.user("employee").pk)
    assert client.post(path, given).status_code == 410
    reminder.refresh_from_db()
    assert (bool(reminder.acted_at), reminder.is_settled) == (True, False)


def test_who_has_no_inbox_hands_nothing_on(cast: Cast) -> None:
    ending(cast, DAY)
    policy(cast, roles=[], addresses=["desk@example.com"])
    sweep(at(2))
    Reminder.objects.update(sent_at=timezone.now())
    path = path_of(Reminder.objects.get())
    assert "Give it to" not in Client().get(path).content.decode()
    assert Client().post(path, {"deed": "handed", "assignee": "Sam Idris"}).status_code == 410
    assert not Reminder.objects.get().acted_at
