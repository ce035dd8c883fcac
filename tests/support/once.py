"""What takes long to make and is only read: made by one of the workers, shared by all of them."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

_FOLDER = "ASSETRY_TESTS_SHARE"


def make_shared_folder(config: pytest.Config) -> None:
    """Make the folder, which the workers inherit by name; not below pytest's own, which only one user may enter."""
    if _FOLDER not in os.environ:
        folder = Path(tempfile.mkdtemp(prefix="assetry-share."))
        folder.chmod(0o755)
        os.environ[_FOLDER] = str(folder)
        config.add_cleanup(lambda: shutil.rmtree(os.environ.pop(_FOLDER), ignore_errors=True))


def made_once(name: str, make: Callable[[Path], object]) -> Path:
    """The folder of that name, filled by whoever comes first; the others wait for it."""
    folder, done = Path(os.environ[_FOLDER], name), Path(os.environ[_FOLDER], f"{name}.done")
    with done.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            make(folder)
            done.touch()
    return folder
