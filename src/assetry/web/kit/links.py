"""Addresses of entities, found once per route instead of once per row."""

from functools import cache, lru_cache
from typing import Any

from django.urls import NoReverseMatch, resolve, reverse

from assetry.kernel.registry import Entity, entity_named
from assetry.web.routes import Open

_PLACE = "0" * 12


@cache
def _pattern(route: str) -> str:
    try:
        return reverse(route, kwargs={"public_id": _PLACE})
    except NoReverseMatch:
        return ""


def entity_url(name: str, public_id: str) -> str:
    """The page of one thing; empty where its entity has no page yet."""
    return _pattern(entity_named(name).url_name).replace(_PLACE, public_id)


@cache
def _guard(route: str) -> str:
    """The permission that the page of one thing declares."""
    return str(getattr(resolve(_pattern(route)).func, "route_permission", ""))


def opens(actor: Any, entity: Entity) -> bool:
    """Whether things of this entity have a page that is open to the actor, for those that the actor sees."""
    if not _pattern(entity.url_name):
        return False
    guard = _guard(entity.url_name)
    return guard == Open.SIGNED_IN or bool(actor.may(guard))


def may_see(actor: Any, entity: Entity) -> bool:
    """Whether the actor may open things of this entity somewhere (without a permission: always)."""
    return not entity.view_permission or actor.may(entity.view_permission)


def may_see_named(actor: Any, name: str) -> bool:
    """Whether the actor may open things of the entity of that name."""
    return may_see(actor, entity_named(name))


def url_for(entity: Entity, row: Any, actor: Any) -> str:
    """The address of a referenced row for who may open it, else empty."""
    return entity_url(entity.name, row.public_id) if may_see(actor, entity) else ""


@lru_cache(maxsize=512)
def route_url(name: str, **kwargs: object) -> str:
    """The address of a route, empty where it does not exist yet. Found once: the frame asks for 30 on every page."""
    try:
        return reverse(name, kwargs=kwargs or None)
    except NoReverseMatch:
        return ""


def url_for_named(name: str, row: Any, actor: Any) -> str:
    """The address of a row of the entity of that name for who may open it, else empty."""
    return url_for(entity_named(name), row, actor)
