"""Making and revoking feeds: each account its own."""

from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import FieldType
from assetry.kernel.filters import FilterInvalid, parse_filter
from assetry.kernel.refusals import InvalidValue, NotFound, Refusal
from assetry.kernel.registry import Entity
from assetry.kernel.text import clean_text
from assetry.platform.audit.operation import operation
from assetry.platform.feeds.models import Feed
from assetry.platform.feeds.queries import feeds_of
from assetry.platform.filters.compile import compile_filter
from assetry.platform.permissions.actor import Actor

MOST_FEEDS: Final = 20


class TooManyFeeds(Refusal):
    """One account subscribes to no more."""

    code = "feed_too_many"
    message = _("There are %(most)d calendars of yours already. Revoke one of them first.")


@operation(None, intent="feeds.create")
def create_feed(
    *,
    actor: Actor,
    name: str,
    entity: Entity | None = None,
    field: str = "",
    filter_text: str = "",
    at: datetime,
) -> Feed:
    """A calendar of dates of things, or (without an entity) of what waits in one's own inbox.

    Raises InvalidValue, TooManyFeeds.
    """
    if feeds_of(actor).count() >= MOST_FEEDS:
        raise TooManyFeeds(most=MOST_FEEDS)
    cleaned = clean_text(name)
    if not 0 < len(cleaned) <= 80 or "\n" in cleaned:
        raise InvalidValue(field="name", reason=_("Give a name of at most 80 characters, on one line."))
    return Feed.objects.create(
        owner_user_id=actor.user_id,
        name=cleaned,
        entity=entity.name if entity else "",
        field=field if entity else "",
        filter_text=_checked(actor, entity, field, filter_text, at) if entity else "",
        created_at=at,
    )


@operation(None, intent="feeds.revoke")
def revoke_feed(*, actor: Actor, feed: Feed, at: datetime) -> None:
    """Its address shows nothing from now on, to nobody. Raises NotFound."""
    if not feeds_of(actor).filter(pk=feed.pk).update(revoked_at=at):
        raise NotFound


def _checked(actor: Actor, entity: Entity, field: str, text: str, at: datetime) -> str:
    described = entity.fields_by_name.get(field)
    if described is None or described.type is not FieldType.DATE:
        raise InvalidValue(field="field", reason=_("Choose a date."))
    cleaned = clean_text(text)
    try:
        compile_filter(entity, parse_filter(cleaned), actor, today=at.date())
    except FilterInvalid as error:
        raise InvalidValue(field="filter_text", reason=str(error)) from error
    return cleaned
