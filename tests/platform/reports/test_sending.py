"""Reports by mail: once, each with their own rows, to nobody who may not see them."""

import csv
import io
from typing import Any

import pytest
from django.db import IntegrityError

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Role
from assetry.kernel.refusals import InvalidValue, NotFound, NotPermitted
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from assetry.platform.doctor.asking import select
from assetry.platform.doctor.checks import Level
from assetry.platform.notifications.models import OutgoingMail
from assetry.platform.reports import refusals
from assetry.platform.reports.checks import check_schedules
from assetry.platform.reports.models import ReportSchedule, ReportSending
from assetry.platform.reports.operations import delete_schedule, edit_schedule
from assetry.platform.reports.queries import get_schedule_for, list_sendings
from assetry.platform.reports.sending import send_all
from assetry.platform.saved_views.models import Visibility
from assetry.platform.saved_views.operations import delete_view, unshare_view
from assetry.platform.subscriptions.unsubscribing import find_topic, subscribe_again, unsubscribe
from tests.cast import Cast
from tests.factories import make_asset
from tests.platform.reports.making import BEGIN, at, letters, schedule, shared_view
from tests.platform.saved_views.making import make_view, share

pytestmark = pytest.mark.django_db


def outcomes() -> dict[str, str]:
    rows = ReportSending.objects.order_by("pk").values_list("user_id", "outcome")
    names = dict(User.objects.values_list("pk", "email"))
    return {names[user].partition("@")[0]: outcome for user, outcome in rows}


def events() -> int:
    return int(select("SELECT count(*) FROM audit_event", {})[0][0])


def assets(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="OURS-1", name="Lamp")
        make_asset(cast.other_company, asset_tag="THEIRS-1", name="=HYPERLINK(1)")


def rows(content: bytes) -> list[list[str]]:
    return [*csv.reader(io.StringIO(content.decode("utf-8-sig")))]


def test_each_recipient_gets_the_rows_that_they_may_see(cast: Cast) -> None:
    assets(cast)
    schedule(cast, shared_view(cast), "asset_manager", "stranger", form="csv")
    send_all(at=at(2))
    sent = letters()
    ours, theirs = (
        rows(sent[f"{who}@example.com"].files[0].content) for who in ("asset_manager", "stranger")
    )
    assert [row[1:] for row in ours[1:]] == [["Lamp", "OURS-1"]]
    assert [row[1:] for row in theirs[1:]] == [["'=HYPERLINK(1)", "THEIRS-1"]]
    for words in (sent["stranger@example.com"].text, sent["stranger@example.com"].html):
        assert "OURS" not in words


def test_a_table_stands_in_the_mail_and_says_how_many_more_there_are(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with signed("test"):
        for number in range(3):
            make_asset(cast.company, asset_tag=f"<{number}>", name="Lamp")
    schedule(cast, shared_view(cast), "asset_manager")
    send_all(at=at(2))
    monkeypatch.setattr("assetry.platform.reports.letters.MOST_ROWS", 2)
    letter = letters()["asset_manager@example.com"]
    assert letter.subject == "Stock, 2 Mar 2026"
    assert "Lamp | <0>" in letter.text
    assert "&lt;1&gt;" in letter.html
    assert "and 1 more" in letter.html
    assert ("<2>" in letter.text, "view=" in letter.text) == (False, True)


def test_a_report_sends_its_figures(cast: Cast) -> None:
    assets(cast)
    view = shared_view(cast, look=["report"], group=["status"])
    schedule(cast, view, "asset_manager", "stranger", "auditor")
    schedule(cast, view, "asset_manager", form="xlsx")
    schedule(cast, view, "stranger", form="csv")
    send_all(at=at(2))
    mails = OutgoingMail.objects.filter(kind="report").count()
    assert mails == 5
    assert "In stock | 1" in letters()["auditor@example.com"].text
    table, *_rest = letters()["stranger@example.com"].files
    assert rows(table.content) == [["Status", "Assets"], ["In stock", "1"], ["All", "1"]]


def test_it_goes_out_once_a_day_whoever_sweeps_and_late_once(cast: Cast) -> None:
    schedule(cast, shared_view(cast), "asset_manager")
    for moment in (at(2, 4), at(2, 6), at(2, 9), at(2, 23), at(5, 9), at(5, 10)):
        send_all(at=moment)
    days = ReportSending.objects.order_by("pk").values_list("occurs_on", flat=True)
    assert [day.day for day in days] == [2, 5]
    assert OutgoingMail.objects.filter(kind="report").count() == 2
    twice = ReportSending.objects.get(occurs_on=at(5))
    twice.pk, twice.public_id = None, "0" * 12
    with pytest.raises(IntegrityError, match="reportsending_once"):
        twice.save(force_insert=True)


def test_a_sweep_without_anything_due_leaves_no_event(cast: Cast) -> None:
    schedule(cast, shared_view(cast), "asset_manager")
    send_all(at=at(2))
    before = events()
    send_all(at=at(2, 10))
    assert events() == before


def test_a_closed_account_gets_nothing_and_it_is_said_why(cast: Cast) -> None:
    one = schedule(cast, shared_view(cast), "asset_manager", "auditor")
    with signed("test"):
        User.objects.filter(pk=cast.user("auditor").pk).update(is_active=False)
    send_all(at=at(2))
    assert outcomes() == {"asset_manager": "sent", "auditor": "closed"}
    assert [(row.name, row.mail) for row in list_sendings(one)] == [
        ("Olga Auditor", ""),
        ("Priya Nair", "waiting"),
    ]


def lose_grants(cast: Cast, who: str) -> None:
    with signed("test"):
        Grant.objects.filter(user=cast.user(who)).delete()
        compile_grants([cast.user(who).pk])


def test_who_lost_the_permission_gets_nothing(cast: Cast) -> None:
    schedule(cast, shared_view(cast), "stranger", "auditor")
    lose_grants(cast, "auditor")
    send_all(at=at(2))
    assert outcomes() == {"auditor": "not_allowed", "stranger": "sent"}
    lose_grants(cast, "stranger")
    assert letters() == {}
    assert outcomes()["stranger"] == "not_allowed"


def test_a_view_that_is_no_longer_shared_or_gone_reaches_nobody_else(cast: Cast) -> None:
    view = shared_view(cast)
    schedule(cast, view, "asset_manager", "auditor")
    unshare_view(actor=cast.actor("asset_manager"), view=view, version=None, at=BEGIN)
    send_all(at=at(2))
    assert outcomes() == {"asset_manager": "sent", "auditor": "not_shared"}
    delete_view(actor=cast.actor("asset_manager"), view=view, version=None, at=BEGIN)
    send_all(at=at(3))
    assert set(outcomes().values()) == {"gone"}
    assert letters() == {}
    assert check_schedules(at(3)).level == Level.WARNING


def test_an_owner_who_may_share_no_longer_sends_to_themselves_alone(cast: Cast) -> None:
    schedule(cast, shared_view(cast), "asset_manager", "auditor")
    lose_grants(cast, "asset_manager")
    send_all(at=at(2))
    assert outcomes() == {"asset_manager": "not_allowed", "auditor": "owner"}


def test_a_closed_owner_sends_nothing_and_the_doctor_says_so(cast: Cast) -> None:
    schedule(cast, shared_view(cast), "auditor")
    assert check_schedules(at(2)).level == Level.OK
    with signed("test"):
        User.objects.filter(pk=cast.user("asset_manager").pk).update(is_active=False)
    send_all(at=at(2))
    assert outcomes() == {}
    assert check_schedules(at(2)).level == Level.WARNING


def test_a_view_that_can_no_longer_be_read_is_on_record(cast: Cast) -> None:
    schedule(cast, shared_view(cast, filter=["gone eq 1"]), "asset_manager")
    send_all(at=at(2))
    assert (letters(), outcomes()) == ({}, {"asset_manager": "broken"})


def test_a_role_is_whoever_holds_it_when_it_is_sent(cast: Cast) -> None:
    role = Role.objects.get(code="asset_manager")
    schedule(cast, shared_view(cast), owner="administrator", role=role.public_id)
    send_all(at=at(2))
    assert outcomes() == {"asset_manager": "sent", "stranger": "sent"}
    with signed("test"):
        User.objects.filter(pk=cast.user("stranger").pk).update(is_active=False)
    send_all(at=at(3))
    assert ReportSending.objects.count() == 3


def test_a_file_that_no_mail_carries_is_left_to_the_list(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    assets(cast)
    schedule(cast, shared_view(cast), "asset_manager", form="xlsx")
    send_all(at=at(2))
    assert letters()["asset_manager@example.com"].files[0].name == "report-2026-03-02.xlsx"
    for limit in ("MOST_ROWS_OF_A_FILE", "MOST_BYTES"):
        with monkeypatch.context() as patched:
            patched.setattr(f"assetry.platform.reports.letters.{limit}", 0)
            letter = letters()["asset_manager@example.com"]
        assert (letter.files, "too large" in letter.text) == ((), True)


def test_who_may_be_sent_what(cast: Cast) -> None:
    private = make_view(cast, name="Private")
    for_auditors = make_view(cast, name="Auditors")
    auditor, manager = (Role.objects.get(code=code).public_id for code in ("auditor", "asset_manager"))
    share(cast, for_auditors, Visibility.ROLE, auditor)
    schedule(cast, private, "asset_manager")
    schedule(cast, for_auditors, "auditor", role=auditor)
    refused: list[tuple[Any, type[Exception], dict[str, Any]]] = [
        (private, refusals.ViewNotSeen, {"user_ids": [cast.user("auditor").pk]}),
        (private, refusals.ViewNotSeen, {"role": auditor}),
        (for_auditors, refusals.ViewNotSeen, {"role": manager}),
        (for_auditors, refusals.ReportReachesNobody, {}),
        (
            make_view(cast, as_of=["2025-01-01"]),
            refusals.ViewOfPastDay,
            {"user_ids": [cast.user("asset_manager").pk]},
        ),
        (private, InvalidValue, {"role": "0" * 12}),
        (private, InvalidValue, {"user_ids": [cast.user("asset_manager").pk], "rhythm": "weekly"}),
        (
            private,
            InvalidValue,
            {"user_ids": [cast.user("asset_manager").pk], "rhythm": "monthly", "day": 32},
        ),
        (private, InvalidValue, {"user_ids": [cast.user("asset_manager").pk], "hour": 24}),
        (private, InvalidValue, {"user_ids": [cast.user("asset_manager").pk], "form": "pdf"}),
        (private, InvalidValue, {"user_ids": [cast.user("asset_manager").pk], "name": ""}),
    ]
    for view, refusal, values in refused:
        with pytest.raises(refusal):
            schedule(cast, view, **values)
    with pytest.raises(NotFound):
        schedule(cast, private, "auditor", owner="auditor")


def test_without_the_permission_to_share_one_sends_to_oneself_alone(cast: Cast) -> None:
    view = shared_view(cast)
    own = schedule(cast, view, "auditor", owner="auditor")
    with pytest.raises(NotPermitted):
        schedule(cast, view, "auditor", "stranger", owner="auditor")
    with pytest.raises(NotFound):
        get_schedule_for(cast.actor("asset_manager"), own.public_id)
    assert get_schedule_for(cast.actor("administrator"), own.public_id) == own


def test_a_change_counts_from_now_and_an_end_takes_the_record(cast: Cast) -> None:
    one = schedule(cast, shared_view(cast), "asset_manager")
    manager = cast.actor("asset_manager")
    changes = {"hour": 6, "rhythm": "weekly", "day": 2}
    edit_schedule(actor=manager, schedule=one, changes=changes, version=1, at=at(3, 8))
    send_all(at=at(3, 9))
    assert ReportSending.objects.count() == 0
    send_all(at=at(10, 9))
    assert ReportSending.objects.get().occurs_on == at(10).date()
    delete_schedule(actor=manager, schedule=one, version=2, at=at(11))
    assert (ReportSchedule.objects.count(), letters()) == (0, {})


def test_who_unsubscribed_gets_nothing_until_they_come_back(cast: Cast) -> None:
    schedule(cast, shared_view(cast), "asset_manager", "auditor")
    send_all(at=at(2))
    letter = letters()["auditor@example.com"]
    assert letter.unsubscribe_url in letter.text
    kind, topic = find_topic(letter.unsubscribe_url.rpartition("/")[2])
    unsubscribe(kind, topic, at=at(2))
    assert set(letters()) == {"asset_manager@example.com"}  # also what waits still
    send_all(at=at(3))
    newest = ReportSending.objects.filter(occurs_on=at(3)).order_by("user_id")
    assert {row.outcome for row in newest} == {"sent", "unsubscribed"}
    subscribe_again(kind, topic)
    send_all(at=at(4))
    assert set(ReportSending.objects.filter(occurs_on=at(4)).values_list("outcome", flat=True)) == {"sent"}
