"""Which asset a row means: by id, by tag within the company, else by serial number, as the user chose."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from assetry.domain.assets.imports.cells import Problem
from assetry.domain.assets.imports.existing import Existing
from assetry.domain.assets.imports.plan import Ref
from assetry.domain.assets.imports.resolving import Resolved
from assetry.kernel.text import tag_key


@dataclass(slots=True)
class _Keys:
    tag: tuple[Ref, str] | None
    serial: tuple[Ref, str] | None
    maker: Ref | None


class Matcher:
    """Remembers what earlier rows took, so that a tag or serial number stands in one row only."""

    def __init__(self, found: Iterable[Existing], key: str, remembered: Mapping[int, str]) -> None:
        self.key = key
        self.remembered = remembered
        self.by_public_id: dict[str, Existing] = {}
        self.by_tag: dict[tuple[Ref, str], Existing] = {}
        self.by_serial: dict[tuple[Ref, str], list[Existing]] = {}
        for asset in found:
            self.by_public_id[asset.public_id] = asset
            if asset.values["asset_tag"]:
                self._note_tag(asset.company_id, asset.values["asset_tag"], asset)
            if asset.values["serial_key"]:
                self.by_serial.setdefault((asset.company_id, asset.values["serial_key"]), []).append(asset)
        self._rows_of_tags: dict[tuple[Ref, str], int] = {}
        self._rows_of_serials: dict[tuple[Ref, str, Ref | None], int] = {}
        self._rows_of_assets: dict[int, int] = {}

    def _note_tag(self, company_id: int, tag: str, asset: Existing) -> None:
        """By what is written and by its key: of doubles that an earlier version let in each has its own writing."""
        self.by_tag[company_id, tag] = asset
        self.by_tag.setdefault((company_id, tag_key(tag)), asset)

    def _of_tag(self, tag: tuple[Ref, str] | None) -> Existing | None:
        if tag is None:
            return None
        return self.by_tag.get(tag) or self.by_tag.get((tag[0], tag_key(tag[1])))

    def match(self, row: Resolved) -> Existing | Problem | None:
        """The asset, None for a new one, or why neither is possible."""
        doubled = self._doubled(row)
        if doubled is not None:
            return doubled
        keys = _keys(row)
        asset = self._named(row, keys)
        if isinstance(asset, Problem):
            return asset
        taken = self._taken(keys, asset)
        if taken is not None:
            return taken
        if asset is not None:
            first = self._rows_of_assets.setdefault(asset.id, row.number)
            if first != row.number:
                return Problem(
                    _("Rows %(first)d and %(row)d mean the same asset.") % {"first": first, "row": row.number}
                )
        return asset

    def _named(self, row: Resolved, keys: _Keys) -> Existing | Problem | None:
        if row.public_id:
            named = self.by_public_id.get(row.public_id)
            return named if named is not None and named.company_id == row.company else _unknown(row)
        by_tag = self._of_tag(keys.tag)
        first, second = (keys.serial, keys.tag) if self.key == "serial_number" else (keys.tag, keys.serial)
        if first is None and second is None:
            found = self.by_public_id.get(self.remembered.get(row.number, ""))
            return found if found is not None and found.company_id == row.company else None
        uses_serial = (first or second) is keys.serial
        return self._one_serial(keys) if uses_serial else by_tag

    def _one_serial(self, keys: _Keys) -> Existing | Problem | None:
        found = self._with_serial(keys)
        if len(found) > 1:
            return Problem(
                _("%(count)d assets have this serial number. Give the manufacturer.") % {"count": len(found)}
            )
        return found[0] if found else None

    def _with_serial(self, keys: _Keys) -> list[Existing]:
        """Those with the serial number, of the row's manufacturer where it names one."""
        if keys.serial is None:
            return []
        found = self.by_serial.get(keys.serial, [])
        return [
            asset for asset in found if keys.maker is None or asset.values["manufacturer_id"] == keys.maker
        ]

    def _taken(self, keys: _Keys, asset: Existing | None) -> Problem | None:
        own = asset.id if asset is not None else None
        holder = self._of_tag(keys.tag)
        if holder is not None and holder.id != own:
            return Problem(
                _("The tag belongs to another asset, with the serial number %(serial)s.")
                % {"serial": holder.values["serial_number"] or "—"}
            )
        other = next((found for found in self._with_serial(keys) if found.id != own), None)
        if other is not None:
            return Problem(_("The serial number belongs to %(asset)s.") % {"asset": other.label})
        return None

    def _doubled(self, row: Resolved) -> Problem | None:
        keys = _keys(row)
        if keys.tag is not None:
            written = (keys.tag[0], tag_key(keys.tag[1]))
            first = self._rows_of_tags.setdefault(written, row.number)
            if first != row.number:
                return Problem(
                    _("The tag stands twice: rows %(first)d and %(row)d.")
                    % {"first": first, "row": row.number}
                )
        if keys.serial is not None:
            first = self._rows_of_serials.setdefault((*keys.serial, keys.maker), row.number)
            if first != row.number:
                return Problem(
                    _("The serial number stands twice: rows %(first)d and %(row)d.")
                    % {"first": first, "row": row.number}
                )
        return None


def _unknown(row: Resolved) -> Problem:
    """An id of nowhere and one of another company look the same."""
    return Problem(
        _(
            "No asset of this company has the ID “%(id)s”. Leave the cell empty, "
            "or the column out, to match by tag or serial number."
        )
        % {"id": row.public_id}
    )


def _keys(row: Resolved) -> _Keys:
    company, tag, serial = row.company, row.values.get("asset_tag"), row.values.get("serial_key")
    assert company is not None  # noqa: S101 (rows without one are refused before)
    return _Keys(
        (company, tag) if tag else None,
        (company, serial) if serial else None,
        row.values.get("manufacturer_id"),
    )
