"""Calendars, webhooks and leaving a topic's mails, in the browser."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from assetry.platform.feeds.models import Feed
from assetry.platform.feeds.queries import secret_of
from assetry.platform.notifications.models import Unsubscription
from assetry.platform.reports.models import ReportSending
from assetry.platform.reports.sending import send_all
from assetry.platform.subscriptions.unsubscribing import unsubscribe_url
from assetry.platform.webhooks.models import Delivery, Webhook
from tests.cast import Cast
from tests.platform.reminders.making import ending
from tests.platform.reports.making import at, schedule, shared_view

pytestmark = pytest.mark.django_db


def client_of(cast: Cast, role: str) -> Client:
    client = Client()
    client.force_login(cast.user(role))
    return client


def test_a_calendar_is_made_fetched_and_revoked(cast: Cast) -> None:
    ending(cast, timezone.now().date().replace(day=28), asset_tag="LT-1")
    client = client_of(cast, "employee")
    client.post("/calendars/new", {"name": "Mine", "what": "asset.ends_on", "filter_text": ""})
    made = Feed.objects.get()
    path = f"/calendar/{secret_of(made)}.ics"
    assert path in client.get("/calendars").content.decode()
    anybody = Client()
    answer = anybody.get(path)
    assert "LT-1" in answer.content.decode()
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    again = anybody.get(path, headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    client.post(f"/calendars/{made.public_id}/revoke")
    assert anybody.get(path).status_code == 404


def test_a_webhook_is_made_tried_and_ended_and_its_secret_shown_once(cast: Cast) -> None:
    client = client_of(cast, "asset_manager")
    given = {"name": "Chat", "url": "https://hooks.example.com/x", "shape": "slack"}
    assert "whsec_" in client.post("/webhooks/new", given).content.decode()
    made = Webhook.objects.get()
    assert "whsec_" not in client.get(f"/webhooks/{made.public_id}").content.decode()
    client.post(f"/webhooks/{made.public_id}/test")
    Delivery.objects.update(state="failed")
    page = client.get(f"/webhooks/{made.public_id}").content.decode()
    assert "Send again" in page
    client.post(f"/webhooks/deliveries/{Delivery.objects.get().public_id}/replay")
    assert Delivery.objects.get().state == "waiting"
    assert client_of(cast, "administrator").get(f"/webhooks/{made.public_id}").status_code == 404
    client.post(f"/webhooks/{made.public_id}/end")
    assert not Webhook.objects.get().is_active


def test_a_webhook_is_changed_and_its_new_secret_shown_once(cast: Cast) -> None:
    client = client_of(cast, "asset_manager")
    given = {"name": "Chat", "url": "https://hooks.example.com/x", "shape": "slack"}
    client.post("/webhooks/new", given)
    made = Webhook.objects.get()
    url = f"/webhooks/{made.public_id}"
    assert "https://hooks.example.com/x" in client.get(f"{url}/edit").content.decode()
    changed = {"name": "Desk", "url": "https://hooks.example.com/y", "shape": "standard", "version": "1"}
    assert client.post(f"{url}/edit", changed)["Location"] == url
    assert client.post(f"{url}/edit", changed).status_code == 412
    page = client.post(f"{url}/rotate").content.decode()
    assert ("whsec_" in page, "for a day the former one too" in page) == (True, True)
    assert "whsec_" not in client.get(url).content.decode()
    assert client_of(cast, "administrator").post(f"{url}/rotate").status_code == 404


def test_a_recipient_leaves_and_comes_back_by_the_link(cast: Cast) -> None:
    schedule(cast, shared_view(cast), "asset_manager")
    send_all(at=at(2))
    (sending,) = ReportSending.objects.all()
    path = re.sub(r"^https?://[^/]+", "", unsubscribe_url("report", sending.public_id))
    anybody = Client(enforce_csrf_checks=True)
    assert "You get mails about this" in anybody.get(path).content.decode()
    assert not Unsubscription.objects.exists()
    one_click = {"List-Unsubscribe": "One-Click"}
    for _time in range(2):  # as mail programs do, who may do it twice
        assert "no more of these mails" in anybody.post(path, one_click).content.decode()
    assert Unsubscription.objects.count() == 1
    assert anybody.post(f"{path}/back").status_code == 403
    assert "You get mails about this" in Client().post(f"{path}/back").content.decode()
    assert not Unsubscription.objects.exists()
    for wrong in (
        path[:-1] + ("0" if path[-1] != "0" else "1"),
        "/unsubscribe/report.x",
        "/unsubscribe/mail.x",
    ):
        assert (anybody.get(wrong).status_code, Client().post(f"{wrong}/back").status_code) == (410, 410)
