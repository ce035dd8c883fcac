"""Attaching and removing files: with the permission to change the thing that they hang on."""

from datetime import datetime
from typing import Any, Final

from django.db import connection

from assetry.kernel.refusals import NotFound, NotPermitted
from assetry.kernel.registry import Entity
from assetry.platform.attachments import refusals
from assetry.platform.attachments.media import sniff
from assetry.platform.attachments.models import Attachment
from assetry.platform.attachments.names import clean_name, extension_of
from assetry.platform.attachments.queries import company_of, may_edit
from assetry.platform.audit.operation import operation
from assetry.platform.files.current import current_store
from assetry.platform.files.port import Stored
from assetry.platform.files.staging import claim, release
from assetry.platform.permissions.actor import Actor

MOST_FILES: Final = 100  # on one thing
ATTACH: Final = "files.attach"
REMOVE: Final = "files.remove"


@operation(None, intent=ATTACH)
def attach_file(
    *, actor: Actor, entity: Entity, row: Any, stored: Stored, name: str, at: datetime
) -> Attachment:
    """Hang bytes that are in the store on a thing; its type is found out from them, its name is cleaned.

    Raises NotPermitted, FileEmpty, FileUnnamed, FileTypeRefused, FileTypeMismatch, FileThereAlready, TooManyFiles,
    UploadGone.
    """
    require_edit(actor, entity, row)
    if not stored.size:
        raise refusals.FileEmpty(field="file")
    cleaned = clean_name(name)
    if not cleaned:
        raise refusals.FileUnnamed(field="file")
    media_type = _type_of(stored, cleaned)
    _lock(entity, row)
    _require_room(entity, row, stored)
    claim(stored)
    return Attachment.objects.create(
        entity=entity.name,
        object_table=entity.table,
        object_id=row.pk,
        company_id=company_of(entity, row),
        name=cleaned,
        media_type=media_type,
        size=stored.size,
        sha256=stored.sha256,
        key=stored.key,
        uploaded_by_id=actor.user_id,
        uploaded_at=at,
    )


@operation(None, intent=REMOVE)
def remove_attachment(
    *, actor: Actor, entity: Entity, row: Any, attachment: Attachment, at: datetime
) -> None:
    """Take a file off a thing; its bytes are deleted a week later. Raises NotPermitted, NotFound."""
    require_edit(actor, entity, row)
    rows = Attachment.objects.filter(pk=attachment.pk, entity=entity.name, object_id=row.pk, removed_at=None)
    if not rows.update(removed_at=at):
        raise NotFound
    release(attachment.key, at=at)


def require_edit(actor: Actor, entity: Entity, row: Any) -> None:
    """Raise NotPermitted for whoever may not change the thing."""
    if not may_edit(actor, entity, row):
        raise NotPermitted(permission=entity.edit_permission)


def _type_of(stored: Stored, name: str) -> str:
    """What the bytes are. Raises FileTypeRefused, FileTypeMismatch."""
    with current_store().open(stored.key) as file:
        media = sniff(file)
    if media is None:
        raise refusals.FileTypeRefused(field="file")
    if extension_of(name) not in media.extensions:
        raise refusals.FileTypeMismatch(field="file", name=name, type=media.type)
    return media.type


def _lock(entity: Entity, row: Any) -> None:
    """One at a time for one thing, in a statement of its own: the next one sees what this one wrote."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext(%s), %s)", [f"files:{entity.name}", row.pk % 2**31]
        )


def _require_room(entity: Entity, row: Any, stored: Stored) -> None:
    present = Attachment.objects.filter(entity=entity.name, object_id=row.pk, removed_at=None)
    same = present.filter(sha256=stored.sha256).first()
    if same is not None:
        raise refusals.FileThereAlready(field="file", name=same.name)
    if present.count() >= MOST_FILES:
        raise refusals.TooManyFiles(field="file", most=MOST_FILES)
