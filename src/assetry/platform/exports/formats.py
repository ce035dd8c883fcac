"""The formats of a file: what it is called, and who writes it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal, Text
from assetry.platform.exports.json_writer import json_pieces
from assetry.platform.exports.table import Table
from assetry.platform.exports.xlsx_writer import MOST_ROWS, xlsx_pieces


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format; `most_rows` is what a file of it can hold."""

    code: str
    label: Text
    media_type: str
    pieces: Callable[[Table], Iterator[bytes]]
    most_rows: int | None = None


class TooManyRows(Refusal):
    """More rows than the format takes."""

    code = "too_many_rows"
    status = 422
    message = _(
        "A file of this format holds %(most)s rows; these are %(count)s. Export as CSV, or filter first."
    )


FORMATS: Final = {
    one.code: one
    for one in (
        Format(code="csv", label=_("CSV"), media_type="text/csv; charset=utf-8", pieces=Table.csv),
        Format(
            code="xlsx",
            label=_("Excel"),
            media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            pieces=lambda table: xlsx_pieces(table.headers, table.rows()),
            most_rows=MOST_ROWS,
        ),
        Format(
            code="json",
            label=_("JSON"),
            media_type="application/json",
            pieces=lambda table: json_pieces([column.name for column in table.columns], table.rows()),
        ),
    )
}


def pieces_of(table: Table, format_: Format) -> Iterator[bytes]:
    """The file, as it is read. Raises TooManyRows before anything is read."""
    if format_.most_rows is not None and (count := table.queryset.order_by().count()) > format_.most_rows:
        raise TooManyRows(most=f"{format_.most_rows:,}", count=f"{count:,}")
    return format_.pieces(table)
