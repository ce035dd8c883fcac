"""The trail as a count: what an attack did not do leaves it as it was."""

from django.db import connection


def trail() -> int:
    """How many rows have changed since the beginning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_change")
        return int(cursor.fetchone()[0])
