"""Which PostgreSQL server the tests use, and the two URLs by which the application reaches its database there.

`ASSETRY_TEST_SERVER` holds libpq keywords (`host=/run/pg port=5499`) of a server that has the roles
`assetry_owner` (may create databases) and `assetry_app`. Without it the session starts an embedded one.
"""

import atexit
import os
import shutil
import tempfile
from collections.abc import MutableMapping
from pathlib import Path
from urllib.parse import urlencode

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from assetry.platform.database.embedded.cluster import embedded_cluster
from assetry.platform.database.embedded.roles import APPLICATION, OWNER

SERVER = "ASSETRY_TEST_SERVER"
# Nothing here outlives the session, so nothing need reach the disk.
CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "1GB",
    "max_connections": "200",
}


def ensure_server(environ: MutableMapping[str, str] = os.environ) -> None:
    """Start an embedded server for the session, unless one is named; xdist's workers find it named."""
    if environ.get(SERVER):
        return
    folder = Path(tempfile.mkdtemp(prefix="assetry-tests."))
    cluster = embedded_cluster(folder, environ, CARELESS, ends_with_us=True)
    cluster.start()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    atexit.register(cluster.stop)
    cluster.prepare(owner_makes_databases=True)
    environ[SERVER] = make_conninfo(host=str(cluster.folder.socket))


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
