"""What a person decides about an import: columns, dates, statuses, what may be made. Kept as JSON with the run."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from assetry.kernel.dates import DateOrder

CREATABLE = ("company", "location", "supplier", "manufacturer", "model", "category", "person")
type MatchKey = Literal["asset_tag", "serial_number"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOptions:
    """`columns` holds a target for each column of the file ("" leaves it out).

    `company` and `category` (public ids) stand in for empty cells; `dates` and `decimal` for columns that do not
    prove theirs; `statuses` maps words of the file, folded, to names of our statuses ("" refuses the row).
    """

    columns: tuple[str, ...]
    headers: tuple[str, ...] = ()
    encoding: str = ""
    delimiter: str = ""
    match: MatchKey = "asset_tag"
    create: frozenset[str] = frozenset()
    company: str = ""
    category: str = ""
    dates: DateOrder | None = None
    decimal: Literal["", ".", ","] = ""
    statuses: Mapping[str, str] = field(default_factory=dict)

    def column_of(self, target: str) -> int | None:
        """The place of the column that fills a target."""
        return self.columns.index(target) if target in self.columns else None

    def to_json(self) -> dict[str, Any]:
        """For the run's record."""
        lists = {"columns": list(self.columns), "headers": list(self.headers), "create": sorted(self.create)}
        return {**asdict(self), **lists, "statuses": dict(self.statuses)}

    @staticmethod
    def from_json(data: Mapping[str, Any]) -> "ImportOptions":
        """What `to_json` made."""
        lists = {"columns": tuple(data["columns"]), "headers": tuple(data.get("headers", ()))}
        return ImportOptions(**{**data, **lists, "create": frozenset(data["create"]) & set(CREATABLE)})
