"""Editing many assets at once: by the rules of one, all or none, in a number of statements that does not grow."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assetry.domain.assets import refusals
from assetry.domain.assets.models import Asset
from assetry.domain.assets.operations import edit_asset, edit_assets, undo_edit_of_assets
from assetry.kernel.refusals import StalePage
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.domain.assets.places import LATER, fresh
from tests.factories import make_asset, make_category, make_department, make_location, make_model, make_person

pytestmark = pytest.mark.django_db


def assets(cast: Cast, count: int = 3, **values: Any) -> list[Asset]:
    with signed("test"):
        category = values.pop("category", None) or make_category()
        return [make_asset(cast.company, category=category, **values) for _number in range(count)]


def edit(cast: Cast, chosen: list[Asset], role: str = "technician", /, **changes: Any) -> None:
    versions = changes.pop("versions", None)
    edit_assets(actor=cast.actor(role), assets=chosen, changes=changes, versions=versions, at=NOW)


def refused(error: Any) -> dict[int, str]:
    return {key: refusal.code for key, refusal in error.value.reasons.items()}


def test_r14_only_the_chosen_fields_are_written_and_each_save_counts(cast: Cast) -> None:
    one, two = assets(cast, 2, note="Keep", order_number="PO-1")
    edit(cast, [one, two], order_number="PO-2", processor="M3", purchased_on="2026-01-02")
    for asset in (fresh(one), fresh(two)):
        assert (asset.order_number, asset.note, asset.version) == ("PO-2", "Keep", 2)
        assert (asset.hardware.processor, str(asset.purchased_on)) == ("M3", "2026-01-02")


def test_what_follows_from_a_value_follows_for_each(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude")
    named, bare = (
        assets(cast, 1, name="Mine", category=model.category),
        assets(cast, 1, category=model.category),
    )
    edit(cast, [*named, *bare], model=model, cost_amount="12")
    found = [fresh(asset) for asset in (*named, *bare)]
    assert [asset.name_sort for asset in found] == ["mine", "latitude"]
    assert {asset.manufacturer for asset in found} == {model.manufacturer}
    assert {asset.cost_currency for asset in found} == {cast.company.currency}


def test_a_row_that_has_some_of_it_already_keeps_what_it_has(cast: Cast) -> None:
    (half,), (new,) = assets(cast, 1, order_number="PO-2"), assets(cast, 1)
    edit(cast, [half, new], order_number="PO-2", note="Seen")
    assert [(fresh(asset).order_number, fresh(asset).note) for asset in (half, new)] == [("PO-2", "Seen")] * 2


def test_one_that_is_refused_means_none_is_changed_and_each_reason_is_said(cast: Cast) -> None:
    with signed("test"):
        category = make_category()
    free, too, so, frozen, stale = (
        *assets(cast, 2, category=category),
        *assets(cast, 1, order_number="PO-9"),
        *assets(cast, 1, status="Disposed", category=category),
        *assets(cast, 1),
    )
    chosen = [free, too, so, frozen, stale]
    with pytest.raises(refusals.BulkRefused) as error:
        edit(cast, chosen, order_number="PO-9", versions={stale.pk: 7})
    assert refused(error) == {so.pk: "already_so", frozen.pk: "asset_frozen", stale.pk: "stale_page"}
    assert fresh(free).order_number == ""


def test_another_companys_asset_is_not_permitted(cast: Cast) -> None:
    mine, theirs = assets(cast, 1)[0], assets(cast, 1)[0]
    with pytest.raises(refusals.BulkRefused) as error:
        edit(cast, [mine, theirs], "stranger", note="Taken")
    assert set(refused(error).values()) == {"not_permitted"}
    assert fresh(theirs).note == ""


def test_a1_what_is_decided_for_one_is_not_for_an_asset_of_another_company(cast: Cast) -> None:
    first, second = assets(cast, 2)
    with signed("test"):
        theirs = make_asset(cast.other_company, category=first.category)
    with pytest.raises(refusals.BulkRefused) as error:
        edit(cast, [first, second, theirs], note="Taken")
    assert refused(error) == {theirs.pk: "not_permitted"}


def test_what_two_cannot_share_is_refused_for_all(cast: Cast) -> None:
    with pytest.raises(refusals.BulkRefused) as error:
        edit(cast, assets(cast, 2), serial_number="SN-1")
    assert set(refused(error).values()) == {"invalid_input"}


def test_an_owner_of_another_company_and_a_category_of_another_kind_are_refused(cast: Cast) -> None:
    with signed("test"):
        foreign, other = make_person(cast.other_company), make_category(kind="information")
    for changes in ({"owner_person": foreign}, {"category": other}):
        with pytest.raises(refusals.BulkRefused):
            edit(cast, assets(cast, 2), **changes)


def test_the_same_number_of_statements_for_any_number_of_rows(cast: Cast) -> None:
    counts = []
    for number in (2, 40):
        chosen = assets(cast, number)
        with CaptureQueriesContext(connection) as statements:
            edit(cast, chosen, order_number="PO-7", processor="M3", note=f"{number}")
        counts.append(len(statements))
    assert counts[0] == counts[1]


def event_of(asset: Asset) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(event_id) FROM audit_change WHERE subject_id = %s", [asset.pk])
        return [cursor.fetchone()[0]]


def test_undone_every_value_is_what_it_was(cast: Cast) -> None:
    with signed("test"):
        old, new = make_model("Old one"), make_model("New one")
        new.category = old.category
        new.save()
        person, department = make_person(cast.company), make_department(cast.company)
        place = make_location(cast.company)
    chosen = assets(
        cast,
        2,
        name="Mine",
        category=old.category,
        model=old,
        manufacturer=old.manufacturer,
        owner_person=person,
        location=place,
    )
    before = [Asset.objects.filter(pk=asset.pk).values().get() for asset in chosen]
    changes = {
        "name": "Theirs",
        "model": new,
        "owner_person": None,
        "owner_department": department,
        "cost_amount": "5.50",
    }
    edit(
        cast, chosen, **changes, warranty_ends_on="2027-01-01", purchased_on="2026-02-03", criticality="high"
    )
    versions = {asset.pk: fresh(asset).version for asset in chosen}
    undo_edit_of_assets(
        actor=cast.actor("technician"), events=event_of(chosen[0]), assets=chosen, versions=versions, at=LATER
    )
    for asset, held in zip(chosen, before, strict=True):
        now = Asset.objects.filter(pk=asset.pk).values().get()
        assert now == {**held, "version": held["version"] + 2}
        assert fresh(asset).hardware.warranty_ends_on is None


def test_what_changed_since_is_not_undone(cast: Cast) -> None:
    one, two = assets(cast, 2)
    edit(cast, [one, two], note="Bulk")
    versions = {asset.pk: fresh(asset).version for asset in (one, two)}
    edit_asset(actor=cast.actor("technician"), asset=two, changes={"note": "Mine"}, version=None, at=NOW)
    with pytest.raises(refusals.BulkRefused) as error:
        undo_edit_of_assets(
            actor=cast.actor("technician"),
            events=event_of(one),
            assets=[one, two],
            versions=versions,
            at=LATER,
        )
    assert refused(error) == {two.pk: StalePage.code}
    assert [fresh(asset).note for asset in (one, two)] == ["Bulk", "Mine"]


def test_undoing_needs_the_right_to_edit_each(cast: Cast) -> None:
    one, two = assets(cast, 2)
    edit(cast, [one, two], note="Bulk")
    versions = {asset.pk: fresh(asset).version for asset in (one, two)}
    with pytest.raises(refusals.BulkRefused) as error:
        undo_edit_of_assets(
            actor=cast.actor("stranger"), events=event_of(one), assets=[one, two], versions=versions, at=LATER
        )
    assert set(refused(error).values()) == {"not_permitted"}


def test_the_company_stays(cast: Cast) -> None:
    with pytest.raises(refusals.BulkRefused) as error:
        edit(cast, assets(cast, 2), company=cast.company)
    assert set(refused(error).values()) == {refusals.CompanyIsFixed.code}
