"""Events: who may open one, what it lets through, and when it ends."""

import uuid
from datetime import datetime, timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.db.transaction import TransactionManagementError

from assetry.platform.audit.events import event
from assetry.platform.audit.refusals import ActorRefused, EventNotOpen, UnsignedChange
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor, Door
from tests.platform.audit.conftest import grant, make_user
from tests.platform.audit.testapp.models import Thing, Word
from tests.platform.audit.trail import execute, fetch, written
from tests.support.server import conninfo, database_name

pytestmark = pytest.mark.django_db


def current() -> str:
    return fetch("SELECT current_setting('assetry.event', true)")[0][0] or ""


def test_a_change_without_an_event_is_refused() -> None:
    with pytest.raises(UnsignedChange, match="trailtest_thing"), transaction.atomic():
        Thing.objects.create(company_id=1, name="Lamp")


@pytest.mark.parametrize("change", ["UPDATE trailtest_thing SET name = 'x'", "DELETE FROM trailtest_thing"])
def test_every_sort_of_change_is_refused_without_an_event(change: str) -> None:
    with signed("test.make"):
        Thing.objects.create(company_id=1, name="Lamp")
    with pytest.raises(UnsignedChange), transaction.atomic():
        execute(change)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE trailtest_thing SET name = 'x' WHERE false",
        "DELETE FROM trailtest_thing WHERE false",
        "INSERT INTO trailtest_part (company_id, label) SELECT 1, '' WHERE false",
    ],
)
def test_a_statement_that_changes_no_row_needs_no_event(change: str) -> None:
    execute(change)


def test_a_change_of_mirrors_alone_needs_no_event() -> None:
    with signed("test.make"):
        thing = Thing.objects.create(company_id=1, name="Lamp")
    Thing.objects.filter(pk=thing.pk).update(version=2)
    assert fetch("SELECT version FROM trailtest_thing") == [(2,)]


def test_an_event_keeps_who_acts_through_which_door_and_why(actor: Actor, now: datetime) -> None:
    actor = actor.at_door(Door.IMPORT)
    then = now - timedelta(days=3)
    with transaction.atomic(), event(actor=actor, intent="things.edit", at=then, note="as agreed") as opened:
        pass
    columns = "id, actor_id, intent, door, request_id, effective_at, note, epoch, parent_id"
    assert fetch(f"SELECT {columns} FROM audit_event WHERE id = %s", [opened.id]) == [
        (opened.id, actor.user_id, "things.edit", "import", actor.request_id, then, "as agreed", 1, None)
    ]


def test_the_time_of_recording_is_the_transaction_s_own(actor: Actor, now: datetime) -> None:
    with transaction.atomic(), event(actor=actor, intent="things.edit", at=now) as opened:
        Thing.objects.create(company_id=1, name="Lamp")
    times = fetch("SELECT e.recorded_at, c.recorded_at, transaction_timestamp() FROM audit_event e"
                  " JOIN audit_change c ON c.event_id = e.id WHERE e.id = %s", [opened.id])  # fmt: skip
    assert len(set(times[0])) == 1


def test_the_companies_are_those_that_the_actor_may_write_in(actor: Actor, now: datetime) -> None:
    with transaction.atomic(), event(actor=actor, intent="things.edit", at=now) as opened:
        pass
    columns = "company_ids, all_companies, shared, manages_access"
    assert fetch(f"SELECT {columns} FROM audit_event WHERE id = %s", [opened.id]) == [
        ([1], False, False, False)
    ]


def test_permissions_for_shared_rows_and_for_access_are_flags(actor: Actor, now: datetime) -> None:
    user = make_user("eva")
    grant(user, "catalog.manage", [3, 1])
    grant(user, "access.manage", [3])
    with transaction.atomic(), event(actor=Actor(user_id=user.pk, name=""), intent="x", at=now) as opened:
        pass
    columns = "company_ids, all_companies, shared, manages_access"
    assert fetch(f"SELECT {columns} FROM audit_event WHERE id = %s", [opened.id]) == [
        ([1, 3], False, True, True)
    ]


def test_an_account_without_grants_opens_an_event_for_no_company(now: datetime) -> None:
    stranger = Actor(user_id=make_user("eve").pk, name="")
    with transaction.atomic(), event(actor=stranger, intent="x", at=now) as opened:
        pass
    assert fetch("SELECT company_ids, shared FROM audit_event WHERE id = %s", [opened.id]) == [([], False)]


def test_an_inactive_account_opens_no_event(now: datetime) -> None:
    actor = Actor(user_id=make_user("old", is_active=False).pk, name="")
    with pytest.raises(ActorRefused), transaction.atomic(), event(actor=actor, intent="x", at=now):
        pass


@pytest.mark.parametrize("nobody", ["NULL", "0"])
def test_nobody_opens_no_event(nobody: str) -> None:
    with pytest.raises(ActorRefused), transaction.atomic():
        execute(f"SELECT audit_open_event('x', {nobody}, 'web', NULL, now(), '')")


def test_an_event_inside_another_is_its_child(actor: Actor, now: datetime) -> None:
    with transaction.atomic(), event(actor=actor, intent="outer", at=now) as outer:
        with event(actor=actor, intent="inner", at=now) as inner:
            Thing.objects.create(company_id=1, name="Lamp")
        Thing.objects.create(company_id=1, name="Chair")
    assert fetch("SELECT parent_id FROM audit_event WHERE id = %s", [inner.id]) == [(outer.id,)]
    assert [change.event_id for change in written("trailtest_thing")] == [inner.id, outer.id]


def test_events_after_another_are_siblings(actor: Actor, now: datetime) -> None:
    with transaction.atomic():
        with event(actor=actor, intent="first", at=now):
            pass
        with event(actor=actor, intent="second", at=now) as second:
            pass
    assert fetch("SELECT parent_id FROM audit_event WHERE id = %s", [second.id]) == [(None,)]


def test_a_child_is_never_wider_than_its_parent(actor: Actor, now: datetime) -> None:
    wide = make_user("eva")
    grant(wide, "catalog.manage", [1, 2])
    grant(wide, "access.manage", [1, 2])
    wider = Actor(user_id=wide.pk, name="")
    with (
        transaction.atomic(),
        event(actor=actor, intent="outer", at=now),
        event(actor=wider, intent="inner", at=now) as inner,
    ):
        pass
    columns = "company_ids, all_companies, shared, manages_access"
    assert fetch(f"SELECT {columns} FROM audit_event WHERE id = %s", [inner.id]) == [
        ([1], False, False, False)
    ]


def test_a_system_event_inside_an_actor_s_is_no_wider(actor: Actor, now: datetime) -> None:
    with transaction.atomic(), event(actor=actor, intent="outer", at=now), signed("inner") as inner:
        pass
    columns = "company_ids, all_companies, shared, manages_access"
    assert fetch(f"SELECT {columns} FROM audit_event WHERE id = %s", [inner.id]) == [
        ([1], False, False, False)
    ]


def test_an_actor_s_event_inside_a_system_event_is_the_actor_s(actor: Actor, now: datetime) -> None:
    with signed("outer"), event(actor=actor, intent="inner", at=now) as inner:
        pass
    columns = "company_ids, all_companies, shared, manages_access"
    assert fetch(f"SELECT {columns} FROM audit_event WHERE id = %s", [inner.id]) == [
        ([1], False, False, False)
    ]


def test_a_closed_event_signs_nothing_more(actor: Actor, now: datetime) -> None:
    with transaction.atomic(), event(actor=actor, intent="x", at=now):
        pass
    assert current() == ""
    with pytest.raises(UnsignedChange), transaction.atomic():
        Thing.objects.create(company_id=1, name="Lamp")


def test_an_event_is_closed_when_its_body_fails(actor: Actor, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic(), event(actor=actor, intent="x", at=now):
        _ = 1 / 0
    assert current() == ""


def test_an_event_closed_by_a_broken_transaction_is_gone_with_it(actor: Actor, now: datetime) -> None:
    with signed("test.make"):
        Word.objects.create(text="taken")
    with signed("outer") as outer:
        with pytest.raises(IntegrityError), transaction.atomic(), event(actor=actor, intent="x", at=now):
            execute("INSERT INTO trailtest_word (text, used) VALUES ('taken', 0)")
        assert current() == str(outer.id)
    assert current() == ""


def test_an_event_that_a_savepoint_takes_back_signs_nothing(actor: Actor, now: datetime) -> None:
    point = transaction.savepoint_create()
    execute("SELECT audit_open_event('x', %s, 'web', NULL, now(), '')", [actor.user_id])
    transaction.savepoint_rollback(point)
    with pytest.raises(UnsignedChange), transaction.atomic():
        Thing.objects.create(company_id=1, name="Lamp")


def test_an_event_left_open_inside_another_is_found_when_the_outer_closes(
    actor: Actor, now: datetime
) -> None:
    with pytest.raises(EventNotOpen), transaction.atomic(), event(actor=actor, intent="outer", at=now):
        execute("SELECT audit_open_event('left open', %s, 'web', NULL, now(), '')", [actor.user_id])


def test_an_event_that_is_not_open_cannot_be_closed() -> None:
    with pytest.raises(EventNotOpen), transaction.atomic():
        execute("SELECT audit_close_event(1)")


def test_an_event_needs_a_transaction(transactional_db: None, now: datetime) -> None:
    actor = Actor(user_id=make_user("ada").pk, name="")
    with pytest.raises(TransactionManagementError), event(actor=actor, intent="x", at=now):
        pass


def test_an_event_of_an_earlier_transaction_signs_nothing(transactional_db: None) -> None:
    with signed("first") as first:
        pass
    with transaction.atomic():
        execute("SELECT set_config('assetry.event', %s, true)", [str(first.id)])
        with pytest.raises(UnsignedChange), transaction.atomic():
            Thing.objects.create(company_id=1, name="Lamp")


def test_an_event_left_open_ends_with_its_transaction(transactional_db: None) -> None:
    with transaction.atomic():
        execute("SELECT audit_open_system_event('left open', 'test')")
    with pytest.raises(UnsignedChange):
        Thing.objects.create(company_id=1, name="Lamp")


def insert_event(owner: psycopg.Connection, *, at: str, xid: str) -> None:
    """An event by the owner, which the application's transaction sees as committed."""
    owner.execute("SELECT audit_ensure_partitions(%s::timestamptz::date, now()::date)", [at])
    owner.execute(
        "INSERT INTO audit_event (id, recorded_at, effective_at, xid, epoch, intent, door, company_ids, all_companies,"
        " shared, manages_access) VALUES (-1, %s, now(), %s::xid8, 1, 'old', 'test', '{}', true, true, true)",
        [at, xid],
    )


@pytest.mark.parametrize("differs", ["now() - interval '1 second', pg_current_xact_id()", "now(), '7'"])
def test_an_event_signs_its_own_transaction_alone(differs: str, transactional_db: None) -> None:
    """Numbers start anew after a restore, and two transactions can begin at one instant: both have to be the same."""
    with psycopg.connect(conninfo(database_name()), autocommit=True) as owner, transaction.atomic():
        ((at, xid),) = fetch(f"SELECT a::text, x::text FROM (SELECT {differs}) AS given (a, x)")
        insert_event(owner, at=at, xid=xid)
        execute("SELECT set_config('assetry.event', '-1', true)")
        with pytest.raises(UnsignedChange), transaction.atomic():
            Thing.objects.create(company_id=1, name="Lamp")


def test_a_request_id_is_any_uuid_or_none(actor: Actor, now: datetime) -> None:
    assert isinstance(actor.request_id, uuid.UUID)
    with signed("test") as opened:
        pass
    assert fetch("SELECT request_id, actor_id, door FROM audit_event WHERE id = %s", [opened.id]) == [
        (None, None, "system")
    ]
    assert connection.in_atomic_block
