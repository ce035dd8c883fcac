"""Refused rows with the cells that their reasons speak of, to be typed anew; the file stays as it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.urls import reverse

from assetry.platform.imports.importers import importer_of
from assetry.platform.imports.models import ImportRun
from assetry.platform.imports.options import ImportOptions
from assetry.platform.imports.reading import Sheet
from assetry.platform.permissions.actor import Actor
from assetry.web.components.fields import FieldView

_PREFIX = "cell:"
_QUOTED = 30  # characters: reasons quote the beginning of a long text


@dataclass(frozen=True, kw_only=True)
class MendRow:
    """One refused row; `cells` are inputs named by row and column, `url` shows all of them."""

    number: int
    label: str
    reason: str
    cells: Sequence[FieldView]
    url: str


@dataclass(frozen=True, kw_only=True)
class Mending:
    """What `imports/mending.html` draws; `total` are all refused rows, `rows` the first of them."""

    rows: Sequence[MendRow]
    total: int
    url: str
    more_url: str


def mending_of(actor: Actor, run: ImportRun, sheet: Sheet, more_url: str) -> Mending | None:
    """The refused rows of a dry run; None where there are none."""
    if not run.summary["refused"]:
        return None
    options = ImportOptions.from_json(run.options)
    labels = {target.name: str(target.label) for target in importer_of(run).targets(actor, run)}
    texts = _texts(sheet)
    rows = [
        MendRow(
            number=number,
            label=label,
            reason=" ".join(reasons),
            cells=[
                _cell(sheet, number, place, texts[number][place])
                for place in _places(reasons, texts[number], options.columns, labels)
            ],
            url=reverse("import_row", kwargs={"public_id": run.public_id, "number": number}),
        )
        for number, label, reasons in run.summary["refused"]
    ]
    total = run.summary["counts"]["refuse"]
    return Mending(rows=rows, total=total, url=mend_url(run), more_url=more_url if total > len(rows) else "")


def all_cells(run: ImportRun, sheet: Sheet, number: int) -> list[FieldView]:
    """Every cell of a row that goes somewhere, as an input. Raises KeyError for a row that is not there."""
    options, row = ImportOptions.from_json(run.options), _texts(sheet)[number]
    return [_cell(sheet, number, place, row[place]) for place, target in enumerate(options.columns) if target]


def read_mended(data: QueryDict, sheet: Sheet, options: ImportOptions) -> ImportOptions:
    """The options with the cells that were sent and differ from what stands there."""
    texts = _texts(sheet)
    mended = {number: dict(cells) for number, cells in options.mended.items()}
    for name in data:
        number, _colon, place = name.removeprefix(_PREFIX).partition(":")
        if not name.startswith(_PREFIX) or not number.isdecimal() or not place.isdecimal():
            continue
        row = texts.get(int(number), [])
        if int(place) < len(row) and row[int(place)] != str(data[name]):
            mended.setdefault(number, {})[place] = str(data[name])
    return replace(options, mended=mended)


def mend_url(run: ImportRun) -> str:
    """Where typed cells are sent."""
    return reverse("import_mend", kwargs={"public_id": run.public_id})


def _texts(sheet: Sheet) -> dict[int, list[str]]:
    """The cells by row number, one for each header in rows of another width too."""
    width = len(sheet.headers)
    ragged = {number: [*row, *[""] * width][:width] for number, row in sheet.ragged.items()}
    return {**dict(zip(sheet.numbers, sheet.rows, strict=True)), **ragged}


def _places(
    reasons: Sequence[str], row: Sequence[str], columns: Sequence[str], labels: Mapping[str, str]
) -> list[int]:
    """The columns whose text a reason quotes, or whose field it begins with."""
    return [
        place
        for place, target in enumerate(columns)
        if target
        and any(
            _quotes(reason, row[place]) or reason.startswith(f"{labels.get(target, target)}:")
            for reason in reasons
        )
    ]


def _quotes(reason: str, text: str) -> bool:
    words = " ".join(text.split())[:_QUOTED]
    return bool(words) and f"“{words}" in reason


def _cell(sheet: Sheet, number: int, place: int, text: str) -> FieldView:
    return FieldView(
        name=f"{_PREFIX}{number}:{place}",
        id=f"cell-{number}-{place}",
        label=sheet.headers[place],
        value=text,
    )
