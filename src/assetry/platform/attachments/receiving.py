"""The way of an upload, the same for pages and the API: permitted first, then the bytes, then the row."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.conf import settings

from assetry.kernel.registry import Entity
from assetry.platform.attachments.operations import require_edit
from assetry.platform.files.port import Stored
from assetry.platform.files.staging import staged
from assetry.platform.permissions.actor import Actor


@contextmanager
def received(
    *, actor: Actor, entity: Entity, row: Any, chunks: Iterable[bytes], at: datetime
) -> Iterator[Stored]:
    """The bytes in the store, for `attach_file`; gone again when that did not take them.

    Raises NotPermitted before anything is written, FileTooLarge, NoRoomForFile.
    """
    require_edit(actor, entity, row)
    with staged(chunks, limit=settings.MAX_UPLOAD_BYTES, at=at) as stored:
        yield stored
