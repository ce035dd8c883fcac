"""The worker sends reports: received once, each recipient's own."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import override_settings

from assetry.jobs.reports import send_reports
from assetry.platform.audit.signed import signed
from assetry.platform.notifications.mailers import mailers_of
from assetry.platform.reports.models import ReportSchedule
from tests.cast import Cast
from tests.factories import make_asset
from tests.platform.reports.making import schedule, shared_view
from tests.support.mail_server import Inbox, mail_server
from tests.support.worker import work_off

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def closing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's thread ends with the test, its connection must not outlive it."""
    monkeypatch.setitem(connections.databases["default"], "CONN_MAX_AGE", 0)


def sweep(inbox: Inbox) -> None:
    task: Any = send_reports
    with override_settings(MAILERS=mailers_of(inbox.url)):
        task.defer(timestamp=0)
        work_off()


def test_each_receives_their_own_rows_once_whatever_the_number_of_sweeps(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="OURS-1", name="Lamp")
        make_asset(cast.other_company, asset_tag="THEIRS-1", name="Desk")
    view = shared_view(cast)
    schedule(cast, view, "asset_manager", "stranger", form="csv")
    schedule(cast, view, "stranger", form="xlsx")
    schedule(cast, view, "stranger")
    with signed("test"):  # the worker reads the clock
        ReportSchedule.objects.update(hour=0, starts_at=datetime.now(UTC) - timedelta(days=2))
    with mail_server() as inbox:
        sweep(inbox)
        sweep(inbox)
    by_type: dict[Any, Any] = {
        (message["To"], part.get_content_type()): part.get_payload(decode=True)
        for message in inbox.messages
        for part in message.iter_attachments()
    }
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ours = by_type["asset_manager@example.com", "text/csv"].decode("utf-8-sig")
    theirs = by_type["stranger@example.com", "text/csv"].decode("utf-8-sig")
    assert ("Lamp,OURS-1" in ours, "THEIRS" in ours) == (True, False)
    assert ("Desk,THEIRS-1" in theirs, "OURS" in theirs) == (True, False)
    for message in inbox.messages:  # RFC 8058
        assert message["List-Unsubscribe"].startswith("<http")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert by_type["stranger@example.com", sheet].startswith(b"PK")
    assert sorted(message["To"] for message in inbox.messages) == [
        "asset_manager@example.com",
        *["stranger@example.com"] * 3,
    ]
