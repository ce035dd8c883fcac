"""The inbox: each account its own; nothing is given to somebody who may not see what it is about."""

from datetime import date, timedelta
from typing import Any

import pytest

from assetry.kernel.refusals import InvalidValue, NotFound
from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.inbox.models import InboxItem, ItemKind
from assetry.platform.inbox.operations import create_task, delegate_item, finish_item, snooze_item
from assetry.platform.inbox.queries import Shelf, count_open, get_item_for, items_on, subjects_of
from assetry.platform.inbox.refusals import ItemIsDone, NobodyOfThatName, NotInTheFuture
from tests.cast import NOW, Cast
from tests.factories import make_asset

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(cast: Cast) -> Any:
    with signed("test"):
        return make_asset(cast.company, name="Laptop")


def task(cast: Cast, title: str = "Renew", role: str = "technician", **more: Any) -> InboxItem:
    return create_task(actor=cast.actor(role), title=title, **{"at": NOW, **more})


def about(asset: Any) -> dict[str, Any]:
    return {"entity": entity_named("asset"), "row": asset}


def test_what_is_due_first_stands_first(cast: Cast) -> None:
    task(cast, "Some day")
    task(cast, "Later", due_on=date(2027, 1, 1))
    task(cast, "Soon", due_on=date(2026, 12, 1))
    shown = items_on(cast.actor("technician"), Shelf.OPEN, at=NOW)
    assert [item.title for item in shown] == ["Soon", "Later", "Some day"]


@pytest.mark.parametrize("title", ["", "x" * 201, "two\nlines"])
def test_a_task_says_what_to_do_on_one_line(cast: Cast, title: str) -> None:
    with pytest.raises(InvalidValue):
        task(cast, title)


def test_nobody_reads_or_ends_another_s(cast: Cast) -> None:
    item = task(cast)
    with pytest.raises(NotFound):
        get_item_for(cast.actor("administrator"), item.public_id)
    with pytest.raises(NotFound):
        finish_item(actor=cast.actor("administrator"), item=item, at=NOW)


def test_done_is_done_once(cast: Cast) -> None:
    item, actor = task(cast), cast.actor("technician")
    finish_item(actor=actor, item=item, at=NOW)
    assert (count_open(actor, at=NOW), items_on(actor, Shelf.DONE, at=NOW).count()) == (0, 1)
    with pytest.raises(ItemIsDone):
        finish_item(actor=actor, item=item, at=NOW)


def test_a_snoozed_item_comes_back(cast: Cast) -> None:
    item, actor = task(cast), cast.actor("technician")
    snooze_item(actor=actor, item=item, until=NOW + timedelta(days=2), at=NOW)
    assert [count_open(actor, at=NOW + timedelta(days=day)) for day in (0, 1, 2)] == [0, 0, 1]


@pytest.mark.parametrize("days", [0, -1, 400])
def test_it_is_snoozed_into_the_coming_year(cast: Cast, days: int) -> None:
    with pytest.raises(NotInTheFuture):
        snooze_item(actor=cast.actor("technician"), item=task(cast), until=NOW + timedelta(days=days), at=NOW)


def test_a_task_is_given_by_name_or_address_to_who_sees_the_thing(cast: Cast, asset: Any) -> None:
    item = task(cast, assignee="auditor@example.com", **about(asset))
    moved = delegate_item(actor=cast.actor("auditor"), item=item, assignee="priya nair", at=NOW)
    assert moved.user_id == cast.user("asset_manager").pk
    assert subjects_of(cast.actor("asset_manager"), [moved])[moved.pk].title


@pytest.mark.parametrize("name", ["Otto Stranger", "employee@example.com", "Nobody At All"])
def test_who_may_not_see_it_and_who_is_not_there_are_answered_alike(
    cast: Cast, asset: Any, name: str
) -> None:
    with pytest.raises(NobodyOfThatName):
        task(cast, assignee=name, **about(asset))
    with pytest.raises(NobodyOfThatName):
        delegate_item(actor=cast.actor("technician"), item=task(cast, **about(asset)), assignee=name, at=NOW)


def test_one_origin_is_one_item_of_an_account(cast: Cast) -> None:
    given = {"kind": ItemKind.DUE, "origin": "test:1", "created_at": NOW}
    ids = [cast.user(role).pk for role in ("technician", "technician", "auditor")]
    items = [InboxItem(user_id=pk, **given) for pk in ids]
    InboxItem.objects.bulk_create(items, ignore_conflicts=True)
    assert InboxItem.objects.count() == 2
    first = InboxItem.objects.get(user_id=cast.user("technician").pk)
    delegate_item(actor=cast.actor("technician"), item=first, assignee="Olga Auditor", at=NOW)
    assert InboxItem.objects.filter(done_at=None).count() == 1  # they had it already


def test_an_item_outlives_the_right_to_see_what_it_is_about_without_its_words(cast: Cast, asset: Any) -> None:
    item = task(cast, **about(asset))
    assert subjects_of(cast.actor("technician"), [item])
    assert not subjects_of(cast.actor("stranger"), [item])
