"""Reads of saved views: one's own, and those shared with everyone or with a role that one holds."""

from dataclasses import dataclass
from typing import Any, Final

from django.db.models import Exists, OuterRef, Q, QuerySet

from assetry.platform.database.kept import KeptRead
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor
from assetry.platform.saved_views.models import DefaultView, HomePin, ListPreference, SavedView, Visibility
from assetry.platform.saved_views.roles import held_roles

OVERSEE = "access.manage"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The views of one list that one actor sees, and the one that the bare list opens with."""

    views: tuple[SavedView, ...] = ()
    own_default: SavedView | None = None
    default: SavedView | None = None
    pinned: frozenset[int] = frozenset()
    has_default_for_everyone: bool = False

    def view(self, public_id: str) -> SavedView | None:
        """The view of that public id, None where the actor sees none."""
        return next((view for view in self.views if view.public_id == public_id), None)


NO_VIEWS = Shelf()


def views_visible_to(actor: Actor) -> "QuerySet[SavedView]":
    """The views that the actor may open, whatever the list."""
    by_role = Q(visibility=Visibility.ROLE, role_id__in=held_roles(actor))
    shared = Q(visibility=Visibility.EVERYONE)
    return SavedView.objects.filter(Q(owner_user_id=actor.user_id) | shared | by_role)


def get_view_for(actor: Actor, public_id: str) -> SavedView:
    """The view of that public id; raises NotFound."""
    return row_of(views_visible_to(actor), public_id)


def may_change(actor: Actor, view: SavedView) -> bool:
    """Whether the view is the actor's own, or a shared one and the actor oversees accounts."""
    shared = view.visibility != Visibility.PRIVATE
    return view.owner_user_id == actor.user_id or (shared and actor.may(OVERSEE))


def views_for(actor: Actor, list_name: str) -> Shelf:
    """The actor's views of a list in the order of its tabs, own ones first, and the defaults: one statement."""
    rows: list[Any] = _OF_LIST(actor.user_id, list_name)
    rows.sort(key=lambda row: (row.owner_user_id != actor.user_id, row.position, row.name.casefold(), row.pk))
    own = next((row for row in rows if row.for_me), None)
    everyone = next((row for row in rows if row.for_everyone), None)
    is_plain = any(row.plain for row in rows)
    return Shelf(
        views=tuple(rows),
        own_default=own,
        default=own or (None if is_plain else everyone),
        pinned=frozenset(row.pk for row in rows if row.on_home),
        has_default_for_everyone=everyone is not None,
    )


def _views_of_list(user_id: int, list_name: str) -> "QuerySet[SavedView]":
    preference = ListPreference.objects.filter(user_id=user_id, list_name=list_name)
    views = views_visible_to(Actor(user_id=user_id, name="")).filter(list_name=list_name)
    return views.annotate(
        for_everyone=Exists(DefaultView.objects.filter(view=OuterRef("pk"))),
        for_me=Exists(preference.filter(view=OuterRef("pk"))),
        plain=Exists(preference.filter(view=None)),
        on_home=Exists(HomePin.objects.filter(user_id=user_id, view=OuterRef("pk"))),
    )


_OF_LIST: Final = KeptRead(_views_of_list, int, str)


def pinned_views(actor: Actor) -> list[SavedView]:
    """The views on the actor's home, in their order; one that is no longer shared with them is left out."""
    pins = dict(
        HomePin.objects.filter(user_id=actor.user_id, view__in=views_visible_to(actor)).values_list(
            "view_id", "position"
        )
    )
    views = SavedView.objects.filter(pk__in=pins)
    return sorted(views, key=lambda view: pins[view.pk])
