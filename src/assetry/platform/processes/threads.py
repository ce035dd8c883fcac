"""How many requests one web process works on at once."""

import os
from typing import Final

# Each holds one connection to the database while it is busy.
THREADS: Final = 2 * (os.cpu_count() or 1) + 1
# Threads that no body can hold: pages are read while others send slowly.
KEPT_FREE: Final = 2
