"""A value as a cell: how every import of ours reads it. In Python for small files, in SQL for large ones."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from django.db import models

from assetry.platform.exports.formulas import defuse, defused_sql


def cell_text(value: object) -> str:
    """ISO dates, instants in UTC, a point before the decimals, yes and no; everything else is made inert."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return decimal_text(value)
        case datetime():
            return instant_text(value)
        case int() | date():
            return str(value)
    return defuse(str(value))


def decimal_text(number: Decimal) -> str:
    """With two decimals, four where two are not enough: never three, which could be taken for thousands."""
    digits = 2 if number == round(number, 2) else 4
    return f"{number:.{digits}f}"


def instant_text(instant: datetime) -> str:
    """To the second, in UTC."""
    return instant.astimezone(UTC).isoformat(timespec="seconds")


def cell_sql(column: str, output: "models.Field[Any, Any]") -> str:
    """`cell_text` of a column of that type as an SQL expression; NULL stays NULL, which is an empty cell."""
    for types, written in _WRITTEN:
        if isinstance(output, types):
            return written(column)
    return defused_sql(f"{column}::text")


def decimal_sql(number: str) -> str:
    """`decimal_text` of an SQL number."""
    return (
        f"CASE WHEN {number} = round({number}, 2) THEN round({number}, 2) ELSE round({number}, 4) END::text"
    )


_WRITTEN: tuple[tuple[type | tuple[type, ...], Callable[[str], str]], ...] = (
    (models.BooleanField, lambda column: f"CASE WHEN {column} THEN 'yes' WHEN NOT {column} THEN 'no' END"),
    (models.IntegerField, lambda column: f"{column}::text"),
    (models.DecimalField, decimal_sql),
    (
        models.DateTimeField,
        lambda column: f"to_char({column} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"+00:00\"')",
    ),
    (models.DateField, lambda column: f"to_char({column}, 'YYYY-MM-DD')"),
)
