"""What a person decides about an import: sheet, columns, dates, what may be made. Kept as JSON with the run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from assetry.kernel.dates import DateOrder
from assetry.platform.imports.reading import ReadAs


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """`columns` holds a target for each column of the file ("" leaves it out).

    `match` names what tells that a row means something that is there, `create` the entities that may be made along;
    `company` and `category` (public ids) stand in for empty cells, `dates` and `decimal` for columns that do not
    prove theirs; `statuses` maps words of the file, folded, to names of our statuses ("" refuses the row). With
    `erases` an empty cell empties the field. `mended` holds the cells that were typed anew, by row and column: the
    file stays as it is.
    """

    columns: tuple[str, ...]
    headers: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    match: str = ""
    create: frozenset[str] = frozenset()
    company: str = ""
    category: str = ""
    dates: DateOrder | None = None
    decimal: Literal["", ".", ","] = ""
    statuses: Mapping[str, str] = field(default_factory=dict)
    erases: bool = False
    mended: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def read_as(self) -> ReadAs:
        """How the file is read."""
        return ReadAs(self.encoding, self.delimiter, self.sheet)

    def column_of(self, target: str) -> int | None:
        """The place of the column that fills a target."""
        return self.columns.index(target) if target in self.columns else None

    def to_json(self) -> dict[str, Any]:
        """For the run's record."""
        lists = {"columns": list(self.columns), "headers": list(self.headers), "create": sorted(self.create)}
        mended = {number: dict(cells) for number, cells in self.mended.items()}
        return {**asdict(self), **lists, "statuses": dict(self.statuses), "mended": mended}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "ImportOptions":
        """What `to_json` made."""
        lists = {"columns": tuple(data["columns"]), "headers": tuple(data.get("headers", ()))}
        return ImportOptions(**{**data, **lists, "create": frozenset(data["create"])})
