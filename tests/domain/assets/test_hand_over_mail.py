"""The mail to whom something was handed over, sent over real SMTP."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from email.message import EmailMessage
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings
from procrastinate.contrib.django.models import ProcrastinateJob

from assetry.domain.assets.operations import check_in_asset, check_out_asset, check_out_assets, transfer_asset
from assetry.domain.assets.refusals import AssetNotAssignable
from assetry.domain.organization.models import Company, Person
from assetry.platform.audit.signed import signed
from assetry.platform.notifications import sending
from assetry.platform.notifications.mailers import mailers_of
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.notifications.outbox import mail_words
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_department, make_person
from tests.support.mail_server import Inbox, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with (
        mail_server() as found,
        override_settings(MAILERS=mailers_of(found.url), DEFAULT_FROM_EMAIL="it@larkfield.example"),
    ):
        yield found


@pytest.fixture
def ana(cast: Cast) -> Person:
    with signed("test"):
        Company.objects.filter(pk=cast.company.pk).update(time_zone="Europe/Berlin", locale="en-GB")
        return make_person(cast.company, "Ana", email="ana@larkfield.example")


def make(cast: Cast, **values: Any) -> Any:
    with signed("test"):
        return make_asset(cast.company, **values)


def send_all() -> None:
    """What the worker does with the jobs that wait."""
    for job in ProcrastinateJob.objects.filter(task_name="assetry.jobs.mails.send_mail").order_by("id"):
        sending.send_mail(job.args["mail_id"], at=NOW)


def part(message: EmailMessage, kind: str) -> str:
    body = message.get_body((kind,))
    assert body is not None
    return str(body.get_content())


def test_it_says_what_was_handed_over_by_whom_and_when_in_the_company_s_time(
    cast: Cast, ana: Person, inbox: Inbox
) -> None:
    asset = make(cast, asset_tag="LT-1", name="Work laptop", serial_number="7HX2K93")
    check_out_asset(
        actor=cast.actor("technician"),
        asset=asset,
        holder=ana,
        expected_return_on=date(2026, 12, 24),
        note="With charger",
        at=NOW,
    )
    send_all()
    (message,) = inbox.messages
    assert (message["To"], message["From"]) == ("ana@larkfield.example", "it@larkfield.example")
    assert message["Subject"] == "LT-1 was handed over to you"
    for kind in ("plain", "html"):
        text = part(message, kind)
        for words in (
            "Ana",
            "Sam Idris",
            "LT-1",
            "Work laptop",
            "7HX2K93",
            "With charger",
            "24 Dec 2026",
            "24 Nov 2026, 10:35",
        ):
            assert words in text


def test_all_assets_of_one_operation_come_in_one_mail(cast: Cast, ana: Person, inbox: Inbox) -> None:
    assets = [make(cast, asset_tag=f"LT-{number}") for number in range(3)]
    check_out_assets(actor=cast.actor("technician"), assets=assets, holder=ana, at=NOW)
    send_all()
    (message,) = inbox.messages
    assert message["Subject"] == "3 assets were handed over to you"
    assert [tag in part(message, "plain") for tag in ("LT-0", "LT-1", "LT-2")] == [True] * 3


def test_a_transfer_tells_the_new_holder(cast: Cast, ana: Person, inbox: Inbox) -> None:
    with signed("test"):
        before = make_person(cast.company, "Jon", email="jon@larkfield.example")
    asset = make(cast, status="In use", holder_person=before)
    transfer_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)
    send_all()
    assert [message["To"] for message in inbox.messages] == ["ana@larkfield.example"]


def test_what_was_typed_is_no_markup_and_no_header(cast: Cast, ana: Person, inbox: Inbox) -> None:
    hostile = "<b onclick=x>&amp;{{ 1 }}</b>"
    asset = make(cast, asset_tag="LT-1", name=hostile)
    check_out_asset(
        actor=cast.actor("technician"),
        asset=asset,
        holder=ana,
        note="x\r\nBcc: all@larkfield.example",
        at=NOW,
    )
    send_all()
    (message,) = inbox.messages
    assert hostile in part(message, "plain")
    assert "&lt;b onclick=x&gt;&amp;amp;{{ 1 }}&lt;/b&gt;" in part(message, "html")
    assert message["Bcc"] is None


def test_it_is_sent_once_however_often_the_job_runs(cast: Cast, ana: Person, inbox: Inbox) -> None:
    check_out_asset(actor=cast.actor("technician"), asset=make(cast), holder=ana, at=NOW)
    send_all()
    send_all()
    assert len(inbox.messages) == 1


def test_a_refused_hand_over_posts_nothing(cast: Cast, ana: Person) -> None:
    asset = make(cast, status="In repair")
    with pytest.raises(AssetNotAssignable):
        check_out_asset(actor=cast.actor("technician"), asset=asset, holder=ana, at=NOW)
    assert not OutgoingMail.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_without_an_address_no_mail_is_sent_and_that_is_noted(cast: Cast, inbox: Inbox) -> None:
    with signed("test"):
        jon = make_person(cast.company, "Jon")
    check_out_asset(actor=cast.actor("technician"), asset=make(cast), holder=jon, at=NOW)
    send_all()
    mail = OutgoingMail.objects.get()
    assert (mail.state, inbox.messages) == ("no_address", [])
    assert mail_words(mail.state) == "No mail: no e-mail address"


def test_departments_and_returns_get_no_mail(cast: Cast, ana: Person) -> None:
    with signed("test"):
        department = make_department(cast.company)
    check_out_asset(actor=cast.actor("technician"), asset=make(cast), holder=department, at=NOW)
    check_in_asset(
        actor=cast.actor("technician"), asset=make(cast, status="In use", holder_person=ana), at=NOW
    )
    assert not OutgoingMail.objects.exists()


def test_a_busy_server_is_tried_again(cast: Cast, ana: Person) -> None:
    check_out_asset(actor=cast.actor("technician"), asset=make(cast), holder=ana, at=NOW)
    with mail_server("451 Later") as inbox, override_settings(MAILERS=mailers_of(inbox.url)):
        with pytest.raises(OSError, match="451"), transaction.atomic():
            send_all()
        send_all()
    assert len(inbox.messages) == 1
    assert OutgoingMail.objects.get().state == "sent"


def test_a_server_that_is_away_is_tried_again(cast: Cast, ana: Person) -> None:
    check_out_asset(actor=cast.actor("technician"), asset=make(cast), holder=ana, at=NOW)
    away = override_settings(MAILERS=mailers_of("smtp://127.0.0.1:1"))
    with away, pytest.raises(OSError, match="refused"), transaction.atomic():
        send_all()
    assert OutgoingMail.objects.get().state == "waiting"


def test_an_address_that_is_refused_for_good_ends_as_bounced(cast: Cast, ana: Person) -> None:
    check_out_asset(actor=cast.actor("technician"), asset=make(cast), holder=ana, at=NOW)
    with mail_server("550 Unknown") as inbox, override_settings(MAILERS=mailers_of(inbox.url)):
        send_all()
    assert OutgoingMail.objects.get().state == "bounced"


def test_an_address_that_is_gone_meanwhile_gets_nothing(cast: Cast, ana: Person, inbox: Inbox) -> None:
    check_out_asset(actor=cast.actor("technician"), asset=make(cast), holder=ana, at=NOW)
    with signed("test"):
        Person.objects.filter(pk=ana.pk).update(email="")
    send_all()
    assert (OutgoingMail.objects.get().state, inbox.messages) == ("no_address", [])


def test_after_the_last_try_it_is_given_up(cast: Cast, ana: Person) -> None:
    check_out_asset(actor=cast.actor("technician"), asset=make(cast), holder=ana, at=NOW)
    mail = OutgoingMail.objects.get()
    sending.give_up(mail.pk)
    mail.refresh_from_db()
    assert mail_words(mail.state) == "Mail could not be delivered"


def test_one_event_posts_one_mail_to_a_person(cast: Cast, ana: Person) -> None:
    check_out_asset(actor=cast.actor("technician"), asset=make(cast), holder=ana, at=NOW)
    mail = OutgoingMail.objects.get()
    with (
        pytest.raises(IntegrityError, match="outgoingmail_once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO notifications_outgoingmail (kind, event_id, recipient_id, facts, state)"
            " SELECT kind, event_id, recipient_id, facts, state FROM notifications_outgoingmail WHERE id = %s",
            [mail.pk],
        )


def test_the_time_of_a_back_dated_hand_over_is_the_one_that_is_told(
    cast: Cast, ana: Person, inbox: Inbox
) -> None:
    then = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
    check_out_asset(actor=cast.actor("technician"), asset=make(cast), holder=ana, effective_at=then, at=NOW)
    send_all()
    assert "20 Nov 2026, 08:00" in part(inbox.messages[0], "plain")
