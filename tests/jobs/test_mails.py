"""The worker sends what is in the outbox."""

import pytest
from django.db import connections
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from assetry.domain.assets.operations import check_out_asset
from assetry.platform.audit.signed import signed
from assetry.platform.notifications.mailers import mailers_of
from assetry.platform.notifications.models import OutgoingMail
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_person
from tests.support.mail_server import mail_server
from tests.support.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def closing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's thread ends with the test, its connection must not outlive it."""
    monkeypatch.setitem(connections.databases["default"], "CONN_MAX_AGE", 0)


def hand_over(cast: Cast) -> None:
    with signed("test"):
        ana, asset = make_person(cast.company, "Ana", email="ana@larkfield.example"), make_asset(cast.company)
    check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)


def test_it_delivers_the_mail_of_a_hand_over(cast: Cast) -> None:
    hand_over(cast)
    with mail_server() as inbox, override_settings(MAILERS=mailers_of(inbox.url)):
        work_off()
    assert [message["To"] for message in inbox.messages] == ["ana@larkfield.example"]
    assert OutgoingMail.objects.get().state == "sent"


def test_what_a_server_puts_off_stays_in_the_queue_for_later(cast: Cast) -> None:
    hand_over(cast)
    with mail_server("451 Later") as inbox, override_settings(MAILERS=mailers_of(inbox.url)):
        work_off()
    job = ProcrastinateJob.objects.get(task_name="assetry.jobs.mails.send_mail")
    assert (job.status, job.attempts, OutgoingMail.objects.get().state) == ("todo", 1, "waiting")
    assert job.scheduled_at is not None
