"""What the floors of pages share: a bare WSGI program over the statements that the page itself makes.

It reads the session, runs the same SQL by psycopg on one connection, and fills one Django template that was compiled
at the start: no middleware, no ORM, no component tags. What to run comes by environment: BENCH_STATEMENTS is a JSON
list of SQL texts (the session's first), BENCH_DATABASE how to connect.
"""

import json
import os
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.core import signing
from django.template import Context, Engine

from assetry.platform.database.planner import PLANNER_OPTIONS

type Rows = list[tuple[Any, ...]]
# Of one statement: where `table.column` stands, once per join of the table, in the order of the joins.
type Columns = dict[str, list[int]]
type Reader = Callable[[list[Rows]], dict[str, Any]]
type Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

SESSION_SALT = "django.contrib.sessions.SessionStore"


def page_floor(template: str, reader: Callable[[list[Columns]], Reader]) -> Application:
    """The program: `reader` looks at the columns of each statement, and what it gives makes a page's values of rows."""
    settings.configure(SECRET_KEY=os.environ["ASSETRY_SECRET_KEY"], USE_I18N=False)
    statements = json.loads(Path(os.environ["BENCH_STATEMENTS"]).read_text())
    compiled = Engine().from_string((Path(__file__).parent / template).read_text())
    connection = psycopg.connect(
        os.environ["BENCH_DATABASE"], autocommit=True, prepare_threshold=None, options=PLANNER_OPTIONS
    )
    read = reader([_columns(connection, statement) for statement in statements])

    def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        found = [connection.execute(statement).fetchall() for statement in statements]
        session = signing.loads(found[0][0][1], salt=SESSION_SALT)
        assert session["_auth_user_id"]
        body = compiled.render(Context(read(found))).encode()
        start_response(
            "200 OK", [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
        )
        return [body]

    return application


def _columns(connection: "psycopg.Connection[tuple[Any, ...]]", statement: str) -> Columns:
    """The server says which table's column each one is."""
    result = connection.execute(statement).pgresult
    assert result is not None
    named = "SELECT attrelid::regclass::text || '.' || attname FROM pg_attribute WHERE attrelid = %s AND attnum = %s"
    places: Columns = {}
    for index in range(result.nfields):
        row = connection.execute(named, [result.ftable(index), result.ftablecol(index)]).fetchone()
        if row is not None:
            places.setdefault(row[0], []).append(index)
    return places


def statement_with(columns: list[Columns], *wanted: str) -> int:
    """The first statement that reads all of these."""
    return next(index for index, places in enumerate(columns) if places.keys() >= set(wanted))


def euros(amount: Any) -> str:
    """As the page writes it in English."""
    return f"€{amount:,.2f}" if amount is not None else "—"


def day(value: date | None) -> str:
    """`24 Nov 2026`."""
    return f"{value.day} {value:%b %Y}" if value is not None else "—"
