"""The one door: what an operation requires, opens, keeps and tries again."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import psycopg
import pytest
from django.db import DataError, OperationalError, connections, transaction

from assetry.kernel.refusals import NotPermitted
from assetry.platform.audit.operation import operation
from assetry.platform.audit.refusals import OutsideCompanyWall
from assetry.platform.audit.retry import ATTEMPTS, Busy, retrying
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.platform.audit.conftest import grant, make_user
from tests.platform.audit.testapp.models import Thing, Word
from tests.platform.audit.trail import execute, fetch, written
from tests.support.server import conninfo

pytestmark = pytest.mark.django_db


@operation("things.edit")
def make_thing(
    *, actor: Actor, company_id: int, note: str = "", effective_at: datetime | None = None, at: datetime
) -> Thing:
    return Thing.objects.create(company_id=company_id, name="Lamp")


@operation("things.edit", intent="things.pair")
def make_pair(*, actor: Actor, at: datetime) -> None:
    make_thing(actor=actor, company_id=1, at=at)
    Thing.objects.create(company_id=1, name="Chair")


@operation(None, intent="things.mine")
def make_my_thing(*, actor: Actor, fails: bool = False, at: datetime) -> None:
    Thing.objects.create(company_id=1, name="Mine")
    if fails:
        raise LookupError


def test_an_operation_returns_what_its_body_returns(actor: Actor, now: datetime) -> None:
    assert make_thing(actor=actor, company_id=1, at=now).name == "Lamp"


def test_an_operation_writes_under_an_event_named_by_its_permission(actor: Actor, now: datetime) -> None:
    make_thing(actor=actor, company_id=1, at=now)
    (change,) = written("trailtest_thing")
    columns = "intent, actor_id, door, request_id, effective_at, note"
    assert fetch(f"SELECT {columns} FROM audit_event WHERE id = %s", [change.event_id]) == [
        ("things.edit", actor.user_id, "web", actor.request_id, now, "")
    ]


def test_the_event_takes_the_note_and_the_time_at_which_it_is_true(actor: Actor, now: datetime) -> None:
    then = now - timedelta(days=9)
    make_thing(actor=actor, company_id=1, note="found", effective_at=then, at=now)
    assert fetch("SELECT note, effective_at FROM audit_event ORDER BY id DESC LIMIT 1") == [("found", then)]


def test_an_operation_inside_another_opens_a_child_event(actor: Actor, now: datetime) -> None:
    make_pair(actor=actor, at=now)
    inner, outer = (change.event_id for change in written("trailtest_thing"))
    events = fetch(
        "SELECT id, intent, parent_id FROM audit_event WHERE id IN (%s, %s) ORDER BY id", [outer, inner]
    )
    assert events == [(outer, "things.pair", None), (inner, "things.edit", outer)]


def test_who_lacks_the_permission_is_refused_before_anything_opens(actor: Actor, now: datetime) -> None:
    stranger = Actor(user_id=make_user("eve").pk, name="")
    ((before,),) = fetch("SELECT count(*) FROM audit_event")
    with pytest.raises(NotPermitted):
        make_thing(actor=stranger, company_id=1, at=now)
    assert fetch("SELECT count(*) FROM audit_event") == [(before,)]


def test_a_permission_in_one_company_does_not_pass_the_wall_of_another(actor: Actor, now: datetime) -> None:
    with pytest.raises(OutsideCompanyWall), transaction.atomic():
        make_thing(actor=actor, company_id=2, at=now)


def test_an_operation_without_a_permission_asks_for_none(now: datetime) -> None:
    user = make_user("eve")
    grant(user, "anything", [1])
    make_my_thing(actor=Actor(user_id=user.pk, name=""), at=now)
    assert fetch("SELECT intent FROM audit_event ORDER BY id DESC LIMIT 1") == [("things.mine",)]


def test_what_fails_leaves_nothing_behind(transactional_db: None, now: datetime) -> None:
    user = make_user("eve")
    grant(user, "anything", [1])
    with pytest.raises(LookupError):
        make_my_thing(actor=Actor(user_id=user.pk, name=""), fails=True, at=now)
    assert written("trailtest_thing") == []
    assert fetch("SELECT count(*) FROM audit_event WHERE intent = 'things.mine'") == [(0,)]


def test_two_operations_after_each_other_are_two_transactions(transactional_db: None, now: datetime) -> None:
    user = make_user("ada")
    grant(user, "things.edit", [1])
    actor = Actor(user_id=user.pk, name="")
    make_pair(actor=actor, at=now)
    make_thing(actor=actor, company_id=1, at=now)
    assert fetch(
        "SELECT count(DISTINCT xid::text), count(*) FROM audit_event WHERE actor_id = %s", [user.pk]
    ) == [(2, 3)]


def no_actor(*, at: datetime) -> None: ...
def no_at(*, actor: Actor) -> None: ...
def at_first(*, at: datetime, actor: Actor) -> None: ...
def positional(actor: Actor, *, at: datetime) -> None: ...


@pytest.mark.parametrize("function", [no_actor, no_at, at_first, positional])
def test_a_function_of_another_shape_is_no_operation(function: Any) -> None:
    with pytest.raises(TypeError):
        operation("things.edit")(function)


def test_an_operation_without_permission_and_intent_has_no_name() -> None:
    with pytest.raises(TypeError):
        operation(None)


@pytest.fixture
def other(transactional_db: None) -> Iterator[psycopg.Connection]:
    """Another session that holds the only word locked."""
    with signed("test.make"):
        Word.objects.create(text="the word")
    with psycopg.connect(conninfo(connections["default"].settings_dict["NAME"])) as other:
        other.execute("SELECT FROM trailtest_word FOR UPDATE")
        yield other


LOCK = "SELECT id FROM trailtest_word FOR UPDATE NOWAIT"


def test_a_transaction_that_met_a_lock_is_tried_again(other: psycopg.Connection) -> None:
    before_each = iter([lambda: None, other.rollback])

    def body() -> str:
        next(before_each)()
        with transaction.atomic():
            execute(LOCK)
        return "done"

    assert retrying(body) == "done"


def test_any_other_error_is_not_tried_again(other: psycopg.Connection) -> None:
    attempts = []

    def body() -> None:
        attempts.append(1)
        with transaction.atomic():
            execute("SELECT 1 / 0")

    with pytest.raises(DataError):
        retrying(body)
    assert len(attempts) == 1


def test_inside_a_transaction_nothing_is_tried_again(other: psycopg.Connection) -> None:
    attempts = []

    def body() -> None:
        attempts.append(1)
        execute(LOCK)

    with pytest.raises(OperationalError), transaction.atomic():
        retrying(body)
    assert len(attempts) == 1


def test_after_the_last_attempt_it_is_busy(other: psycopg.Connection) -> None:
    attempts = []

    def body() -> None:
        attempts.append(1)
        with transaction.atomic():
            execute(LOCK)

    with pytest.raises(Busy):
        retrying(body)
    assert len(attempts) == ATTEMPTS
