"""The head of the chain, kept in a file outside the database: what tells a trail that was cut off or put back."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from platform import node
from typing import Any, Final, Protocol

from django.conf import settings

from assetry.platform.secret_files import write_secret

NAME: Final = "trail-head.json"


class Cursor(Protocol):
    """What Django's cursors and psycopg's have in common."""

    def execute(self, query: str, params: Any = None, /) -> Any: ...
    def fetchone(self) -> Any: ...
    def fetchall(self) -> Any: ...


@dataclass(frozen=True, slots=True)
class Head:
    """One seal, by its number and its hash (hex)."""

    seal: int
    hash: str
    epoch: int
    sealed_at: datetime


class HeadState(StrEnum):
    """How the head in the file stands to the chain in the database."""

    CURRENT = "current"
    BEHIND = "behind"  # an older seal of this very chain: sealed by another host, or killed before the file was written
    NONE = "none"  # nothing is sealed yet
    MISSING = "missing"  # there are seals, but no file
    UNREADABLE = "unreadable"
    CUT_OFF = "cut_off"  # the file names a seal that the database does not have
    REPLACED = "replaced"  # the database has another seal of that number
    LOST = "lost"  # the file of this very place was written, and is gone or an older one now

    @property
    def is_broken(self) -> bool:
        """Whether the file and the chain contradict each other. A file that is lost contradicts nothing."""
        return self in {HeadState.UNREADABLE, HeadState.CUT_OFF, HeadState.REPLACED}


class UnreadableHead(Exception):
    """The file is not one that Assetry wrote."""


def head_file() -> Path:
    """Where the head is kept."""
    return Path(settings.DATA_DIR) / NAME


def read_head(path: Path) -> Head | None:
    """The head in the file; None without a file. Raises UnreadableHead."""
    try:
        found = json.loads(path.read_text())
        return Head(
            seal=int(found["seal"]),
            hash=str(found["hash"]),
            epoch=int(found["epoch"]),
            sealed_at=datetime.fromisoformat(found["sealed_at"]),
        )
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableHead(str(path)) from error


def write_head(path: Path, head: Head) -> None:
    """Put the head into the file, whole or not at all, on the disk when this returns. Raises OSError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_secret(path, json.dumps(asdict(head) | {"sealed_at": head.sealed_at.isoformat()}))


def last_seal(cursor: Cursor) -> Head | None:
    """The newest seal in the database."""
    cursor.execute("SELECT id, hash, epoch, sealed_at FROM audit_seal ORDER BY id DESC LIMIT 1")
    row = cursor.fetchone()
    return None if row is None else Head(row[0], bytes(row[1]).hex(), row[2], row[3])


def place_of(path: Path) -> str:
    """What tells this file from those of other hosts and folders."""
    return f"{node()}:{path.absolute()}"[:500]


def noted_seal(cursor: Cursor, path: Path) -> int:
    """The newest seal whose head was written to this file; 0 for none."""
    cursor.execute("SELECT seal FROM audit_head WHERE place = %s", [place_of(path)])
    row = cursor.fetchone()
    return 0 if row is None else int(row[0])


def note_head(cursor: Cursor, path: Path, head: Head) -> None:
    """Say in the database that the head was written, once it was."""
    cursor.execute("SELECT public.audit_note_head(%s, %s)", [place_of(path), head.seal])


def _without_file(cursor: Cursor, path: Path, last: Head | None) -> HeadState:
    if noted_seal(cursor, path):
        return HeadState.LOST
    return HeadState.MISSING if last else HeadState.NONE


def compare_head(cursor: Cursor, path: Path) -> tuple[HeadState, Head | None]:
    """How the file stands to the chain, and what it says."""
    last = last_seal(cursor)
    try:
        kept = read_head(path)
    except UnreadableHead:
        return HeadState.UNREADABLE, None
    if kept is None:
        return _without_file(cursor, path, last), None
    cursor.execute("SELECT hash FROM audit_seal WHERE id = %s", [kept.seal])
    row = cursor.fetchone()
    if row is None:
        return HeadState.CUT_OFF, kept
    if bytes(row[0]).hex() != kept.hash:
        return HeadState.REPLACED, kept
    if kept.seal < noted_seal(cursor, path):
        return HeadState.LOST, kept
    return (HeadState.CURRENT if last and last.seal == kept.seal else HeadState.BEHIND), kept
