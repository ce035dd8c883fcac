"""What the palette finds: assets first by their exact code, then everything by words, then places to go."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assetry.domain.assets.models import Asset
from assetry.domain.assets.queries import find_by_code
from assetry.kernel.registry import entity_named
from assetry.kernel.text import name_sort
from assetry.platform.permissions.actor import Actor
from assetry.platform.search.queries import is_searchable, matching_ids
from assetry.web import navigation
from assetry.web.context import url_of
from assetry.web.kit.finding import best_first
from assetry.web.kit.links import entity_url, may_see

SHOWN = 6
SEARCHED = ("person", "location", "model", "supplier")


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of the palette."""

    url: str
    icon: str
    label: str | SafeString
    note: str = ""
    key: str = ""
    dialog: bool = False


def palette_groups(actor: Actor, query: str) -> list[tuple[str, list[Item]]]:
    """Groups with a heading; `#` looks for codes only, `@` for people, `>` for commands."""
    marker, rest = (query[0], query[1:].strip()) if query[:1] in {"#", "@", ">"} else ("", query)
    groups: list[tuple[str, list[Item]]] = []
    exact = find_by_code(actor, rest)[:SHOWN] if rest and marker in {"", "#"} else []
    if rest and marker in {"", "#"}:
        groups.append((_("Assets"), _assets(actor, rest, exact)))
    searched = {"": SEARCHED, "@": ("person",)}.get(marker, ()) if rest else ()
    for name in searched:
        rows = _found(actor, name, rest)
        # Assets that were found by their holder's name stand below that person.
        first = name == "person" and not exact and _is_named(rows, rest)
        groups.insert(
            0 if first else len(groups), (str(entity_named(name).label_plural), _others(name, rows, rest))
        )
    if marker in {"", ">"}:
        groups.append((_("Go to"), _places(actor, rest)))
    return [(heading, items) for heading, items in groups if items]


def _is_named(rows: Sequence[Any], text: str) -> bool:
    """Whether the best of the rows has every typed word in its name."""
    return bool(rows) and all(word in rows[0].name_sort for word in name_sort(text).split())


def _assets(actor: Actor, text: str, exact: Sequence[Asset]) -> list[Item]:
    rows: list[Asset] = list(exact)
    if is_searchable(text):
        found = Asset.objects.visible_to(actor).filter(id__in=matching_ids("asset", text))
        more = found.exclude(id__in=[asset.pk for asset in exact]).select_related(
            "model", "status", "kind", "holder_person"
        )
        rows += more.order_by("asset_tag", "id")[: SHOWN - len(exact)]
    return [
        Item(
            url=entity_url("asset", asset.public_id),
            icon=asset.kind.icon,
            label=_marked(_asset_name(asset), text),
            note=" · ".join(filter(None, (asset.status.name, str(asset.holder_person or "")))),
        )
        for asset in rows
    ]


def _asset_name(asset: Asset) -> str:
    words = (asset.asset_tag or "", asset.name or (asset.model.name if asset.model else ""))
    return " ".join(filter(None, words)) or asset.public_id


def _found(actor: Actor, name: str, text: str) -> Sequence[Any]:
    entity = entity_named(name)
    if not may_see(actor, entity) or not is_searchable(text):
        return []
    found = entity.visible_to(actor).filter(id__in=matching_ids(name, text))
    return list(best_first(found, text)[:SHOWN])


def _others(name: str, rows: Sequence[Any], text: str) -> list[Item]:
    entity = entity_named(name)
    return [
        Item(
            url=entity_url(name, row.public_id),
            icon=entity.icon,
            label=_marked(getattr(row, "path_name", "") or str(row), text),
            note=getattr(row, "email", "") or getattr(row, "number", ""),
        )
        for row in rows
        if entity_url(name, row.public_id)
    ]


def _places(actor: Actor, text: str) -> list[Item]:
    wanted = text.lower()
    places = [place for _heading, group in navigation.GROUPS for place in group]
    known = [*places, *navigation.FOOTER, *navigation.CREATE]
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
