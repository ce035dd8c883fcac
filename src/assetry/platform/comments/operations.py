"""Writing, editing and removing comments, and watching: by whoever sees the thing."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import InvalidValue, NotFound
from assetry.kernel.registry import Entity
from assetry.kernel.text import clean_text
from assetry.platform.audit.operation import operation
from assetry.platform.comments import refusals
from assetry.platform.comments.models import MOST_TEXT, Comment, Watch
from assetry.platform.comments.queries import may_edit_comment, may_remove_comment
from assetry.platform.comments.telling import tell
from assetry.platform.database.editing import lock_row, save_changes
from assetry.platform.inbox.models import InboxItem
from assetry.platform.permissions.actor import Actor

MOST_COMMENTS = 500  # on one thing


@operation(None, intent="comments.write")
def write_comment(*, actor: Actor, entity: Entity, row: Any, text: str, at: datetime) -> Comment:
    """Say something about a thing that the caller has fetched for the actor; the author watches it from now on.

    Raises InvalidValue, TooManyComments.
    """
    if Comment.objects.filter(entity=entity.name, object_id=row.pk).count() >= MOST_COMMENTS:
        raise refusals.TooManyComments(most=MOST_COMMENTS)
    comment = Comment.objects.create(
        entity=entity.name, object_id=row.pk, author_id=actor.user_id, text=_cleaned(text), written_at=at
    )
    _watch(actor, entity, row)
    tell(actor, entity, row, comment, at=at)
    return comment


@operation(None, intent="comments.edit")
def edit_comment(
    *, actor: Actor, entity: Entity, row: Any, comment: Comment, text: str, version: int | None, at: datetime
) -> Comment:
    """Change one's own words; whom they name now, and did not before, is told.

    Raises NotYourComment, InvalidValue, StalePage, NotFound.
    """
    locked = _locked(entity, row, comment, version)
    if not may_edit_comment(actor, locked):
        raise refusals.NotYourComment
    if save_changes(locked, {"text": _cleaned(text)}):
        save_changes(locked, {"edited_at": at})
        tell(actor, entity, row, locked, at=at)
    return locked


@operation(None, intent="comments.remove")
def remove_comment(
    *, actor: Actor, entity: Entity, row: Any, comment: Comment, version: int | None, at: datetime
) -> None:
    """Take words back, out of every inbox too. Raises NotYourComment, StalePage, NotFound."""
    locked = _locked(entity, row, comment, version)
    if not may_remove_comment(actor, locked):
        raise refusals.NotYourComment
    save_changes(locked, {"text": "", "removed_at": at})
    InboxItem.objects.filter(origin=f"comment:{locked.pk}", done_at=None).update(canceled_at=at)


@operation(None, intent="comments.watch")
def watch(*, actor: Actor, entity: Entity, row: Any, at: datetime) -> None:
    """Hear of every comment on a thing that the caller has fetched for the actor."""
    _watch(actor, entity, row)


@operation(None, intent="comments.unwatch")
def unwatch(*, actor: Actor, entity: Entity, row: Any, at: datetime) -> None:
    """Hear of a thing only where one is named."""
    Watch.objects.filter(user_id=actor.user_id, entity=entity.name, object_id=row.pk).delete()


def _watch(actor: Actor, entity: Entity, row: Any) -> None:
    Watch.objects.bulk_create(
        [Watch(user_id=actor.user_id, entity=entity.name, object_id=row.pk)], ignore_conflicts=True
    )


def _locked(entity: Entity, row: Any, comment: Comment, version: int | None) -> Comment:
    rows = Comment.objects.filter(entity=entity.name, object_id=row.pk)
    locked = lock_row(rows, comment.pk, version)
    if locked.removed_at is not None:
        raise NotFound
    return locked


def _cleaned(text: str) -> str:
    cleaned = clean_text(text)
    if not 0 < len(cleaned) <= MOST_TEXT:
        raise InvalidValue(field="text", reason=_("Write between 1 and 5,000 characters."))
    return cleaned
