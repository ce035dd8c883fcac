"""Registers of a given size, each in a database of its own beside the bench's: made once, by set-based SQL.

`register_of(bench, rows)` makes one in processes of their own, since Django serves one database only. The rows are
the same each time (`datasets.sql`), and of each asset there are a year's changes. Where the bench keeps its data, a
register is found again, and only brought to today's tables. In it live an administrator and 500 scoped users.
"""

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
from psycopg import sql

from assetry.platform.database.embedded.roles import APPLICATION, OWNER, SUPERUSER
from bench.accounts import SECRET_KEY
from bench.database import Bench

# People hold on average five assets each; the rest of the organization does not grow.
ASSETS_PER_PERSON = 5
# Beside the four rows that making an asset leaves in the trail.
CHANGES_PER_ASSET = 6
_STATEMENTS = Path(__file__).with_name("datasets.sql")


@dataclass(frozen=True, kw_only=True)
class Register:
    """A database with that many assets, and how its administrator gets in. Ids are public ones.

    `sessions`: those of users of narrower scope, by the names in `bench.accounts`.
    """

    rows: int
    url: str
    owner_url: str
    session: str
    token: str
    sessions: Mapping[str, str]

    @property
    def environment(self) -> dict[str, str]:
        """For processes that serve it, as the application role."""
        plain = {name: value for name, value in os.environ.items() if name != "ASSETRY_OWNER_DATABASE_URL"}
        return {
            **plain,
            "DATABASE_URL": self.url,
            "ASSETRY_HOSTS": "127.0.0.1",
            "ASSETRY_SECRET_KEY": SECRET_KEY,
        }


_ready: dict[int, Register] = {}


def register_of(bench: Bench, rows: int) -> Register:
    """The register of that size: made where there is none, migrated and let into at the first call of a run."""
    if rows not in _ready:
        _ready[rows] = _open(bench, rows)
    return _ready[rows]


def _open(bench: Bench, rows: int) -> Register:
    cluster, name = bench.database.cluster, f"bench_{rows}"
    urls = {
        "DATABASE_URL": cluster.url(APPLICATION, name),
        "ASSETRY_OWNER_DATABASE_URL": cluster.url(OWNER, name),
    }
    environment = {**os.environ, **urls, "ASSETRY_SECRET_KEY": SECRET_KEY}
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        is_kept = _comment(connection, name) == _made_by()
        if not is_kept:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            made = sql.SQL("CREATE DATABASE {} OWNER {}").format(sql.Identifier(name), sql.Identifier(OWNER))
            connection.execute(made)
        _run(environment, "assetry.cli.main", "migrate", "--quiet", "--no-backup")
        if not is_kept:
            print(f"making {rows:,} assets and their trail", file=sys.stderr)
            _run(environment, "bench.datasets", str(rows), str(CHANGES_PER_ASSET))
            said = sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(name), sql.Literal(_made_by())
            )
            connection.execute(said)
    return Register(
        rows=rows,
        url=urls["DATABASE_URL"],
        owner_url=urls["ASSETRY_OWNER_DATABASE_URL"],
        **json.loads(_run(environment, "bench.accounts")),
    )


def copy_of(bench: Bench, register: Register, name: str) -> Register:
    """The same rows in a further database, where they may be changed; nobody may be connected to the register."""
    cluster, copied = bench.database.cluster, f"copy_{register.rows}_{name}"
    with psycopg.connect(cluster.url(SUPERUSER, "postgres"), autocommit=True) as connection:
        made = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy").format(
            sql.Identifier(copied), sql.Identifier(OWNER), sql.Identifier(f"bench_{register.rows}")
        )
        connection.execute(made)
    return replace(register, url=cluster.url(APPLICATION, copied), owner_url=cluster.url(OWNER, copied))


def _made_by() -> str:
    """What made the rows: a register that something else made is made anew."""
    text = _STATEMENTS.read_text() + Path(__file__).with_name("changes.py").read_text()
    return hashlib.sha256(f"{text}{ASSETS_PER_PERSON}{CHANGES_PER_ASSET}".encode()).hexdigest()


def _comment(connection: "psycopg.Connection[tuple[object, ...]]", name: str) -> object:
    query = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    row = connection.execute(query, [name]).fetchone()
    return row and row[0]


def _run(environment: Mapping[str, str], *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words], env=environment, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def fill(rows: int, at: datetime, changes: int = 0) -> None:
    """Write everything under one event of last year, as the owner, then so many changes of each asset since."""
    from django.db import connection

    from assetry.cli.support.owner import as_owner
    from assetry.domain.access.compile import compile_everything
    from assetry.platform.audit.seed import past_event, writing_history
    from assetry.platform.custom_fields.indexing import settle_indexes
    from assetry.platform.custom_fields.models import CustomFieldDefinition
    from bench.accounts import make_administrator
    from bench.changes import write_changes

    began = at - timedelta(days=365)
    people = max(rows // ASSETS_PER_PERSON, 40)
    with as_owner():
        with (
            writing_history(began),
            past_event(intent="bench.setup", at=began),
            connection.cursor() as cursor,
        ):
            cursor.execute(_STATEMENTS.read_text(), {"rows": rows, "people": people, "at": began})
            make_administrator(at)
            compile_everything()
        for definition in CustomFieldDefinition.objects.values_list("pk", flat=True):
            settle_indexes(definition)
        write_changes(rows, changes, began, at)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE, FREEZE)")


def main() -> None:
    """Fill the database that the environment names."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    fill(int(sys.argv[1]), datetime.now(UTC), int(sys.argv[2]) if len(sys.argv) > 2 else 0)


if __name__ == "__main__":
    main()
