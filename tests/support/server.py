"""Which PostgreSQL server the tests use, and the two URLs by which the application reaches its database there.

`ASSETRY_TEST_SERVER` holds libpq keywords (`host=/run/pg port=5499`) of a server that has the roles
`assetry_owner` (may create databases) and `assetry_app`.
"""

import os
from collections.abc import MutableMapping
from urllib.parse import urlencode

from psycopg.conninfo import conninfo_to_dict, make_conninfo

SERVER = "ASSETRY_TEST_SERVER"
OWNER = "assetry_owner"
APPLICATION = "assetry_app"


def database_name(environ: MutableMapping[str, str] = os.environ) -> str:
    """The database of this process: one per xdist worker."""
    base = environ.get("ASSETRY_TEST_DB") or "test_assetry"
    return f"{base}_{environ.get('PYTEST_XDIST_WORKER', 'main')}"


def export_urls(environ: MutableMapping[str, str] = os.environ) -> None:
    """Point the settings of this process, not yet read, at its database."""
    server = conninfo_to_dict(environ[SERVER])
    for variable, role in (("DATABASE_URL", APPLICATION), ("ASSETRY_OWNER_DATABASE_URL", OWNER)):
        options = urlencode({**server, "user": role})
        environ[variable] = f"postgresql:///{database_name(environ)}?{options}"


def conninfo(database: str, role: str = OWNER) -> str:
    """libpq keywords of one database of the test server."""
    return make_conninfo(os.environ[SERVER], dbname=database, user=role)
