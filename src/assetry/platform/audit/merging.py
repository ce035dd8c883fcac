"""Pages of the trail that were found apart, told as one story."""

from collections.abc import Iterable
from dataclasses import replace

from assetry.platform.audit.queries import RecordedChange, RecordedEvent, TrailPage


def merge_pages(*pages: TrailPage) -> TrailPage:
    """One page of several that were asked with the same bounds: newest first, each event once.

    It ends where the first of them does, so that the next page misses nothing: what others tell of earlier times
    comes with it.
    """
    ends = [page.older_than for page in pages if page.older_than is not None]
    end = max(ends, default=None)
    found: dict[int, RecordedEvent] = {}
    for event in (event for page in pages for event in page.events):
        known = found[event.id].changes if event.id in found else ()
        found[event.id] = replace(event, changes=_ordered((*known, *event.changes), end or 0))
    told = sorted((event for event in found.values() if event.changes), key=_newest, reverse=True)
    return TrailPage(tuple(told), end)


def _ordered(changes: Iterable[RecordedChange], first: int) -> tuple[RecordedChange, ...]:
    by_id = {change.id: change for change in changes if change.id >= first}
    return tuple(by_id[key] for key in sorted(by_id))


def _newest(event: RecordedEvent) -> int:
    return event.changes[-1].id
