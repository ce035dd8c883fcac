"""The application with one control removed, for `tests/architecture/test_mutants.py`.

Loaded as a pytest plugin in a run of its own; `ASSETRY_MUTANT` names what is taken away.
"""

import os
from collections.abc import Callable
from typing import Any

import psycopg
import pytest


def without_visible_to() -> None:
    """Lists and fetches ask nobody."""
    from assetry.domain.assets.querysets import AssetQuerySet

    AssetQuerySet.visible_to = lambda self, actor, permission="": self.all()  # type: ignore[method-assign]


def without_scope() -> None:
    """Every row lies in every box."""
    from assetry.platform.permissions.scope import Scope

    Scope.covers = lambda self, **_row: True  # type: ignore[method-assign]


def without_company_wall() -> None:
    """The trail's triggers let every row through."""
    from tests.support import database
    from tests.support.server import conninfo, database_name

    restore = database.restore

    def restore_without_wall() -> None:
        restore()
        with psycopg.connect(conninfo(database_name()), autocommit=True) as connection:
            connection.execute(
                "CREATE OR REPLACE FUNCTION public.audit_refuse_outside(p_table text) RETURNS void"
                " LANGUAGE sql AS 'SELECT'"
            )

    database.restore = restore_without_wall


def without_require() -> None:
    """Whoever is signed in may everything."""
    from assetry.platform.permissions.actor import Actor

    Actor.may = lambda self, permission, *, company_id=None: True  # type: ignore[method-assign]
    Actor.require = Actor.require_row = lambda self, permission, **_place: None  # type: ignore[assignment, method-assign]


def without_throttle() -> None:
    """Every try is the first one."""
    from assetry.platform.accounts import throttles

    count = throttles._count
    throttles._count = lambda key, at, until: min(count(key, at, until), 1)


def without_attachment_scope() -> None:
    """A file is found by its id, whatever it hangs on."""
    from assetry.platform.attachments import queries
    from assetry.platform.attachments.models import Attachment
    from assetry.web.attachments import views

    def found(actor: Any, entity: Any, public_id: str, file_id: str) -> Attachment:
        return Attachment.objects.get(public_id=file_id)

    queries.get_attachment_for = views.get_attachment_for = found  # type: ignore[attr-defined]


def without_token_scope() -> None:
    """A token permits all that its owner may."""
    from assetry.platform.permissions.actor import Actor

    init = Actor.__init__
    Actor.__init__ = lambda self, **values: init(self, **{**values, "permission_limit": None})  # type: ignore[method-assign]


def without_row_locks() -> None:
    """What decides about assets is read without locking them."""
    from assetry.domain.assets import custody_store

    custody_store.lock_assets = lambda ids, into_id=None: custody_store.read_assets(ids)


def without_tree_locks() -> None:
    """Containers change side by side."""
    from assetry.domain.assets import custody_store

    custody_store.lock_tree = lambda company_id: None


def without_access_lock() -> None:
    """Grants change side by side."""
    from assetry.domain.access import compile as compiling
    from assetry.domain.access import operations, receivers

    for module in (compiling, operations, receivers):
        module.lock_access = lambda: None  # type: ignore[attr-defined]


def without_contents_moving_along() -> None:
    """Things in a container stay where they were."""
    from assetry.domain.assets import custody_store

    write = custody_store.write_mirrors

    def write_only_these(ids: Any) -> None:
        with _Skipping("WITH RECURSIVE below"):
            write(ids)

    custody_store.write_mirrors = write_only_these


class _Skipping:
    """Leaves out the statements that hold a text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __enter__(self) -> None:
        from django.db import connection

        def skip(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
            return None if self.text in sql else execute(sql, *rest)

        self.wrapper = connection.execute_wrapper(skip)
        self.wrapper.__enter__()

    def __exit__(self, *_error: object) -> None:
        self.wrapper.__exit__(None, None, None)


def without_asking_for_taken_tags() -> None:
    """A scheme gives its numbers whoever has them."""
    from assetry.domain.assets import tags

    tags._free_tags = lambda scheme, tags: tags


MUTANTS: dict[str, Callable[[], None]] = {
    name.removeprefix("without_"): mutate for name, mutate in globals().items() if name.startswith("without_")
}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems() -> None:
    """When everything is imported and nothing has run."""
    MUTANTS[os.environ["ASSETRY_MUTANT"]]()
