"""The saved views of a list, drawn: tabs, what can be done with the open one, and what is not saved yet."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from assetry.platform.saved_views.models import SavedView, Visibility
from assetry.platform.saved_views.operations import DEFAULT_FOR_EVERYONE
from assetry.platform.saved_views.queries import may_change
from assetry.web.components.parts import Action, Tab, Words
from assetry.web.kit.describe import ListDescription, View
from assetry.web.kit.links import route_url
from assetry.web.kit.looks import ViewBar
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader

MOST_TABS: Final = 8


def view_bar(description: ListDescription, query: ListQuery, reader: Reader) -> ViewBar:
    """The built-in views, then the reader's own, then those that others share."""
    shown, rest = _split(query.shelf.views, query.view)
    built_in = description.views or ([View(label=_("All"), params={})] if shown else [])
    name = description.list_name
    wanted = [view.public_id for view in shown]
    counts = f"{route_url('view_counts')}?{urlencode({'list': name, 'view': wanted}, doseq=True)}"
    return ViewBar(
        tabs=[*_built_in(built_in, query), *(_tab(view, query, reader) for view in shown)],
        more=[Action(label=view.name, url=_url(query, view), icon=_mark(view, reader)) for view in rest],
        acts=_acts(query, name, reader),
        saving=_saving(query, name, reader),
        counts_url=counts if shown else "",
    )


def _split(views: Sequence[SavedView], opened: SavedView | None) -> tuple[list[SavedView], list[SavedView]]:
    """What stands as tabs and what in the menu behind them; the open view is always a tab."""
    shown = list(views[:MOST_TABS])
    if opened is not None and opened not in shown:
        shown = [*shown[: MOST_TABS - 1], opened]
    return shown, [view for view in views if view not in shown]


def _built_in(views: Sequence[View], query: ListQuery) -> list[Tab]:
    """Current is the one whose parameters are exactly those of the address."""
    outside = query.outside()
    names = {name for view in views for name in view.params}
    mine = {name: set(query.values(name)) for name in names if query.values(name)}
    cleared: dict[str, Any] = dict.fromkeys((*names, "filter", "q"))
    tabs = []
    for view in views:
        wanted = {
            name: {value} if isinstance(value, str) else set(value) for name, value in view.params.items()
        }
        url = _beside(outside, query, {**cleared, **view.params})
        current = query.view is None and mine == wanted
        tabs.append(Tab(label=view.label, url=url, count=view.count, current=current))
    return tabs


def _beside(outside: ListQuery, query: ListQuery, params: Mapping[str, Any]) -> str:
    """A built-in view: what a saved one says is left behind with it, columns and sort of a plain list stay."""
    left = dict.fromkeys(query.view.query) if query.view else {}
    return outside.url(**{**left, **params})


def _tab(view: SavedView, query: ListQuery, reader: Reader) -> Tab:
    current = query.view == view
    shared = view.visibility != Visibility.PRIVATE
    return Tab(
        label=view.name,
        url=_url(query, view),
        current=current,
        changed=current and query.is_changed,
        icon=_mark(view, reader),
        title=_shared_words(view, reader) if shared else "",
        count_id=f"view-{view.public_id}",
    )


def _url(query: ListQuery, view: SavedView) -> str:
    return f"{query.path}?{urlencode({'view': view.public_id})}"


def _mark(view: SavedView, reader: Reader) -> str:
    return "users" if view.visibility != Visibility.PRIVATE else ""


def _shared_words(view: SavedView, reader: Reader) -> Words:
    mine = view.owner_user_id == reader.actor.user_id
    return _("Shared by you") if mine else _("Shared with you")


def _saving(query: ListQuery, name: str, reader: Reader) -> list[Action]:
    """Save and Save as, where the list shows something that no view holds."""
    if not query.is_changed:
        return []
    encoded = urlencode(query.wanted, doseq=True)
    new = f"{route_url('view_create')}?{urlencode({'list': name, 'query': encoded})}"
    if query.view is None:
        return [Action(label=_("Save view"), url=new, how="dialog", icon="bookmark", key="V")]
    save_as = Action(label=_("Save as"), url=new, how="dialog", key="V")
    if not may_change(reader.actor, query.view):
        return [save_as]
    url = f"{route_url('view_save', public_id=query.view.public_id)}?version={query.view.version}"
    return [Action(label=_("Save"), url=url, how="post", name="query", value=encoded), save_as]


def _acts(query: ListQuery, name: str, reader: Reader) -> list[Action]:
    """What can be done with the open view; on the plain list, to open with it again."""
    view, shelf = query.view, query.shelf
    if view is None:
        plain = f"{route_url('view_plain')}?{urlencode({'list': name})}"
        return [_post(_("Open the list like this"), plain, "house")] if shelf.default else []
    mine = shelf.own_default == view
    acts = [
        _verb(view, "unpin", _("Take from home"), "pin-off")
        if view.pk in shelf.pinned
        else _verb(view, "pin", _("Pin to home"), "pin"),
        _verb(view, "forget", _("Do not open the list with it"), "house")
        if mine
        else _verb(view, "open-with", _("Open the list with it"), "house"),
    ]
    if not view.query.get("as_of"):  # a past day stays as it is
        mail = route_url("report_create", public_id=view.public_id)
        acts.append(Action(label=_("Send by mail"), url=mail, icon="send"))
    if reader.actor.may(DEFAULT_FOR_EVERYONE) and view.visibility == Visibility.EVERYONE:
        acts.append(_for_everyone(view))
    if view.owner_user_id == reader.actor.user_id and len(shelf.views) > 1:
        acts.append(_verb(view, "earlier", _("Move left"), "arrow-left"))
        acts.append(_verb(view, "later", _("Move right"), "arrow-right"))
    return [*acts, *_changes(view)] if may_change(reader.actor, view) else acts


def _for_everyone(view: Any) -> Action:
    if getattr(view, "for_everyone", False):  # only a shelf knows it
        return _verb(view, "forget-everyone", _("No longer the default for everyone"), "users")
    return _verb(view, "open-everyone", _("Default for everyone"), "users")


def _changes(view: SavedView) -> list[Action]:
    edit, delete = (route_url(name, public_id=view.public_id) for name in ("view_edit", "view_delete"))
    return [
        Action(label=_("Rename and share"), url=edit, how="dialog", icon="pencil"),
        Action(label=_("Delete view"), url=delete, how="dialog", icon="trash-2", look="danger"),
    ]


def _verb(view: SavedView, name: str, label: str, icon: str) -> Action:
    return _post(label, deed_url(view, name), icon)


def deed_url(view: SavedView, name: str) -> str:
    """Where one deed is done with a view (`web.views.changing`)."""
    return reverse("view_act", kwargs={"public_id": view.public_id, "name": name})


def _post(label: str, url: str, icon: str) -> Action:
    return Action(label=label, url=url, how="post", icon=icon)
