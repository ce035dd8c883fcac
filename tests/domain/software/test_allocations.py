"""Who has seats: used and free are all there are, whoever asks at once, in one company."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from assetry.domain.organization.operations import erase_person
from assetry.domain.organization.refusals import OtherCompany
from assetry.domain.software import allocation_operations as do
from assetry.domain.software.models import Allocation, License
from assetry.domain.software.queries import list_mine, list_open
from assetry.domain.software.refusals import (
    AllocationOver,
    HasSeats,
    HolderGone,
    LicenseArchived,
    SeatsShort,
    StillHasSeats,
)
from assetry.kernel.refusals import InvalidInput, NotPermitted
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.factories import (
    make_allocation,
    make_asset,
    make_department,
    make_entitlement,
    make_license,
    make_person,
)

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def license_(cast: Cast) -> License:
    with signed("test"):
        made = make_license(cast.company, "Atlas Draw")
        make_entitlement(made, 200)
    return made


def give(cast: Cast, license_: License, *holders: Any, quantity: int = 1, **more: Any) -> list[Allocation]:
    given = {"actor": cast.actor("technician"), "at": NOW, **more}
    return do.allocate_seats(license=license_, holders=holders, quantity=quantity, **given)


def counts(license_: License) -> tuple[int, int, int]:
    license_.refresh_from_db()
    return license_.bought, license_.assigned, license_.free


def test_a_person_a_department_and_a_device_have_any_quantity(cast: Cast, license_: License) -> None:
    with signed("test"):
        device, department = make_asset(cast.company), make_department(cast.company)
    give(cast, license_, cast.person("employee"))
    give(cast, license_, department, quantity=27)
    give(cast, license_, device, quantity=72)
    assert counts(license_) == (200, 100, 100)
    assert list_open(cast.actor("auditor"), 1, license=license_)[0].holder == device


def test_many_get_theirs_or_nobody(cast: Cast, license_: License) -> None:
    with signed("test"):
        people = [make_person(cast.company) for _ in range(3)]
    with pytest.raises(SeatsShort):
        give(cast, license_, *people, quantity=67)
    assert counts(license_) == (200, 0, 200)
    give(cast, license_, *people, quantity=66)
    assert counts(license_) == (200, 198, 2)


def test_the_database_gives_no_more_than_there_are(cast: Cast, license_: License) -> None:
    with pytest.raises(IntegrityError, match="license_seats_free"), signed("test"):
        make_allocation(license_, 201, person=cast.person("employee"))


def test_a_holder_has_one_allocation(cast: Cast, license_: License) -> None:
    ana = cast.person("employee")
    give(cast, license_, ana)
    with pytest.raises(HasSeats):
        give(cast, license_, ana)
    with pytest.raises(InvalidInput):
        give(cast, license_, cast.person("auditor"), cast.person("auditor"))
    with pytest.raises(IntegrityError, match="one_open_person"), signed("test"):
        make_allocation(license_, person=ana)


def test_nothing_is_given_across_companies_or_to_who_is_gone(cast: Cast, license_: License) -> None:
    with signed("test"):
        gone = [
            make_person(cast.company, is_active=False),
            make_department(cast.company, is_archived=True),
            make_asset(cast.company, status="Retired"),
        ]
    for holder in gone:
        with pytest.raises(HolderGone):
            give(cast, license_, holder)
    with pytest.raises(OtherCompany):
        give(cast, license_, cast.person("stranger"))


def test_nothing_is_given_of_an_archived_license(cast: Cast, license_: License) -> None:
    with signed("test"):
        License.objects.update(is_archived=True)
    with pytest.raises(LicenseArchived):
        give(cast, license_, cast.person("employee"))


@pytest.mark.parametrize("role", ["auditor", "employee", "stranger"])
def test_who_may_not_give_or_take(cast: Cast, license_: License, role: str) -> None:
    (held,) = give(cast, license_, cast.person("employee"))
    acts: list[Callable[..., object]] = [
        lambda **by: do.allocate_seats(license=license_, holders=[cast.person("auditor")], **by),
        lambda **by: do.release_seats(allocations=[held], **by),
        lambda **by: do.edit_allocation(allocation=held, changes={"quantity": 2}, version=None, **by),
        lambda **by: do.transfer_allocation(allocation=held, holder=cast.person("auditor"), **by),
    ]
    for act in acts:
        with pytest.raises(NotPermitted):
            act(actor=cast.actor(role), at=LATER)


def test_another_quantity_is_another_period(cast: Cast, license_: License) -> None:
    (held,) = give(cast, license_, cast.person("employee"), quantity=5)
    actor = cast.actor("technician")
    more = do.edit_allocation(actor=actor, allocation=held, changes={"quantity": 8}, version=1, at=LATER)
    held.refresh_from_db()
    assert (held.ends_at, more.starts_at, more.quantity, counts(license_)) == (LATER, LATER, 8, (200, 8, 192))
    with pytest.raises(AllocationOver):
        do.edit_allocation(actor=actor, allocation=held, changes={"quantity": 1}, version=None, at=LATER)
    with pytest.raises(SeatsShort):
        do.edit_allocation(actor=actor, allocation=more, changes={"quantity": 201}, version=None, at=LATER)


def test_a_note_changes_in_place(cast: Cast, license_: License) -> None:
    (held,) = give(cast, license_, cast.person("employee"))
    actor = cast.actor("technician")
    same = do.edit_allocation(actor=actor, allocation=held, changes={"note": "CI"}, version=1, at=LATER)
    assert (same.pk, same.note, same.version) == (held.pk, "CI", 2)


def test_seats_are_handed_on(cast: Cast, license_: License) -> None:
    (held,) = give(cast, license_, cast.person("employee"), quantity=3)
    with signed("test"):
        device = make_asset(cast.company)
    handed = do.transfer_allocation(actor=cast.actor("technician"), allocation=held, holder=device, at=LATER)
    assert (handed.holder, handed.quantity, counts(license_)) == (device, 3, (200, 3, 197))


def test_taking_back_counts_once(cast: Cast, license_: License) -> None:
    held = give(cast, license_, cast.person("employee"), cast.person("auditor"), quantity=2)
    actor = cast.actor("technician")
    assert do.release_seats(actor=actor, allocations=held, at=LATER) == 2
    assert do.release_seats(actor=actor, allocations=held, at=LATER) == 0
    assert counts(license_) == (200, 0, 200)


def test_what_was_given_at_this_instant_never_was(cast: Cast, license_: License) -> None:
    held = give(cast, license_, cast.person("employee"))
    do.release_seats(actor=cast.actor("technician"), allocations=held, at=NOW)
    assert (Allocation.objects.count(), counts(license_)) == (0, (200, 0, 200))


@pytest.mark.parametrize(
    "values", [{}, {"person": True, "department": True}, {"person": True, "quantity": 0}]
)
def test_one_holder_is_chosen(cast: Cast, license_: License, values: dict[str, Any]) -> None:
    with signed("test"):
        there = {"person": cast.person("employee"), "department": make_department(cast.company)}
    given = {name: there.get(name, value) for name, value in values.items()}
    with pytest.raises(InvalidInput):
        do.create_allocation(
            actor=cast.actor("technician"),
            company=cast.company,
            values={"license": license_, "quantity": 1, **given},
            at=NOW,
        )


def test_who_sees_them(cast: Cast, license_: License) -> None:
    give(cast, license_, cast.person("employee"))
    seen = {role: Allocation.objects.visible_to(cast.actor(role)).count() for role in cast.users}
    assert seen == {
        "administrator": 1, "asset_manager": 1, "technician": 1, "auditor": 1, "employee": 0, "stranger": 0,
    }  # fmt: skip
    assert [row.license.name for row in list_mine(cast.actor("employee"))] == ["Atlas Draw"]
    assert list_mine(cast.actor("technician")) == []


def test_nobody_is_erased_who_has_seats(cast: Cast, license_: License) -> None:
    with signed("test"):
        person = make_person(cast.company)
    give(cast, license_, person)
    with pytest.raises(StillHasSeats):
        erase_person(actor=cast.actor("administrator"), person=person, note="Left", at=NOW)
