"""What the search box finds, for the palette and for its page: things by their words, then places to go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assetry.kernel.registry import Entity
from assetry.platform.permissions.actor import Actor
from assetry.platform.search.everything import Group, count_matching, find_everything
from assetry.web import navigation
from assetry.web.components.parts import Words
from assetry.web.context import url_of
from assetry.web.kit.choices import note_of
from assetry.web.kit.links import entity_url, opens, route_url

IN_PALETTE = 6
ON_PAGE = 10
# What the first character limits the search to.
MARKERS = {"#": frozenset({"asset"}), "@": frozenset({"person"}), ">": frozenset[str]()}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of the results."""

    url: str
    icon: str
    label: str | SafeString
    note: str = ""
    key: str = ""
    dialog: bool = False


@dataclass(frozen=True, kw_only=True)
class Results:
    """Lines under a heading. `count` is how many the list at `url` has; None where nobody asked."""

    heading: Words
    items: Sequence[Item]
    count: int | None = None
    url: str = ""
    similar: bool = False

    @property
    def count_words(self) -> str:
        """The count as people read it."""
        return f"{self.count or 0:,}"


def palette_groups(
    actor: Actor, query: str, *, limit: int = IN_PALETTE, counted: bool = False
) -> list[Results]:
    """Groups with a heading; `#` looks for assets, `@` for people, `>` for commands only."""
    marker = query[:1] if query[:1] in MARKERS else ""
    text = query.removeprefix(marker).strip()
    only = MARKERS.get(marker)

    def narrowed(entity: Entity) -> bool:
        return opens(actor, entity) and (only is None or entity.name in only)

    found = find_everything(actor, text, limit=limit, narrowed=narrowed) if text else []
    groups = [_results(actor, group, text, counted=counted) for group in found]
    if marker in {"", ">"} and (places := _places(actor, text)):
        groups.append(Results(heading=_("Go to"), items=places))
    return groups


def _results(actor: Actor, group: Group, text: str, *, counted: bool) -> Results:
    entity = group.entity
    count = count_matching(actor, entity, text) if counted and not group.is_similar else None
    url = route_url(entity.list_url_name) if count and (actor.may(entity.view_permission)) else ""
    return Results(
        heading=entity.label_plural,
        items=[_item(entity, row, text) for row in group.rows],
        count=count,
        url=f"{url}?{urlencode({'q': text})}" if url else "",
        similar=group.is_similar,
    )


def _item(entity: Entity, row: Any, text: str) -> Item:
    label, note, icon = entity.title(row), note_of(row), entity.icon
    if entity.name == "asset":
        icon, words = row.kind.icon, (row.asset_tag or "", row.name or (row.model.name if row.model else ""))
        label = " ".join(filter(None, words)) or row.public_id
        note = " · ".join(filter(None, (row.status.name, str(row.holder_person or ""))))
    return Item(url=entity_url(entity.name, row.public_id), icon=icon, label=_marked(label, text), note=note)


def _places(actor: Actor, text: str) -> list[Item]:
    wanted = text.lower()
    known = [*navigation.all_places(), *navigation.FOOTER, *navigation.CREATE]
    return [
        Item(url=url, icon=place.icon, label=_marked(_verb(place), text))
        for place in known
        if place.is_open_to(actor) and wanted in _verb(place).lower() and (url := url_of(place))
    ]


def _verb(place: navigation.Place) -> str:
    if place in navigation.CREATE and place.route == "asset_create":
        return _("New: %(kind)s") % {"kind": place.label}
    return str(place.label)


def _marked(label: str, text: str) -> SafeString:
    """The label with the typed words marked."""
    lower, spans = label.lower(), []
    for word in text.lower().split():
        start = lower.find(word)
        if start >= 0:
            spans.append((start, start + len(word)))
    parts: list[tuple[SafeString]] = []
    position = 0
    for start, end in sorted(spans):
        if start < position:
            continue
        parts += [
            (conditional_escape(label[position:start]),),
            (format_html("<mark>{}</mark>", label[start:end]),),
        ]
        position = end
    parts.append((conditional_escape(label[position:]),))
    return format_html_join("", "{}", parts)
