"""Feeds: what their owner sees, at a secret address that can be revoked; text that every calendar program reads."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetry.domain.assets.asset_models import Asset
from assetry.kernel.refusals import InvalidValue, NotFound
from assetry.kernel.registry import entity_named
from assetry.platform.accounts.models import User
from assetry.platform.audit.signed import signed
from assetry.platform.feeds.ical import Event, calendar_text, escaped, folded
from assetry.platform.feeds.models import Feed
from assetry.platform.feeds.operations import create_feed, revoke_feed
from assetry.platform.feeds.queries import find_feed, get_feed_for, secret_of, tag_of, text_of
from assetry.platform.inbox.operations import create_task
from tests.cast import NOW, Cast
from tests.platform.reminders.making import ending

TODAY = date(2026, 11, 24)
DAY = date(2026, 12, 31)


def feed(cast: Cast, role: str = "asset_manager", **values: Any) -> Feed:
    given_ = {"name": "Ends", "entity": entity_named("asset"), "field": "ends_on", **values}
    return create_feed(actor=cast.actor(role), **given_, at=NOW)


def text(cast: Cast, role: str = "asset_manager", **values: Any) -> str:
    return text_of(feed(cast, role, **values), cast.actor(role), today=TODAY)


def test_an_event_is_a_day() -> None:
    made = calendar_text(
        "Ends", [Event("a@b", date(2026, 12, 31), "LT-1: Ends on", "https://b/1")], stamp=NOW
    )
    assert made.split("\r\n") == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Assetry//Assetry//EN", "X-WR-CALNAME:Ends", "BEGIN:VEVENT",
        "UID:a@b", "DTSTAMP:20261124T093500Z", "DTSTART;VALUE=DATE:20261231", "DTEND;VALUE=DATE:20270101",
        "SUMMARY:LT-1: Ends on", "URL:https://b/1", "TRANSP:TRANSPARENT", "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_no_line_is_long_and_nothing_is_lost(summary: str) -> None:
    line = f"SUMMARY:{escaped(summary)}"
    pieces = list(folded(line))
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


@settings(max_examples=40)
@given(st.text(alphabet='aä;,\\\n\r\t\x00:"', max_size=40))
def test_what_somebody_typed_ends_no_line(summary: str) -> None:
    made = calendar_text(summary, [Event("a@b", DAY, summary, "")], stamp=datetime(2026, 1, 1, tzinfo=UTC))
    unfolded = made.replace("\r\n ", "")
    assert unfolded.count("\r\n") == made.count("BEGIN:VEVENT") * 8 + 5
    assert "\n" not in unfolded.replace("\r\n", "")


@pytest.mark.django_db
def test_it_shows_what_its_owner_sees(cast: Cast) -> None:
    ending(cast, DAY, asset_tag="LT-1")
    assert "SUMMARY:LT-1: Ends on" in text(cast)
    assert "LT-1" not in text(cast, "stranger")
    assert "LT-1" in text(cast, "employee")  # their own
    assert "LT-1" not in text(cast, filter_text='asset_tag eq "LT-2"')


@pytest.mark.django_db
def test_without_an_entity_it_shows_the_inbox(cast: Cast) -> None:
    create_task(actor=cast.actor("technician"), title="Renew", due_on=DAY, at=NOW)
    made = feed(cast, "technician", entity=None)
    assert "SUMMARY:Renew" in text_of(made, cast.actor("technician"), today=TODAY)
    assert "Renew" not in text(cast, "auditor", entity=None)


@pytest.mark.django_db
def test_the_tag_changes_with_what_is_shown(cast: Cast) -> None:
    asset, actor = ending(cast, DAY, asset_tag="LT-1"), cast.actor("asset_manager")
    made = feed(cast)
    tags = [tag_of(made, actor, today=TODAY), tag_of(made, actor, today=TODAY)]
    for change in ({"asset_tag": "LT-2", "version": 2}, {"ends_on": DAY + timedelta(days=1)}):
        with signed("test"):
            Asset.objects.filter(pk=asset.pk).update(**change)
        tags.append(tag_of(made, actor, today=TODAY))
    assert tags[0] == tags[1]
    assert len(set(tags)) == 3


@pytest.mark.django_db
def test_the_address_opens_it_until_it_is_revoked_or_the_account_closed(cast: Cast) -> None:
    made, actor = feed(cast), cast.actor("asset_manager")
    address = secret_of(made)
    assert find_feed(address)[0] == made
    with pytest.raises(NotFound):
        find_feed(address[:-1] + ("0" if address[-1] != "0" else "1"))
    with pytest.raises(NotFound):
        get_feed_for(cast.actor("administrator"), made.public_id)
    with signed("test"):
        User.objects.filter(pk=actor.user_id).update(is_active=False)
    with pytest.raises(NotFound):
        find_feed(address)
    with signed("test"):
        User.objects.filter(pk=actor.user_id).update(is_active=True)
    revoke_feed(actor=actor, feed=made, at=NOW)
    with pytest.raises(NotFound):
        find_feed(address)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"field": "name"}, {"field": "gone"}, {"filter_text": "x ~ 1"}]
)
def test_what_cannot_be_is_refused(cast: Cast, wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidValue):
        feed(cast, **wrong)
