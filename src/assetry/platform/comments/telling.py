"""Who is told of a comment: those whom it names, and those who watch the thing, as far as they may see it."""

from datetime import datetime
from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Concat, Lower, StrIndex

from assetry.kernel.registry import Entity
from assetry.platform.accounts.acting import active_users, actor_of
from assetry.platform.accounts.models import User
from assetry.platform.comments.models import Comment, Watch
from assetry.platform.inbox.models import InboxItem, ItemKind
from assetry.platform.inbox.queries import sees
from assetry.platform.permissions.actor import Actor

MOST_MENTIONED = 20


def named_in(text: str) -> list[User]:
    """The open accounts whose names stand in the text behind an `@`, a longer name before one that begins it."""
    if "@" not in text:
        return []
    lowered = text.lower()
    place = StrIndex(Value(lowered), Concat(Value("@"), Lower(F("name"))))
    found = User.objects.filter(is_active=True).annotate(place=place).filter(place__gt=0)
    mentioned: list[User] = []
    for user in sorted(found, key=lambda user: -len(user.name)):
        if f"@{user.name.lower()}" in lowered:
            mentioned.append(user)
        if all(user.name.lower() != other.name.lower() for other in found if other.pk != user.pk):
            lowered = lowered.replace(f"@{user.name.lower()}", "@")
    return mentioned[:MOST_MENTIONED]


def tell(actor: Actor, entity: Entity, row: Any, comment: Comment, *, at: datetime) -> None:
    """Put it into the inbox of each, once per comment, also when it is edited; never into the author's own."""
    mentioned = {user.pk: user for user in named_in(comment.text)}
    watching = Watch.objects.filter(entity=entity.name, object_id=row.pk).values_list("user_id", flat=True)
    told = {**active_users(set(watching) - set(mentioned)), **mentioned}
    items = [
        InboxItem(
            user_id=user.pk,
            kind=ItemKind.MENTION if user.pk in mentioned else ItemKind.COMMENT,
            entity=entity.name,
            object_id=row.pk,
            origin=f"comment:{comment.pk}",
            created_at=at,
            created_by_id=actor.user_id,
        )
        for user in told.values()
        if user.pk != actor.user_id and sees(actor_of(user), entity.name, row.pk)
    ]
    InboxItem.objects.bulk_create(items, ignore_conflicts=True)
