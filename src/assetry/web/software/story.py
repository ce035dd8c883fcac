"""What the timeline of a license tells of its lines and allocations."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from assetry.domain.software.models import HOLDERS, LineKind
from assetry.domain.software.queries import holders_of
from assetry.platform.audit.queries import Action, RecordedChange
from assetry.web.kit.history import Ref
from assetry.web.kit.reader import Reader
from assetry.web.kit.timeline import Diff, Story

SHOWN = 12  # so many are told one by one


def _lines(changes: Sequence[RecordedChange], _reader: Reader) -> list[Diff]:
    """Lines that were added; others were changed in what is said about them."""
    diffs = []
    for change in changes[:SHOWN]:
        if change.action is Action.INSERT:
            label = LineKind(change.after["kind"]).label
            diffs.append(Diff(label, None, f"{change.after['quantity']}"))
        elif change.action is Action.DELETE:
            diffs.append(Diff(_("Line"), f"{change.before['quantity']}", None))
        else:
            diffs.append(Diff(_("Line"), None, _("changed"), plain=True))
    return diffs


def _given(changes: Sequence[RecordedChange], reader: Reader) -> list[Diff]:
    """Who got seats, and who gave them back."""
    if len(changes) > SHOWN:
        return [Diff(_("Allocations"), None, _("%(n)d changed") % {"n": len(changes)}, plain=True)]
    ended = [change.row_id for change in changes if change.action is Action.UPDATE]
    holders = holders_of(reader.actor, ended) if ended else {}
    return [_one(change, holders) for change in changes]


def _one(change: RecordedChange, holders: dict[int, tuple[str, int]]) -> Diff:
    if change.action is Action.INSERT:
        return Diff(_("Given to"), None, _holder(change.after))
    if change.action is Action.DELETE:
        return Diff(_("Given to"), _holder(change.before), None)
    found = holders.get(change.row_id)
    who = Ref(*found) if found else None
    if "period" in change.after:
        return Diff(_("Taken back from"), who, None)
    return Diff(_("Changed for"), None, who, plain=True)


def _holder(values: Any) -> Ref | None:
    return next((Ref(name, values[f"{name}_id"]) for name in HOLDERS if values.get(f"{name}_id")), None)


LICENSE = Story(
    entity="license",
    table="software_license",
    chapters={"software_entitlement": _lines, "software_allocation": _given},
)
LINE = Story(entity="entitlement", table="software_entitlement")
