"""The data folder: closed to others, owned by one process."""

import os
from pathlib import Path

import pytest

from assetry.platform.database.embedded.account import account_for_database
from assetry.platform.database.embedded.folder import LONGEST_SOCKET_FOLDER, DataFolder
from assetry.platform.faults import DataFolderInUse, DataFolderUnusable


def test_it_is_closed_to_everybody_else(folder: Path) -> None:
    data = DataFolder(folder / "data")
    data.prepare(account_for_database())
    assert data.path.stat().st_mode & 0o007 == 0
    assert data.socket.stat().st_mode & 0o777 == 0o700
    assert data.log.stat().st_mode & 0o777 == 0o700


def test_one_process_owns_it(folder: Path) -> None:
    with (
        DataFolder(folder).locked(),
        pytest.raises(DataFolderInUse, match=f"process {os.getpid()}"),
        DataFolder(folder).locked(),
    ):
        pass
    with DataFolder(folder).locked():
        pass


def test_a_killed_owner_owns_nothing(folder: Path) -> None:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        with DataFolder(folder).locked():
            os.write(writing, b"!")
            os.read(os.pipe()[0], 1)
    os.read(reading, 1)
    os.kill(child, 9)
    os.waitpid(child, 0)
    os.close(reading)
    os.close(writing)
    with DataFolder(folder).locked():
        pass


def test_a_deep_folder_has_its_socket_elsewhere(folder: Path) -> None:
    deep = DataFolder(folder / ("deep" * 25))
    deep.prepare(account_for_database())
    assert len(os.fsencode(deep.socket)) <= LONGEST_SOCKET_FOLDER
    assert deep.socket.parent == Path("/tmp")
    deep.socket.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives things away")
def test_a_folder_that_somebody_put_in_its_place_is_refused(folder: Path) -> None:
    deep = DataFolder(folder / ("deep" * 25))
    deep.socket.mkdir()
    os.chown(deep.socket, 65534, 65534)
    with pytest.raises(DataFolderUnusable, match="belongs to somebody else"):
        deep.prepare(account_for_database())
    deep.socket.rmdir()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root could use what belongs to another")
def test_root_leaves_the_data_of_another_user_alone(folder: Path) -> None:
    data = DataFolder(folder)
    os.chown(folder, 65534, 65534)
    data.require_ours()
    (folder / "secret_key").touch()
    with pytest.raises(DataFolderUnusable, match="belongs to the user nobody"):
        data.require_ours()
    os.chown(folder, 0, 65534)
    data.require_ours()


def test_a_link_in_its_place_is_refused(folder: Path) -> None:
    deep = DataFolder(folder / ("deep" * 25))
    deep.socket.symlink_to(folder)
    with pytest.raises(DataFolderUnusable, match="belongs to somebody else"):
        deep.prepare(account_for_database())
    deep.socket.unlink()
