"""Every change of saved views. Everybody keeps their own; showing them to others takes a permission."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import InvalidValue, NotFound, StalePage
from assetry.kernel.text import clean_text
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row, save_changes
from assetry.platform.permissions.actor import Actor
from assetry.platform.saved_views import refusals
from assetry.platform.saved_views.events import ViewPermission
from assetry.platform.saved_views.models import DefaultView, HomePin, ListPreference, SavedView, Visibility
from assetry.platform.saved_views.queries import may_change, views_visible_to
from assetry.platform.saved_views.roles import known_roles

# What all companies share is changed by whoever keeps the catalog.
DEFAULT_FOR_EVERYONE: Final = "catalog.manage"
MOST_VIEWS: Final = 100
MOST_PINS: Final = 20
_LONGEST_QUERY: Final = 8_000

type Query = Mapping[str, Sequence[str]]


@operation(None, intent="views.create")
def create_view(
    *,
    actor: Actor,
    list_name: str,
    entity: str,
    name: str,
    query: Query,
    visibility: Visibility = Visibility.PRIVATE,
    role: str = "",
    at: datetime,
) -> SavedView:
    """Save a view of the actor's own; only they see it unless it is shared at once, which takes the permission.

    Raises ViewNameTaken, TooManyViews, InvalidValue, NotPermitted.
    """
    own = SavedView.objects.filter(owner_user_id=actor.user_id, list_name=list_name)
    if own.count() >= MOST_VIEWS:
        raise refusals.TooManyViews(most=MOST_VIEWS)
    last = own.aggregate(last=Max("position"))["last"]
    view = SavedView(
        list_name=list_name,
        entity=entity,
        name=_named(name),
        query=_plain(query),
        owner_user_id=actor.user_id,
        position=0 if last is None else last + 1,
    )
    _saved(view, lambda: view.save(force_insert=True))
    if visibility != Visibility.PRIVATE:
        return share_view(actor=actor, view=view, visibility=visibility, role=role, version=None, at=at)
    return view


@operation(None, intent="views.update")
def update_view(
    *, actor: Actor, view: SavedView, query: Query, version: int | None, at: datetime
) -> SavedView:
    """Let a view show what its list shows now. Raises StalePage, NotFound, InvalidValue."""
    locked = _locked(actor, view, version)
    save_changes(locked, {"query": _plain(query)})
    return locked


@operation(None, intent="views.rename")
def rename_view(*, actor: Actor, view: SavedView, name: str, version: int | None, at: datetime) -> SavedView:
    """Give a view another name. Raises ViewNameTaken, StalePage, NotFound, InvalidValue."""
    locked = _locked(actor, view, version)
    _saved(locked, lambda: save_changes(locked, {"name": _named(name)}))
    return locked


@operation(ViewPermission.SHARE, intent="views.share")
def share_view(
    *,
    actor: Actor,
    view: SavedView,
    visibility: Visibility,
    role: str = "",
    version: int | None,
    at: datetime,
) -> SavedView:
    """Show a view to a role (by its public id) or to everyone.

    Raises StalePage, NotFound, InvalidValue, ViewIsDefault.
    """
    return _shown_to(actor, view, visibility, role, version)


@operation(None, intent="views.unshare")
def unshare_view(*, actor: Actor, view: SavedView, version: int | None, at: datetime) -> SavedView:
    """Keep a view to its owner again: that takes no permission. Raises StalePage, NotFound, ViewIsDefault."""
    return _shown_to(actor, view, Visibility.PRIVATE, "", version)


@operation(None, intent="views.change")
def change_view(
    *,
    actor: Actor,
    view: SavedView,
    name: str,
    visibility: Visibility,
    role: str = "",
    version: int | None,
    at: datetime,
) -> SavedView:
    """Name and sharing at once, all or nothing. Raises what both refuse."""
    view = rename_view(actor=actor, view=view, name=name, version=version, at=at)
    role_id = _role_id(visibility, role)
    if (view.visibility, view.role_id) == (visibility, role_id):
        return view
    if visibility == Visibility.PRIVATE:
        return unshare_view(actor=actor, view=view, version=None, at=at)
    return share_view(actor=actor, view=view, visibility=visibility, role=role, version=None, at=at)


@operation(None, intent="views.move")
def move_view(*, actor: Actor, view: SavedView, step: Literal[-1, 1], at: datetime) -> None:
    """Move one of the actor's own views one place among the tabs. Raises NotFound."""
    own = SavedView.objects.filter(owner_user_id=actor.user_id, list_name=view.list_name)
    rows = list(own.select_for_update(no_key=True).order_by("position", "pk"))
    for position, row in enumerate(_moved(rows, view.pk, step)):
        if row.position != position:
            row.position = position
            row.save(update_fields=["position"])


@operation(None, intent="views.delete")
def delete_view(*, actor: Actor, view: SavedView, version: int | None, at: datetime) -> None:
    """Delete a view, with what others had of it. Raises ViewIsDefault, StalePage, NotFound."""
    locked = _locked(actor, view, version)
    _require_no_default(locked)
    HomePin.objects.filter(view=locked).delete()
    ListPreference.objects.filter(view=locked).delete()
    locked.delete()


@operation(None, intent="views.set_own_default")
def set_own_default(*, actor: Actor, list_name: str, view: SavedView | None, at: datetime) -> None:
    """Let the actor's list open with a view; None: with the plain list. Raises NotFound."""
    if view is not None:
        _require_visible(actor, view, list_name)
    ListPreference.objects.update_or_create(
        user_id=actor.user_id, list_name=list_name, defaults={"view": view}
    )


@operation(DEFAULT_FOR_EVERYONE, intent="views.set_default")
def set_default_for_everyone(*, actor: Actor, list_name: str, view: SavedView | None, at: datetime) -> None:
    """Let a list open with a view for all who chose none; None: with the plain list. Raises ViewNotShared, NotFound."""
    if view is None:
        DefaultView.objects.filter(list_name=list_name).delete()
        return
    locked = _visible(actor, view, list_name)
    if locked.visibility != Visibility.EVERYONE:
        raise refusals.ViewNotShared(name=locked.name)
    DefaultView.objects.update_or_create(list_name=list_name, defaults={"view": locked})


@operation(None, intent="views.pin")
def pin_view(*, actor: Actor, view: SavedView, at: datetime) -> None:
    """Put a view on the actor's home, as the last one. Raises TooManyPins, NotFound."""
    _require_visible(actor, view, view.list_name)
    pins = HomePin.objects.filter(user_id=actor.user_id)
    if pins.filter(view=view).exists():
        return
    if pins.count() >= MOST_PINS:
        raise refusals.TooManyPins(most=MOST_PINS)
    last = pins.aggregate(last=Max("position"))["last"]
    HomePin.objects.create(user_id=actor.user_id, view=view, position=0 if last is None else last + 1)


@operation(None, intent="views.unpin")
def unpin_view(*, actor: Actor, view: SavedView, at: datetime) -> None:
    """Take a view from the actor's home."""
    HomePin.objects.filter(user_id=actor.user_id, view=view).delete()


@operation(None, intent="views.move_pin")
def move_pin(*, actor: Actor, view: SavedView, step: Literal[-1, 1], at: datetime) -> None:
    """Move a view on the actor's home one place up or down. Raises NotFound."""
    pins = list(
        HomePin.objects.select_for_update(no_key=True)
        .filter(user_id=actor.user_id)
        .order_by("position", "pk")
    )
    for position, pin in enumerate(_moved(pins, view.pk, step, key="view_id")):
        HomePin.objects.filter(pk=pin.pk).exclude(position=position).update(position=position)


def _moved[R](rows: list[R], pk: int, step: int, key: str = "pk") -> list[R]:
    """The rows with one of them a place up or down. Raises NotFound."""
    at = next((n for n, row in enumerate(rows) if getattr(row, key) == pk), None)
    if at is None:
        raise NotFound
    to = min(max(at + step, 0), len(rows) - 1)
    rows.insert(to, rows.pop(at))
    return rows


def _locked(actor: Actor, view: SavedView, version: int | None) -> SavedView:
    """The view, locked; of others only a shared one, for whoever oversees accounts. Raises NotFound, StalePage."""
    locked = lock_row(SavedView.objects.all(), view.pk, None)
    if not may_change(actor, locked):
        raise NotFound
    if version is not None and locked.version != version:
        raise StalePage
    return locked


def _shown_to(
    actor: Actor, view: SavedView, visibility: Visibility, role: str, version: int | None
) -> SavedView:
    locked = _locked(actor, view, version)
    if visibility != Visibility.EVERYONE:
        _require_no_default(locked)
    save_changes(locked, {"visibility": visibility, "role_id": _role_id(visibility, role)})
    return locked


def _role_id(visibility: Visibility, role: str) -> int | None:
    if visibility != Visibility.ROLE:
        return None
    found = next((known.id for known in known_roles() if known.public_id == role), None)
    if found is None:
        raise InvalidValue(field="role", reason=_("Choose the role that is to see it."))
    return found


def _visible(actor: Actor, view: SavedView, list_name: str) -> SavedView:
    """The view as it is now, locked: it stays shared until the end of the transaction. Raises NotFound."""
    return lock_row(views_visible_to(actor).filter(list_name=list_name), view.pk, None)


def _require_visible(actor: Actor, view: SavedView, list_name: str) -> None:
    if not views_visible_to(actor).filter(list_name=list_name, pk=view.pk).exists():
        raise NotFound


def _require_no_default(view: SavedView) -> None:
    if DefaultView.objects.filter(view=view).exists():
        raise refusals.ViewIsDefault(name=view.name)


def _named(name: str) -> str:
    cleaned = clean_text(name)
    if not 0 < len(cleaned) <= 60 or "\n" in cleaned:
        raise InvalidValue(field="name", reason=_("Give a name of at most 60 characters, on one line."))
    return cleaned


def _plain(query: Query) -> dict[str, list[str]]:
    """The parameters as they are stored: names in order, each with its values. Raises InvalidValue."""
    plain = {name: [clean_text(value) for value in query[name]] for name in sorted(query) if query[name]}
    if len(json.dumps(plain)) > _LONGEST_QUERY:
        raise InvalidValue(
            field="query", reason=_("This view asks for more than can be stored. Use fewer filters.")
        )
    return plain


def _saved(view: SavedView, save: Any) -> None:
    name = view.name
    try:
        with transaction.atomic():
            save()
    except IntegrityError as error:
        raise refusals.ViewNameTaken(field="name", name=name) from error
