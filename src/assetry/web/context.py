"""The context processor that gives every page its frame."""

from collections.abc import Iterable

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.organization.queries import companies_of
from assetry.platform.permissions.actor import Actor
from assetry.web import navigation
from assetry.web.components.parts import Action
from assetry.web.components.shell import NavGroup, NavItem, Shell
from assetry.web.errors import signed_in_actor
from assetry.web.kit.links import route_url
from assetry.web.navigation import Place


def shell(request: HttpRequest) -> dict[str, object]:
    """`shell`: built when a template asks for it, so that fragments and error pages cost nothing."""
    actor = signed_in_actor(request)
    if actor is None:
        return {"shell": None}
    return {"shell": SimpleLazyObject(lambda: _build(actor, request.path))}


def _build(actor: Actor, path: str) -> Shell:
    groups = tuple(
        NavGroup(
            label=label,
            items=_items(actor, places, path),
            own_kinds=navigation.ALL_ASSETS in places,
        )
        for label, places in navigation.GROUPS
    )
    company_ids = actor.scope("organization.view").company_ids
    seen = [company for company in companies_of(actor) if company.pk in company_ids]
    names = [company.name for company in seen if company.parent_id not in company_ids][:2]
    scope = (
        ngettext("%(n)d company", "All %(n)d companies", len(company_ids)) % {"n": len(company_ids)}
        if company_ids
        else _("My equipment")
    )
    home = url_of(navigation.HOME) if actor.may(navigation.SEE_ASSETS) else url_of(navigation.MINE)
    return Shell(
        organization=names[0] if len(names) == 1 else "Assetry",
        scope=scope,
        user_name=actor.name,
        groups=groups,
        footer=_items(actor, navigation.FOOTER, path),
        dock=_items(actor, navigation.DOCK, path),
        create=_actions(actor, navigation.CREATE),
        account=_account(),
        home_url=home or "/",
        search_url=route_url(navigation.SEARCH_ROUTE) if actor.may(navigation.SEE_ASSETS) else "",
        counts_url=route_url(navigation.COUNTS_ROUTE) if actor.may(navigation.SEE_ASSETS) else "",
        scan_url=route_url(navigation.SCAN_ROUTE),
        plain=not actor.permissions,
    )


def _items(actor: Actor, places: Iterable[Place], path: str) -> tuple[NavItem, ...]:
    open_places = [(place, url) for place in places if place.is_open_to(actor) and (url := url_of(place))]
    return tuple(
        NavItem(
            name=place.name,
            label=place.label,
            url=url,
            icon=place.icon,
            current=path == url or (place.deep and path.startswith(f"{url}/")),
            counted=place.counted,
            inside=_items(actor, place.inside, path),
        )
        for place, url in open_places
    )


def _actions(actor: Actor, places: Iterable[Place]) -> tuple[Action, ...]:
    return tuple(
        Action(label=place.label, url=url, icon=place.icon)
        for place in places
        if place.is_open_to(actor) and (url := url_of(place))
    )


def _account() -> tuple[Action, ...]:
    actions = (
        Action(label=_("Your account"), url=route_url("profile"), icon="user-round"),
        Action(label=_("Change password"), url=route_url("account_change_password"), icon="key-round"),
        Action(label=_("Sign out"), url=route_url("account_logout"), icon="log-out", how="post"),
    )
    return tuple(action for action in actions if action.url)


def url_of(place: Place) -> str:
    """The address of a place, empty where its route does not exist yet."""
    return route_url(place.route, **place.kwargs)
