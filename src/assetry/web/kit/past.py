"""What a thing's fields were at an instant: today's values with everything undone that came later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from assetry.kernel.fields import Field
from assetry.platform.audit.queries import Action, RecordedChange, RecordedEvent, list_changes_for
from assetry.platform.custom_fields.definitions import COLUMN, PREFIX
from assetry.web.kit.history import columns_of
from assetry.web.kit.reader import Reader

# So many changes are read back at most; a thing with more shows what these tell.
MOST_CHANGES = 2000
PAGE = 500


@dataclass(frozen=True, slots=True)
class Past:
    """`values` are the recorded values of the fields that differ from today, by field name.

    `older_than` asks the trail for what happened until then.
    """

    values: Mapping[str, Any]
    older_than: int | None


def past_of(entity: str, table: str, key: int, instant: datetime, reader: Reader) -> Past:
    """The recorded past of one thing at an instant: two statements or fewer for all but the busiest."""
    columns = columns_of(entity)
    values: dict[str, Any] = {}
    older_than: int | None = None
    seen = 0
    while seen < MOST_CHANGES:
        page = list_changes_for(table, key, at=reader.now, older_than=older_than, limit=PAGE)
        later = [event for event in page.events if event.effective_at > instant]
        for event in later:
            _undo(event, columns, values)
            older_than = min(change.id for change in event.changes)
            seen += len(event.changes)
        if len(later) < len(page.events) or page.older_than is None:
            break
    return Past(values, older_than)


def _undo(event: RecordedEvent, columns: Mapping[tuple[str, str], Field], values: dict[str, Any]) -> None:
    """Newest first, so the last word is the oldest one: the value before the first later change."""
    for change in reversed(event.changes):
        if change.action is not Action.UPDATE:
            continue
        for column in change.after:
            if column == COLUMN:
                _undo_custom(change, values)
                continue
            described = columns.get((change.table, column))
            if described is not None:
                values[described.name] = change.before.get(column)


def _undo_custom(change: RecordedChange, values: dict[str, Any]) -> None:
    """Each custom field that the change touched, by its field's name; of erased ones nothing is known."""
    before, after = change.before.get(COLUMN), change.after.get(COLUMN)
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        touched = [key for key in {**before, **after} if before.get(key) != after.get(key)]
        values |= {PREFIX + key: before.get(key) for key in touched}
