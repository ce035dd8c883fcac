"""A cell is the same whether Python writes it or the database."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, models
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from assetry.platform.exports.cells import cell_sql, cell_text
from tests.attack.test_b4_formulas import CELLS

TYPES: "dict[str, models.Field[Any, Any]]" = {
    "text": models.TextField(),
    "numeric": models.DecimalField(),
    "boolean": models.BooleanField(),
    "date": models.DateField(),
    "timestamptz": models.DateTimeField(),
    "bigint": models.BigIntegerField(),
}


def written(values: list[Any], type_: str = "text") -> list[Any]:
    """What the database makes of the values."""
    cell = cell_sql("v.x", TYPES[type_])
    with connection.cursor() as cursor:
        given_ = f"unnest(%s::{type_}[]) WITH ORDINALITY AS v (x, place)"
        cursor.execute(f"SELECT {cell} FROM {given_} ORDER BY v.place", [values])
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.django_db
def test_every_known_attack_is_made_inert_by_the_database_too() -> None:
    cells = [cell for cell in CELLS if "\x00" not in cell]
    assert written(cells) == [cell_text(cell) for cell in cells]


class TestOneRule(TestCase):
    """Random texts."""

    @settings(max_examples=30)
    @given(
        st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), max_size=40)
    )
    def test_the_database_writes_as_python_does(self, texts: list[str]) -> None:
        """Any text."""
        assert written(texts) == [cell_text(text) for text in texts]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("type_", "values"),
    [
        ("numeric", [Decimal("1.2"), Decimal(-3), Decimal("1.2340"), Decimal("1249.0000"), Decimal(0)]),
        ("boolean", [True, False]),
        ("date", [date(2026, 1, 31), date(999, 12, 1)]),
        ("timestamptz", [datetime(2026, 1, 31, 23, 59, 58, 999999, UTC)]),
        ("bigint", [0, -7, 10**12]),
    ],
)
def test_values_of_every_type(type_: str, values: list[Any]) -> None:
    assert written([*values, None], type_) == [*(cell_text(value) for value in values), None]
