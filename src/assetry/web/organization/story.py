"""The story of a person, a department or a place: its own changes, and what came to it and left it."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.events import AssetPermission as P
from assetry.kernel.registry import entity_named
from assetry.platform.audit.merging import merge_pages
from assetry.platform.audit.queries import (
    Action,
    RecordedChange,
    list_changes_for,
    list_changes_of_rows,
)
from assetry.web.components.blocks import Timeline
from assetry.web.components.parts import Words
from assetry.web.kit.history import Ref
from assetry.web.kit.reader import Reader
from assetry.web.kit.timeline import Diff, Headline, Story, timeline_of_events

CAME, LEFT = _("Came"), _("Left")
_JOINS: Mapping[Words, Words] = {CAME: "", LEFT: ""}
HEADLINES: Mapping[str, Headline] = {
    P.CHECK_OUT: Headline("user-check", _("Handed over:"), _JOINS),
    P.CHECK_IN: Headline("undo-2", _("Taken back:"), _JOINS),
    P.TRANSFER: Headline("arrow-left-right", _("Transferred:"), _JOINS),
    P.CHANGE_STATUS: Headline("route", _("Status changed:"), _JOINS),
    P.IMPORT: Headline("upload", _("Imported:"), _JOINS),
    P.CREATE: Headline("plus", _("Registered:"), _JOINS),
}
SHOWN = 30


def custody_timeline(entity: str, key: int, periods: Sequence[tuple[int, int]], reader: Reader) -> Timeline:
    """Newest first. `periods` are (custody id, asset id) of the periods that name this holder or place."""
    table = entity_named(entity).table
    own = list_changes_for(table, key, at=reader.now, limit=SHOWN)
    moves = list_changes_of_rows(
        "assets_custody",
        [custody for custody, _asset in periods],
        subject_table="assets_asset",
        subject_ids=[asset for _custody, asset in periods],
        at=reader.now,
        limit=SHOWN * 2,
    )
    newest = merge_pages(own, moves).events[:SHOWN]
    story = Story(entity=entity, table=table, chapters={"assets_custody": _custody}, headlines=HEADLINES)
    return timeline_of_events(story, newest, reader)


def _custody(changes: Sequence[RecordedChange], _reader: Reader) -> list[Diff]:
    """A period that was opened here: something came; one that was closed: it left. The asset says which."""
    diffs = []
    for change in changes:
        asset = Ref("asset", change.subject_id)
        came = change.action is Action.INSERT
        diffs.append(Diff(CAME if came else LEFT, None if came else asset, asset if came else None))
    return diffs
