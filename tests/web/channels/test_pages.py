"""Calendars and webhooks in the browser."""

import pytest
from django.test import Client
from django.utils import timezone

from assetry.platform.feeds.models import Feed
from assetry.platform.feeds.queries import secret_of
from assetry.platform.webhooks.models import Delivery, Webhook
from tests.cast import Cast
from tests.platform.reminders.making import ending

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
