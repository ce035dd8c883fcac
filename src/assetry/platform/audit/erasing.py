"""Erasing personal values from the trail: the chain covers only their salted digests, so that it stays whole."""

from collections.abc import Iterable

from django.db import connection


def erase_values(subject_table: str, subject_ids: Iterable[int]) -> int:
    """Take away, for good, all personal values of these objects' changes, with their salts; returns how many.

    Under an event, which records each erasure. Values written before in the same event go too, so call it last.
    Raises UnsignedChange, and OutsideCompanyWall where a change lies outside what the event may touch.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(sum(public.audit_erase_values(%s, id)), 0) FROM unnest(%s::bigint[]) AS id",
            [subject_table, list(subject_ids)],
        )
        return int(cursor.fetchone()[0])


def erased_name(public_id: str) -> str:
    """What somebody who was erased is called, in every language."""
    return f"Erased person {public_id}"
