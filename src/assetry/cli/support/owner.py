"""Doing something as the role that owns the database: what only whoever runs the server may do."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

from assetry.platform.audit.signed import signed
from assetry.platform.database.migrating import OWNER_ALIAS
from assetry.platform.faults import ConfigurationError


@contextmanager
def as_owner() -> Iterator[None]:
    """Everything inside goes over the owner's connection. Raises ConfigurationError where its URL is not known."""
    if OWNER_ALIAS not in connections.databases:
        raise ConfigurationError(
            "Give ASSETRY_OWNER_DATABASE_URL, the URL of the role that owns the database, for this command."
        )
    application = connections[DEFAULT_DB_ALIAS]
    connections[DEFAULT_DB_ALIAS] = connections[OWNER_ALIAS]
    try:
        yield
    finally:
        connections[DEFAULT_DB_ALIAS] = application


@contextmanager
def signed_as_owner(intent: str) -> Iterator[None]:
    """One transaction of the owner under a system event. Raises ConfigurationError as `as_owner` does."""
    with as_owner(), signed(intent, door="cli"):
        yield
