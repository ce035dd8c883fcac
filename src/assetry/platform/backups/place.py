"""Where a restore goes: the live database and its folder, and the names of what lies beside them meanwhile."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import quote, urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from assetry.platform.faults import ConfigurationError, DatabaseDown

FILES_FOLDER = "files"
KEY_FILE = "secret_key"
HEAD_FILE = "trail-head.json"
# What is put in place beside the database, by its name in the data folder.
PUT_IN_PLACE = (FILES_FOLDER, KEY_FILE, HEAD_FILE)
MARKER = "restore.json"
# PostgreSQL's names have 63 bytes.
_LONGEST_STEM = 30
_MAINTENANCE = ("postgres", "template1")


@dataclass(frozen=True)
class Place:
    """`administration`: by whom databases are made and renamed; `owner`: who owns what is live. Both are addresses."""

    data_dir: Path
    administration: str
    owner: str
    application: str

    @property
    def live(self) -> str:
        """The name of the live database."""
        return str(conninfo_to_dict(self.owner)["dbname"])

    @property
    def owner_role(self) -> str:
        return str(conninfo_to_dict(self.owner)["user"])

    @property
    def application_role(self) -> str:
        return str(conninfo_to_dict(self.application)["user"])

    def owner_of(self, database: str) -> str:
        """The owner's address of another database on the same server."""
        return self.of(self.owner, database)

    @staticmethod
    def of(url: str, database: str) -> str:
        """The same address, as a URL, of another database."""
        parts = urlsplit(url)
        return f"{parts.scheme}://{parts.netloc}/{quote(database)}{'?' if parts.query else ''}{parts.query}"

    @contextmanager
    def administrating(self) -> Iterator[psycopg.Connection]:
        """A connection to none of our databases. Raises `DatabaseDown`."""
        why = ""
        for database in _MAINTENANCE:
            try:
                connection = psycopg.connect(
                    self.of(self.administration, database), autocommit=True, connect_timeout=10
                )
            except psycopg.OperationalError as error:
                why = " ".join(str(error).split())
                continue
            with connection:
                yield connection
            return
        raise DatabaseDown(f"The database server does not let the owner in beside the register ({why}).")

    def free_bytes(self) -> int:
        """What is left on the data folder's disk."""
        return shutil.disk_usage(self.data_dir).free


@dataclass(frozen=True)
class Names:
    """What a restore of that instant calls the databases and folders that it makes."""

    live: str
    stamp: str

    @classmethod
    def of(cls, place: Place, at: datetime) -> "Names":
        """New ones, told apart by the second."""
        return cls(place.live, at.strftime("%Y%m%d%H%M%S"))

    @property
    def new(self) -> str:
        return f"{self.live[:_LONGEST_STEM]}_restored_{self.stamp}"

    @property
    def old(self) -> str:
        return f"{old_prefix(self.live)}{self.stamp}"

    @property
    def new_suffix(self) -> str:
        """After the name of a folder or file that waits to be put in its place."""
        return f".restoring-{self.stamp}"

    @property
    def old_suffix(self) -> str:
        return f".before-{self.stamp}"


def old_prefix(live: str) -> str:
    """How the names begin of databases that were replaced."""
    return f"{live[:_LONGEST_STEM]}_before_"


def database_names(connection: psycopg.Connection) -> set[str]:
    """Every database of the server."""
    return {name for (name,) in connection.execute("SELECT datname FROM pg_database")}


def make_database(connection: psycopg.Connection, place: Place, name: str) -> None:
    """An empty one, like the live one. Raises `ConfigurationError` when the role may not."""
    owner, application = sql.Identifier(place.owner_role), sql.Identifier(place.application_role)
    made = sql.Identifier(name)
    try:
        connection.execute(
            sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 {}").format(
                made, owner, _locale_of(connection, place.live)
            )
        )
    except psycopg.errors.InsufficientPrivilege as error:
        raise ConfigurationError(
            f"The role {place.owner_role} may not make a database. Let it, for the restore: "
            f"ALTER ROLE {place.owner_role} CREATEDB;"
        ) from error
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(made))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(made, application))


def drop_database(connection: psycopg.Connection, name: str) -> None:
    """Nothing happens when there is none."""
    if name in database_names(connection):
        connection.execute(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(name)))
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _locale_of(connection: psycopg.Connection, live: str) -> sql.Composable:
    """Sorting as in the live database; the server's own where there is none."""
    row = connection.execute("SELECT to_jsonb(d) FROM pg_database d WHERE datname = %s", [live]).fetchone()
    if row is None:
        return sql.SQL("")
    found = row[0]
    provider, locale = found["datlocprovider"], found.get("datlocale") or found.get("daticulocale")
    parts = [
        sql.SQL("LC_COLLATE {} LC_CTYPE {}").format(found["datcollate"], found["datctype"]),
        sql.SQL("ENCODING 'UTF8'"),
    ]
    if provider in {"i", "b"}:
        kind = {"i": sql.SQL("ICU"), "b": sql.SQL("BUILTIN")}[provider]
        parts.append(sql.SQL("LOCALE_PROVIDER {} {}_LOCALE {}").format(kind, kind, locale))
    return sql.SQL(" ").join(parts)
