"""History with past times: written by the owner's role, in the very form that the trail has today."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import ProgrammingError, connections

from assetry.domain.organization.models import Company
from assetry.platform.audit.refusals import UnsignedChange
from assetry.platform.audit.seed import past_event, writing_history
from assetry.platform.audit.signed import signed

THEN = datetime(2023, 3, 5, 10, 30, tzinfo=UTC)

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "owner"]),
    pytest.mark.untrailed,
]


def make_company(name: str) -> None:
    Company.objects.using("owner").create(name=name, name_sort=name.lower())


def trail_of(name: str) -> dict[str, Any]:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            """
            SELECT c.recorded_at, e.effective_at, e.intent, e.actor_id, e.note, c.action,
                   c.after::jsonb - 'name' - 'public_id' AS after
            FROM audit_change c JOIN audit_event e ON e.id = c.event_id AND e.recorded_at = c.recorded_at
            WHERE c.after ->> 'name' = %s
            """,
            [name],
        )
        (row,) = cursor.fetchall()
        return dict(zip((column.name for column in cursor.description), row, strict=True))


def test_a_past_event_dates_back_what_the_triggers_write() -> None:
    with (
        writing_history(THEN, using="owner"),
        past_event(intent="demo.story", at=THEN, actor_id=7, note="Long ago", using="owner"),
    ):
        make_company("Old")
    with signed("today", using="owner"):
        make_company("New")
    old, new = trail_of("Old"), trail_of("New")
    assert (old["recorded_at"], old["effective_at"]) == (THEN, THEN)
    assert (old["intent"], old["actor_id"], old["note"]) == ("demo.story", 7, "Long ago")
    assert (old["action"], old["after"]) == (new["action"], new["after"])


def write_unsigned_after_signed() -> None:
    with writing_history(THEN, using="owner"):
        with past_event(intent="demo.story", at=THEN, using="owner"):
            make_company("Signed")
        make_company("Unsigned")


def test_outside_of_a_past_event_nothing_is_signed() -> None:
    with pytest.raises(UnsignedChange):
        write_unsigned_after_signed()


def test_afterwards_the_trail_asks_for_an_event_of_the_moment_again() -> None:
    with writing_history(THEN, using="owner"):
        pass
    with pytest.raises(UnsignedChange):
        make_company("Unsigned")


def test_the_application_role_cannot_write_history() -> None:
    with (
        pytest.raises(ProgrammingError, match=r"must be owner|permission denied"),
        writing_history(datetime.now(UTC)),
    ):
        pass
