"""Values in their field's type: the same for form, API, bulk edit and import."""

from contextlib import suppress
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.refusals import InvalidInput, InvalidValue
from assetry.kernel.values import clean_changes, clean_value, require_values


def field(kind: FieldType, name: str = "x", **options: Any) -> Field:
    return Field(name=name, label="X", type=kind, edited_by="edit", **options)


TEXT, LONG, NUMBER = field(FieldType.TEXT), field(FieldType.LONG_TEXT), field(FieldType.NUMBER)
WHOLE = field(FieldType.NUMBER, decimals=0, largest=1200)
CHOICE = field(FieldType.CHOICE, choices=(Choice("a", "A"), Choice("b", "B")))
UUID_FIELD = field(FieldType.CODE, nullable=True, format="uuid")
MAIL, WEB = field(FieldType.TEXT, format="email"), field(FieldType.TEXT, format="url")


@pytest.mark.parametrize(
    ("described", "raw", "value"),
    [
        (TEXT, " a ", "a"),
        (TEXT, 12, "12"),
        (LONG, "a\r\nb", "a\nb"),
        (NUMBER, "1.5", Decimal("1.5")),
        (NUMBER, 0.1, Decimal("0.1")),
        (NUMBER, Decimal("2.50"), Decimal("2.5")),
        (NUMBER, "1e3", Decimal(1000)),
        (WHOLE, "36", 36),
        (WHOLE, "36.0", 36),
        (field(FieldType.DATE), "2026-11-24", date(2026, 11, 24)),
        (field(FieldType.DATE), date(2026, 1, 2), date(2026, 1, 2)),
        (field(FieldType.YES_NO), "Yes", True),
        (field(FieldType.YES_NO), "0", False),
        (field(FieldType.YES_NO), True, True),
        (CHOICE, "b", "b"),
        (MAIL, " nina@example.com ", "nina@example.com"),
        (WEB, "https://example.com/a?b=1", "https://example.com/a?b=1"),
        (UUID_FIELD, "8f14e45fceea467f9d2c4c1f4f5e6a7b", UUID("8f14e45f-ceea-467f-9d2c-4c1f4f5e6a7b")),
    ],
)
def test_a_value_is_brought_into_its_type(described: Field, raw: Any, value: Any) -> None:
    assert clean_value(described, raw) == value


@pytest.mark.parametrize(
    ("described", "empty"),
    [
        (TEXT, ""),
        (LONG, ""),
        (CHOICE, ""),
        (NUMBER, None),
        (field(FieldType.DATE), None),
        (field(FieldType.YES_NO), False),
        (UUID_FIELD, None),
        (field(FieldType.REFERENCE), None),
    ],
)
@pytest.mark.parametrize("raw", [None, "", "  "])
def test_empty_text_means_no_value(described: Field, empty: Any, raw: Any) -> None:
    assert clean_value(described, raw) == empty


@pytest.mark.parametrize("raw", [None, "", " ", "\x00", "\N{ZERO WIDTH SPACE}"])
def test_what_is_required_cannot_be_empty(raw: Any) -> None:
    with pytest.raises(InvalidValue):
        clean_value(field(FieldType.TEXT, required=True), raw)


@pytest.mark.parametrize(
    ("described", "raw"),
    [
        (TEXT, "x" * 201),
        (TEXT, "a\nb"),
        (LONG, "x" * 5001),
        (field(FieldType.CODE, max_length=3), "abcd"),
        (NUMBER, "-1"),
        (NUMBER, "NaN"),
        (NUMBER, "Infinity"),
        (NUMBER, "1.00001"),
        (NUMBER, "10000000000"),
        (NUMBER, "1_000"),
        (NUMBER, "٣"),
        (NUMBER, True),
        (NUMBER, "many"),
        (NUMBER, "1e99"),
        (WHOLE, "1.5"),
        (WHOLE, "1201"),
        (field(FieldType.DATE), "1/2/2026"),
        (field(FieldType.YES_NO), "perhaps"),
        (CHOICE, "c"),
        (CHOICE, ["a"]),
        (UUID_FIELD, "1234"),
        (MAIL, "nina"),
        (MAIL, "nina@example.com\r\nBcc: all@example.com"),
        (WEB, "javascript:alert(1)"),
        (WEB, "ftp://example.com"),
        (WEB, "example"),
    ],
)
def test_what_cannot_be_used_is_refused(described: Field, raw: Any) -> None:
    with pytest.raises(InvalidValue):
        clean_value(described, raw)


@given(
    st.one_of(
        st.text(),
        st.floats(),
        st.integers(),
        st.booleans(),
        st.none(),
        st.lists(st.text(max_size=3), max_size=2),
    )
)
@pytest.mark.parametrize(
    "described",
    [TEXT, LONG, NUMBER, WHOLE, CHOICE, UUID_FIELD, field(FieldType.DATE), field(FieldType.YES_NO)],
)
def test_anything_is_a_value_or_refused(described: Field, raw: Any) -> None:
    with suppress(InvalidValue):
        assert "\x00" not in str(clean_value(described, raw))


def test_a6_a_field_that_is_not_described_or_not_editable_is_refused_by_name() -> None:
    shown = Field(name="state", label="State", type=FieldType.TEXT)
    fields = {"name": field(FieldType.TEXT, name="name"), "state": shown}
    with pytest.raises(InvalidInput) as refused:
        clean_changes(fields, {"name": "a", "state": "x", "is_superuser": "1"})
    assert set(refused.value.errors) == {"state", "is_superuser"}


def test_every_invalid_value_is_named_at_once() -> None:
    fields = {"a": field(FieldType.NUMBER, name="a"), "b": field(FieldType.DATE, name="b")}
    with pytest.raises(InvalidInput) as refused:
        clean_changes(fields, {"a": "x", "b": "y"})
    assert set(refused.value.errors) == {"a", "b"}


def test_a_required_value_that_is_missing_is_named() -> None:
    with pytest.raises(InvalidInput) as refused:
        require_values([field(FieldType.TEXT, name="name", required=True)], {})
    assert set(refused.value.errors) == {"name"}
