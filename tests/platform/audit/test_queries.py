"""Reading the trail."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from assetry.platform.audit.events import event
from assetry.platform.audit.queries import (
    Action,
    Hidden,
    actors_of,
    list_changes_for,
    list_changes_of_rows,
)
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.platform.audit.testapp.models import Login, Part, Thing

pytestmark = pytest.mark.django_db
THING, PART, LOGIN = "trailtest_thing", "trailtest_part", "trailtest_login"


@pytest.fixture
def at() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def thing() -> Thing:
    with signed("make"):
        return Thing.objects.create(company_id=1, name="Lamp", amount=Decimal("0.10"))


def test_a_timeline_holds_the_object_s_changes_and_its_parts_newest_event_first(
    thing: Thing, at: datetime
) -> None:
    with signed("change"):
        Part.objects.create(company_id=1, thing=thing, label="Bulb")
        Thing.objects.filter(pk=thing.pk).update(name="Big lamp")
    with signed("other"):
        Thing.objects.create(company_id=1, name="Chair")
    page = list_changes_for(THING, thing.pk, at=at)
    assert [recorded.intent for recorded in page.events] == ["change", "make"]
    assert [(change.table, change.action) for change in page.events[0].changes] == [
        (PART, Action.INSERT),
        (THING, Action.UPDATE),
    ]
    assert page.older_than is None


def test_values_come_back_before_and_after(thing: Thing, at: datetime) -> None:
    with signed("change"):
        Thing.objects.filter(pk=thing.pk).update(amount=Decimal("0.30"), note="x")
    (change,) = list_changes_for(THING, thing.pk, at=at).events[0].changes
    assert change.before == {"amount": Decimal("0.10"), "note": None}
    assert change.after == {"amount": Decimal("0.30"), "note": "x"}


def test_an_insert_has_no_before_and_a_delete_no_after(thing: Thing, at: datetime) -> None:
    pk = thing.pk
    with signed("delete"):
        thing.delete()
    deleted, made = (recorded.changes[0] for recorded in list_changes_for(THING, pk, at=at).events)
    assert (made.before, deleted.after) == ({}, {})
    assert made.after == deleted.before


def test_an_event_says_who_and_when(thing: Thing, actor: Actor, now: datetime, at: datetime) -> None:
    with event(actor=actor, intent="things.edit", at=now, note="as agreed"):
        Thing.objects.filter(pk=thing.pk).update(note="x")
    newest = list_changes_for(THING, thing.pk, at=at).events[0]
    assert (newest.actor_id, newest.door, newest.request_id) == (actor.user_id, "web", actor.request_id)
    assert (newest.effective_at, newest.note) == (now, "as agreed")
    assert abs(newest.recorded_at - at) < timedelta(minutes=5)


def test_pages_follow_each_other_and_cut_between_events(thing: Thing, at: datetime) -> None:
    for number in range(5):
        with signed(f"change {number}"):
            Part.objects.create(company_id=1, thing=thing, label="Bulb")
            Thing.objects.filter(pk=thing.pk).update(note=str(number))
    first = list_changes_for(THING, thing.pk, at=at, limit=5)
    second = list_changes_for(THING, thing.pk, at=at, limit=5, older_than=first.older_than)
    third = list_changes_for(THING, thing.pk, at=at, limit=5, older_than=second.older_than)
    intents = [[recorded.intent for recorded in page.events] for page in (first, second, third)]
    assert intents == [["change 4", "change 3"], ["change 2", "change 1"], ["change 0", "make"]]
    assert third.older_than is None


def test_an_event_larger_than_a_page_is_cut(thing: Thing, at: datetime) -> None:
    with signed("many"):
        Part.objects.bulk_create(Part(company_id=1, thing=thing, label=str(n)) for n in range(5))
    page = list_changes_for(THING, thing.pk, at=at, limit=3)
    assert [len(recorded.changes) for recorded in page.events] == [3]
    rest = list_changes_for(THING, thing.pk, at=at, limit=3, older_than=page.older_than)
    assert [(recorded.intent, len(recorded.changes)) for recorded in rest.events] == [
        ("many", 2),
        ("make", 1),
    ]


def test_the_changes_of_rows_that_are_their_own_subject(thing: Thing, at: datetime) -> None:
    with signed("part"):
        Part.objects.create(company_id=1, thing=thing, label="Bulb")
    page = list_changes_of_rows(THING, [thing.pk], at=at)
    assert [change.table for recorded in page.events for change in recorded.changes] == [THING]


def test_the_changes_of_rows_are_found_by_their_subjects(thing: Thing, at: datetime) -> None:
    with signed("part"):
        part, _other = (Part.objects.create(company_id=1, thing=thing, label=label) for label in ("a", "b"))
    page = list_changes_of_rows(PART, [part.pk], subject_table=THING, subject_ids=[thing.pk], at=at)
    assert [change.row_id for recorded in page.events for change in recorded.changes] == [part.pk]


def test_secret_values_are_hidden_and_personal_ones_brought_back(at: datetime) -> None:
    with signed("login"):
        login = Login.objects.create(user_id=1, token="s3cret", email="ada@example.org")
    (change,) = list_changes_for(LOGIN, login.pk, at=at).events[0].changes
    assert change.after == {
        "user_id": 1,
        "token": Hidden.SECRET,
        "email": "ada@example.org",
        "is_primary": False,
    }


@pytest.mark.untrailed
def test_erased_personal_values_are_hidden(at: datetime) -> None:
    with signed("login"):
        login = Login.objects.create(user_id=1, email="ada@example.org")
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE audit_personal (LIKE public.audit_personal)"
        )  # seen before the real one
    (change,) = list_changes_for(LOGIN, login.pk, at=at).events[0].changes
    assert change.after["email"] is Hidden.PERSONAL


def test_the_accounts_that_a_page_names(thing: Thing, actor: Actor, now: datetime, at: datetime) -> None:
    with event(actor=actor, intent="things.edit", at=now):
        Thing.objects.filter(pk=thing.pk).update(note="x")
    assert actors_of(list_changes_for(THING, thing.pk, at=at).events) == {actor.user_id}
