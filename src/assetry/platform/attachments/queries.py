"""Reading the files of a thing: whoever sees the thing sees them, nobody else."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet

from assetry.kernel.registry import Entity, entities
from assetry.platform.attachments.models import Attachment
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor


def attachable_entities() -> tuple[Entity, ...]:
    """The entities whose things take files."""
    return tuple(entity for entity in entities() if entity.edit_permission)


def list_attachments(entity: Entity, row: Any) -> Sequence[Attachment]:
    """The files on a thing that the caller has fetched for the actor, newest first."""
    rows = Attachment.objects.filter(entity=entity.name, object_id=row.pk, removed_at=None)
    return list(rows.order_by("-uploaded_at", "-pk"))


def files_of_each(entity: Entity) -> QuerySet[Attachment]:
    """For a subquery of the entity's rows: the files on each."""
    return Attachment.objects.filter(entity=entity.name, object_id=OuterRef("pk"), removed_at=None)


def get_attachment_for(actor: Actor, entity: Entity, public_id: str, file_id: str) -> Attachment:
    """One file of one thing, both seen by the actor. Raises NotFound, also when the file is another thing's."""
    row = entity.get_for(actor, public_id)
    rows = Attachment.objects.filter(entity=entity.name, object_id=row.pk, removed_at=None)
    return row_of(rows, file_id)


def names_of_files(keys: Iterable[int]) -> dict[int, str]:
    """The names of attachments by their keys, removed ones too: the timeline of their thing tells them."""
    return dict(Attachment.objects.filter(pk__in=list(keys)).values_list("pk", "name"))


def may_edit(actor: Actor, entity: Entity, row: Any) -> bool:
    """Whether the actor may change the thing, and so the files on it."""
    if not entity.edit_permission:
        return False
    if entity.edit_place is None:
        return actor.may(entity.edit_permission)
    return actor.scope(entity.edit_permission).covers(**_place(entity, row))


def company_of(entity: Entity, row: Any) -> int | None:
    """The company that a thing belongs to; None for what all share."""
    return None if entity.edit_place is None else entity.edit_place(row)["company_id"]


def _place(entity: Entity, row: Any) -> Mapping[str, Any]:
    assert entity.edit_place is not None  # noqa: S101 - its only caller looked
    return entity.edit_place(row)
