"""The engine that `DATABASES[…]["ENGINE"]` names."""

import select
from types import TracebackType

from django.db.backends.postgresql import base
from django.db.utils import DatabaseErrorWrapper
from django.utils.functional import cached_property
from psycopg.pq import TransactionStatus

from assetry.platform.audit.refusals import refusal_for
from assetry.platform.database.backend.schema import DatabaseSchemaEditor


class TrailErrorWrapper(DatabaseErrorWrapper):
    """Tells what the trail refuses apart from other database errors."""

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc_value: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        refusal = refusal_for(exc_value)
        if refusal is not None:
            raise refusal.with_traceback(traceback) from exc_value
        super().__exit__(exc_type, exc_value, traceback)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection whose migrations install the trail and whose refusals have names."""

    SchemaEditorClass = DatabaseSchemaEditor

    @cached_property
    def wrap_database_errors(self) -> TrailErrorWrapper:
        """Django's translation of errors, ours first."""
        return TrailErrorWrapper(self)

    def is_usable(self) -> bool:
        """Whether the connection still stands, once a request; the server is asked only when it has said something.

        A server that ended or cut us off has closed the socket, so there is something to read. Silence is what a
        healthy connection between two statements gives; SELECT 1 would cost each page a round trip to learn that.
        In a transaction that has failed no statement works.
        """
        connection = self.connection
        if connection is None or connection.closed:
            return False
        if connection.info.transaction_status == TransactionStatus.INERROR:
            return False
        return not _has_news(connection.fileno()) or bool(super().is_usable())


def _has_news(socket: int) -> bool:
    poll = select.poll()
    poll.register(socket, select.POLLIN | select.POLLHUP | select.POLLERR)
    return bool(poll.poll(0))
