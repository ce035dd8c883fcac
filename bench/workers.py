"""A measurement in a process of its own, since Django serves one database only."""

import json
import subprocess
import sys
from typing import Any

from bench.database import Bench
from bench.datasets import Register


def read_in(bench: Bench, register: Register, part: str, module: str = "bench.reading") -> dict[str, Any]:
    """What `bench.reading` measures of a part, in the register."""
    words = [sys.executable, "-m", module, part, str(bench.database.postmaster)]
    done = subprocess.run(words, env=register.environment, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
