"""The second wall: an event touches rows of its companies, shared rows or accounts, and no others."""

from collections.abc import Iterator
from datetime import datetime

import pytest
from django.db import transaction

from assetry.platform.audit.events import admit_company, event
from assetry.platform.audit.refusals import OutsideCompanyWall, UnsignedChange
from assetry.platform.audit.signed import signed
from assetry.platform.permissions.actor import Actor
from tests.platform.audit.conftest import grant, make_user
from tests.platform.audit.testapp.models import Login, Thing, Word
from tests.platform.audit.trail import execute, fetch

pytestmark = pytest.mark.django_db


def make_thing(company_id: int | None) -> Thing:
    with signed("test.make"):
        return Thing.objects.create(company_id=company_id, name="Lamp")


@pytest.fixture
def opened(actor: Actor, now: datetime) -> Iterator[None]:
    """An open event of an actor who writes in company 1."""
    with transaction.atomic(), event(actor=actor, intent="things.edit", at=now):
        yield


@pytest.fixture
def opened_shared(actor: Actor, now: datetime) -> Iterator[None]:
    """The same for an actor who manages the catalog too."""
    execute(
        "INSERT INTO permissions_compiledgrant (user_id, permission, company_ids, writes)"
        " VALUES (%s, 'catalog.manage', '{1}', true)",
        [actor.user_id],
    )
    with transaction.atomic(), event(actor=actor, intent="catalog.manage", at=now):
        yield


def test_a_row_of_the_actor_s_company_is_let_through(opened: None) -> None:
    thing = Thing.objects.create(company_id=1, name="Lamp")
    thing.name = "Chair"
    thing.save()
    thing.delete()


@pytest.mark.parametrize("company", ["2", "NULL"])
def test_a_new_row_elsewhere_is_refused(company: str, opened: None) -> None:
    with pytest.raises(OutsideCompanyWall), transaction.atomic():
        execute(
            "INSERT INTO trailtest_thing (company_id, name, name_sort, custom, version)"
            f" VALUES (1, 'a', '', '{{}}', 1), ({company}, 'b', '', '{{}}', 1)"
        )


@pytest.mark.parametrize("company", [2, None])
@pytest.mark.parametrize("change", ["UPDATE trailtest_thing SET name = 'x'", "DELETE FROM trailtest_thing"])
def test_a_row_elsewhere_is_not_changed(
    company: int | None, change: str, actor: Actor, now: datetime
) -> None:
    make_thing(company)
    with pytest.raises(OutsideCompanyWall), transaction.atomic(), event(actor=actor, intent="x", at=now):
        execute(change)


def test_a_row_is_not_moved_out_of_the_company(actor: Actor, now: datetime) -> None:
    make_thing(1)
    with pytest.raises(OutsideCompanyWall), transaction.atomic(), event(actor=actor, intent="x", at=now):
        execute("UPDATE trailtest_thing SET company_id = 2")


def test_a_row_is_not_moved_into_the_company(actor: Actor, now: datetime) -> None:
    make_thing(2)
    with pytest.raises(OutsideCompanyWall), transaction.atomic(), event(actor=actor, intent="x", at=now):
        execute("UPDATE trailtest_thing SET company_id = 1")


def test_a_company_that_the_actor_only_reads_is_outside(opened: None) -> None:
    with pytest.raises(OutsideCompanyWall), transaction.atomic():
        Thing.objects.create(company_id=2, name="Lamp")


def test_the_event_of_another_company_is_of_no_use(now: datetime) -> None:
    other = make_user("eve")
    grant(other, "things.edit", [2])
    make_thing(1)
    actor = Actor(user_id=other.pk, name="")
    with pytest.raises(OutsideCompanyWall), transaction.atomic(), event(actor=actor, intent="x", at=now):
        execute("UPDATE trailtest_thing SET name = 'x'")


def test_shared_rows_are_for_who_manages_the_catalog(opened_shared: None) -> None:
    Thing.objects.create(company_id=None, name="Lamp")
    Word.objects.create(text="new")
    Thing.objects.create(company_id=1, name="Chair")


def test_a_shared_table_is_refused_to_others(opened: None) -> None:
    with pytest.raises(OutsideCompanyWall), transaction.atomic():
        Word.objects.create(text="new")


def test_managing_the_catalog_opens_no_other_company(opened_shared: None) -> None:
    with pytest.raises(OutsideCompanyWall), transaction.atomic():
        Thing.objects.create(company_id=2, name="Lamp")


def test_an_account_s_rows_are_its_own(actor: Actor, opened: None) -> None:
    login = Login.objects.create(user_id=actor.user_id, email="ada@example.org")
    login.phone = "1"
    login.save()
    login.delete()


def test_another_s_account_is_refused(actor: Actor, opened: None) -> None:
    with pytest.raises(OutsideCompanyWall), transaction.atomic():
        Login.objects.create(user_id=actor.user_id + 1, email="eve@example.org")


def test_an_account_s_row_is_not_given_away(actor: Actor, opened: None) -> None:
    login = Login.objects.create(user_id=actor.user_id, email="ada@example.org")
    with pytest.raises(OutsideCompanyWall), transaction.atomic():
        Login.objects.filter(pk=login.pk).update(user_id=actor.user_id + 1)


def test_who_manages_access_touches_every_account(now: datetime) -> None:
    user = make_user("root")
    grant(user, "access.manage", [1])
    with transaction.atomic(), event(actor=Actor(user_id=user.pk, name=""), intent="x", at=now):
        Login.objects.create(user_id=user.pk + 1, email="eve@example.org")


def test_a_system_event_touches_everything() -> None:
    with signed("test"):
        Thing.objects.create(company_id=7, name="Lamp")
        Thing.objects.create(company_id=None, name="Lamp")
        Word.objects.create(text="new")
        Login.objects.create(user_id=9, email="eve@example.org")


def test_a_company_of_before_is_not_admitted(opened: None) -> None:
    with pytest.raises(OutsideCompanyWall), transaction.atomic():
        admit_company(2)


def test_no_company_is_admitted_without_an_event() -> None:
    with pytest.raises(UnsignedChange), transaction.atomic():
        admit_company(2)


def test_a_new_company_is_admitted_to_the_event_and_those_around_it(now: datetime) -> None:
    user = make_user("boss")
    grant(user, "catalog.manage", [900])
    actor = Actor(user_id=user.pk, name="")
    with transaction.atomic(), event(actor=actor, intent="outer", at=now) as outer:
        with event(actor=actor, intent="inner", at=now) as inner, transaction.atomic():
            company = make_company()
            admit_company(company)
            Thing.objects.create(company_id=company, name="Lamp")
        Thing.objects.create(company_id=company, name="Chair")
    assert fetch("SELECT company_ids FROM audit_event WHERE id IN (%s, %s)", [outer.id, inner.id]) == [
        ([900, company],),
        ([900, company],),
    ]


def test_a_company_that_an_earlier_transaction_made_stays_outside(
    transactional_db: None, now: datetime
) -> None:
    user = make_user("boss")
    grant(user, "catalog.manage", [900])
    with signed("test.make"):
        company = make_company()
    actor = Actor(user_id=user.pk, name="")
    with pytest.raises(OutsideCompanyWall), transaction.atomic(), event(actor=actor, intent="x", at=now):
        admit_company(company)


def make_company() -> int:
    from assetry.domain.organization.models import Company

    return Company.objects.create(name="New company", name_sort="new company").pk
