"""What was bought: lines that are only added, and what they add up to on a day."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, connection

from assetry.domain.software import operations as do
from assetry.domain.software.checks import check_seats
from assetry.domain.software.models import Entitlement, License, LineKind, SoftwareProduct
from assetry.domain.software.refusals import (
    LicenseArchived,
    LicenseThere,
    LineTakesBack,
    LineUsedUp,
    NoKey,
    SeatsInUse,
)
from assetry.domain.software.seats import recount
from assetry.kernel.refusals import InvalidInput, NotPermitted
from assetry.platform.audit.signed import signed
from assetry.platform.doctor.checks import Level
from tests.cast import NOW, Cast
from tests.factories import (
    make_allocation,
    make_asset,
    make_category,
    make_entitlement,
    make_license,
    make_person,
    make_product,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def product(db: None) -> SoftwareProduct:
    with signed("test"):
        return make_product("Atlas Draw")


def buy(cast: Cast, product: SoftwareProduct, quantity: int = 10, **values: Any) -> Entitlement:
    given = {"product": product, "quantity": quantity, **values}
    return do.add_entitlement(
        actor=cast.actor("asset_manager"), company=cast.company, values=given, at=values.pop("at", NOW)
    )


def counts(product: SoftwareProduct) -> tuple[int, int, int]:
    found = License.objects.get(product=product)
    return found.bought, found.assigned, found.free


def test_a_purchase_makes_the_license_once(cast: Cast, product: SoftwareProduct) -> None:
    buy(cast, product, 10)
    second = buy(cast, product, 5, unit_amount=Decimal("19.23"), order_number="PO-7")
    assert counts(product) == (15, 0, 15)
    assert (second.name, second.unit_currency, second.kind) == ("Atlas Draw", "EUR", LineKind.PURCHASE)


def test_a_million_seats_are_one_row(cast: Cast, product: SoftwareProduct) -> None:
    buy(cast, product, 1_000_000)
    assert (Entitlement.objects.count(), counts(product)) == (1, (1_000_000, 0, 1_000_000))


def test_seats_of_a_subscription(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(
            cast.company, name="Mail", category=make_category(kind="subscription"), status="Active"
        )
    line = do.add_entitlement(
        actor=cast.actor("asset_manager"),
        company=cast.company,
        values={"subscription": asset, "quantity": 3},
        at=NOW,
    )
    assert (line.license.subscription, line.license.bought) == (asset, 0)
    assert License.objects.get().bought == 3


def test_a_term_counts_from_its_first_day_to_its_last(cast: Cast, product: SoftwareProduct) -> None:
    buy(cast, product, 4, starts_on=date(2026, 12, 1), ends_on=date(2026, 12, 31))
    found = []
    for day in ((2026, 11, 30), (2026, 12, 1), (2026, 12, 31), (2027, 1, 1)):
        recount(datetime(*day, 12, tzinfo=UTC))
        found.append(counts(product)[0])
    assert found == [0, 4, 4, 0]


def test_a_term_that_runs_out_leaves_its_seats_short(cast: Cast, product: SoftwareProduct) -> None:
    line = buy(cast, product, 2, ends_on=date(2026, 12, 31))
    with signed("test"):
        make_allocation(line.license, 2, person=make_person(cast.company))
    recount(datetime(2027, 1, 2, tzinfo=UTC))
    found = License.objects.get()
    assert (found.bought, found.assigned, found.free, found.short) == (0, 2, 0, 2)


@pytest.mark.parametrize(
    "values",
    [
        {"product": None},
        {"starts_on": date(2026, 2, 1), "ends_on": date(2026, 1, 1)},
        {"unit_amount": Decimal("1.999")},
        {"unit_amount": Decimal(1), "unit_currency": "XXQ"},
        {"quantity": 0},
    ],
)
def test_what_a_line_cannot_be(cast: Cast, product: SoftwareProduct, values: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        buy(cast, values.pop("product", product), **values)


def test_a_line_never_changes(cast: Cast, product: SoftwareProduct) -> None:
    line = buy(cast, product)
    with pytest.raises(InvalidInput):
        do.edit_entitlement(
            actor=cast.actor("asset_manager"),
            entitlement=line,
            changes={"quantity": 99},
            version=None,
            at=NOW,
        )
    with pytest.raises(IntegrityError, match="never changed"), signed("test"):
        Entitlement.objects.filter(pk=line.pk).update(quantity=99)


def test_what_is_said_about_a_line_can_change(cast: Cast, product: SoftwareProduct) -> None:
    line = buy(cast, product)
    edited = do.edit_entitlement(
        actor=cast.actor("asset_manager"),
        entitlement=line,
        changes={"order_number": "PO-9"},
        version=1,
        at=NOW,
    )
    assert (edited.order_number, counts(product)) == ("PO-9", (10, 0, 10))


def test_a_correction_takes_back_by_a_line(cast: Cast, product: SoftwareProduct) -> None:
    line, actor = buy(cast, product, ends_on=date(2026, 12, 31)), cast.actor("asset_manager")
    back = do.correct_entitlement(actor=actor, entitlement=line, quantity=4, note="Typed twice", at=NOW)
    assert (back.quantity, back.ends_on, counts(product)) == (-4, line.ends_on, (6, 0, 6))
    with pytest.raises(LineUsedUp):
        do.correct_entitlement(actor=actor, entitlement=line, quantity=7, at=NOW)
    with pytest.raises(LineTakesBack):
        do.correct_entitlement(actor=actor, entitlement=back, quantity=1, at=NOW)


def test_what_somebody_has_is_not_taken_back(cast: Cast, product: SoftwareProduct) -> None:
    line = buy(cast, product, 3)
    with signed("test"):
        make_allocation(line.license, 2, person=make_person(cast.company))
    with pytest.raises(SeatsInUse):
        do.correct_entitlement(actor=cast.actor("asset_manager"), entitlement=line, quantity=2, at=NOW)
    assert counts(product) == (3, 2, 1)


def test_a_renewal_follows_the_last_day(cast: Cast, product: SoftwareProduct) -> None:
    line = buy(cast, product, 10, ends_on=date(2026, 12, 31), unit_amount=Decimal(5))
    further = do.renew_entitlement(
        actor=cast.actor("asset_manager"), entitlement=line, ends_on=date(2027, 12, 31), quantity=8, at=NOW
    )
    assert (further.kind, further.starts_on, further.predecessor) == ("renewal", date(2027, 1, 1), line)
    recount(datetime(2027, 1, 1, 12, tzinfo=UTC))
    assert counts(product) == (8, 0, 8)


def test_a_perpetual_line_is_not_renewed(cast: Cast, product: SoftwareProduct) -> None:
    with pytest.raises(InvalidInput):
        do.renew_entitlement(
            actor=cast.actor("asset_manager"),
            entitlement=buy(cast, product),
            ends_on=date(2027, 1, 1),
            at=NOW,
        )


def test_an_upgrade_counts_up_to_what_it_is_of(cast: Cast, product: SoftwareProduct) -> None:
    line, actor = buy(cast, product, 10), cast.actor("asset_manager")
    with signed("test"):
        newer = make_product("Atlas Draw 2")
    do.upgrade_entitlement(actor=actor, entitlement=line, product=newer, quantity=7, values={}, at=NOW)
    assert (counts(product)[0], counts(newer)[0]) == (3, 7)
    with pytest.raises(LineUsedUp):
        do.upgrade_entitlement(actor=actor, entitlement=line, product=newer, quantity=4, values={}, at=NOW)


def test_nothing_is_bought_for_an_archived_license(cast: Cast, product: SoftwareProduct) -> None:
    line = buy(cast, product)
    do.edit_license(
        actor=cast.actor("asset_manager"),
        license=line.license,
        changes={"is_archived": True},
        version=None,
        at=NOW,
    )
    with pytest.raises(LicenseArchived):
        buy(cast, product)


def test_a_company_has_one_license_of_a_product(cast: Cast, product: SoftwareProduct) -> None:
    values = {"product": product, "metric": "device"}
    actor = cast.actor("asset_manager")
    made = do.create_license(actor=actor, company=cast.company, values=values, at=NOW)
    assert (made.name, made.metric, made.free) == ("Atlas Draw", "device", 0)
    with pytest.raises(LicenseThere):
        do.create_license(actor=actor, company=cast.company, values=values, at=NOW)


def test_a_key_is_shown_to_who_may_and_the_trail_says_so(cast: Cast, product: SoftwareProduct) -> None:
    line = buy(cast, product, license_key="AAAA-1")
    shown = do.reveal_license_key(actor=cast.actor("asset_manager"), entitlement=line, at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_event WHERE intent = 'software.license.reveal_key'")
        assert (shown, cursor.fetchone()) == ("AAAA-1", (1,))
    with pytest.raises(NotPermitted):
        do.reveal_license_key(actor=cast.actor("technician"), entitlement=line, at=NOW)
    do.set_license_key(actor=cast.actor("asset_manager"), entitlement=line, license_key="", at=NOW)
    line.refresh_from_db()
    with pytest.raises(NoKey):
        do.reveal_license_key(actor=cast.actor("asset_manager"), entitlement=line, at=NOW)


@pytest.mark.parametrize("role", ["technician", "auditor", "employee", "stranger"])
def test_who_may_not_buy(cast: Cast, product: SoftwareProduct, role: str) -> None:
    with pytest.raises(NotPermitted):
        do.add_entitlement(
            actor=cast.actor(role), company=cast.company, values={"product": product, "quantity": 1}, at=NOW
        )


def test_doctor_finds_counts_that_differ(cast: Cast) -> None:
    with signed("test"):
        license_ = make_license(cast.company)
        make_entitlement(license_, 5)
    assert check_seats(NOW).level is Level.OK
    License.objects.filter(pk=license_.pk).update(bought=6)
    assert check_seats(NOW).level is Level.PROBLEM
