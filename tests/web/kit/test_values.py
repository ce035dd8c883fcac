"""A field's value as HTML, as words and as it stands in an input."""

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from assetry.kernel.fields import Choice, Field, FieldType
from assetry.platform.permissions.actor import Actor
from assetry.web.kit.reader import Reader
from assetry.web.kit.values import field_html, input_text, value_html, value_words

READER = Reader(
    actor=Actor(user_id=1, name="Ada"), now=datetime(2026, 11, 24, 9, tzinfo=UTC), zone="Europe/Berlin"
)


def _field(type_: FieldType, **more: Any) -> Field:
    return Field(name="x", label="X", type=type_, **more)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (_field(FieldType.TEXT), "a", "a"),
        (_field(FieldType.NUMBER), Decimal("32.00"), "32"),
        (_field(FieldType.DATE), date(2026, 3, 1), "1 Mar 2026"),
        (_field(FieldType.YES_NO), False, "No"),
        (_field(FieldType.CHOICE, choices=(Choice("s", "Small"),)), "s", "Small"),
        (_field(FieldType.TEXT), None, ""),
    ],
)
def test_words(field: Field, value: Any, words: str) -> None:
    assert value_words(field, value, READER) == words


@pytest.mark.parametrize("type_", list(FieldType))
def test_a_missing_value_is_a_dash(type_: FieldType) -> None:
    assert "—" in value_html(_field(type_), None, READER)


def test_text_is_escaped() -> None:
    assert value_html(_field(FieldType.TEXT), "<b>", READER) == "<bdi>&lt;b&gt;</bdi>"


def test_money_takes_its_currency_from_the_row() -> None:
    row = SimpleNamespace(cost=Decimal(1249), currency="GBP")
    field = _field(FieldType.MONEY, path="cost", currency_path="currency")
    assert "£1,249.00" in field_html(field, row, READER)


def test_a_facet_that_is_missing_is_a_missing_value() -> None:
    field = _field(FieldType.TEXT, path="hardware__processor")
    assert "—" in field_html(field, SimpleNamespace(hardware=None), READER)


@pytest.mark.parametrize(
    ("field", "value", "currency", "text"),
    [
        (_field(FieldType.MONEY), Decimal("1249.0000"), "EUR", "1249.00"),
        (_field(FieldType.MONEY), Decimal("1249.5050"), "EUR", "1249.505"),
        (_field(FieldType.MONEY), Decimal("1249.0000"), "JPY", "1249"),
        (_field(FieldType.NUMBER), Decimal("1000.00"), "", "1000"),
        (_field(FieldType.DATE), date(2026, 11, 24), "", "24 Nov 2026"),
        (_field(FieldType.YES_NO), True, "", "on"),
        (_field(FieldType.REFERENCE, reference="person"), SimpleNamespace(public_id="ID"), "", "ID"),
        (_field(FieldType.TEXT), None, "", ""),
    ],
)
def test_an_input_shows_what_can_be_read_back(field: Field, value: Any, currency: str, text: str) -> None:
    assert input_text(field, value, READER, currency) == text
