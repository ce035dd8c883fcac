"""Changing an asset: only what differs, only with the right to it, never over somebody else's change."""

from typing import Any

import pytest

from assetry.domain.assets import refusals
from assetry.domain.assets.models import Asset, AssetIdentifier
from assetry.domain.assets.operations import create_asset, edit_asset, set_identifiers
from assetry.domain.assets.queries import find_by_code
from assetry.domain.catalog.operations import edit_asset_model
from assetry.domain.organization.refusals import OtherCompany
from assetry.kernel.refusals import InvalidInput, NotPermitted, StalePage
from assetry.platform.audit.signed import signed
from tests.cast import NOW, Cast
from tests.domain.assets.places import fresh, kind
from tests.domain.people import granted
from tests.factories import make_asset, make_category, make_department, make_model, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def asset(cast: Cast) -> Asset:
    with signed("test"):
        return make_asset(cast.company, asset_tag="LT-1", name="Old")


def edit(cast: Cast, asset: Asset, role: str = "technician", /, **changes: Any) -> Asset:
    version = changes.pop("version", None)
    return edit_asset(actor=cast.actor(role), asset=asset, changes=changes, version=version, at=NOW)


def test_a_change_counts(cast: Cast, asset: Asset) -> None:
    changed = edit(cast, asset, name="LT 2", processor="M3", version=1)
    assert (changed.version, changed.name_sort, changed.hardware.processor) == (2, "lt 0000000002", "M3")


def test_a_change_of_the_facet_alone_counts_too(cast: Cast, asset: Asset) -> None:
    assert edit(cast, asset, processor="M3").version == 2


def test_the_same_values_change_nothing(cast: Cast, asset: Asset) -> None:
    changed = edit(
        cast, asset, name="Old", category=asset.category, memory_gb="", criticality="", purchased_on=None
    )
    assert changed.version == 1


def test_r14_a_stale_page_is_refused(cast: Cast, asset: Asset) -> None:
    edit(cast, asset, name="Theirs", version=1)
    with pytest.raises(StalePage):
        edit(cast, asset, name="Mine", version=1)
    assert fresh(asset).name == "Theirs"


def test_a_uuid_can_be_cleared(cast: Cast, asset: Asset) -> None:
    edit(cast, asset, hardware_uuid="8f14e45f-ceea-467f-9d2c-4c1f4f5e6a7b")
    assert edit(cast, asset, hardware_uuid="").hardware.hardware_uuid is None


def test_the_manufacturer_follows_the_model(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        model = make_model()
    edit(cast, asset, model=model)
    changed = edit(cast, fresh(asset), manufacturer=None)
    assert changed.manufacturer == model.manufacturer


def test_what_has_no_name_sorts_by_its_model_s_also_when_that_changes(cast: Cast) -> None:
    with signed("test"):
        model = make_model("Latitude")
        asset = make_asset(cast.company, category=model.category)
    edit(cast, asset, model=model)
    edit_asset_model(
        actor=cast.actor("asset_manager"), model=model, changes={"name": "ThinkPad"}, version=1, at=NOW
    )
    assert fresh(asset).name_sort == "thinkpad"


@pytest.mark.parametrize("change", ["owner_person", "owner_department"])
def test_it_keeps_one_owner(cast: Cast, asset: Asset, change: str) -> None:
    with signed("test"):
        owners = {
            "owner_person": make_person(cast.company),
            "owner_department": make_department(cast.company),
        }
    other = next(name for name in owners if name != change)
    edit(cast, asset, **{other: owners[other]})
    with pytest.raises(InvalidInput) as refused:
        edit(cast, asset, **{change: owners[change]})
    assert set(refused.value.errors) == {change}
    edit(cast, asset, **{change: owners[change], other: None})


def test_an_asset_stays_in_its_company(cast: Cast, asset: Asset) -> None:
    with pytest.raises(refusals.CompanyIsFixed):
        edit(cast, asset, "administrator", company=cast.other_company)


@pytest.mark.parametrize(
    "field", ["id", "kind", "state", "status", "holder_person", "location", "version", "facet"]
)
def test_a6_what_is_not_described_as_editable_is_refused(cast: Cast, asset: Asset, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        edit_asset(actor=cast.actor("administrator"), asset=asset, changes={field: 1}, version=None, at=NOW)
    assert set(refused.value.errors) == {field}


def test_a2_an_owner_of_another_company_is_refused(cast: Cast, asset: Asset) -> None:
    with signed("test"):
        otto = make_person(cast.other_company)
    with pytest.raises(OtherCompany):
        edit(cast, asset, "administrator", owner_person=otto)


@pytest.mark.parametrize("role", ["auditor", "employee", "stranger"])
def test_others_change_nothing(cast: Cast, asset: Asset, role: str) -> None:
    with pytest.raises(NotPermitted):
        edit(cast, asset, role, name="X")
    with pytest.raises(NotPermitted):
        set_identifiers(actor=cast.actor(role), asset=asset, identifiers=[("imei", "1")], at=NOW)


def test_a2_who_is_limited_to_a_category_moves_nothing_out_of_it(cast: Cast, asset: Asset) -> None:
    nina = granted("nina", "technician", company=cast.company, category=asset.category)
    with signed("test"):
        elsewhere = make_category()
    edit_asset(actor=nina, asset=asset, changes={"name": "X"}, version=None, at=NOW)
    with pytest.raises(NotPermitted):
        edit_asset(actor=nina, asset=asset, changes={"category": elsewhere}, version=None, at=NOW)


@pytest.mark.parametrize(
    "changes", [{"note": "seen"}, {"cost_amount": "5"}, {"cost_currency": "USD"}, {"name": "Old"}]
)
def test_what_is_frozen_takes_a_note_and_a_cost(cast: Cast, changes: dict[str, str]) -> None:
    with signed("test"):
        asset = make_asset(cast.company, status="Missing", name="Old")
    edit(cast, asset, **changes)


@pytest.mark.parametrize(
    "changes", [{"name": "New"}, {"serial_number": "X-1"}, {"processor": "M3"}, {"ends_on": "2030-01-01"}]
)
def test_what_is_frozen_takes_nothing_else(cast: Cast, changes: dict[str, str]) -> None:
    with signed("test"):
        asset = make_asset(cast.company, status="Missing")
    with pytest.raises(refusals.AssetFrozen, match="Missing"):
        edit(cast, asset, **changes)


def test_a_replaced_tag_still_finds_its_asset(cast: Cast, asset: Asset) -> None:
    edit(cast, asset, asset_tag="LT-2")
    assert find_by_code(cast.actor("technician"), "LT-1") == [asset]


def test_r3_a_replaced_tag_is_given_to_no_other_asset(cast: Cast, asset: Asset) -> None:
    edit(cast, asset, asset_tag="LT-2")
    with signed("test"):
        other = make_asset(cast.company)
    with pytest.raises(refusals.TagTaken):
        edit(cast, other, asset_tag="LT-1")
    with pytest.raises(refusals.TagTaken):
        create_asset(
            actor=cast.actor("technician"), company=cast.company, kind=kind(),
            values={"category": asset.category, "asset_tag": "LT-1"}, at=NOW,
        )  # fmt: skip


def test_r3_its_own_old_tag_it_may_have_back(cast: Cast, asset: Asset) -> None:
    edit(cast, asset, asset_tag="LT-2")
    assert edit(cast, asset, asset_tag="LT-1").asset_tag == "LT-1"


def test_r3_old_tags_stay_when_identifiers_are_replaced(cast: Cast, asset: Asset) -> None:
    edit(cast, asset, asset_tag="LT-2")
    set_identifiers(
        actor=cast.actor("technician"), asset=asset, identifiers=[("mac", "aa-bb-cc-00-11-22")], at=NOW
    )
    set_identifiers(
        actor=cast.actor("technician"), asset=asset, identifiers=[("imei", "35 209900 176148 1")], at=NOW
    )
    assert set(AssetIdentifier.objects.values_list("scheme", "value_key")) == {
        ("old_tag", "LT-1"),
        ("imei", "352099001761481"),
    }


def test_identifiers_count_as_a_change_and_need_the_version(cast: Cast, asset: Asset) -> None:
    actor = cast.actor("technician")
    set_identifiers(actor=actor, asset=asset, identifiers=[("imei", "1234")], version=1, at=NOW)
    assert fresh(asset).version == 2
    with pytest.raises(StalePage):
        set_identifiers(actor=actor, asset=asset, identifiers=[], version=1, at=NOW)


@pytest.mark.parametrize("identifiers", [[("nose", "1")], [("imei", "1" * 201)]])
def test_identifiers_that_cannot_be_used_are_refused(
    cast: Cast, asset: Asset, identifiers: list[tuple[str, str]]
) -> None:
    with pytest.raises(InvalidInput):
        set_identifiers(actor=cast.actor("technician"), asset=asset, identifiers=identifiers, at=NOW)


@pytest.mark.parametrize("typed", ["aa:bb:cc:00:11:22", "AABBCC001122", " aa-bb-cc-00-11-22 "])
def test_a_scan_finds_it_however_it_is_written(cast: Cast, asset: Asset, typed: str) -> None:
    set_identifiers(
        actor=cast.actor("technician"), asset=asset, identifiers=[("mac", "AA-BB-CC-00-11-22")], at=NOW
    )
    assert find_by_code(cast.actor("auditor"), typed) == [asset]
    assert find_by_code(cast.actor("stranger"), typed) == []


def test_a_serial_number_names_what_was_disposed_of_where_it_names_nothing_else(cast: Cast) -> None:
    with signed("test"):
        gone = make_asset(cast.company, serial_number="sn 77-1", status="Disposed")
    actor = cast.actor("auditor")
    assert find_by_code(actor, " SN 77-1 ") == [gone]
    assert find_by_code(cast.actor("stranger"), "SN 77-1") == []
    with signed("test"):
        again = make_asset(cast.company, serial_number="SN 77-1")
    assert find_by_code(actor, "sn 77-1") == [again]


@pytest.mark.parametrize("typed", ["", "\x00", "x" * 5000, "\ud800", "%", "'"])
def test_any_text_can_be_looked_for(cast: Cast, asset: Asset, typed: str) -> None:
    assert find_by_code(cast.actor("auditor"), typed) == []
