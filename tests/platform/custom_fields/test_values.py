"""Values of custom fields through operations: kept, checked, refused."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from assetry.domain.assets.models import Asset
from assetry.domain.assets.operations import edit_asset
from assetry.domain.organization.operations import create_supplier, edit_supplier
from assetry.kernel.refusals import InvalidInput
from assetry.kernel.registry import entity_named
from assetry.platform.audit.signed import signed
from assetry.platform.custom_fields.definitions import one_look
from assetry.platform.custom_fields.models import CustomFieldDefinition, DefinitionsToken
from assetry.platform.custom_fields.operations import (
    ChoiceInput,
    edit_custom_field,
    restore_custom_field,
    retire_custom_field,
    set_custom_choices,
)
from assetry.platform.custom_fields.refusals import DefinitionChanged, TypeIsFixed
from assetry.platform.custom_fields.storing import hold_definitions
from tests.cast import NOW, Cast
from tests.platform.custom_fields.fields import define, make
from tests.support.races import Rival


def edit(cast: Cast, asset: Asset, **changes: Any) -> Asset:
    """Change fields of an asset."""
    return edit_asset(actor=cast.actor("asset_manager"), asset=asset, changes=changes, version=None, at=NOW)


def test_each_type_is_stored_by_its_code(cast: Cast) -> None:
    admin = cast.actor("administrator")
    for type_ in ("text", "number", "date", "money", "link", "person", "yes_no"):
        define(admin, f"My {type_}", type_)
    define(admin, "My choice", "choice", choices=("First one", "Second"))
    asset = make(
        cast,
        custom_my_text=" rack 7 ",
        custom_my_number="12.50",
        custom_my_date="24 Nov 2026",
        custom_my_money="1,249.00 eur",
        custom_my_link="https://example.com/a",
        custom_my_person=cast.person("employee"),
        custom_my_yes_no="yes",
        custom_my_choice="first_one",
    )
    asset.refresh_from_db()
    assert asset.custom == {
        "my_text": "rack 7",
        "my_number": "12.5",
        "my_date": "2026-11-24",
        "my_money": {"amount": "1249", "currency": "EUR"},
        "my_link": "https://example.com/a",
        "my_person": cast.person("employee").pk,
        "my_yes_no": True,
        "my_choice": "first_one",
    }


@pytest.mark.parametrize(
    ("type_", "value"),
    [
        ("text", "two\nlines"),
        ("text", "x" * 201),
        ("number", "many"),
        ("date", "32 Nov 2026"),
        ("money", "12.50"),
        ("money", "12.50 XXY"),
        ("link", "javascript:alert(1)"),
        ("yes_no", "perhaps"),
        ("choice", "third"),
    ],
)
def test_what_is_not_of_the_type_is_refused(cast: Cast, type_: str, value: str) -> None:
    choices = ("First",) if type_ == "choice" else ()
    define(cast.actor("administrator"), "Extra", type_, choices=choices)
    with pytest.raises(InvalidInput) as refused:
        make(cast, custom_extra=value)
    assert set(refused.value.errors) == {"custom_extra"}


def test_a_person_of_another_company_is_refused(cast: Cast) -> None:
    define(cast.actor("administrator"), "Contact", "person")
    with pytest.raises(InvalidInput) as refused:
        make(cast, custom_contact=cast.person("stranger"))
    assert set(refused.value.errors) == {"custom_contact"}


def test_a_field_of_another_kind_does_not_exist(cast: Cast) -> None:
    define(cast.actor("administrator"), "Term", "text", kind="subscription")
    with pytest.raises(InvalidInput):
        make(cast, custom_term="x")


def test_required_is_asked_from_now_on(cast: Cast) -> None:
    old = make(cast)
    define(cast.actor("administrator"), "Rack", "text", is_required=True)
    with pytest.raises(InvalidInput):
        make(cast)
    assert edit(cast, old, name="Renamed").name == "Renamed"
    with pytest.raises(InvalidInput):
        edit(cast, old, custom_rack="")


def test_retiring_keeps_values_and_restoring_brings_them_back(cast: Cast) -> None:
    admin = cast.actor("administrator")
    field = define(admin, "Rack", "text")
    asset = make(cast, custom_rack="A7")
    retire_custom_field(actor=admin, field=field, version=None, at=NOW)
    with pytest.raises(InvalidInput):
        edit(cast, asset, custom_rack="B1")
    edit(cast, asset, name="Renamed")
    restore_custom_field(actor=admin, field=field, version=None, at=NOW)
    asset.refresh_from_db()
    assert asset.custom == {"rack": "A7"}


def test_a_used_choice_is_retired_and_stays_where_it_is(cast: Cast) -> None:
    admin = cast.actor("administrator")
    field = define(admin, "Profile", "choice", choices=("Office", "Lab", "Unused"))
    asset = make(cast, custom_profile="lab")
    kept = [ChoiceInput(label="Office work", value="office")]
    field = set_custom_choices(actor=admin, field=field, choices=kept, version=None, at=NOW)
    assert field.choices == [
        {"value": "office", "label": "Office work", "retired": False},
        {"value": "lab", "label": "Lab", "retired": True},
    ]
    with pytest.raises(InvalidInput):
        make(cast, custom_profile="lab")
    assert edit(cast, asset, name="Renamed", custom_profile="lab").custom == {"profile": "lab"}


def test_renaming_keeps_code_and_values(cast: Cast) -> None:
    admin = cast.actor("administrator")
    field = define(admin, "Rack", "text")
    asset = make(cast, custom_rack="A7")
    edit_custom_field(actor=admin, field=field, changes={"label": "Cabinet"}, version=None, at=NOW)
    assert edit(cast, asset, custom_rack="A8").custom == {"rack": "A8"}


def test_shared_things_have_them_too(cast: Cast) -> None:
    admin = cast.actor("administrator")
    define(admin, "Portal", "link", entity="supplier")
    supplier = create_supplier(
        actor=admin, values={"name": "Dell", "custom_portal": "https://a.example"}, at=NOW
    )
    changed = edit_supplier(
        actor=admin, supplier=supplier, changes={"custom_portal": ""}, version=None, at=NOW
    )
    assert (supplier.custom, changed.custom) == ({"portal": "https://a.example"}, {})


def test_below_zero_only_where_the_definition_says_so(cast: Cast) -> None:
    admin = cast.actor("administrator")
    field = define(admin, "Level", "number")
    with pytest.raises(InvalidInput):
        make(cast, custom_level="-1")
    edit_custom_field(actor=admin, field=field, changes={"allows_negative": True}, version=None, at=NOW)
    assert make(cast, custom_level="-12.5").custom == {"level": "-12.5"}
    with pytest.raises(InvalidInput):
        define(admin, "Words", "text", allows_negative=True)


def test_a_stricter_rule_leaves_what_is_there(cast: Cast) -> None:
    admin = cast.actor("administrator")
    text, number = define(admin, "Rack", "text"), define(admin, "Level", "number", allows_negative=True)
    asset = make(cast, custom_rack="Rack number seven", custom_level="-3")
    edit_custom_field(actor=admin, field=text, changes={"max_length": "5"}, version=None, at=NOW)
    edit_custom_field(actor=admin, field=number, changes={"allows_negative": False}, version=None, at=NOW)
    same = {"custom_rack": "Rack number seven", "custom_level": "-3"}
    assert edit(cast, asset, name="Other", **same).custom == {"rack": "Rack number seven", "level": "-3"}
    for changes in ({"custom_rack": "Rack number six"}, {"custom_level": "-4"}):
        with pytest.raises(InvalidInput):
            edit(cast, asset, **changes)


@pytest.mark.django_db(transaction=True)
def test_a_type_waits_for_who_writes_a_value(cast: Cast) -> None:
    admin = cast.actor("administrator")
    field = define(admin, "Rack", "text")
    with transaction.atomic():
        make(cast, custom_rack="seven")
        changing = Rival(
            lambda: edit_custom_field(
                actor=admin, field=field, changes={"type": "number"}, version=None, at=NOW
            )
        )
        assert changing.let_run_until_blocked()
    assert isinstance(changing.finish(), TypeIsFixed)


def test_a_value_of_a_type_that_was_is_refused(cast: Cast) -> None:
    field = define(cast.actor("administrator"), "Rack", "text")
    with one_look(), transaction.atomic():
        seen = entity_named("asset").custom_fields
        with signed("test"):  # as another process does it
            CustomFieldDefinition.objects.filter(pk=field.pk).update(type="number")
            DefinitionsToken.objects.update(token=uuid4())
        with pytest.raises(DefinitionChanged):
            hold_definitions(seen.values())
