"""The timeline of one thing, from the trail: who did what, before → after, in words.

An area adds a `Chapter` for tables of its own (periods, identifiers), whose rows are no described fields.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.platform.attachments.queries import names_of_files
from assetry.platform.audit.queries import Action, RecordedChange, RecordedEvent, actors_of, list_changes_for
from assetry.platform.custom_fields.definitions import COLUMN, fields_by_key
from assetry.platform.notifications.outbox import mail_words
from assetry.web.components import cells
from assetry.web.components.blocks import Timeline, TimelineEntry
from assetry.web.components.parts import Words
from assetry.web.kit.history import (
    MAIL,
    USER,
    Known,
    Ref,
    Told,
    columns_of,
    resolve,
    told,
    told_html,
    told_words,
)
from assetry.web.kit.reader import Reader

DOORS: dict[str, Words] = {
    "api": gettext_lazy("by the API"),
    "import": gettext_lazy("by an import"),
    "cli": gettext_lazy("on the command line"),
    "job": gettext_lazy("by a job"),
    "system": gettext_lazy("by the system"),
}


@dataclass(frozen=True, slots=True)
class Diff:
    """One fact before and after; `label` says which. A `plain` one is told as it is now: it has no before."""

    label: Words
    before: Told
    after: Told
    plain: bool = False


@dataclass(frozen=True, slots=True)
class Headline:
    """How an intent reads: icon, verb, and the fact that belongs to the verb ("Checked out to …")."""

    icon: str
    verb: Words
    joins: Mapping[Words, Words] = field(default_factory=dict)


FILE = gettext_lazy("File")
# What happens to things of any entity.
COMMON_HEADLINES: Mapping[str, Headline] = {
    "files.attach": Headline("paperclip", gettext_lazy("File attached"), {FILE: ""}),
    "files.remove": Headline("trash-2", gettext_lazy("File removed"), {FILE: ""}),
    "rows.delete": Headline("trash-2", gettext_lazy("Deleted"), {}),
    "rows.restore": Headline("undo-2", gettext_lazy("Brought back"), {}),
}

type Chapter = Callable[[Sequence[RecordedChange], Reader], list[Diff]]


@dataclass(frozen=True, kw_only=True)
class Story:
    """How the timeline of an entity is told.

    `chapters` read the changes of one event in a table; `headlines` name intents. An intent without a headline
    is told by its facts alone, and by `made` where the thing itself was made. With `has_mails`, what became of
    the mails about an event stands beside it.
    """

    entity: str
    table: str
    chapters: Mapping[str, Chapter] = field(default_factory=dict)
    headlines: Mapping[str, Headline] = field(default_factory=dict)
    made: Headline = Headline("plus", gettext_lazy("Made"))
    has_mails: bool = False

    def headline(self, event: RecordedEvent) -> Headline:
        """What an event is called."""
        usual = self.made if self.makes(event) else Headline("pencil", "")
        return self.headlines.get(event.intent) or COMMON_HEADLINES.get(event.intent, usual)

    def makes(self, event: RecordedEvent) -> bool:
        """Whether the thing itself was made by it: then its facts have no "before"."""
        return any(change.table == self.table and change.action is Action.INSERT for change in event.changes)


@dataclass(frozen=True, slots=True)
class Happening:
    """One event with its facts, not yet resolved."""

    event: RecordedEvent
    diffs: tuple[Diff, ...]


def timeline_of(
    story: Story, key: int, reader: Reader, *, limit: int = 50, older_than: int | None = None, url: str = ""
) -> Timeline:
    """The newest events of one thing; `url` is where older ones are asked for (`?before=`)."""
    page = list_changes_for(story.table, key, at=reader.now, older_than=older_than, limit=limit)
    more = f"{url}?before={page.older_than}" if url and page.older_than else ""
    return timeline_of_events(story, page.events, reader, more_url=more)


def timeline_of_events(
    story: Story, events: Sequence[RecordedEvent], reader: Reader, *, more_url: str = ""
) -> Timeline:
    """Events that were read already, in words."""
    happenings = [_happening(story, event, reader) for event in events]
    return Timeline(entries=_entries(story, happenings, reader), more_url=more_url)


def _happening(story: Story, event: RecordedEvent, reader: Reader) -> Happening:
    diffs: list[Diff] = []
    by_table = sorted(event.changes, key=lambda change: change.table)
    for table, changes in groupby(by_table, key=lambda change: change.table):
        chapter = story.chapters.get(table) or COMMON_CHAPTERS.get(table)
        found = list(changes)
        diffs += chapter(found, reader) if chapter else _field_diffs(story, found, reader)
    return Happening(event, tuple(diff for diff in diffs if diff.before != diff.after))


def _file_diffs(changes: Sequence[RecordedChange], _reader: Reader) -> list[Diff]:
    """The files that were attached or removed; a removal records no name, so the row is asked."""
    removed = [change.row_id for change in changes if change.action is not Action.INSERT]
    names = names_of_files(removed) if removed else {}
    named = (change.after.get("name") or names.get(change.row_id) for change in changes)
    return [Diff(FILE, None, name, plain=True) for name in named]


COMMON_CHAPTERS: Mapping[str, Chapter] = {"attachments_attachment": _file_diffs}


def _field_diffs(story: Story, changes: Iterable[RecordedChange], reader: Reader) -> list[Diff]:
    """The described fields that an update changed; making the thing is told by its headline."""
    columns = columns_of(story.entity)
    diffs = []
    for change in changes:
        if change.action is not Action.UPDATE:
            continue
        for column, after in change.after.items():
            if (change.table, column) == (story.table, COLUMN):
                diffs += _custom_diffs(story.entity, change.before.get(column), after, reader)
                continue
            described = columns.get((change.table, column))
            if described is not None:
                before = told(described, change.before.get(column), reader)
                diffs.append(Diff(described.label, before, told(described, after, reader)))
    return diffs


def _custom_diffs(entity: str, before: Any, after: Any, reader: Reader) -> list[Diff]:
    """The custom fields that differ, by their labels of today; of an erased or unknown one nothing is told."""
    if not isinstance(before, Mapping) or not isinstance(after, Mapping):
        return []
    return [
        Diff(field.label, told(field, before.get(key), reader), told(field, after.get(key), reader))
        for key, field in fields_by_key(entity).items()
        if before.get(key) != after.get(key)
    ]


def _entries(story: Story, happenings: Sequence[Happening], reader: Reader) -> list[TimelineEntry]:
    """In words, once every reference, every account's name and what became of mails is known."""
    refs = {
        value for happening in happenings for diff in happening.diffs for value in (diff.before, diff.after)
    }
    wanted = {value for value in refs if isinstance(value, Ref)}
    wanted |= {Ref(USER, key) for key in actors_of(happening.event for happening in happenings)}
    mails = {Ref(MAIL, happening.event.id) for happening in happenings} if story.has_mails else set()
    known = resolve(wanted | mails, reader.actor)
    return [_entry(story, happening, known, reader) for happening in happenings]


def _entry(story: Story, happening: Happening, known: Mapping[Ref, Known], reader: Reader) -> TimelineEntry:
    event = happening.event
    headline = story.headline(event)
    rest = [diff for diff in happening.diffs if diff.label not in headline.joins]
    first = _first_line(headline, happening.diffs, known, reader)
    is_plain = story.makes(event)
    facts = [_fact(diff, known) for diff in rest if not (is_plain or diff.plain)]
    facts.append(_state([diff for diff in rest if is_plain or diff.plain], known, reader))
    lines = [line for line in (first, *facts) if line] or [format_html("<b>{}</b>", _("Changed"))]
    return TimelineEntry(
        icon=headline.icon,
        text=format_html_join(SafeString("<br>"), "{}", ((line,) for line in lines)),
        detail=" · ".join(filter(None, (_detail(event, known, reader), _mail(event, known)))),
        at=cells.instant_html(event.recorded_at, now=reader.now, locale=reader.locale, zone=reader.zone_info),
    )


def _mail(event: RecordedEvent, known: Mapping[Ref, Known]) -> str:
    """What became of the mail about an event; empty where there was none."""
    mail = known.get(Ref(MAIL, event.id))
    return mail_words(mail.label) if mail else ""


def _first_line(
    headline: Headline, diffs: Sequence[Diff], known: Mapping[Ref, Known], reader: Reader
) -> SafeString:
    """`Checked out to Ana Petrov`: the verb and the facts that belong to it."""
    if not headline.verb:
        return SafeString("")
    line = format_html("<b>{}</b>", headline.verb)
    for diff in diffs:
        words = headline.joins.get(diff.label)
        if words is not None:
            value = diff.after if diff.after is not None else diff.before
            line = format_html("{} {} {}", line, words, told_html(value, known, reader))
    return line


def _state(diffs: Sequence[Diff], known: Mapping[Ref, Known], reader: Reader) -> SafeString:
    """Facts without a before, on one line."""
    pairs = ((diff.label, told_html(diff.after, known, reader)) for diff in diffs if diff.after is not None)
    return format_html_join(" · ", "{} {}", pairs)


def _fact(diff: Diff, known: Mapping[Ref, Known]) -> SafeString:
    change = cells.diff_html(told_words(diff.before, known), told_words(diff.after, known))
    return format_html("<b>{}</b> {}", diff.label, change)


def _detail(event: RecordedEvent, known: Mapping[Ref, Known], reader: Reader) -> str:
    """By whom, through which door, for which day, and what they noted."""
    who = known.get(Ref(USER, event.actor_id)) if event.actor_id is not None else None
    parts: list[Any] = [_("by %(name)s") % {"name": who.label}] if who else []
    if event.door in DOORS:
        parts.append(DOORS[event.door])
    if abs((event.recorded_at - event.effective_at).total_seconds()) > 120:
        day = cells.format_day(event.effective_at.astimezone(reader.zone_info).date(), reader.locale)
        parts.append(_("dated %(day)s") % {"day": day})
    if event.note:
        parts.append(_("“%(note)s”") % {"note": event.note})
    return " · ".join(str(part) for part in parts)


def last_saved_by(table: str, key: int, reader: Reader) -> str:
    """Who changed a thing last; empty when that is nobody's account."""
    events = list_changes_for(table, key, at=reader.now, limit=1).events
    known = resolve({Ref(USER, key) for key in actors_of(events)}, reader.actor)
    return next((found.label for found in known.values()), "")
