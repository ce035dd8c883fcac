"""Bills in FOCUS: read, replaced, matched to cloud resources, and seen by their company alone."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetry.domain.assets.kinds.cloud_resource import AssetCloudResource
from assetry.domain.assets.models import Asset
from assetry.domain.costs import focus
from assetry.domain.costs.checks import check_cloud_cost, wrong_costs
from assetry.domain.costs.focus import _parts, read_focus
from assetry.domain.costs.models import AssetCloudCost, CloudBill, CloudCharge
from assetry.domain.costs.operations import BillRead, import_bill
from assetry.domain.costs.queries import cloud_costs_of, list_bills, list_unknown_resources
from assetry.kernel.money import Money
from assetry.kernel.refusals import InvalidValue, NotPermitted
from assetry.platform.audit.signed import signed
from assetry.platform.doctor.checks import Level
from tests.cast import NOW, Cast
from tests.factories import make_asset, make_category

pytestmark = pytest.mark.django_db
HEAD = "BilledCost,EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ProviderName,ResourceId,ResourceType"
ARN = "arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc"


def line(cost: str, day: int, *, resource: str = ARN, provider: str = "AWS", until: int = 0) -> str:
    start, end = f"2026-11-{day:02}T00:00:00Z", f"2026-11-{until or day + 1:02}T00:00:00Z"
    return f"0,{cost},USD,{start},{end},{provider},{resource},Instance"


def bill(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines]).encode()


def read(cast: Cast, *lines: str, role: str = "asset_manager") -> BillRead:
    company = cast.other_company if role == "stranger" else cast.company
    return import_bill(
        actor=cast.actor(role), company=company, content=bill(*lines), file_name="nov.csv", at=NOW
    )


def resource(cast: Cast, **facet: str) -> Asset:
    category = make_category(kind="cloud_resource")
    return make_asset(
        cast.company,
        status="Active",
        category=category,
        facet={"provider": "Amazon", "resource_id": ARN} | facet,
    )


def days() -> dict[int, Decimal]:
    return {row.day.day: row.cost for row in CloudCharge.objects.all()}


def test_charges_add_up_by_resource_and_day(cast: Cast) -> None:
    assert read(cast, line("1.10", 1), line("2.20", 1), line("3", 2)) == BillRead(2, 2, 0, 0)
    assert days() == {1: Decimal("3.30"), 2: Decimal(3)}


def test_the_same_bill_again_changes_nothing(cast: Cast) -> None:
    lines = (line("1", 1), line("2", 2), line("0.5", 2, resource=""))
    read(cast, *lines)
    assert read(cast, *reversed(lines)).differs == 0
    assert CloudBill.objects.count() == 1


def test_a_corrected_bill_replaces_its_days(cast: Cast) -> None:
    read(cast, line("1", 1), line("2", 2), line("3", 3), line("4", 9))
    assert read(cast, line("1", 1), line("5", 3)) == BillRead(2, 0, 1, 1)
    assert days() == {1: Decimal(1), 3: Decimal(5), 9: Decimal(4)}


def test_a_bill_of_another_account_or_provider_takes_nothing_away(cast: Cast) -> None:
    read(cast, line("1", 1))
    read(cast, line("7", 1, provider="Microsoft", resource="/vm/1"))
    assert read(cast, line("1", 1, provider="Amazon Web Services")).gone == 0
    assert CloudCharge.objects.count() == 2


def test_what_lasts_several_days_is_spread_over_them(cast: Cast) -> None:
    read(cast, line("1", 1, until=4))
    assert days() == {
        1: Decimal("0.3333333333"), 2: Decimal("0.3333333333"), 3: Decimal("0.3333333334")
    }  # fmt: skip


@given(cost=st.decimals(-(10**9), 10**9, places=10), lasting=st.integers(1, 400))
def test_parts_add_up(cost: Decimal, lasting: int) -> None:
    assert sum(_parts(cost, lasting)) == cost


def test_columns_of_later_versions() -> None:
    head = "billedcost,BillingCurrency,ChargePeriodStart,ServiceProviderName,ProviderName,ResourceId,x_Own"
    (charge,) = read_focus(bill("4.5E-1,eur,2026-11-01T23:30:00-02:00,Vercel,Host,r-1,z", head=head))
    assert (charge.cost, charge.currency, charge.provider) == (Decimal("0.45"), "EUR", "Vercel")
    assert charge.day == date(2026, 11, 2)


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xfe", b"a,b\n1,2", bill(), bill(line("NaN", 1)), bill(line("1e13", 1)), bill(line("x", 1)),
        bill(line("1", 5, until=4)), bill(line("1", 1).replace("USD", "")),
        bill(line("1", 1).replace("2026-11-01", "soon")),
    ],
)  # fmt: skip
def test_what_is_no_bill_is_refused(cast: Cast, content: bytes) -> None:
    with pytest.raises(InvalidValue):
        import_bill(actor=cast.actor("asset_manager"), company=cast.company, content=content, at=NOW)
    assert not CloudCharge.objects.exists()


def test_a_resource_costs_what_its_bill_says_whichever_came_first(cast: Cast) -> None:
    with signed("test"):
        before = resource(cast)
    read(cast, *(line("2", day) for day in range(1, 11)))
    with signed("test"):
        after = resource(cast, resource_id=ARN.upper(), provider="")
        other = resource(cast, provider="Azure")
    kept = {row.asset_id: (row.amount, row.currency, row.until) for row in AssetCloudCost.objects.all()}
    assert kept == dict.fromkeys((before.pk, after.pk), (Decimal(20), "USD", date(2026, 11, 10)))
    (cost,) = cloud_costs_of(cast.actor("auditor"), Asset.objects.get(pk=before.pk))
    assert (cost.lately, cost.a_day) == (Money(Decimal("20.00"), "USD"), Money(Decimal("2.00"), "USD"))
    assert wrong_costs() == []
    assert cloud_costs_of(cast.actor("auditor"), Asset.objects.get(pk=other.pk)) == []
    assert cloud_costs_of(cast.actor("stranger"), Asset.objects.get(pk=before.pk)) == []


def test_doctor_sees_a_mirror_that_is_wrong(cast: Cast) -> None:
    with signed("test"):
        asset = resource(cast)
    read(cast, line("2", 1))
    AssetCloudCost.objects.update(amount=3)
    assert wrong_costs() == [asset.pk]
    assert check_cloud_cost(NOW).level is Level.PROBLEM


def test_unknown_resources_are_told_until_they_are_registered(cast: Cast) -> None:
    read(cast, line("2", 1), line("3", 2), line("9", 2, resource="i-known"))
    with signed("test"):
        known = resource(cast, resource_id="i-known")
    (unknown,) = list_unknown_resources(cast.actor("auditor"), 10)
    assert (unknown.resource_id, unknown.cost) == (ARN, Money(Decimal("5.00"), "USD"))
    with signed("test"):
        AssetCloudResource.objects.filter(pk=known.pk).update(resource_id=ARN)
    assert [row.resource_id for row in list_unknown_resources(cast.actor("auditor"), 10)] == ["i-known"]
    assert AssetCloudCost.objects.get().amount == Decimal(5)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (bill("0,1,USD,9999-12-31T23:00:00-01:00,,AWS,x,y"), "The charge period of line 2 cannot be."),
        (bill("0,1,USD,0001-01-01T00:00:00+14:00,,AWS,x,y"), "The charge period of line 2 cannot be."),
        (bill("0,1,USD,2026-11-01,2100-01-01,AWS,x,y"), "The charge period of line 2 cannot be."),
        (bill("0,1,USD,2026-11-01,,A\0WS,x,y"), "This is no text: there are zeros in it."),
        (bill(line("1e99999999", 1)), "Line 2 has no amount."),
        (bill(line("1", 1).replace("USD", "ÄÖÜ")), "Line 2 has no currency."),
        (bill(head=f'"{"x" * 200_000}"'), "Line 1 cannot be read."),
        (bill(f'0,1,USD,2026-11-01,,"{"x" * 200_000}",x,y'), "Line 2 cannot be read."),
    ],
)
def test_what_cannot_be_is_refused_by_its_line(content: bytes, why: str) -> None:
    with pytest.raises(InvalidValue) as refusal:
        read_focus(content)
    assert str(refusal.value.params["reason"]) == why


def test_few_lines_cannot_say_more_days_than_can_be_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(focus, "MOST", 5)
    with pytest.raises(InvalidValue, match="fewer days"):
        read_focus(bill(line("1", 1, until=7)))


@pytest.mark.parametrize("name", [ARN, "nobody's"])
def test_what_adds_up_to_more_than_can_be_kept_is_refused(cast: Cast, name: str) -> None:
    with signed("test"):
        resource(cast)
    with pytest.raises(InvalidValue):
        read(cast, *[line("999999999999", 1, resource=name)] * 101)
    assert not CloudCharge.objects.exists()


def test_what_was_billed_as_much_as_can_be_is_registered_all_the_same(cast: Cast) -> None:
    read(cast, *[line("999999999999", day) for day in (1, 2)])
    with signed("test"):
        asset = resource(cast)
    assert AssetCloudCost.objects.get(asset=asset).amount == 2 * Decimal(999999999999)


def test_a1_nobody_sees_or_writes_bills_of_another_company(cast: Cast) -> None:
    read(cast, line("2", 1), role="stranger")
    for role in ("auditor", "employee"):
        assert list_unknown_resources(cast.actor(role), 10) == []
        assert list_bills(cast.actor(role), 10) == []
    assert len(list_unknown_resources(cast.actor("stranger"), 10)) == 1
    with signed("test"):
        mine = resource(cast)
    assert cloud_costs_of(cast.actor("administrator"), Asset.objects.get(pk=mine.pk)) == []
    for role in ("stranger", "auditor"):
        with pytest.raises(NotPermitted):
            import_bill(actor=cast.actor(role), company=cast.company, content=bill(line("1", 1)), at=NOW)
