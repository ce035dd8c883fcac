"""How relations read in timelines: in that of the asset they begin at, and in their own."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.operations.classes import OVERRIDE
from assetry.domain.assets.operations.relations import END, RELATE
from assetry.domain.assets.relation_queries import relations_by_key
from assetry.domain.assets.relation_types import RELATION_TYPES
from assetry.platform.audit.queries import Action, RecordedChange, list_changes_of_rows
from assetry.web.components.blocks import Timeline
from assetry.web.kit.history import Ref
from assetry.web.kit.reader import Reader
from assetry.web.kit.timeline import Diff, Headline, Story, timeline_of_events

TABLE = "assets_assetrelation"
NOTE = _("Note")
HEADLINES = {
    OVERRIDE: Headline("pencil", _("Class overridden")),
    RELATE: Headline("waypoints", ""),
    END: Headline("waypoints", _("No longer:"), {one.label: one.label for one in RELATION_TYPES.values()}),
}


def relation_diffs(changes: Sequence[RecordedChange], _reader: Reader) -> list[Diff]:
    """What was said of which asset, or is so no longer; a changed note."""
    rows = {change.row_id for change in changes if change.action is not Action.INSERT}
    known = relations_by_key(rows) if rows else {}
    return [diff for change in changes if (diff := _diff(change, known.get(change.row_id))) is not None]


def _diff(change: RecordedChange, row: Any) -> Diff | None:
    values = {**change.before, **change.after}
    code = str(values.get("type") or getattr(row, "type", ""))
    target = values.get("target_id") or getattr(row, "target_id", None)
    if code not in RELATION_TYPES or target is None:
        return None
    label, other = RELATION_TYPES[code].label, Ref("asset", int(target))
    if change.action is Action.INSERT:
        return Diff(label, None, other, plain=True)
    if change.action is Action.DELETE or "period" in change.after:
        return Diff(label, other, None)
    return Diff(NOTE, change.before.get("note") or None, change.after.get("note") or None)


def relation_timeline(relation: Any, reader: Reader) -> Timeline:
    """What was done to one relation, newest first."""
    page = list_changes_of_rows(
        TABLE,
        [relation.pk],
        subject_table="assets_asset",
        subject_ids=[relation.source_id],
        at=reader.now,
        limit=30,
    )
    story = Story(entity="relation", table=TABLE, chapters={TABLE: relation_diffs}, headlines=HEADLINES)
    return timeline_of_events(story, page.events, reader)
