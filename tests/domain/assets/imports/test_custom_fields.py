"""Custom fields out of an export and into an import."""

import pytest

from assetry.domain.assets.exports import assets_table, list_assets_to_export
from assetry.domain.assets.models import Asset
from assetry.domain.catalog.models import AssetKind
from assetry.platform.custom_fields.operations import ChoiceInput, set_custom_choices
from tests.cast import NOW, Cast
from tests.domain.assets.imports.importing import check, load
from tests.platform.custom_fields.fields import define, make

pytestmark = pytest.mark.django_db


def define_all(cast: Cast) -> None:
    """One field of each type."""
    admin = cast.actor("administrator")
    for label, type_ in (
        ("Text", "text"), ("Prose", "long_text"), ("Number", "number"), ("Day", "date"), ("Price", "money"),
        ("Leased", "yes_no"), ("Site", "link"), ("Contact", "person"),
    ):  # fmt: skip
        define(admin, label, type_, kind="hardware")
    define(admin, "Profile", "choice", kind="hardware", choices=("Lab", "Office, work"))


def exported(cast: Cast) -> bytes:
    """The file of all hardware."""
    actor, kind = cast.actor("asset_manager"), AssetKind.objects.get(code="hardware")
    return b"".join(assets_table(actor, list_assets_to_export(actor, kind), kind).csv())


def test_what_was_exported_comes_back_unchanged(cast: Cast) -> None:
    define_all(cast)
    make(
        cast,
        custom_text="=1+1",
        custom_prose='two\nlines, "quoted"',
        custom_number="9999999998.1234",
        custom_day="2026-11-24",
        custom_price="0.125 KWD",
        custom_profile="office_work",
        custom_leased=True,
        custom_site="https://example.com/a?b=c",
        custom_contact=cast.person("employee"),
    )
    make(cast)
    plan = check(cast.actor("asset_manager"), exported(cast))
    assert [(row.reasons, row.changes) for row in plan.rows] == [([], [])] * 2
    assert plan.unmapped == []


def test_a_file_makes_and_changes_values(cast: Cast) -> None:
    define_all(cast)
    asset = make(cast, name="Old", custom_text="A", custom_leased=True)
    category = asset.category.name
    sheet = (
        "ID in Assetry,Name,Category,Company,Text,Price,Leased,Profile,Contact,Number\r\n"
        f"{asset.public_id},Old,{category},{cast.company},B,,no,,employee,\r\n"
        f',New,{category},{cast.company},C,"1,249.50 EUR",yes,"office, WORK",employee@example.com,7\r\n'
    )
    load(cast.actor("asset_manager"), sheet.encode())
    asset.refresh_from_db()
    person = cast.person("employee").pk
    assert asset.custom == {"text": "B", "contact": person}
    assert Asset.objects.get(name="New").custom == {
        "text": "C",
        "price": {"amount": "1249.5", "currency": "EUR"},
        "leased": True,
        "profile": "office_work",
        "contact": person,
        "number": "7",
    }


def reasons(cast: Cast, header: str, *cells: str) -> list[list[str]]:
    """Why rows with these cells are refused."""
    category = make(cast).category.name
    rows = [f"X{number},{category},{cast.company},{cell}" for number, cell in enumerate(cells)]
    sheet = "\r\n".join([f"Name,Category,Company,{header}", *rows])
    return [row.reasons for row in check(cast.actor("asset_manager"), sheet.encode()).rows]


@pytest.mark.parametrize(
    ("label", "cell", "reason"),
    [
        ("Price", "12.50", "Give a currency"),
        ("Number", "many", "is no number"),
        ("Day", "soon", "is no date"),
        ("Profile", "Home", "is none of"),
        ("Leased", "perhaps", "Answer yes or no"),
        ("Site", "javascript:x", "Give a web address"),
        ("Contact", "nobody", "Nobody has"),
        ("Contact", "stranger", "Nobody has"),
    ],
)
def test_a_cell_of_another_type_is_refused(cast: Cast, label: str, cell: str, reason: str) -> None:
    define_all(cast)
    assert reason in reasons(cast, label, cell)[0][0]


def test_a_unique_value_stands_once_in_file_and_register(cast: Cast) -> None:
    define(cast.actor("administrator"), "Slot", "text", is_unique=True)
    make(cast, custom_slot="there")
    found = reasons(cast, "Slot", "there", "new", "new")
    assert found == [["Slot: another one has this value."], [], ["Slot: another one has this value."]]


def test_a_required_field_is_asked_of_new_rows(cast: Cast) -> None:
    category = make(cast).category.name
    define(cast.actor("administrator"), "Slot", "text", is_required=True)
    sheet = f"Name,Category,Company,Slot\r\nX,{category},{cast.company},\r\n"
    plan = check(cast.actor("asset_manager"), sheet.encode())
    assert plan.rows[0].reasons == ["Slot: give a value."]


def test_a_retired_choice_stays_and_is_not_taken_anew(cast: Cast) -> None:
    admin = cast.actor("administrator")
    field = define(admin, "Profile", "choice", choices=("Lab", "Office"))
    make(cast, custom_profile="lab")
    kept = [ChoiceInput(label="Office", value="office")]
    set_custom_choices(actor=admin, field=field, choices=kept, version=None, at=NOW)
    assert [row.reasons for row in check(cast.actor("asset_manager"), exported(cast)).rows] == [[]]
    assert reasons(cast, "Profile", "Lab") == [["Profile: “Lab” is not used any more."]]


def test_a_label_beats_another_targets_synonym(cast: Cast) -> None:
    define(cast.actor("administrator"), "Room", "text")
    make(cast, custom_room="A1")
    plan = check(cast.actor("asset_manager"), exported(cast))
    assert [(row.reasons, row.changes) for row in plan.rows] == [([], [])]
