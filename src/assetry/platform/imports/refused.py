"""The rows that stayed out, as a file of their own: the same columns and a last one that says why."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from django.utils.translation import gettext as _

from assetry.platform.exports.csv_writer import csv_bytes
from assetry.platform.imports.actions import Action
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.reading import Sheet
from assetry.platform.imports.runs import unpacked


class Row(Protocol):
    """A row that was refused."""

    number: int
    reasons: list[str]


def refused_rows(sheet: Sheet, refused: Iterable[Row]) -> bytes:
    """The refused rows of a plan."""
    return _file(sheet, {row.number: " ".join(row.reasons) for row in refused})


def refused_rows_of(run: ImportRun, sheet: Sheet) -> bytes:
    """The refused rows of a run, by its ledger."""
    entries = unpacked(bytes(run.ledger))
    return _file(sheet, {entry[0]: " ".join(entry[3]) for entry in entries if entry[1] == Action.REFUSE})


def _file(sheet: Sheet, reasons: Mapping[int, str]) -> bytes:
    rows = {**dict(zip(sheet.numbers, sheet.rows, strict=True)), **sheet.ragged}
    headers = [*sheet.headers, _("Why it was refused")]
    return csv_bytes(
        headers,
        ([*_padded(rows[number], len(sheet.headers)), reason] for number, reason in sorted(reasons.items())),
    )


def _padded(row: list[str], width: int) -> list[str]:
    """A ragged row keeps its cells; the reason stands in its column where there is room."""
    return [*row, *[""] * (width - len(row))]
