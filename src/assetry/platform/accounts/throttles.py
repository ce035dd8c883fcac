"""How often something may be tried: counted in the database, so that every process counts the same."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import connection

from assetry.platform.accounts.models import Attempts
from assetry.platform.accounts.refusals import TooManyAttempts


@dataclass(frozen=True)
class Limit:
    """So many tries of one kind within one time, for each thing that is counted."""

    name: str
    most: int
    within: timedelta = timedelta(minutes=15)


SIGN_IN_HERE: Final = Limit("sign-in of an account from an address", 10)
SIGN_IN_ACCOUNT: Final = Limit("sign-in of an account", 50)
SIGN_IN_PEER: Final = Limit("sign-in from an address", 100)
FACTOR: Final = Limit("second factor of an account", 5)
RESET_ACCOUNT: Final = Limit("reset for an address", 3)
RESET_PEER: Final = Limit("reset from an address", 20)
LINK_PEER: Final = Limit("link from an address", 30)

_COUNT = """
    INSERT INTO accounts_attempts AS a (key, since, until, count) VALUES (%(key)s, %(at)s, %(until)s, 1)
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN a.until <= excluded.since THEN 1 ELSE a.count + 1 END,
        since = CASE WHEN a.until <= excluded.since THEN excluded.since ELSE a.since END,
        until = CASE WHEN a.until <= excluded.since THEN excluded.until ELSE a.until END
    RETURNING count
"""


def count_attempt(limit: Limit, *what: str, at: datetime) -> None:
    """Count one more try, before it is made: many at once are counted one by one. Raises TooManyAttempts."""
    if _count(_key(limit.name, *what), at, at + limit.within) > limit.most:
        raise TooManyAttempts(minutes=int(limit.within.total_seconds() // 60))


def forgive_attempt(limit: Limit, *what: str) -> None:
    """Take one try back: it was right. Those before it stay, so that being right now and then clears nothing."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_attempts SET count = count - 1 WHERE key = %s AND count > 0",
            [_key(limit.name, *what)],
        )


def claim_once(*what: str, at: datetime, until: datetime) -> bool:
    """Whether nobody claimed this before; it stays claimed until that moment."""
    return _count(_key("once", *what), at, until) == 1


def drop_old_attempts(at: datetime) -> None:
    """Forget what counts no more."""
    Attempts.objects.filter(until__lte=at).delete()


def _count(key: str, at: datetime, until: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key, "at": at, "until": until})
        return int(cursor.fetchone()[0])


def _key(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()
