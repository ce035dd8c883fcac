"""The inbox as a page: what waits, what sleeps, what is done."""

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from assetry.platform.accounts.queries import list_names
from assetry.platform.inbox.models import InboxItem, ItemKind
from assetry.platform.inbox.queries import MOST_SHOWN, Shelf, Subject, items_on, subjects_of
from assetry.platform.inbox.teams import teams
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Todo, TodoItem
from assetry.web.components.parts import Action, State, Tab, Tone, Words
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.links import entity_url, opens, route_url
from assetry.web.kit.reader import Reader

TABS: Mapping[Shelf, Words] = {
    Shelf.OPEN: gettext_lazy("Open"),
    Shelf.TEAM: gettext_lazy("My team"),
    Shelf.SNOOZED: gettext_lazy("Snoozed"),
    Shelf.DONE: gettext_lazy("Done"),
}
ICONS = {
    ItemKind.TASK: "clipboard-check",
    ItemKind.MENTION: "message-square",
    ItemKind.COMMENT: "message-square",
    ItemKind.DUE: "calendar-clock",
}


def inbox_page(reader: Reader, shelf: Shelf) -> OverviewPage:
    """One part of the reader's inbox; each part is counted."""
    items = list(items_on(reader.actor, shelf, at=reader.now)[:MOST_SHOWN])
    has_team = bool(reader.actor.once(teams().shared))
    shelves = [each for each in Shelf if has_team or each is not Shelf.TEAM]
    counts: dict[Shelf, int] = {
        each: items_on(reader.actor, each, at=reader.now).count()
        for each in shelves
        if each is not Shelf.DONE
    }
    waiting = counts[Shelf.OPEN]
    return OverviewPage(
        title=_("Inbox"),
        summary=ngettext("%(n)d thing waits for you", "%(n)d things wait for you", waiting) % {"n": waiting},
        actions=(Action(label=_("New task"), url=route_url("inbox_task_create"), icon="plus", how="dialog"),),
        tabs=[_tab(each, shelf, counts.get(each)) for each in shelves],
        bands=(Band(left=[_panel(items, reader, shelf)]),) if items else (),
        empty=None if items else _empty(shelf),
    )


def _tab(shelf: Shelf, current: Shelf, count: int | None) -> Tab:
    url = route_url("inbox") + ("" if shelf is Shelf.OPEN else f"?shelf={shelf}")
    return Tab(label=TABS[shelf], url=url, count=count, current=shelf is current)


def _empty(shelf: Shelf) -> State:
    if shelf is Shelf.OPEN:
        text = _("Tasks, mentions and what is due soon appear here.")
        return State(icon="inbox", title=_("Nothing waits for you"), text=text)
    if shelf is Shelf.TEAM:
        text = _("What is addressed to your team appears here. One of you takes it, or finishes it for all.")
        return State(icon="users", title=_("Nothing waits for your team"), text=text)
    return State(
        icon="inbox", title=_("Nothing is here"), text=_("What you snoozed or finished appears here.")
    )


def _panel(items: list[InboxItem], reader: Reader, shelf: Shelf) -> Panel:
    subjects = subjects_of(reader.actor, items)
    people = {who for item in items for who in (item.created_by_id, item.delegated_by_id) if who}
    names = list_names(people)
    team_names = teams().names(item.team_id for item in items if item.team_id)
    lines = [
        _line(
            item,
            subjects.get(item.pk),
            names,
            reader,
            shelf=shelf,
            is_first=place == 0,
            team=team_names.get(item.team_id or 0, ""),
        )
        for place, item in enumerate(items)
    ]
    return Panel(title=TABS[shelf], blocks=(Todo(items=lines),), hide_title=True)


def _line(
    item: InboxItem,
    subject: Subject | None,
    names: Mapping[int, tuple[str, str]],
    reader: Reader,
    *,
    shelf: Shelf,
    is_first: bool,
    team: str,
) -> TodoItem:
    url = entity_url(subject.entity.name, subject.public_id) if subject and _opens(reader, subject) else ""
    return TodoItem(
        icon=ICONS[ItemKind(item.kind)],
        title=words_of(item, subject, names),
        text=_details(item, subject, names, reader, team=team),
        url=f"{url}#comments" if url and item.kind in {ItemKind.MENTION, ItemKind.COMMENT} else url,
        tone=_tone(item, reader) if shelf is not Shelf.DONE else "",
        further=() if shelf is Shelf.DONE else _verbs(item, with_keys=is_first),
    )


def _opens(reader: Reader, subject: Subject) -> bool:
    return opens(reader.actor, subject.entity)


def words_of(item: InboxItem, subject: Subject | None, names: Mapping[int, tuple[str, str]]) -> str:
    """What waits, in words; of a thing that its reader may not see any more only that there was one."""
    thing = subject.title if subject else _("something you can no longer see")
    who = names.get(item.created_by_id or 0, ("", _("Somebody")))[1]
    if item.kind == ItemKind.MENTION:
        return _("%(who)s mentioned you on %(thing)s") % {"who": who, "thing": thing}
    if item.kind == ItemKind.COMMENT:
        return _("%(who)s commented on %(thing)s") % {"who": who, "thing": thing}
    if item.kind == ItemKind.DUE:
        return _("%(what)s: %(thing)s") % {"what": item.title, "thing": thing} if item.title else thing
    return item.title


def _details(
    item: InboxItem,
    subject: Subject | None,
    names: Mapping[int, tuple[str, str]],
    reader: Reader,
    *,
    team: str,
) -> SafeString:
    parts: list[Any] = []
    if item.due_on:
        day = cells.date_html(item.due_on, today=reader.today, locale=reader.locale)
        parts.append(format_html("{} {}", _("Due"), day))
    if item.kind == ItemKind.TASK and subject:
        parts.append(subject.title)
    maker = names.get(item.created_by_id or 0) if item.created_by_id != reader.actor.user_id else None
    if item.kind == ItemKind.TASK and maker:
        parts.append(_("from %(who)s") % {"who": maker[1]})
    if team:
        parts.append(_("for %(team)s") % {"team": team})
    giver = names.get(item.delegated_by_id or 0)
    if giver:
        parts.append(_("given to you by %(who)s") % {"who": giver[1]})
    made = cells.instant_html(item.created_at, now=reader.now, locale=reader.locale, zone=reader.zone_info)
    return SafeString(" · ".join(format_html("{}", part) for part in (*parts, made)))


def _tone(item: InboxItem, reader: Reader) -> Tone:
    if item.due_on is None:
        return ""
    return "late" if item.due_on < reader.today else "soon" if (item.due_on - reader.today).days <= 7 else ""


def _verbs(item: InboxItem, *, with_keys: bool) -> tuple[Action, ...]:
    """Done, snooze (or take what is the team's), give away; the first item of the page has the keys."""

    def url(route: str) -> str:
        return route_url(route, public_id=item.public_id)

    keys = {"inbox_done": "E", "inbox_snooze": "S"} if with_keys else {}
    second = Action(
        label=_("Snooze"),
        url=url("inbox_snooze"),
        how="dialog",
        icon="clock",
        small=True,
        bare=not with_keys,
        key=keys.get("inbox_snooze", ""),
    )
    if item.user_id is None:
        second = Action(label=_("Take it"), url=url("inbox_take"), how="post", icon="user-check", small=True)
    return (
        Action(
            label=_("Done"),
            url=url("inbox_done"),
            how="post",
            icon="check",
            small=True,
            key=keys.get("inbox_done", ""),
        ),
        second,
        Action(
            label=_("Give to somebody"),
            url=url("inbox_delegate"),
            how="dialog",
            icon="user-plus",
            small=True,
            bare=True,
        ),
    )
