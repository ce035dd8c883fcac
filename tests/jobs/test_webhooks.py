"""The worker tells other systems: once, again while they are away, and not for ever."""

import json
from datetime import UTC, datetime

import pytest
from django.db import connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from assetry.jobs.webhooks import MOST_ATTEMPTS
from assetry.platform.webhooks.models import Delivery, Shape
from assetry.platform.webhooks.operations import create_webhook, end_webhook, replay, send_test
from assetry.platform.webhooks.outbox import SEND_TASK
from tests.cast import NOW, Cast
from tests.support.outside import Outside, outside
from tests.support.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def closing(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """The worker's thread ends with the test, its connection must not outlive it; this machine is outside here."""
    monkeypatch.setitem(connections.databases["default"], "CONN_MAX_AGE", 0)
    settings.OUTBOUND_ALLOW = ["127.0.0.0/8"]


def told(cast: Cast, url: str) -> Delivery:
    """A message that waits for the worker."""
    actor = cast.actor("asset_manager")
    webhook, _secret = create_webhook(actor=actor, name="Chat", url=url, shape=Shape.STANDARD, at=NOW)
    return send_test(actor=actor, webhook=webhook, at=NOW)


def job() -> ProcrastinateJob:
    found: ProcrastinateJob = ProcrastinateJob.objects.filter(task_name=SEND_TASK).latest("pk")
    return found


def bring_forward(attempts: int) -> None:
    """The next try is due now, and that many were made before it."""
    app.connector.get_sync_connector().execute_query(
        f"UPDATE procrastinate_jobs SET scheduled_at = now(), attempts = {attempts} WHERE status = 'todo'"
    )


def ids(server: Outside) -> set[bytes]:
    """The ids under which messages came."""
    lines = [line for head in server.asked for line in head.lower().split(b"\r\n")]
    return {line for line in lines if line.startswith(b"webhook-id:")}


def test_a_message_arrives_signed_and_once(cast: Cast) -> None:
    with outside() as server:
        delivery = told(cast, server.url("ok"))
        work_off()
        app.configure_task(SEND_TASK).defer(delivery_id=delivery.pk)
        work_off()
    (head,) = server.asked
    assert head.startswith(b"POST /ok ")
    assert b"webhook-signature: v1," in head.lower()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.status) == ("sent", 1, 200)
    assert json.loads(delivery.body)["type"] == "test"


def test_who_is_busy_is_told_later_under_the_same_id(cast: Cast) -> None:
    with outside() as server:
        delivery = told(cast, server.url("status/503"))
        work_off()
        assert (job().status, job().attempts) == ("todo", 1)
        assert (job().scheduled_at or NOW) > datetime.now(UTC)
        bring_forward(1)
        work_off()
    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts, delivery.status) == ("waiting", 2, 503)
    assert (len(server.asked), len(ids(server))) == (2, 1)


def test_after_the_last_try_it_waits_for_a_person(cast: Cast) -> None:
    with outside() as server:
        delivery = told(cast, server.url("status/500"))
        bring_forward(MOST_ATTEMPTS)
        work_off()
        delivery.refresh_from_db()
        assert (job().status, delivery.state) == ("failed", "failed")
        replay(actor=cast.actor("asset_manager"), delivery=delivery, at=NOW)
        work_off()
    assert (len(server.asked), len(ids(server))) == (2, 1)


def test_what_waits_for_an_ended_webhook_goes_nowhere(cast: Cast) -> None:
    with outside() as server:
        delivery = told(cast, server.url("ok"))
        end_webhook(actor=cast.actor("asset_manager"), webhook=delivery.webhook, at=NOW)
        work_off()
    delivery.refresh_from_db()
    assert (server.asked, delivery.state) == ([], "failed")
