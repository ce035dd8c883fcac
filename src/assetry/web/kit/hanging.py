"""Whether files and comments hang on a thing, read together with it, so that an empty panel costs no statement."""

from typing import Any

from django.db.models import Exists

from assetry.kernel.registry import Entity
from assetry.platform.attachments.queries import files_of_each
from assetry.platform.comments.queries import comments_of_each, watched_by
from assetry.platform.permissions.actor import Actor


def hanging_on(entity: Entity, actor: Actor) -> dict[str, Exists]:
    """Annotations of the entity's queryset, which `files_panel` and `comments_panel` look for on a row."""
    return {
        "has_files": Exists(files_of_each(entity)),
        "has_comments": Exists(comments_of_each(entity)),
        "is_watched": Exists(watched_by(actor, entity)),
    }


def may_hang(row: Any, what: str) -> bool:
    """Whether such a thing hangs on the row, as far as was read with it: unknown is yes."""
    return bool(getattr(row, what, True))
