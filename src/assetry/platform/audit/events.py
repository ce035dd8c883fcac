"""Opening and closing audit events: under one, and only under one, may trailed tables be changed."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.transaction import TransactionManagementError
from psycopg.pq import TransactionStatus


class Signer(Protocol):
    """Who acts and through which door: what the trail needs of an `Actor`."""

    @property
    def user_id(self) -> int: ...
    @property
    def door(self) -> str: ...
    @property
    def request_id(self) -> UUID: ...


@dataclass(frozen=True, slots=True)
class OpenEvent:
    """The event that changes are written under."""

    id: int


@contextmanager
def event(
    *,
    actor: Signer,
    intent: str,
    at: datetime,
    note: str = "",
    using: str = DEFAULT_DB_ALIAS,
    closes: bool = True,
) -> Iterator[OpenEvent]:
    """Open an event for the body, inside a transaction; within another event it is that one's child.

    `at` is when it is true (`effective_at`); when it was recorded is the database's own clock.
    `closes=False` leaves the closing to the end of the transaction, where that follows at once.
    Raises ActorRefused for an account that is not active.
    """
    query = "SELECT public.audit_open_event(%s, %s, %s, %s, %s, %s)"
    with opened(
        using, query, [intent, actor.user_id, str(actor.door), actor.request_id, at, note], closes=closes
    ) as found:
        yield found


def admit_company(company_id: int, *, using: str = DEFAULT_DB_ALIAS) -> None:
    """Let the open event touch rows of a company that this very transaction made.

    Raises OutsideCompanyWall for any other company, UnsignedChange without an event.
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT public.audit_admit_company(%s)", [company_id])


def current_event_id(*, using: str = DEFAULT_DB_ALIAS) -> int:
    """The event that is open now; 0 where none is."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT coalesce(nullif(current_setting('assetry.event', true), ''), '0')::bigint")
        return int(cursor.fetchone()[0])


@contextmanager
def opened(using: str, query: str, params: Sequence[Any], *, closes: bool) -> Iterator[OpenEvent]:
    """Open an event by one of the database's functions and close it after the body."""
    connection = connections[using]
    if not connection.in_atomic_block:
        raise TransactionManagementError("An audit event lives inside a transaction: open one around it.")
    with connection.cursor() as cursor:
        cursor.execute(query, params)
        found = OpenEvent(cursor.fetchone()[0])
    try:
        yield found
    finally:
        # In a broken transaction nothing can be said any more; its rollback takes the event along.
        if closes and not _is_broken(connection):
            with connection.cursor() as cursor:
                cursor.execute("SELECT public.audit_close_event(%s)", [found.id])


def _is_broken(connection: BaseDatabaseWrapper) -> bool:
    driver = connection.connection
    return (
        connection.needs_rollback
        or driver is None
        or driver.info.transaction_status != TransactionStatus.INTRANS
    )
