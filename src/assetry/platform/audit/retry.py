"""Trying a whole transaction again after the database gave it up for another's sake."""

from collections.abc import Callable
from typing import Final

import psycopg
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal

ATTEMPTS: Final = 3
# Serialization failure, deadlock, lock not available.
_PASSING: Final = frozenset({"40001", "40P01", "55P03"})


class Busy(Refusal):
    """Others were changing the same rows, again and again."""

    code = "busy"
    status = 503
    message = _("Others are changing the same things right now. Try again in a moment.")


def retrying[R](body: Callable[[], R], *, using: str = DEFAULT_DB_ALIAS) -> R:
    """Run `body`, which opens a transaction of its own, up to `ATTEMPTS` times. Raises Busy.

    Inside a transaction it runs once: only the outermost can be tried again.
    """
    if connections[using].in_atomic_block:
        return body()
    for _attempt in range(ATTEMPTS):
        try:
            return body()
        except OperationalError as error:
            if not _is_passing(error):
                raise
            last = error
    raise Busy from last


def _is_passing(error: OperationalError) -> bool:
    return isinstance(error.__cause__, psycopg.Error) and error.__cause__.sqlstate in _PASSING
