"""What waits for a team: seen by each of its members who may see the thing, taken or finished by one for all."""

from typing import Any

import pytest

from assetry.domain.organization.models import Department, Person
from assetry.kernel.refusals import InvalidValue, NotFound
from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.inbox.models import InboxItem
from assetry.platform.inbox.operations import (
    create_task,
    delegate_item,
    finish_item,
    snooze_item,
    take_item,
)
from assetry.platform.inbox.queries import Shelf, count_open, get_item_for, items_on
from assetry.platform.inbox.refusals import ItemIsDone, ItemIsTaken
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_department

pytestmark = pytest.mark.django_db


@pytest.fixture
def team(cast: Cast) -> Department:
    """The technician and the employee, headed by the asset manager."""
    with signed("test"):
        made = make_department(cast.company, "Service desk", head=cast.person("asset_manager"))
        Person.objects.filter(username__in=["technician", "employee"]).update(department=made)
    return made


def task(cast: Cast, team: Department, **more: Any) -> InboxItem:
    return create_task(actor=cast.actor("asset_manager"), title="Unpack", team=team, at=NOW, **more)


def who_has_it(cast: Cast, shelf: Shelf = Shelf.TEAM) -> list[str]:
    return [who for who in cast.users if items_on(cast.actor(who), shelf, at=NOW).exists()]


def test_it_waits_for_each_member_and_for_nobody_else(cast: Cast, team: Department) -> None:
    task(cast, team)
    assert who_has_it(cast) == ["asset_manager", "technician", "employee"]
    assert count_open(cast.actor("technician"), at=NOW) == 0


def test_below_a_team_its_own_is_shared_and_above_it_is_not(cast: Cast, team: Department) -> None:
    with signed("test"):
        below = make_department(cast.company, "Night shift", parent=team)
        Department.objects.filter(pk=below.pk).update(path=[team.pk, below.pk])
        Person.objects.filter(username="employee").update(department=below)
    task(cast, below)
    assert who_has_it(cast) == ["asset_manager", "technician", "employee"]
    finish_item(actor=cast.actor("employee"), item=InboxItem.objects.get(), at=NOW)
    task(cast, team)
    assert who_has_it(cast) == ["asset_manager", "technician"]


def test_one_takes_it_and_the_others_have_it_no_longer(cast: Cast, team: Department) -> None:
    item = task(cast, team)
    take_item(actor=cast.actor("technician"), item=item, at=NOW)
    assert (who_has_it(cast), who_has_it(cast, Shelf.OPEN)) == ([], ["technician"])
    for deed in (take_item, finish_item):
        with pytest.raises(ItemIsTaken):
            deed(actor=cast.actor("employee"), item=item, at=NOW)
    finish_item(actor=cast.actor("technician"), item=item, at=NOW)
    with pytest.raises(ItemIsDone):
        take_item(actor=cast.actor("employee"), item=item, at=NOW)


def test_one_finishes_it_for_all(cast: Cast, team: Department) -> None:
    item = task(cast, team)
    done = finish_item(actor=cast.actor("employee"), item=item, at=NOW)
    assert (done.done_by_id, who_has_it(cast), who_has_it(cast, Shelf.DONE)) == (
        cast.user("employee").pk, [], ["employee"],
    )  # fmt: skip


def test_it_is_given_to_one_of_them_but_put_off_by_nobody(cast: Cast, team: Department) -> None:
    item = task(cast, team)
    with pytest.raises(NotFound):
        snooze_item(actor=cast.actor("employee"), item=item, until=NOW.replace(year=2027), at=NOW)
    delegate_item(actor=cast.actor("asset_manager"), item=item, assignee="Sam Idris", at=NOW)
    assert who_has_it(cast, Shelf.OPEN) == ["technician"]


def test_strangers_reach_nothing_of_it(cast: Cast, team: Department) -> None:
    item = task(cast, team)
    for who in ("stranger", "administrator"):
        with pytest.raises(NotFound):
            get_item_for(cast.actor(who), item.public_id)
        for deed in (take_item, finish_item):
            with pytest.raises(NotFound):
                deed(actor=cast.actor(who), item=item, at=NOW)


def test_who_may_not_see_the_thing_is_not_told_of_it(cast: Cast, team: Department) -> None:
    with signed("test"):
        asset = make_asset(cast.company, name="Laptop")
    item = task(cast, team, entity=entity_named("asset"), row=asset)
    assert who_has_it(cast) == ["asset_manager", "technician"]
    with pytest.raises(NotFound):
        get_item_for(cast.actor("employee"), item.public_id)


def test_who_has_the_same_already_takes_it_once(cast: Cast, team: Department) -> None:
    of = {"kind": "due", "origin": "reminder:1:2:2026-01-01", "created_at": NOW}
    InboxItem.objects.create(user_id=cast.user("technician").pk, **of)
    item = InboxItem.objects.create(team_id=team.pk, **of)
    take_item(actor=cast.actor("technician"), item=item, at=NOW)
    assert (who_has_it(cast), count_open(cast.actor("technician"), at=NOW)) == ([], 1)


def test_a_task_is_a_person_s_or_a_team_s(cast: Cast, team: Department) -> None:
    with pytest.raises(InvalidValue):
        task(cast, team, assignee="Sam Idris")
