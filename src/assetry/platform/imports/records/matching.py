"""Which object a row means: by its id, else by the first group of key fields that the row fills."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from assetry.kernel.registry import Entity
from assetry.platform.imports.cells import Cell, Problem
from assetry.platform.imports.records.comparing import stored_value
from assetry.platform.imports.records.described import imported_fields, is_owned, keys_of
from assetry.platform.imports.records.plan import Missing, RecordRow
from assetry.platform.imports.words import fold
from assetry.platform.permissions.actor import Actor

type Key = tuple[Any, ...]


class Matcher:
    """The objects of the actor's companies, by each key that the file has."""

    def __init__(
        self, actor: Actor, entity: Entity, chosen: str, cells: Mapping[str, Sequence[Cell]], companies: Sequence[int]
    ) -> None:  # fmt: skip
        self.entity, self.is_owned = entity, is_owned(entity)
        self.fields = imported_fields(entity)
        keys = keys_of(entity)
        ordered = [keys[chosen], *keys.values()] if chosen in keys else list(keys.values())
        # Of a group the fields that the file does not have are not compared.
        self.keys = list(dict.fromkeys(tuple(name for name in key if name in cells) for key in ordered))
        self.keys = [key for key in self.keys if key]
        rows = entity.visible_to(actor)
        if self.is_owned:
            rows = rows.filter(company_id__in=companies)
        self.by_public_id: dict[str, Any] = {}
        self.index: dict[Key, list[Any]] = {}
        for row in rows.iterator(chunk_size=2000):
            self.by_public_id[row.public_id] = row
            for names in self.keys:
                self.index.setdefault(self._key_of_object(row, names), []).append(row)
        self._taken: dict[int, RecordRow] = {}
        self._new: dict[Key, RecordRow] = {}

    def match(self, row: RecordRow, public_id: Cell) -> None:
        """Say what the row means, nothing for a new one, or why neither can be."""
        found = self._named(row, public_id)
        if isinstance(found, Problem):
            row.refuse(found.reason)
        elif found is None:
            self._claim_new(row)
        else:
            other = self._taken.setdefault(found.pk, row)
            if other is not row:
                row.refuse(_("It means the same as row %(number)d.") % {"number": other.number})
            row.found, row.version = found, found.version

    def _named(self, row: RecordRow, public_id: Cell) -> Any:
        if isinstance(public_id, str):
            found = self.by_public_id.get(public_id.upper())
            return found or Problem(
                _("“%(id)s” is the ID of nothing that you may change.") % {"id": public_id}
            )
        for names in self.keys:
            key = self._key_of_row(row, names)
            if key is None:
                continue
            objects = self.index.get(key, [])
            if len(objects) > 1:
                words = {"count": len(objects), "name": row.label}
                return Problem(_("%(count)d have the name “%(name)s”. Write it in full.") % words)
            return objects[0] if objects else None
        return None

    def _claim_new(self, row: RecordRow) -> None:
        for names in self.keys:
            key = self._key_of_row(row, names)
            if key is None or (names == ("name",) and len(self.keys) > 1):
                continue  # namesakes are told apart by something else
            other = self._new.setdefault(key, row)
            if other is not row:
                row.refuse(_("It means the same as row %(number)d.") % {"number": other.number})
                return

    def _key_of_row(self, row: RecordRow, names: tuple[str, ...]) -> Key | None:
        """None where the row fills none of the fields."""
        values = [_comparable(row.values.get(name)) for name in names]
        own = [value for name, value in zip(names, values, strict=True) if not self.fields[name].reference]
        if not any(own or values):  # what a row refers to tells it apart only where it has nothing of its own
            return None
        return (names, row.company_id, *values)

    def _key_of_object(self, row: Any, names: tuple[str, ...]) -> Key:
        company = row.company_id if self.is_owned else None
        return (names, company, *(_comparable(stored_value(self.fields[name], row)) for name in names))


def _comparable(value: Any) -> Any:
    """A row of the file stands for what it means, which is known before its children are matched."""
    if isinstance(value, RecordRow):
        return value.found.pk if value.found is not None else value
    if isinstance(value, Missing):
        return value
    return fold(value) if isinstance(value, str) else value or ""
