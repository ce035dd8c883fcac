"""What definitions refuse, and what changes with them."""

from contextlib import nullcontext
from functools import partial
from typing import Any

import pytest

from assetry.kernel.refusals import InvalidInput, NotFound, NotPermitted
from assetry.platform.custom_fields import refusals
from assetry.platform.custom_fields.definitions import fields_in_use, known, one_look
from assetry.platform.custom_fields.operations import (
    MOST_INDEXED,
    ChoiceInput,
    code_of,
    create_custom_field,
    edit_custom_field,
    rebuild_custom_field,
    restore_custom_field,
    retire_custom_field,
    set_custom_choices,
)
from assetry.platform.custom_fields.queries import get_custom_field_for
from tests.cast import NOW, Cast
from tests.platform.custom_fields.fields import define, make

MANAGERS = frozenset({"asset_manager", "stranger"})


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"type_": "yes_no", "is_required": True}, "is_required"),
        ({"type_": "choice", "choices": ["A"], "is_unique": True}, "is_unique"),
        ({"type_": "long_text", "is_unique": True}, "is_unique"),
        ({"type_": "long_text", "is_filterable": True}, "is_filterable"),
        ({"type_": "person", "is_sortable": True}, "is_sortable"),
        ({"type_": "number", "max_length": 10}, "max_length"),
        ({"type_": "text", "max_length": 501, "is_unique": True}, "max_length"),
        ({"type_": "choice"}, "choices"),
        ({"type_": "text", "choices": ["A"]}, "choices"),
        ({"type_": "choice", "choices": ["A", " a "]}, "choices"),
        ({"type_": "choice", "choices": [""]}, "choices"),
        ({"type_": "person", "entity": "supplier"}, "type"),
        ({"type_": "person", "entity": "company"}, "type"),
        ({"type_": "text", "entity": "status"}, "entity"),
        ({"type_": "text", "entity": "nothing"}, "entity"),
        ({"type_": "text", "entity": "supplier", "kind": "hardware"}, "kind"),
        ({"type_": "text", "kind": "nothing"}, "kind"),
        ({"type_": "password"}, "type"),
    ],
)
def test_what_makes_no_sense_is_refused(cast: Cast, given: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        define(cast.actor("administrator"), "Extra", **given)
    assert set(refused.value.errors) == {field}


@pytest.mark.parametrize("code", ["Name", "1st", "a__b", "_a", "a_", "a-b", "a b", 'a"b', "ä", "a" * 41])
def test_a_code_is_small_letters_digits_and_single_underscores(cast: Cast, code: str) -> None:
    values = {"label": "Extra", "type": "text"}
    with pytest.raises(InvalidInput) as refused:
        create_custom_field(
            actor=cast.actor("administrator"), entity="asset", code=code, values=values, at=NOW
        )
    assert set(refused.value.errors) == {"code"}


@pytest.mark.parametrize(
    ("label", "code"),
    [("Data center rack", "data_center_rack"), ("Größe", "grosse"), ("1st", "field_1st"), ("世界", "field")],
)
def test_a_code_is_made_of_the_label(label: str, code: str) -> None:
    assert code_of(label) == code


def test_codes_and_labels_are_told_apart(cast: Cast) -> None:
    admin = cast.actor("administrator")
    define(admin, "Rack", "text", kind="hardware")
    with pytest.raises(refusals.CodeTaken):
        define(admin, "Rack", "text", kind="subscription")
    with pytest.raises(refusals.LabelTaken):
        create_custom_field(
            actor=admin, entity="asset", code="other", values={"label": "RACK", "type": "text"}, at=NOW
        )
    with pytest.raises(refusals.LabelTaken):
        define(admin, "Serial", "text")
    define(admin, "Rack", "text", entity="location")


def test_a_retired_code_stays_taken(cast: Cast) -> None:
    admin = cast.actor("administrator")
    retire_custom_field(actor=admin, field=define(admin, "Rack", "text"), version=None, at=NOW)
    with pytest.raises(refusals.CodeTaken):
        define(admin, "Rack", "text")


def test_at_most_twenty_of_a_kind_are_indexed(cast: Cast) -> None:
    admin = cast.actor("administrator")
    for number in range(MOST_INDEXED):
        kind = "hardware" if number % 2 else ""
        define(admin, f"Field {number}", "text", kind=kind, is_filterable=True)
    with pytest.raises(refusals.TooManyIndexed):
        define(admin, "One more", "text", kind="hardware", is_sortable=True)
    plain = define(admin, "One more", "text", kind="hardware")
    with pytest.raises(refusals.TooManyIndexed):
        edit_custom_field(actor=admin, field=plain, changes={"is_unique": True}, version=None, at=NOW)
    define(admin, "Other", "text", kind="subscription", is_filterable=True)


def test_the_type_is_fixed_once_there_are_values(cast: Cast) -> None:
    admin = cast.actor("administrator")
    field = define(admin, "Rack", "text")
    field = edit_custom_field(actor=admin, field=field, changes={"type": "number"}, version=None, at=NOW)
    make(cast, custom_rack="7")
    with pytest.raises(refusals.TypeIsFixed):
        edit_custom_field(actor=admin, field=field, changes={"type": "text"}, version=None, at=NOW)


def test_retired_and_restored_once(cast: Cast) -> None:
    admin = cast.actor("administrator")
    field = define(admin, "Rack", "text")
    with pytest.raises(refusals.NotRetired):
        restore_custom_field(actor=admin, field=field, version=None, at=NOW)
    with pytest.raises(refusals.NotIndexed):
        rebuild_custom_field(actor=admin, field=field, version=None, at=NOW)
    retire_custom_field(actor=admin, field=field, version=None, at=NOW)
    with pytest.raises(refusals.AlreadyRetired):
        edit_custom_field(actor=admin, field=field, changes={"label": "X"}, version=None, at=NOW)


def test_an_unknown_choice_value_is_refused(cast: Cast) -> None:
    admin = cast.actor("administrator")
    field = define(admin, "Profile", "choice", choices=["Lab"])
    with pytest.raises(InvalidInput):
        set_custom_choices(
            actor=admin, field=field, choices=[ChoiceInput(label="Lab", value="other")], version=None, at=NOW
        )


@pytest.mark.parametrize("role", ["asset_manager", "technician", "auditor", "employee", "stranger"])
def test_only_who_manages_the_catalog_sees_and_changes_them(cast: Cast, role: str) -> None:
    field = define(cast.actor("administrator"), "Rack", "text")
    actor = cast.actor(role)
    change = partial(edit_custom_field, field=field, changes={"help": role}, version=None, at=NOW)
    assert actor.may("catalog.manage") is (role in MANAGERS)
    expected = nullcontext() if role in MANAGERS else pytest.raises(NotPermitted)
    with expected:
        change(actor=actor)
    with nullcontext() if role in MANAGERS else pytest.raises(NotFound):
        get_custom_field_for(actor, field.public_id)


def test_what_a_request_knows_is_asked_once_and_anew_after_a_change(cast: Cast) -> None:
    admin = cast.actor("administrator")
    with one_look():
        assert known() is known()
        field = define(admin, "Rack", "text")
        assert list(fields_in_use("asset")) == ["custom_rack"]
        retire_custom_field(actor=admin, field=field, version=None, at=NOW)
        assert list(fields_in_use("asset")) == []
