"""The engine that `DATABASES[…]["ENGINE"]` names."""

from types import TracebackType

from django.db.backends.postgresql import base
from django.db.utils import DatabaseErrorWrapper
from django.utils.functional import cached_property

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
