"""How the timeline of an asset reads: custody and status periods, identifiers, and its fields."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.models import AssetIdentifier, Custody
from assetry.domain.assets.queries import list_custody, list_status_periods
from assetry.platform.audit.queries import Action, RecordedChange
from assetry.web.assets import relation_story
from assetry.web.components import cells
from assetry.web.components.blocks import Timeline
from assetry.web.kit.history import Ref, Told
from assetry.web.kit.reader import Reader
from assetry.web.kit.timeline import Diff, Headline, Story, timeline_of

HOLDER, LOCATION, STATUS = _("Holder"), _("Location"), _("Status")
_HOLDERS = {
    "holder_person_id": "person",
    "holder_department_id": "department",
    "holder_asset_id": "asset",
    "holder_supplier_id": "supplier",
}
HEADLINES: Mapping[str, Headline] = {
    P.CREATE: Headline("plus", _("Registered")),
    P.IMPORT: Headline("upload", _("Imported")),
    P.CHECK_OUT: Headline("user-check", _("Checked out"), {HOLDER: _("to")}),
    P.CHECK_IN: Headline("undo-2", _("Checked in"), {HOLDER: _("from")}),
    P.TRANSFER: Headline("arrow-left-right", _("Transferred"), {}),
    P.CHANGE_STATUS: Headline("route", ""),
    P.EDIT: Headline("pencil", ""),
    **relation_story.HEADLINES,
    "assets.asset.undo": Headline("undo-2", _("Move undone")),
}


def story_of(custodies: Iterable[Any], periods: Iterable[Any]) -> Story:
    """The story of one asset, whose periods are already read: closing one names it by its key only."""
    held = {custody.pk: custody for custody in custodies}
    statuses = {period.pk: period.status_id for period in periods}
    return Story(
        entity="asset",
        table="assets_asset",
        headlines=HEADLINES,
        made=HEADLINES[P.CREATE],
        has_mails=True,
        chapters={
            "assets_custody": lambda changes, reader: _custody(changes, held, reader),
            "assets_statusperiod": lambda changes, _reader: _status(changes, statuses),
            "assets_assetidentifier": _identifiers,
            relation_story.TABLE: relation_story.relation_diffs,
        },
    )


def latest_events(asset: Any, reader: Reader, limit: int = 12) -> Timeline:
    """The last few events, for the peek."""
    story = story_of(list_custody(asset), list_status_periods(asset))
    found = timeline_of(story, asset.pk, reader, limit=limit)
    return Timeline(entries=found.entries[:5])


def _custody(changes: Sequence[RecordedChange], held: Mapping[int, Any], reader: Reader) -> list[Diff]:
    """Holder and location: of the period that was closed, and of the one that was opened."""
    opened = next((change.after for change in changes if change.action is Action.INSERT), None)
    closed = next((held.get(change.row_id) for change in changes if change.action is Action.UPDATE), None)
    if opened is None:
        return []
    before_holder = _holder({name: getattr(closed, name) for name in _HOLDERS}) if closed else None
    before_place = Ref("location", closed.location_id) if closed and closed.location_id else None
    place = opened.get("location_id")
    return [
        Diff(HOLDER, before_holder, _holder(opened)),
        Diff(LOCATION, before_place, Ref("location", place) if place else None),
        *_handed_over(opened, reader),
    ]


def _holder(values: Mapping[str, Any]) -> Told:
    return next((Ref(entity, values[name]) for name, entity in _HOLDERS.items() if values.get(name)), None)


def _handed_over(opened: Mapping[str, Any], reader: Reader) -> list[Diff]:
    diffs = []
    if due := opened.get("expected_return_on"):
        day = cells.format_day(date.fromisoformat(due), reader.locale)
        diffs.append(Diff(_("Expected back"), None, day, plain=True))
    if condition := opened.get("condition"):
        diffs.append(Diff(_("Condition"), None, str(Custody.Condition(condition).label), plain=True))
    return diffs


def _status(changes: Sequence[RecordedChange], statuses: Mapping[int, int]) -> list[Diff]:
    opened = next(
        (change.after.get("status_id") for change in changes if change.action is Action.INSERT), None
    )
    closed = next((statuses.get(change.row_id) for change in changes if change.action is Action.UPDATE), None)
    if opened is None:
        return []
    return [Diff(STATUS, Ref("status", closed) if closed else None, Ref("status", opened))]


def _identifiers(changes: Sequence[RecordedChange], _reader: Reader) -> list[Diff]:
    return [
        Diff(_scheme(change), change.before.get("value"), change.after.get("value")) for change in changes
    ]


def _scheme(change: RecordedChange) -> Any:
    scheme = {**change.before, **change.after}.get("scheme", AssetIdentifier.Scheme.OTHER)
    return AssetIdentifier.Scheme(scheme).label
