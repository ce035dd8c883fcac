"""A measurement in a process of its own, since Django serves one database only."""

import json
import subprocess
import sys
from typing import Any

from bench.database import Bench
from bench.datasets import Register


def read_in(
    bench: Bench,
    register: Register,
    part: str,
    module: str = "bench.reading",
    *further: str,
    owner: bool = False,
) -> dict[str, Any]:
    """What a part of `module` measured in the register, or wrote there; `owner`: it may do both as the owner."""
    words = [sys.executable, "-m", module, part, str(bench.database.postmaster), *further]
    environment = dict(register.environment)
    if owner:
        environment["ASSETRY_OWNER_DATABASE_URL"] = register.owner_url
    done = subprocess.run(words, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found
