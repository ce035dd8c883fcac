"""Reading comments: whoever sees the thing sees them, nobody else."""

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet

from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import Entity, entities, entity_named
from assetry.platform.comments.models import Comment, Watch
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor

OVERSEE = "access.manage"


def commentable_entities() -> tuple[Entity, ...]:
    """The entities whose things are talked about: those that take files as well."""
    return tuple(entity for entity in entities() if entity.edit_permission)


def list_comments(entity: Entity, row: Any) -> Sequence[Comment]:
    """The comments on a thing that the caller has fetched for the actor, oldest first; at most 500."""
    return list(Comment.objects.filter(entity=entity.name, object_id=row.pk, removed_at=None).order_by("pk"))


def comments_of_each(entity: Entity) -> QuerySet[Comment]:
    """For a subquery of the entity's rows: the comments on each."""
    return Comment.objects.filter(entity=entity.name, object_id=OuterRef("pk"), removed_at=None)


def list_own(actor: Actor) -> Sequence[Comment]:
    """The actor's own last comments, on things that they see still or no longer; oldest first, at most 100."""
    own = Comment.objects.filter(author_id=actor.user_id, removed_at=None)
    return list(own.order_by("-pk")[:100])[::-1]


def get_comment_for(actor: Actor, public_id: str) -> tuple[Comment, Entity, Any]:
    """One comment, with its thing, for whoever sees the thing. Raises NotFound."""
    comment = row_of(Comment.objects.filter(removed_at=None), public_id)
    entity = entity_named(comment.entity)
    row = entity.visible_to(actor).filter(pk=comment.object_id).first()
    if row is None:
        raise NotFound
    return comment, entity, row


def commentable(name: str) -> Entity:
    """The entity of that name, where its things are talked about. Raises NotFound."""
    found = next((entity for entity in commentable_entities() if entity.name == name), None)
    if found is None:
        raise NotFound
    return found


def is_watching(actor: Actor, entity: Entity, row: Any) -> bool:
    """Whether the actor hears of comments on the thing."""
    return Watch.objects.filter(user_id=actor.user_id, entity=entity.name, object_id=row.pk).exists()


def watched_by(actor: Actor, entity: Entity) -> QuerySet[Watch]:
    """For a subquery of the entity's rows: the actor's watch on each."""
    return Watch.objects.filter(user_id=actor.user_id, entity=entity.name, object_id=OuterRef("pk"))


def may_edit_comment(actor: Actor, comment: Comment) -> bool:
    """Whether the words are the actor's own."""
    return comment.author_id == actor.user_id


def may_remove_comment(actor: Actor, comment: Comment) -> bool:
    """Whether the words are the actor's own, or the actor oversees accounts."""
    return may_edit_comment(actor, comment) or actor.may(OVERSEE)
