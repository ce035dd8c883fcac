"""Feeds, and what stands in them: as their owner may see it now."""

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, QuerySet
from django.urls import NoReverseMatch, reverse

from assetry.kernel.filters import parse_filter
from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.accounts.acting import active_users, actor_of
from assetry.platform.accounts.links import is_sealed, link_text, public_id_in
from assetry.platform.database.reading import row_of
from assetry.platform.feeds.ical import Event, calendar_text
from assetry.platform.feeds.models import Feed
from assetry.platform.filters.compile import compile_filter
from assetry.platform.filters.stored import expression_of
from assetry.platform.inbox.models import InboxItem
from assetry.platform.inbox.queries import items_of, subjects_of
from assetry.platform.permissions.actor import Actor

KIND = "feed"
BEFORE, AFTER = timedelta(days=90), timedelta(days=730)
MOST_EVENTS = 5000
_PLACE = "0" * 12


def feeds_of(actor: Actor) -> "QuerySet[Feed]":
    """The actor's own feeds that are not revoked."""
    return Feed.objects.filter(owner_user_id=actor.user_id, revoked_at=None)


def list_feeds(actor: Actor) -> Sequence[Feed]:
    """By name."""
    return list(feeds_of(actor).order_by("name", "pk"))


def get_feed_for(actor: Actor, public_id: str) -> Feed:
    """One of them. Raises NotFound."""
    return row_of(feeds_of(actor), public_id)


def secret_of(feed: Feed) -> str:
    """What stands in the feed's address: computed, stored nowhere, dead with the revoked feed."""
    return link_text(KIND, feed.public_id, str(feed.owner_user_id), feed.created_at.isoformat())


def find_feed(text: str) -> tuple[Feed, Actor]:
    """The feed of an address and its owner, whose rights it shows. Raises NotFound, the same for every reason."""
    feed = Feed.objects.filter(public_id=public_id_in(text), revoked_at=None).first()
    if feed is None or not is_sealed(
        text, KIND, feed.public_id, str(feed.owner_user_id), feed.created_at.isoformat()
    ):
        raise NotFound
    user = active_users([feed.owner_user_id]).get(feed.owner_user_id)
    if user is None or user.owes_factor:
        raise NotFound
    return feed, actor_of(user)


def tag_of(feed: Feed, actor: Actor, *, today: date) -> str:
    """A text that changes when the calendar does: of keys, days and versions, without reading the rows.

    Raises FilterInvalid, KeyError.
    """
    if not feed.entity:
        text = text_of(feed, actor, today=today)
        return sha256(text.encode()).hexdigest()[:32]
    rows = _rows(feed, actor, today)
    has_version = any(field.name == "version" for field in rows.model._meta.get_fields())
    columns = (
        rows.values_list("pk", "feed_day", "version")
        if has_version
        else rows.values_list("pk", "feed_day", "public_id")
    )
    sql, params = columns.query.sql_with_params()
    with connection.cursor() as cursor:
        # A sum of hashes: of 5,000 rows neither text nor order is made.
        cursor.execute(f"SELECT count(*), sum(hash_record_extended(f, 0)) FROM ({sql}) f", params)  # noqa: S608
        tag = str(cursor.fetchone())
    return sha256(f"{tag} {feed.name}".encode()).hexdigest()[:32]


def text_of(feed: Feed, actor: Actor, *, today: date) -> str:
    """The calendar. Raises FilterInvalid, KeyError."""
    events = _dates(feed, actor, today) if feed.entity else _waiting(actor, today)
    return calendar_text(feed.name, events, stamp=feed.created_at)


def _rows(feed: Feed, actor: Actor, today: date) -> QuerySet[Any]:
    """What the feed shows, each with `feed_day`, by day: from 90 days ago to two years ahead."""
    entity = entity_named(feed.entity)
    field = entity.field(feed.field)
    day = expression_of(field) if field.key else F(field.orm_path)
    window: tuple[Any, Any] = (today - BEFORE, today + AFTER)
    if field.key:
        window = (window[0].isoformat(), window[1].isoformat())
    condition = compile_filter(entity, parse_filter(feed.filter_text), actor, today=today)
    rows: QuerySet[Any] = entity.visible_to(actor).filter(condition).annotate(feed_day=day)
    return rows.filter(feed_day__range=window).order_by("feed_day", "pk")[:MOST_EVENTS]


def _dates(feed: Feed, actor: Actor, today: date) -> list[Event]:
    entity = entity_named(feed.entity)
    label = str(entity.field(feed.field).label)
    rows = _rows(feed, actor, today)
    if entity.title is str:  # made of the label columns: of 5,000 rows nothing else is read
        rows = rows.only("public_id", *entity.label_columns)
    url, host = f"{settings.BASE_URL}{_path(entity)}", _host()
    return [
        Event(
            f"{entity.name}-{row.public_id}-{feed.field}@{host}",
            _as_date(row.feed_day),
            f"{entity.title(row)}: {label}",
            url.replace(_PLACE, row.public_id),
        )
        for row in rows
    ]


def _as_date(day: date | str) -> date:
    return day if isinstance(day, date) else date.fromisoformat(day)


def _waiting(actor: Actor, today: date) -> list[Event]:
    """What waits in the inbox and is due on a day."""
    rows = items_of(actor).filter(done_at=None, due_on__range=(today - BEFORE, today + AFTER))
    items = list(rows.order_by("due_on", "pk")[:MOST_EVENTS])
    subjects = subjects_of(actor, items)
    return [
        Event(
            f"inbox-{item.public_id}@{_host()}",
            item.due_on,
            _words(item, subjects),
            f"{settings.BASE_URL}/inbox",
        )
        for item in items
        if item.due_on
    ]


def _words(item: InboxItem, subjects: Any) -> str:
    subject = subjects.get(item.pk)
    return ": ".join(filter(None, (item.title, subject.title if subject else "")))


def _path(entity: Entity) -> str:
    """The address of a thing's page with `_PLACE` where its id stands."""
    try:
        return reverse(entity.url_name, kwargs={"public_id": _PLACE})
    except NoReverseMatch:
        return "/"


def _host() -> str:
    return settings.BASE_URL.partition("://")[2]
