"""The worker sweeps, and sends what it swept up: once, whatever the mail server says."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from assetry.jobs.reminders import sweep_reminders
from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.inbox.models import InboxItem
from assetry.platform.notifications.mailers import mailers_of
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.reminders.models import Reminder, ReminderPolicy
from assetry.platform.reminders.operations import create_policy
from tests.cast import Cast
from tests.platform.reminders.making import ending
from tests.support.mail_server import Inbox, mail_server
from tests.support.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)
# The worker reads the clock, so what is due was due some days ago, at any hour and in any zone.
LATELY = datetime.now(UTC) - timedelta(days=40)
IN_TWENTY_DAYS = (datetime.now(UTC) + timedelta(days=20)).date()


@pytest.fixture(autouse=True)
def closing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's thread ends with the test, its connection must not outlive it."""
    monkeypatch.setitem(connections.databases["default"], "CONN_MAX_AGE", 0)


@pytest.fixture
def policy(cast: Cast) -> ReminderPolicy:
    """Tells the employee, at any hour, of an asset that ends in twenty days."""
    ending(cast, IN_TWENTY_DAYS)
    return always(cast, "Ends")


def always(cast: Cast, name: str) -> ReminderPolicy:
    hours = {"working_days": False, "start_hour": 0, "end_hour": 24}
    return create_policy(
        actor=cast.actor("asset_manager"),
        entity=entity_named("asset"),
        field="ends_on",
        values={"name": name, "leads": [30], "roles": ["owner_person"], **hours},
        at=LATELY,
    )


def asked_for() -> None:
    """As the schedule asks for it."""
    task: Any = sweep_reminders
    task.defer(timestamp=0)


def sweep(inbox: Inbox, times: int = 1) -> None:
    """Let the worker do it, and what that put into the queue."""
    with override_settings(MAILERS=mailers_of(inbox.url)):
        for _time in range(times):
            asked_for()
            work_off()


@pytest.mark.usefixtures("policy")
def test_what_is_due_arrives_once_however_often_it_is_swept() -> None:
    with mail_server() as inbox:
        sweep(inbox, times=3)
    assert [message["To"] for message in inbox.messages] == ["employee@example.com"]
    assert (Reminder.objects.count(), InboxItem.objects.count()) == (1, 1)
    assert OutgoingMail.objects.get().state == "sent"


@pytest.mark.usefixtures("policy")
def test_a_mail_server_that_is_busy_gets_the_same_mail_later() -> None:
    with mail_server("451 Later") as inbox:
        sweep(inbox)
        assert (inbox.messages, OutgoingMail.objects.get().state) == ([], "waiting")
        app.connector.get_sync_connector().execute_query(
            "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'"
        )
        sweep(inbox)
    mail = OutgoingMail.objects.get()
    (message,) = inbox.messages
    assert mail.state == "sent"
    assert message["Message-ID"].startswith(f"<reminder.{mail.event_id}.{mail.recipient_id}@")


@pytest.mark.usefixtures("policy")
def test_an_address_that_is_refused_for_good_stays_on_record() -> None:
    with mail_server("550 Nobody here") as inbox:
        sweep(inbox, times=2)
    assert (inbox.messages, OutgoingMail.objects.get().state) == ([], "bounced")


def test_a_policy_that_no_longer_fits_is_logged_and_holds_no_other_up(
    cast: Cast, policy: ReminderPolicy, caplog: pytest.LogCaptureFixture
) -> None:
    always(cast, "After it")
    with signed("test"):
        ReminderPolicy.objects.filter(pk=policy.pk).update(field="gone")
    with mail_server() as inbox:
        sweep(inbox)
    assert [message["Subject"].partition(":")[0] for message in inbox.messages] == ["After it"]
    assert policy.public_id in caplog.text


def test_a_sweep_that_waits_is_enough() -> None:
    asked_for()
    with pytest.raises(AlreadyEnqueued):
        asked_for()


def test_every_scheduler_asks_for_it_each_hour_and_only_one_gets_it() -> None:
    periodic = app.periodic_registry.periodic_tasks[sweep_reminders.name, ""]
    assert periodic.cron == "3 * * * *"
    work_off()
    work_off()
    waiting = ProcrastinateJob.objects.filter(task_name=sweep_reminders.name)
    assert waiting.count() <= 1
