"""The activity log as a file."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from assetry.platform.audit.activity import ActivityPage
from assetry.web.activity.words import Fact, Line, line_of, refs_of
from assetry.web.kit.history import USER, Known, Ref, resolve, told_words
from assetry.web.kit.reader import Reader


def export_headers() -> list[str]:
    """The columns of the file."""
    names = (
        _("When"),
        _("Who"),
        _("Did"),
        _("Intent"),
        _("What"),
        _("Public id"),
        _("Field"),
        _("Before"),
        _("After"),
    )
    return [*names, _("Door"), _("True since"), _("Note"), _("Request")]


def export_rows(found: ActivityPage, reader: Reader) -> list[list[Any]]:
    """A row per fact; an event without one has a row of its own."""
    lines = [line_of(activity, reader) for activity in found.items]
    actors = {Ref(USER, line.activity.event.actor_id) for line in lines if line.activity.event.actor_id}
    known = resolve(refs_of(lines) | actors, reader.actor)
    return [row for line in lines for row in _export_line(line, known)]


def _export_line(line: Line, known: Mapping[Ref, Known]) -> list[list[Any]]:
    event = line.activity.event
    who = known.get(Ref(USER, event.actor_id)) if event.actor_id else None
    target = known.get(line.subject) if line.subject else None
    what = (target.label or target.public_id) if target else str(line.subject_word)
    facts = line.facts or (Fact("", None, None),)
    head = [event.recorded_at, who.label if who else None, str(line.verb), event.intent, what]
    foot = [event.door, event.effective_at, event.note, str(event.request_id or "")]
    public_id = target.public_id if target else None
    return [
        [
            *head,
            public_id,
            str(fact.label),
            told_words(fact.before, known),
            told_words(fact.after, known),
            *foot,
        ]
        for fact in facts
    ]
