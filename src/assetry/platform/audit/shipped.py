"""The trail's functions as this version ships them, against those that the database has."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final, Protocol

_SQL: Final = Path(__file__).parent / "sql"
_FUNCTION: Final = re.compile(
    r"^CREATE OR REPLACE FUNCTION public\.(\w+)\(.*?\bAS \$\$(.*?)\$\$;", re.DOTALL | re.MULTILINE
)
# What verifying recomputes with.
PROVING: Final = frozenset(
    ("audit_event_digest", "audit_change_digest", "audit_personal_digest", "audit_leaf", "audit_seal_hash")
)
_INSTALLED: Final = """
    SELECT proname, array_agg(prosrc) FROM pg_catalog.pg_proc
    WHERE pronamespace = 'public'::regnamespace AND proname = ANY (%s) GROUP BY proname
"""


class Cursor(Protocol):
    """What Django's cursors and psycopg's have in common."""

    def execute(self, query: str, params: Any = None, /) -> Any: ...
    def fetchall(self) -> Any: ...


@cache
def shipped_functions() -> dict[str, str]:
    """The bodies of the functions that every migrate installs, by name."""
    texts = ((_SQL / f"{name}.sql").read_text() for name in ("functions", "sealing"))
    return {found[1]: found[2] for text in texts for found in _FUNCTION.finditer(text)}


def changed_functions(cursor: Cursor, among: frozenset[str] | None = None) -> Iterator[str]:
    """The names of functions that are missing, are not those of this version, or have a second of their name."""
    shipped = {name: body for name, body in shipped_functions().items() if among is None or name in among}
    cursor.execute(_INSTALLED, [list(shipped)])
    installed = dict(cursor.fetchall())
    yield from (name for name, body in sorted(shipped.items()) if installed.get(name) != [body])
