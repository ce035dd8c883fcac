"""What the page of the activity log shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Final

from babel.dates import format_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.kernel.registry import entities
from assetry.platform.audit.activity import CHANGES_COUNTED, ActivityPage, Wanted
from assetry.platform.audit.queries import UnsealedTail
from assetry.web.activity.words import DOORS, Fact, Line, intents_saying, line_of, refs_of
from assetry.web.components import cells
from assetry.web.components.fields import Option
from assetry.web.components.parts import Action, Chip, Pager, State
from assetry.web.kit.context import Filter, ListPage
from assetry.web.kit.grid import Column, Row, rows_html
from assetry.web.kit.history import USER, Known, Ref, resolve, told_html, told_words
from assetry.web.kit.links import entity_url, may_see_named, route_url
from assetry.web.kit.query import ListQuery, read_day
from assetry.web.kit.reader import Reader

SIZE: Final = 50


@dataclass(frozen=True, kw_only=True)
class ActivityLog(ListPage):
    """A list whose rows stand under their days."""

    days: Sequence[tuple[SafeString, Sequence[Row]]] = ()

    @property
    def body(self) -> SafeString:
        """The rows as HTML, each day under its heading."""
        parts = ((heading, rows_html(self.columns, rows, selectable=False)) for heading, rows in self.days)
        return format_html_join("", "{}{}", parts)


def columns() -> tuple[Column, ...]:
    """Time, who, did, to, before and after, from."""
    return (
        Column(name="time", label=_("Time"), place="code"),
        Column(name="who", label=_("Who")),
        Column(name="did", label=_("Did"), place="status"),
        Column(name="to", label=_("To"), place="name"),
        Column(name="change", label=_("Before and after"), place="sub"),
        Column(name="from", label=_("From"), rank=2),
    )


def wanted_of(query: ListQuery, reader: Reader) -> Wanted:
    """What the address asks for; what is no day, door or kind of thing is not asked for."""
    tables = {one.name: one.table for one in entities()}
    since, until = read_day(query.get("since")), read_day(query.get("until"))
    return Wanted(
        actor_name=query.get("who")[:200],
        doors=[door for door in query.values("door") if door in DOORS],
        subject_tables=[tables[name] for name in query.values("entity") if name in tables],
        intents=intents_saying(query.text) if query.text else None,
        text=query.text,
        since=_midnight(since, reader) if since else None,
        until=_midnight(until + timedelta(days=1), reader) if until and until.year < 9999 else None,
    )


def _midnight(day: date, reader: Reader) -> datetime:
    return datetime.combine(day, time.min, reader.zone_info)


def log_page(found: ActivityPage, query: ListQuery, reader: Reader, tail: UnsealedTail) -> ActivityLog:
    """The page: one statement for all names."""
    lines = [line_of(activity, reader) for activity in found.items]
    actors = {Ref(USER, line.activity.event.actor_id) for line in lines if line.activity.event.actor_id}
    known = resolve(refs_of(lines) | actors, reader.actor)
    chips = _chips(query)
    first = query.position
    return ActivityLog(
        title=_("Activity log"),
        summary=_sealed(tail),
        url=query.path,
        columns=columns(),
        rows=(),
        days=_days(lines, known, reader),
        caption=_("Activity log, newest first"),
        total=len(lines),
        actions=[Action(label=_("Export"), url=_export_url(query), icon="download")],
        query=query.text,
        search_label=_("Action or note"),
        filters=_filters(query),
        filters_open=query.get("filters") == "open",
        filters_url=query.here(filters=None if query.get("filters") else "open"),
        state=[("filters", "open")] if query.get("filters") == "open" else (),
        chips=chips,
        reset_url=query.path if chips or query.text else "",
        pager=_pager(found, first, len(lines), query) if found.cursor or first > 1 else None,
        empty=None if lines else _empty(filtered=bool(chips or query.text)),
    )  # fmt: skip


def _export_url(query: ListQuery) -> str:
    """The same question, answered as a file."""
    encoded = query.url(filters=None).partition("?")[2]
    return f"{route_url('activity_export')}?{encoded}" if encoded else route_url("activity_export")


def _sealed(tail: UnsealedTail) -> str:
    if not tail.events:
        return _("Nobody can change or delete what stands here. Everything is sealed.")
    waiting = ngettext("%(n)d event waits", "%(n)d events wait", tail.events) % {"n": tail.events}
    return _("Nobody can change or delete what stands here. %(waiting)s to be sealed.") % {"waiting": waiting}


def _empty(*, filtered: bool) -> State:
    if filtered:
        return State(icon="search-x", title=_("Nothing matches"), text=_("No event fits these filters."))
    return State(
        icon="history", title=_("Nothing yet"), text=_("What people and machines change will stand here.")
    )


def _pager(found: ActivityPage, first: int, count: int, query: ListQuery) -> Pager:
    more = query.here(cursor=found.cursor, at=str(first + count)) if found.cursor else ""
    last = first + count - 1
    total = _("many") if more else str(last)
    return Pager(
        first=first, last=last, total=total, first_url=query.url() if first > 1 else "", next_url=more
    )


def _filters(query: ListQuery) -> list[Filter]:
    door, entity = query.values("door"), query.values("entity")
    doors = [Option(value=code, label=label, chosen=code in door) for code, label in DOORS.items()]
    things = [Option(value=one.name, label=one.label_plural, chosen=one.name in entity) for one in entities()]
    return [
        Filter(name="who", label=_("Who"), kind="text", value=query.get("who")),
        Filter(name="since", label=_("From"), kind="date", value=query.get("since")),
        Filter(name="until", label=_("Until"), kind="date", value=query.get("until")),
        Filter(name="door", label=_("Through"), options=doors, open=bool(door)),
        Filter(name="entity", label=_("About"), options=things, open=bool(entity)),
    ]


def _chips(query: ListQuery) -> list[Chip]:
    names = {one.name: one.label_plural for one in entities()}
    said = (
        ("who", _("Who"), query.get("who")),
        ("since", _("From"), query.get("since")),
        ("until", _("Until"), query.get("until")),
        ("door", _("Through"), ", ".join(str(DOORS[door]) for door in query.values("door") if door in DOORS)),
        (
            "entity",
            _("About"),
            ", ".join(str(names[name]) for name in query.values("entity") if name in names),
        ),
    )
    return [
        Chip(label=label, value=str(value), remove_url=query.url(**{name: None}))
        for name, label, value in said
        if value
    ]


def _days(
    lines: list[Line], known: Mapping[Ref, Known], reader: Reader
) -> list[tuple[SafeString, list[Row]]]:
    days = []
    for day, group in groupby(lines, key=lambda line: _local(line, reader).date()):
        heading = format_html(
            '<tr class="day"><th scope="rowgroup" colspan="{}" class="c-name"><b>{}</b></th></tr>',
            len(columns()),
            _day(day, reader),
        )
        days.append((heading, [_row(line, known, reader) for line in group]))
    return days


def _local(line: Line, reader: Reader) -> datetime:
    return line.activity.event.recorded_at.astimezone(reader.zone_info)


def _day(day: date, reader: Reader) -> str:
    words = cells.format_day(day, reader.locale)
    named = {0: _("Today, %(day)s"), 1: _("Yesterday, %(day)s")}.get((reader.today - day).days)
    return named % {"day": words} if named else words


def _row(line: Line, known: Mapping[Ref, Known], reader: Reader) -> Row:
    event = line.activity.event
    url = _url(line.subject, known, reader)
    return Row(
        id=str(event.id),
        label=str(line.verb),
        url=url,
        cells=(
            _time(line, known, reader),
            _who(event.actor_id, known),
            str(line.verb),
            _subject(line, known, url),
            _change(line, known, reader),
            format_html('<span class="muted">{}</span>', DOORS.get(event.door, event.door)),
        ),
    )


def _url(subject: Ref | None, known: Mapping[Ref, Known], reader: Reader) -> str:
    target = known.get(subject) if subject else None
    if subject is None or target is None or not may_see_named(reader.actor, subject.entity):
        return ""
    return entity_url(subject.entity, target.public_id)


def _time(line: Line, known: Mapping[Ref, Known], reader: Reader) -> SafeString:
    """The hour; on a phone, where the column of names is not there, below who it was."""
    who = known.get(Ref(USER, line.activity.event.actor_id or 0))
    at = _local(line, reader)
    written = format_datetime(at, "HH:mm", locale=reader.locale.replace("-", "_"))
    time_ = format_html('<time class="muted" datetime="{}"><bdi>{}</bdi></time>', at.isoformat(), written)
    return format_html('<span class="only-phone">{}</span>{}', who.label, time_) if who else time_


def _who(actor_id: int | None, known: Mapping[Ref, Known]) -> SafeString:
    if actor_id is None:
        return cells.person_html(_("Assetry"), icon="cpu")
    found = known.get(Ref(USER, actor_id))
    return cells.person_html(found.label if found else _("Somebody"))


def _subject(line: Line, known: Mapping[Ref, Known], url: str) -> SafeString:
    target = known.get(line.subject) if line.subject else None
    label = (target.label or target.public_id) if target else line.subject_word
    name = cells.name_html(str(label), url) if url else format_html("<bdi>{}</bdi>", label)
    others = len({(c.subject_table, c.subject_id) for c in line.activity.event.changes}) - 1
    if line.activity.count > CHANGES_COUNTED:
        return format_html('{} <span class="muted">{}</span>', name, _("and many more"))
    if others <= 0:
        return name
    counted = line.activity.count - 1 if line.activity.count > len(line.activity.event.changes) else others
    more = ngettext("and %(n)d more", "and %(n)d more", counted) % {"n": counted}
    return format_html('{} <span class="muted">{}</span>', name, more)


def _change(line: Line, known: Mapping[Ref, Known], reader: Reader) -> SafeString:
    told = format_html_join(SafeString(" · "), "{}", ((_fact(fact, known, reader),) for fact in line.facts))
    more = ngettext("and %(n)d more", "and %(n)d more", line.more) % {"n": line.more} if line.more else ""
    note = _("“%(note)s”") % {"note": line.activity.event.note} if line.activity.event.note else ""
    quiet = " ".join(filter(None, (more, note)))
    return format_html('{} <span class="muted">{}</span>', told, quiet) if quiet else told


def _fact(fact: Fact, known: Mapping[Ref, Known], reader: Reader) -> SafeString:
    if fact.before is None:
        return format_html("{} {}", fact.label, told_html(fact.after, known, reader))
    change = cells.diff_html(told_words(fact.before, known), told_words(fact.after, known))
    return format_html("{} {}", fact.label, change)
