"""Erasing a person: nothing names them any more, the chain of the trail holds, and who is needed is not erased."""

from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from assetry.domain.access.compile import compile_grants
from assetry.domain.access.models import Grant, Invitation
from assetry.domain.access.refusals import AccountStillActive
from assetry.domain.assets.refusals import StillResponsible
from assetry.domain.organization.models import Company, Person
from assetry.domain.organization.operations import edit_person, erase_person
from assetry.domain.organization.refusals import ReasonMissing
from assetry.kernel.refusals import NotFound, NotPermitted, StalePage
from assetry.platform.accounts.models import User
from assetry.platform.audit.erasing import erase_values
from assetry.platform.audit.events import event
from assetry.platform.audit.refusals import OutsideCompanyWall, UnsignedChange
from assetry.platform.audit.sealing.head import HeadState
from assetry.platform.audit.sealing.verification import verify
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from assetry.platform.search.models import SearchDocument
from tests.cast import NOW, Cast
from tests.domain.people import actor_of, make_role, make_user
from tests.factories import make_asset, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(cast: Cast) -> Actor:
    return cast.actor("administrator")


@pytest.fixture
def leaver(cast: Cast, admin: Actor) -> Person:
    with signed("test"):
        leaver = make_person(cast.company, "Zacharias Quill", email="zq@example.com", username="zquill")
    return edit_person(
        actor=admin,
        person=leaver,
        changes={"phone": "+44 113 496 0000", "note": "Quill"},
        version=None,
        at=NOW,
    )


def eraser_of(company: Company) -> Actor:
    with signed("test"):
        user, role = make_user("eraser"), make_role("Erasers", "organization.person.erase")
        Grant.objects.create(user=user, role=role, company=company)
        compile_grants([user.pk])
    return actor_of(user)


def erase(actor: Actor, person: Person, note: str = "asked for by the person, case 12") -> Person:
    return erase_person(actor=actor, person=person, note=note, at=NOW)


def rows(query: str, *params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        return list(cursor.fetchall())


def told_of(word: str) -> list[str]:
    """The tables of the whole database in which some row holds the word."""
    tables = rows(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND NOT relispartition AND relname NOT LIKE 'shadow%%' AND has_table_privilege(oid, 'SELECT')"
    )
    parts = [f"SELECT '{name}' FROM \"{name}\" t WHERE t::text ILIKE %s" for (name,) in tables]
    return sorted({found for (found,) in rows(" UNION ALL ".join(parts), *[f"%{word}%"] * len(parts))})


def test_the_person_is_nobody_and_what_they_did_stays(admin: Actor, leaver: Person) -> None:
    erased = erase(admin, leaver)
    assert (erased.name, erased.email, erased.phone, erased.username, erased.note, erased.is_active) == (
        f"Erased person {leaver.public_id}", "", "", "", "", False,
    )  # fmt: skip
    assert Person.objects.get(pk=leaver.pk).public_id == leaver.public_id


@pytest.mark.parametrize("word", ["quill", "zq@example.com", "496 0000"])
def test_no_table_names_them_any_more(admin: Actor, leaver: Person, word: str) -> None:
    assert {"organization_person", "audit_personal"} <= set(told_of(word))
    erase(admin, leaver)
    assert told_of(word) == []


def test_search_does_not_find_them(admin: Actor, leaver: Person) -> None:
    erase(admin, leaver)
    assert not SearchDocument.objects.filter(text__contains="quill").exists()


def test_the_trail_says_who_erased_and_why(admin: Actor, leaver: Person) -> None:
    erase(admin, leaver)
    assert rows(
        "SELECT e.intent, e.actor_id, e.note FROM audit_event e WHERE e.intent = 'organization.person.erase'"
    ) == [("organization.person.erase", admin.user_id, "asked for by the person, case 12")]


def test_the_trail_stays_whole(admin: Actor, leaver: Person, tmp_path: Path) -> None:
    erase(admin, leaver)
    with connection.cursor() as cursor:
        report = verify(cursor, tmp_path / "none")
    assert (report.findings, report.head_state) == ((), HeadState.NONE)
    assert rows("SELECT count(*) FROM audit_change WHERE table_name = 'audit_personal'")[0][0] >= 2


def test_an_account_that_nobody_signs_in_to_goes_along(cast: Cast, admin: Actor) -> None:
    with signed("test"):
        User.objects.filter(pk=cast.user("employee").pk).update(is_active=False)
    erase(admin, cast.person("employee"))
    user = User.objects.get(pk=cast.user("employee").pk)
    assert (user.name, user.email) == (
        f"Erased person {user.public_id}",
        f"{user.public_id.lower()}@erased.invalid",
    )
    assert told_of("employee@example.com") == told_of("Ana Petrov") == []


def test_an_invitation_goes_along(cast: Cast, admin: Actor, leaver: Person) -> None:
    with signed("test"):
        Invitation.objects.create(
            email="ZQ@example.com",
            name="Quill",
            invited_by=cast.user("administrator"),
            sent_at=NOW,
            expires_at=NOW,
        )
    erase(admin, leaver)
    assert told_of("quill") == told_of("zq@example.com") == []
    assert Invitation.objects.get().revoked_at == NOW


def test_who_can_sign_in_is_not_erased(cast: Cast, admin: Actor) -> None:
    with pytest.raises(AccountStillActive, match="Ana Petrov"):
        erase(admin, cast.person("employee"))


@pytest.mark.parametrize("tie", ["holder_person", "owner_person"])
def test_who_holds_or_owns_is_not_erased(cast: Cast, admin: Actor, leaver: Person, tie: str) -> None:
    responsible: dict[str, Any] = {tie: leaver}
    with signed("test"):
        make_asset(cast.company, **responsible)
    with pytest.raises(StillResponsible, match="1 assets"):
        erase(admin, leaver)
    assert Person.objects.get(pk=leaver.pk).name == "Zacharias Quill"


@pytest.mark.parametrize("note", ["", "  \n "])
def test_a_reason_is_needed(admin: Actor, leaver: Person, note: str) -> None:
    with pytest.raises(ReasonMissing):
        erase(admin, leaver, note)


def test_a_stale_page_erases_nobody(admin: Actor, leaver: Person) -> None:
    with pytest.raises(StalePage):
        erase_person(actor=admin, person=leaver, note="x", version=0, at=NOW)


@pytest.mark.parametrize("role", ["asset_manager", "technician", "auditor", "employee", "stranger"])
def test_only_administrators_erase(cast: Cast, leaver: Person, role: str) -> None:
    with pytest.raises(NotPermitted):
        erase(cast.actor(role), leaver)


def test_a2_nobody_of_another_company_is_erased(cast: Cast, leaver: Person) -> None:
    actor = eraser_of(cast.other_company)
    with pytest.raises((NotPermitted, NotFound)):
        erase(actor, leaver)


def test_values_are_only_erased_under_an_event() -> None:
    with pytest.raises(UnsignedChange):
        erase_values("organization_person", [1])


def test_a2_values_of_another_company_are_not_erased_under_an_event_of_mine(
    cast: Cast, leaver: Person
) -> None:
    actor = eraser_of(cast.other_company)
    with event(actor=actor, intent="test", at=NOW), pytest.raises(OutsideCompanyWall):
        erase_values("organization_person", [leaver.pk])
