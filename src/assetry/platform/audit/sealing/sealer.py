"""The sealer: chains what can change no more, then writes the head of the chain to its file."""

from pathlib import Path
from typing import Final

from django.db import DEFAULT_DB_ALIAS, connections

from assetry.platform.audit.sealing.head import (
    Cursor,
    Head,
    HeadState,
    compare_head,
    last_seal,
    note_head,
    noted_seal,
    write_head,
)

# Events of one seal: it bounds what one statement sorts. Events of one transaction are never parted.
EVENTS_OF_A_SEAL: Final = 10_000


class HeadMismatch(Exception):
    """The head file and the chain contradict each other, so the chain is not carried on: that would hide it."""

    def __init__(self, state: HeadState) -> None:
        """Say in which way."""
        super().__init__(
            f"The trail's head file and the database disagree ({state}). Run `assetry audit verify`."
        )
        self.state = state


def seal_events(path: Path, *, using: str = DEFAULT_DB_ALIAS) -> int:
    """Seal all that can be sealed now; returns the number of seals made. Outside of a transaction.

    Events at or above the oldest running writer's transaction, in any database of the server, wait for the next
    time. Where another sealer is at work this one leaves it to that. Killed at any point, it is taken up by the next.
    Raises HeadMismatch, OSError where the head cannot be written (what is sealed stays sealed).
    """
    made = 0
    with connections[using].cursor() as cursor:
        state, kept = compare_head(cursor, path)
        if state.is_broken or state is HeadState.LOST:
            raise HeadMismatch(state)
        while _made_one(cursor):
            made += 1
        newest = last_seal(cursor)
        if newest is not None and (kept is None or kept.seal < newest.seal):
            write_head(path, newest)
        if newest is not None and noted_seal(cursor, path) < newest.seal:
            note_head(cursor, path, newest)
    return made


def _made_one(cursor: Cursor) -> bool:
    cursor.execute("SELECT public.audit_seal_events(%s)", [EVENTS_OF_A_SEAL])
    return bool(cursor.fetchone()[0])


def open_epoch(path: Path, *, using: str) -> Head | None:
    """After a restore, as the owner: seal what the archive held and begin the next epoch; returns the new head.

    Call it once in the restored database, before anything is written there and inside no transaction; `path` is the
    head file of the data folder that the restored database will belong to (`sealing.head.head_file()`). The old head
    names a seal that the restored trail may not have, so it is kept beside as `trail-head.json.before-epoch-N`.
    None when the archive's trail was empty; then there is no head file either.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT public.audit_open_epoch()")
        number = cursor.fetchone()[0]
        head = last_seal(cursor)
    if path.exists():
        path.replace(path.with_name(f"{path.name}.before-epoch-{number}"))
    if head is not None:
        write_head(path, head)
    return head
