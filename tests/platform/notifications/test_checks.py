"""The checks of the outbox: no server, stuck, undelivered."""

from datetime import UTC, datetime, timedelta

import pytest
from pytest_django import Settings

from assetry.platform.audit.signed import signed
from assetry.platform.doctor.checks import Level
from assetry.platform.notifications import checks
from assetry.platform.notifications.mailers import mailers_of
from assetry.platform.notifications.models import OutgoingMail

pytestmark = pytest.mark.django_db
NOW = datetime.now(UTC)


def put(state: str) -> None:
    with signed("test") as event:
        OutgoingMail.objects.create(kind="hand_over", event_id=event.id, recipient_id=1, state=state)


def test_no_mail_server_is_a_warning(settings: Settings) -> None:
    settings.MAILERS = mailers_of(None)
    assert checks.check_server(NOW).level is Level.WARNING
    settings.MAILERS = mailers_of("smtp://mail.example?from=it@example.com")
    assert (checks.check_server(NOW).level, checks.check_server(NOW).detail) == (
        Level.OK,
        "Mails go through mail.example.",
    )


def test_a_mail_that_waits_for_hours_is_a_problem() -> None:
    put("waiting")
    assert checks.check_mails(NOW).level is Level.OK
    assert checks.check_mails(NOW + timedelta(hours=3)).level is Level.PROBLEM


def test_a_mail_that_could_not_be_delivered_is_a_warning() -> None:
    put("failed")
    assert checks.check_mails(NOW).level is Level.WARNING
