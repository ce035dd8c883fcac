"""Which asset a row means, and what a second import of it does."""

import pytest

from assetry.domain.assets.models import Asset
from assetry.domain.catalog.models import Manufacturer
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.domain.assets.imports.importing import ALL, check, load, table
from tests.factories import make_asset, make_category

pytestmark = pytest.mark.django_db


def outcome(cast: Cast, *lines: str, **options: object) -> list[tuple[str, str]]:
    """What becomes of each row, and why."""
    plan = check(cast.actor("asset_manager"), table(*lines), create=ALL, **options)
    return [(row.action.value, " ".join(row.reasons)) for row in plan.rows]


def test_the_tag_finds_the_asset_of_the_company(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1", name="Before")
        make_asset(cast.other_company, asset_tag="A-2", name="Theirs")
    assert outcome(cast, "Tag,Name,Category", "A-1,After,Laptop", "A-2,After,Laptop") == [
        ("update", ""),
        ("create", ""),
    ]


def test_r3_a_tag_in_other_letters_finds_the_asset_and_stays_as_it_is(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, asset_tag="LT-1", name="Before", serial_number="SN-1")
    assert outcome(cast, "Tag,Name", "lt-1,Before") == [("unchanged", "")]
    assert outcome(cast, "Assetry ID,Tag", f"{asset.public_id},lt-1") == [("update", "")]
    found = outcome(cast, "Tag,Serial,Category", "lt-1,SN-2,Laptop", match="serial_number")
    assert found == [("refuse", "The tag belongs to another asset, with the serial number SN-1.")]


def test_without_a_tag_the_serial_number_finds_it(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, serial_number="SN-100")
    assert outcome(cast, "Tag,Serial,Name", ",sn-100,After") == [("update", "")]


def test_the_serial_number_goes_first_when_it_was_chosen(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1", serial_number="SN-100")
    found = outcome(cast, "Tag,Serial", "A-9,SN-100", match="serial_number")
    assert found == [("update", "")]


def test_serial_numbers_are_told_apart_by_manufacturer(cast: Cast) -> None:
    with signed("test"):
        dell = Manufacturer.objects.create(name="Dell", name_sort="dell")
        make_asset(cast.company, serial_number="SN-100", manufacturer=dell)
    lines = ("Serial,Manufacturer,Category,Name", "SN-100,Dell,Laptop,After", "SN-100,HP,Laptop,New")
    assert outcome(cast, *lines) == [("update", ""), ("create", "")]


def test_a_serial_number_of_another_asset_is_refused_by_its_name(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1", serial_number="SN-100")
    found = outcome(cast, "Tag,Serial,Category", "A-2,SN-100,Laptop")
    assert found == [("refuse", "The serial number belongs to A-1.")]


def test_a_tag_of_another_asset_is_refused(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1", serial_number="SN-1")
    found = outcome(cast, "Tag,Serial,Category", "A-1,SN-2,Laptop", match="serial_number")
    assert found == [("refuse", "The tag belongs to another asset, with the serial number SN-1.")]


def test_a_tag_twice_in_the_file_is_refused_the_second_time(cast: Cast) -> None:
    found = outcome(cast, "Tag,Category", "A-1,Laptop", "A-2,Laptop", "a-1,Laptop")
    assert found == [("create", ""), ("create", ""), ("refuse", "The tag stands twice: rows 2 and 4.")]


def test_a_serial_number_twice_in_the_file_is_refused_the_second_time(cast: Cast) -> None:
    found = outcome(cast, "Tag,Serial,Category", "A-1,S-12,Laptop", "A-2,s-12,Laptop")
    assert found == [("create", ""), ("refuse", "The serial number stands twice: rows 2 and 3.")]


def test_two_rows_for_one_asset_are_refused_the_second_time(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1", serial_number="SN-1")
    found = outcome(cast, "Tag,Serial,Name", "A-1,,x", ",SN-1,y")
    assert found == [("update", ""), ("refuse", "Rows 2 and 3 mean the same asset.")]


def test_the_id_of_an_export_goes_before_everything(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, asset_tag="A-1")
    plan = load(cast.actor("asset_manager"), table("ID in Assetry,Tag", f"{asset.public_id},A-9"))
    assert plan.counts["update"] == 1
    asset.refresh_from_db()
    assert asset.asset_tag == "A-9"
    assert list(asset.identifiers.values_list("scheme", "value")) == [("old_tag", "A-1")]


@pytest.mark.parametrize("unknown", ["ZZZZZZZZZZZZ", "no id at all"])
def test_an_id_that_names_nothing_makes_nothing(cast: Cast, unknown: str) -> None:
    found = outcome(cast, "ID in Assetry,Tag,Category", f"{unknown},A-9,Laptop")
    assert found[0][0] == "refuse"
    assert f"has the ID “{unknown}”" in found[0][1]


def test_each_row_is_of_the_kind_that_it_names(cast: Cast) -> None:
    """A word that is no kind means something else; what rows of other kinds need has to be there."""
    with signed("test"):
        make_category("Plan", "subscription")
    lines = ("Subscription,A-1,Plan", "subscription,A-4,Laptop", "Hardware,A-2,Laptop", "Gear,A-3,Laptop")
    found = outcome(cast, "Kind,Tag,Category", *lines)
    assert [action for action, _why in found] == ["create", "refuse", "create", "create"]
    assert "Laptop" in found[1][1]
    load(cast.actor("asset_manager"), table("Kind,Tag,Category", lines[0], lines[2]), create=ALL)
    kinds = dict(Asset.objects.values_list("asset_tag", "kind__code"))
    assert kinds == {"A-1": "subscription", "A-2": "hardware"}


def test_an_asset_of_another_kind_is_not_taken(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1")
    plan = check(
        cast.actor("asset_manager"), table("Tag,Name,Category", "A-1,x,Tool"), kind="subscription", create=ALL
    )
    assert plan.rows[0].reasons == ["It means A-1, which is of another kind."]


def test_a_tag_that_another_row_gives_up_is_still_taken(cast: Cast) -> None:
    with signed("test"):
        one = make_asset(cast.company, asset_tag="A-1", serial_number="SN-1")
        two = make_asset(cast.company, asset_tag="A-2", serial_number="SN-2")
    content = table("ID in Assetry,Tag", f"{one.public_id},A-3", f"{two.public_id},A-1")
    plan = load(cast.actor("asset_manager"), content)
    assert [row.action.value for row in plan.rows] == ["update", "refuse"]
    assert load(cast.actor("asset_manager"), content).counts["update"] == 1
    assert set(Asset.objects.values_list("id", "asset_tag")) == {(one.pk, "A-3"), (two.pk, "A-1")}


def test_rows_without_a_key_are_known_by_an_earlier_import_of_the_file(cast: Cast) -> None:
    content = table("Name,Category", "Projector,AV", "Projector,AV")
    load(cast.actor("asset_manager"), content, create=ALL)
    again = load(cast.actor("asset_manager"), content, create=ALL)
    assert again.counts["unchanged"] == 2
    assert check(cast.actor("asset_manager"), content, create=ALL).counts["unchanged"] == 2
    assert Asset.objects.count() == 2


def test_an_empty_cell_erases_nothing(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, asset_tag="A-1", name="Kept", order_number="PO-1", note="kept")
    load(cast.actor("asset_manager"), table("Tag,Name,Order number,Note", "A-1,,PO-2,"))
    asset.refresh_from_db()
    assert (asset.name, asset.order_number, asset.note, asset.version) == ("Kept", "PO-2", "kept", 2)


def test_what_is_equal_is_left_alone(cast: Cast) -> None:
    with signed("test"):
        asset = make_asset(cast.company, asset_tag="A-1", name="Same")
    assert load(cast.actor("asset_manager"), table("Tag,Name", "A-1,Same")).counts["unchanged"] == 1
    asset.refresh_from_db()
    assert asset.version == 1


def test_changes_are_shown_before_and_after(cast: Cast) -> None:
    with signed("test"):
        make_asset(cast.company, asset_tag="A-1", name="Old")
    plan = check(cast.actor("asset_manager"), table("Tag,Name,Criticality", "A-1,New,high"))
    assert sorted(plan.rows[0].changes) == [("Criticality", "Normal", "High"), ("Name", "Old", "New")]
