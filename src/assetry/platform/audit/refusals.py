"""What the trail's functions and triggers refuse, by name. All are bugs of the caller, not for users."""

from typing import ClassVar, Final

import psycopg
from django.db import DatabaseError


class TrailRefusal(DatabaseError):
    """The database refused to break the trail; `sqlstate` says which rule."""

    sqlstate: ClassVar[str]


class UnsignedChange(TrailRefusal):
    """A trailed table was changed outside of an event: call an operation, or use `signed()`."""

    sqlstate = "TR001"


class OutsideCompanyWall(TrailRefusal):
    """A row lies outside the companies (or is shared, or another's account) that the event may touch."""

    sqlstate = "TR002"


class PrimaryKeyChanged(TrailRefusal):
    """A primary key was changed: the trail names rows by it."""

    sqlstate = "TR003"


class TruncateRefused(TrailRefusal):
    """A trailed, evidence or trail table was truncated."""

    sqlstate = "TR004"


class AppendOnly(TrailRefusal):
    """An evidence or trail row was changed or deleted."""

    sqlstate = "TR005"


class ActorRefused(TrailRefusal):
    """An event was opened for nobody, or for an account that is not active."""

    sqlstate = "TR006"


class EventNotOpen(TrailRefusal):
    """An event was closed that is not the open one: something inside it left its own open."""

    sqlstate = "TR007"


_BY_STATE: Final[dict[str, type[TrailRefusal]]] = {
    refusal.sqlstate: refusal
    for refusal in (
        UnsignedChange,
        OutsideCompanyWall,
        PrimaryKeyChanged,
        TruncateRefused,
        AppendOnly,
        ActorRefused,
        EventNotOpen,
    )
}


def refusal_for(error: BaseException | None) -> TrailRefusal | None:
    """The refusal that a driver's error stands for; None for every other error."""
    if not isinstance(error, psycopg.Error):
        return None
    refusal = _BY_STATE.get(error.diag.sqlstate or "")
    return refusal(error.diag.message_primary) if refusal is not None else None
