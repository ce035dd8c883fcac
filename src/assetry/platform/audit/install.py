"""Bringing a database in step with the declarations: functions, triggers, partitions, rights. For the owner."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from assetry.platform.audit.registry import declaration_of, declarations
from assetry.platform.audit.shapes import Shape, read_shapes
from assetry.platform.audit.shipped import changed_functions
from assetry.platform.audit.tables import Declaration, Evidence, Technical, Trailed
from assetry.platform.audit.triggers import (
    expected_triggers,
    function_removal,
    install_statements,
)
from assetry.platform.audit.writing import quote

SQL: Final = Path(__file__).parent / "sql"
MONTHS_AHEAD: Final = 24

_TRIGGERS = """
    SELECT c.relname, t.tgname, p.prosrc
    FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal AND t.tgenabled <> 'D'
      AND t.tgname LIKE 'audit\\_%%' AND c.relname = ANY (%s)
"""


def install_after_migrate(*, using: str, **_kwargs: Any) -> None:
    """The receiver of `post_migrate`: brings the database in step with this version's declarations."""
    install(connections[using], today=timezone.now().date())


def install(connection: BaseDatabaseWrapper, *, today: date) -> None:
    """Bring everything in step; running it again changes nothing.

    Raises ImproperlyConfigured when the application's role is missing.
    """
    with connection.cursor() as cursor:
        if not _has_trail(cursor):
            return
        for name in ("functions", "sealing"):
            cursor.execute((SQL / f"{name}.sql").read_text())
        ensure_partitions(cursor, today=today)
        for shape, declared, wrong in _compared(cursor):
            if wrong:
                _run(cursor, install_statements(declared, shape))
        _grant_rights(cursor)


def ensure_partitions(cursor: CursorWrapper, *, today: date) -> int:
    """Make the trail's missing months, from this one `MONTHS_AHEAD` on; returns how many tables were made."""
    until = "(%(today)s + make_interval(months => %(ahead)s))::date"
    cursor.execute(
        f"SELECT public.audit_ensure_partitions(%(today)s, {until})", {"today": today, "ahead": MONTHS_AHEAD}
    )
    return int(cursor.fetchone()[0])


def install_trail(cursor: CursorWrapper, table: str) -> None:
    """Make one table what it is declared as, as far as its columns are there: migrations add them one by one.

    Before the trail's own migration there is nothing to install: the first `install` catches up.
    """
    if _has_trail(cursor):
        declared = declaration_of(table) or Technical()
        for shape in read_shapes(cursor, [table]).values():
            if _differs(cursor, shape, declared):
                _run(cursor, install_statements(declared, shape))


def remove_function(cursor: CursorWrapper, table: str) -> None:
    """Take the trigger function of a dropped or renamed table away."""
    cursor.execute(function_removal(table))


def find_problems(connection: BaseDatabaseWrapper) -> list[str]:
    """What differs from the declarations, in words; empty when all is well."""
    with connection.cursor() as cursor:
        problems = []
        for shape, declared, wrong in _compared(cursor):
            missing = declared.named_columns - shape.names if isinstance(declared, Trailed) else set()
            if missing:
                problems.append(
                    f"{shape.table}: its declaration names missing columns: {', '.join(sorted(missing))}"
                )
            if wrong:
                problems.append(f"{shape.table}: its triggers are not those of its declaration")
        problems += [f"{name}: it is not the function of this version" for name in changed_functions(cursor)]
        return sorted(problems)


def application_role() -> str:
    """The role that the application connects as."""
    return settings.DATABASES["default"].get("USER") or "assetry_app"


def _compared(cursor: CursorWrapper) -> Iterator[tuple[Shape, Declaration, bool]]:
    declared = declarations()
    shapes = read_shapes(cursor, list(declared))
    installed = _installed(cursor, list(declared))
    for table, shape in shapes.items():
        yield (
            shape,
            declared[table],
            _is_wrong(installed.get(table, {}), expected_triggers(declared[table], shape)),
        )


def _differs(cursor: CursorWrapper, shape: Shape, declared: Declaration) -> bool:
    installed = _installed(cursor, [shape.table]).get(shape.table, {})
    return _is_wrong(installed, expected_triggers(declared, shape))


def _is_wrong(installed: dict[str, str], expected: dict[str, str | None]) -> bool:
    return installed.keys() != expected.keys() or any(
        body is not None and installed[name] != body for name, body in expected.items()
    )


def _installed(cursor: CursorWrapper, tables: list[str]) -> dict[str, dict[str, str]]:
    cursor.execute(_TRIGGERS, [tables])
    found: dict[str, dict[str, str]] = {}
    for table, trigger, source in cursor.fetchall():
        found.setdefault(table, {})[trigger] = source
    return found


def _has_trail(cursor: CursorWrapper) -> bool:
    cursor.execute("SELECT to_regclass('public.audit_change') IS NOT NULL")
    return bool(cursor.fetchone()[0])


def _grant_rights(cursor: CursorWrapper) -> None:
    role = application_role()
    cursor.execute(
        "SELECT current_user = %s, EXISTS (SELECT FROM pg_roles WHERE rolname = %s)",
        [role, role],
    )
    is_own, exists = cursor.fetchone()
    if is_own:
        return
    if not exists:
        raise ImproperlyConfigured(
            f"The application's role {role} does not exist. Create it: CREATE ROLE {role} LOGIN;"
        )
    cursor.execute("SELECT public.audit_grant_rights(%s)", [role])
    evidence = [table for table, declared in declarations().items() if isinstance(declared, Evidence)]
    for table in read_shapes(cursor, evidence):
        cursor.execute(f"REVOKE UPDATE, DELETE ON public.{quote(table)} FROM {quote(role)}")


def _run(cursor: CursorWrapper, statements: list[str]) -> None:
    for statement in statements:
        cursor.execute(statement)
