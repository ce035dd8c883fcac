"""Servers of their own for tests about servers."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from assetry.platform.database.embedded.cluster import Cluster, embedded_cluster

QUICK = {"fsync": "off"}


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder that the database's user may reach, unlike pytest's own."""
    path = Path(tempfile.mkdtemp(prefix="assetry-pg."))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def cluster(folder: Path) -> Iterator[Cluster]:
    """Not yet started; stopped at the end."""
    it = embedded_cluster(folder, os.environ, QUICK, ends_with_us=True)
    yield it
    it.stop()
    it.sweep()


@pytest.fixture
def started(cluster: Cluster) -> Cluster:
    """Running, with roles and database."""
    cluster.start()
    cluster.prepare()
    return cluster
