"""A value of each type survives its stored form, a form's text, the API's JSON and a cell of a file."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assetry.api.v1.answers import answer
from assetry.api.v1.representing import custom_value
from assetry.domain.assets.imports.cells import read_column
from assetry.domain.assets.imports.custom import exported
from assetry.domain.assets.imports.options import ImportOptions
from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.money import Money
from assetry.kernel.text import clean_text
from assetry.kernel.values import amount_text, clean_value, from_stored, stored_form
from assetry.platform.exports.cells import cell_text
from assetry.platform.exports.formulas import restore

TEXTS = st.text(st.characters(codec="utf-8"), max_size=60).map(clean_text)
NUMBERS = st.decimals(0, 9_999_999_999, places=4).map(lambda number: number.normalize())
CHOICES = (Choice("lab", "Lab"), Choice("office_work", "Office, work"), Choice("x", "=x", retired=True))


def field(type_: FieldType, **options: Any) -> Field:
    """A custom field of a type."""
    return Field(
        name="custom_x",
        label="X",
        type=type_,
        path="custom",
        key="x",
        edited_by="edit",
        group="custom",
        **options,
    )


CASES: dict[str, tuple[Field, st.SearchStrategy[Any]]] = {
    "text": (field(FieldType.TEXT), TEXTS.filter(lambda text: text and "\n" not in text)),
    "long_text": (field(FieldType.LONG_TEXT), TEXTS.filter(bool)),
    "number": (field(FieldType.NUMBER), NUMBERS),
    "date": (field(FieldType.DATE), st.dates(date(1900, 1, 1), date(2100, 1, 1))),
    "money": (
        field(FieldType.AMOUNT),
        st.builds(Money, NUMBERS, st.sampled_from(["EUR", "USD", "JPY", "KWD"])).map(Money.rounded),
    ),
    "yes_no": (field(FieldType.YES_NO), st.booleans()),
    "choice": (field(FieldType.CHOICE, choices=CHOICES), st.sampled_from([one.value for one in CHOICES])),
}
EACH = pytest.mark.parametrize("name", CASES)
FAST = settings(max_examples=60, deadline=None)


def stored(described: Field, value: Any) -> Any:
    """What the row holds, as its JSON column gives it back."""
    return json.loads(json.dumps(stored_form(described, clean_value(described, value))))


@EACH
@FAST
@given(data=st.data())
def test_in_its_row(name: str, data: st.DataObject) -> None:
    described, values = CASES[name]
    value = data.draw(values)
    assert from_stored(described, stored(described, value)) == value


@EACH
@FAST
@given(data=st.data())
def test_through_json_of_the_api(name: str, data: st.DataObject) -> None:
    described, values = CASES[name]
    raw = stored(described, data.draw(values))
    shown = None if raw is None else json.loads(answer(custom_value(described, raw, {})).content)
    assert stored(described, shown) == raw


@EACH
@FAST
@given(data=st.data())
def test_through_a_cell_of_a_file(name: str, data: st.DataObject) -> None:
    described, values = CASES[name]
    raw = stored(described, data.draw(values))
    text = restore(cell_text(exported(described, raw)))
    (cell,) = read_column("custom_x", [text], ImportOptions(columns=("custom_x",)), {"custom_x": described})
    assert stored(described, cell) == raw


@FAST
@given(money=CASES["money"][1])
def test_money_as_text(money: Money) -> None:
    assert clean_value(CASES["money"][0], amount_text(money)) == money
