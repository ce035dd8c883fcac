"""The two roles, and the database that one of them owns; the rights inside it are a matter of migrations."""

from pathlib import Path
from urllib.parse import urlencode

import psycopg
from psycopg import sql

OWNER = "assetry_owner"
APPLICATION = "assetry_app"
DATABASE = "assetry"
SUPERUSER = "postgres"


def role_url(socket: Path, role: str, database: str = DATABASE) -> str:
    """How a role reaches a database of the server whose socket lies in this folder."""
    return f"postgresql:///{database}?{urlencode({'host': str(socket), 'user': role})}"


def prepare_roles(connection: psycopg.Connection, *, owner_makes_databases: bool = False) -> None:
    """Make what is missing, as the superuser: neither role is one, and the application may create nothing."""
    for role in (OWNER, APPLICATION):
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(role)))
    if owner_makes_databases:
        connection.execute(sql.SQL("ALTER ROLE {} CREATEDB").format(sql.Identifier(OWNER)))
        # To drop a database the owner has to end the application's sessions in it, and autovacuum's.
        connection.execute(sql.SQL("GRANT pg_signal_backend TO {}").format(sql.Identifier(OWNER)))


def prepare_database(connection: psycopg.Connection) -> None:
    """Make the database when it is missing; only our roles may connect to it."""
    if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
        return
    name, owner, application = (sql.Identifier(text) for text in (DATABASE, OWNER, APPLICATION))
    connection.execute(sql.SQL("CREATE DATABASE {} OWNER {}").format(name, owner))
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
    connection.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, application))
