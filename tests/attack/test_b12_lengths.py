"""B12, unbounded input. Snipe CVE-2026-86734 (an unbounded note), iTop CVE-2025-24026."""

import time
from contextlib import suppress
from typing import Any

import pytest
from django.db import IntegrityError, connection

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import InvalidValue
from assetry.kernel.text import clean_text, name_sort, serial_key
from assetry.kernel.values import clean_value
from assetry.platform.attachments.names import clean_name
from assetry.platform.audit.signed import signed
from assetry.platform.database.lengths import MOST, bounds
from assetry.platform.exports.formulas import defuse
from assetry.platform.redactor.redact import redact_text
from assetry.platform.sanitizer.sanitize import safe_markdown
from tests.factories import make_supplier

pytestmark = pytest.mark.django_db
# Tables of libraries, which the application writes through them alone, and the trail, whose texts are checked columns.
THEIRS = ("procrastinate_", "django_", "auth_", "account_", "mfa_", "shadow_", "trailtest_", "audit_")
UNBOUNDED = """
    SELECT c.table_name || '.' || c.column_name
    FROM information_schema.columns c
    JOIN information_schema.tables t USING (table_schema, table_name)
    WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'
      AND (c.data_type = 'text' OR (c.data_type = 'character varying' AND c.character_maximum_length IS NULL))
      AND NOT EXISTS (
          SELECT FROM pg_constraint k JOIN pg_class r ON r.oid = k.conrelid
          WHERE k.contype = 'c' AND r.relname = c.table_name
            AND k.conname ~ ('^' || c.column_name || '_at_most_[0-9]+$')
      )
"""


def test_b12_every_text_column_has_a_bound() -> None:
    with connection.cursor() as cursor:
        cursor.execute(UNBOUNDED)
        found = sorted(name for (name,) in cursor.fetchall() if not name.startswith(THEIRS))
    assert found == []


def test_b12_the_database_refuses_a_longer_note() -> None:
    limit = bounds()["organization_supplier", "note"]
    with signed("test"):
        supplier = make_supplier()
        supplier.note = "x" * limit
        supplier.save()
        supplier.note += "x"
        with pytest.raises(IntegrityError, match=f"note_at_most_{limit}"):
            supplier.save()


def test_b12_a_text_that_says_no_bound_has_one() -> None:
    assert bounds()["search_searchdocument", "text"] == MOST


LONG = 100_000
HOSTILE = {
    "spaces": " " * LONG,
    "quotes": "'" * LONG,
    "equals": "=" * LONG,
    "colons": "a:" * (LONG // 2),
    "slashes": "http://" + "a@" * (LONG // 2),
    "brackets": "[" * LONG,
    "stars": "*a " * (LONG // 3),
    "accents": "e\u0301" * (LONG // 2),
    "invisible": "\u200b" * LONG,
    "backslashes": "password=\"" + "\\" * LONG,
    "dashes": "-----BEGIN " * (LONG // 11),
    "eyes": "eyJ" * (LONG // 3),
    "digits": "9" * LONG,
    "dots": "a." * (LONG // 2),
    "headers": "x-" * (LONG // 2),
    "apart": "1" + " " * LONG + "1",
}  # fmt: skip
VALIDATORS: dict[str, Any] = {
    "clean_name": clean_name,
    "clean_text": clean_text,
    "name_sort": name_sort,
    "serial_key": serial_key,
    "defuse": defuse,
    "redact_text": redact_text,
    "safe_markdown": safe_markdown,
}


@pytest.mark.parametrize("name", VALIDATORS)
def test_b12_no_validator_takes_long_over_a_hostile_text(name: str) -> None:
    """In CPU time of this thread, doubled text against single: what is quadratic takes four times as long."""
    taken = {what: cpu(VALIDATORS[name], text) for what, text in HOSTILE.items()}
    assert {what: seconds for what, seconds in taken.items() if seconds > 1.0} == {}


@pytest.mark.parametrize("type_", [FieldType.AMOUNT, FieldType.MONEY, FieldType.NUMBER, FieldType.DATE])
def test_b12_no_value_takes_long_to_be_refused(type_: FieldType) -> None:
    field = Field(name="x", label="X", type=type_)
    taken = {what: cpu(refused, (field, text)) for what, text in HOSTILE.items()}
    assert {what: seconds for what, seconds in taken.items() if seconds > 1.0} == {}


def refused(given: tuple[Field, str]) -> None:
    """Clean what is no value; blanks are none at all."""
    with suppress(InvalidValue):
        clean_value(*given)


def cpu(function: Any, text: Any) -> float:
    began = time.thread_time()
    function(text)
    return time.thread_time() - began
