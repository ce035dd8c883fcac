"""Changes that no account makes: migrations, tests, the first account. For the owner role (and for tests)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, transaction

from assetry.platform.audit.events import OpenEvent, opened


@contextmanager
def signed(intent: str, *, door: str = "system", using: str = DEFAULT_DB_ALIAS) -> Iterator[OpenEvent]:
    """A transaction with a system event, which may touch every row; also a decorator.

    In a migration: `with signed("migration:…", using=schema_editor.connection.alias):`.
    """
    query = "SELECT public.audit_open_system_event(%s, %s)"
    with transaction.atomic(using=using), opened(using, query, [intent, door], closes=True) as found:
        yield found
