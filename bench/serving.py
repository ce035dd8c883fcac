"""Whole Assetrys of their own process, as a person starts them, and whether they answer."""

import os
import re
import socket
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Nothing of this benchmark's own database or environment.
OURS = re.compile(r"ASSETRY_|DATABASE_URL|DJANGO_|VIRTUAL_ENV|PYTHON|MAKE|MFLAGS")


def variables(data: Path, port: int) -> dict[str, str]:
    """The environment as a person's shell has it, with a data folder and a port."""
    plain = {name: value for name, value in os.environ.items() if not OURS.match(name)}
    path = os.pathsep.join(part for part in plain["PATH"].split(os.pathsep) if not part.startswith(str(ROOT)))
    return {**plain, "PATH": path, "ASSETRY_DATA_DIR": str(data), "ASSETRY_PORT": str(port)}


def page_is_there(port: int) -> bool:
    """The sign-in page, to which the first request is led."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10) as page:
            return page.status == 200 and b"</html>" in page.read()
    except OSError:
        return False


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
