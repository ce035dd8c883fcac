"""Three ways of the same form: who changed what, and what both did."""

from datetime import UTC, datetime

import pytest

from assetry.kernel.fields import Field, FieldType
from assetry.platform.permissions.actor import Actor
from assetry.web.kit.conflict import ThreeWay, conflict_of, pack, unpack
from assetry.web.kit.forms import FormState
from assetry.web.kit.reader import Reader

FIELDS = {name: Field(name=name, label=name.upper(), type=FieldType.TEXT) for name in ("a", "b", "c")}
READER = Reader(actor=Actor(user_id=1, name="Ada"), now=datetime(2026, 11, 24, tzinfo=UTC))


def _form(**texts: str) -> FormState:
    return FormState(fields=FIELDS, reader=READER, texts=texts)


def _way(mine: dict[str, str], theirs: dict[str, str]) -> ThreeWay:
    before = {"a": "1", "b": "2", "c": "3"}
    return ThreeWay(FIELDS, before, _form(**{**before, **mine}), _form(**{**before, **theirs}))


@pytest.mark.parametrize(
    ("mine", "theirs", "disputed"),
    [
        ({"a": "x"}, {"a": "y"}, ["a"]),
        ({"a": "x"}, {"a": "x"}, []),
        ({"a": "x"}, {"b": "y"}, []),
        ({"a": " 1 "}, {"a": "y"}, []),
        ({}, {"a": "y"}, []),
    ],
)
def test_only_what_both_changed_to_different_things_is_disputed(
    mine: dict[str, str], theirs: dict[str, str], disputed: list[str]
) -> None:
    assert _way(mine, theirs).disputed() == disputed


def test_merged_keeps_mine_where_i_changed_and_theirs_elsewhere() -> None:
    assert _way({"a": "x"}, {"a": "y", "b": "z"}).merged() == {"a": "x", "b": "z", "c": "3"}


def test_the_question_carries_everything_that_is_not_asked() -> None:
    way = _way({"a": "x", "c": "mine"}, {"a": "y", "b": "z"})
    conflict = conflict_of(way, who="Ada", before_tokens={}, theirs_url="/x")
    assert dict(conflict.hidden) == {"b": "z", "c": "mine"}
    assert [(field.before, field.yours, field.theirs) for field in conflict.fields] == [("1", "x", "y")]


def test_what_a_form_showed_survives_the_way_through_the_browser() -> None:
    assert unpack(pack({"a": 'Ü "<', "b": ""}), FIELDS) == {"a": 'Ü "<', "b": ""}


@pytest.mark.parametrize("text", ["", "{", "[]", '"x"', '{"unknown": "x"}'])
def test_what_is_no_record_of_a_form_is_empty(text: str) -> None:
    assert unpack(text, FIELDS) == {}
