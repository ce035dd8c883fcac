"""From bytes that arrive to a row that names them: never a row without bytes, and no bytes that stay without a row.

The order is: note down that the key is to be deleted, write the bytes, and let the transaction that makes the row
strike the note out. A job deletes what is noted down and due.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet

from assetry.platform.files.current import current_store
from assetry.platform.files.models import FileDeletion
from assetry.platform.files.port import FileStore, FileTooLong, Stored, new_key
from assetry.platform.files.refusals import FileTooLarge, NoRoomForFile, UploadGone

# How long an upload may wait for its row, and how long bytes outlive theirs: a backup that began before the row
# went still finds them.
KEPT_UNCLAIMED: Final = timedelta(days=1)
KEPT_AFTER_REMOVAL: Final = timedelta(days=7)


@contextmanager
def staged(
    chunks: Iterable[bytes], *, limit: int, at: datetime, store: FileStore | None = None
) -> Iterator[Stored]:
    """The bytes, durably written; what `claim` did not take when the body ends is deleted.

    Raises FileTooLarge over `limit` bytes, NoRoomForFile where the disk refuses.
    """
    store = store or current_store()
    key = new_key()
    FileDeletion.objects.create(key=key, due_at=at + KEPT_UNCLAIMED)
    try:
        yield _written(store, key, chunks, limit)
    finally:
        _delete(store, FileDeletion.objects.filter(key=key))


def claim(stored: Stored) -> None:
    """In the transaction that makes the row: the bytes stay. Raises UploadGone."""
    struck, _each = FileDeletion.objects.filter(key=stored.key).delete()
    if not struck:
        raise UploadGone


def release(key: str, *, at: datetime) -> None:
    """In the transaction that lets go of the bytes: they are deleted later."""
    FileDeletion.objects.create(key=key, due_at=at + KEPT_AFTER_REMOVAL)


def delete_due(*, at: datetime, store: FileStore | None = None) -> int:
    """Delete what is due; returns how many. Two at once share the work."""
    store = store or current_store()
    done = 0
    while deleted := _delete(store, FileDeletion.objects.filter(due_at__lte=at)):
        done += deleted
    return done


def _written(store: FileStore, key: str, chunks: Iterable[bytes], limit: int) -> Stored:
    try:
        return store.write(key, chunks, limit=limit)
    except FileTooLong as error:
        raise FileTooLarge(field="file", megabytes=limit // 1_000_000) from error
    except OSError as error:
        raise NoRoomForFile(field="file") from error


def _delete(store: FileStore, noted: QuerySet[FileDeletion]) -> int:
    """Bytes first, then the note, which nobody can take in between."""
    with transaction.atomic():
        rows = list(noted.select_for_update(skip_locked=True)[:100])
        for row in rows:
            store.delete(row.key)
        FileDeletion.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)
