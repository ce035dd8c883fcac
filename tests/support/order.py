"""Long files first, so that none of them is left for the end, when the other workers have nothing more to do."""

import pytest

LONG = (
    "tests/journeys/test_every_page.py",
    "tests/attack/test_r15_kills.py",
    "tests/attack/test_a5_web_matrix.py",
    "tests/cli/",
    "tests/attack/test_c8_floods.py",
    "tests/journeys/",
    "tests/platform/backups/",
    "tests/platform/jobs/",
    "tests/architecture/",
    "tests/attack/",
    "tests/api/",
)


def put_long_ones_first(items: list[pytest.Item]) -> None:
    """Move them to the front, in their order; the others stay as they were shuffled."""
    items.sort(key=lambda item: _rank(item.nodeid))


def _rank(nodeid: str) -> int:
    return next((rank for rank, path in enumerate(LONG) if nodeid.startswith(path)), len(LONG))
