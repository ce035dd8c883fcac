"""Empty cells that are to empty what is there: which columns, and what stands there then."""

from collections.abc import Iterable
from typing import Any

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.imports.existing import default_of
from assetry.domain.assets.imports.resolving import Resolved
from assetry.domain.assets.kinds.registry import FACET_FIELDS, FACETS

# What an asset is, its tag, its status and who has it are changed by what a cell says, never by its emptiness.
_PLAIN = (
    "name", "serial_number", "criticality", "classification", "ownership", "purchased_on", "in_service_on", "ends_on",
    "replace_on", "order_number", "cost_amount", "note",
)  # fmt: skip
_NAMED = ("supplier", "owner_person", "owner_department", "cost_center")


class Eraser:
    """For one kind of asset and one file."""

    def __init__(self, facet: str, columns: Iterable[str], custom: dict[str, str]) -> None:
        """`custom` are the keys of custom fields by their targets."""
        mapped = set(columns)
        self.values: dict[str, dict[str, Any]] = {name: _emptied(name) for name in _PLAIN if name in mapped}
        self.values |= {name: {f"{name}_id": None} for name in _NAMED if name in mapped}
        own = [field.name for field in FACET_FIELDS[facet] if field.name in mapped and field.edited_by]
        self.facet = {name: default_of(FACETS[facet], name) for name in own}
        self.custom = {name: key for name, key in custom.items() if name in mapped}

    def erase(self, row: Resolved, empty: Iterable[str]) -> None:
        """Let the empty cells of a row say that nothing is to stand there."""
        for name in empty:
            row.values |= {**self.values.get(name, {}), **row.values}
            if name in self.facet:
                row.facet.setdefault(name, self.facet[name])
            if name in self.custom:
                row.custom.setdefault(self.custom[name], None)


def _emptied(name: str) -> dict[str, Any]:
    """A column with what follows from it."""
    follows = {"serial_number": ["serial_key"], "cost_amount": ["cost_currency"]}.get(name, [])
    return {column: default_of(Asset, column) for column in (name, *follows)}
