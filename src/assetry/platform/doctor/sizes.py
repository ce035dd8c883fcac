"""What an installation is made of: versions and sizes, for whoever runs it."""

import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.db import connection

_SIZES = """
    SELECT coalesce(sum(pg_total_relation_size(c.oid)) FILTER (WHERE c.relname ^@ 'audit_'), 0),
           coalesce(sum(pg_total_relation_size(c.oid)) FILTER (WHERE c.relname ^@ 'search_'), 0),
           pg_database_size(current_database()),
           split_part(current_setting('server_version'), ' ', 1)
    FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Installation:
    """Versions as texts, sizes in bytes; `trail_bytes` and `search_bytes` are parts of `database_bytes`."""

    assetry: str
    python: str
    postgresql: str
    database_bytes: int
    trail_bytes: int
    search_bytes: int
    files_bytes: int
    data_dir: Path


def read_installation() -> Installation:
    """Look at what runs here: one statement, and a walk over the stored files."""
    with connection.cursor() as cursor:
        cursor.execute(_SIZES)
        trail, search, database, server = cursor.fetchone()
    return Installation(
        assetry=version("assetry"),
        python=platform.python_version(),
        postgresql=server,
        database_bytes=int(database),
        trail_bytes=int(trail),
        search_bytes=int(search),
        files_bytes=sum(_sizes(settings.DATA_DIR / "files")),
        data_dir=settings.DATA_DIR,
    )


def _sizes(folder: Path) -> Iterator[int]:
    """The bytes of each file below a folder; one that goes away meanwhile counts nothing."""
    for place, _folders, names in os.walk(folder):
        for name in names:
            try:
                yield (Path(place) / name).stat().st_size
            except FileNotFoundError:
                continue
