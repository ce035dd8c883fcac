"""The statements of relations: a lock per type, and whether a new one would lead back to where it starts."""

from typing import Final

from django.db import connection

# Advisory locks on what must never lead back: (this, the type).
_TYPE_LOCK_SPACE: Final = 7042


def lock_type(code: str) -> None:
    """Let one transaction at a time add a relation of this type; a statement of its own, before the walk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_TYPE_LOCK_SPACE, code])


def leads_back(code: str, source_id: int, target_id: int) -> bool:
    """Whether the target already leads to the source over open relations of this type."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE onward AS (
                SELECT %s::bigint AS id
                UNION
                SELECT r.target_id FROM onward
                JOIN assets_assetrelation r ON r.source_id = onward.id AND r.type = %s AND upper_inf(r.period)
            )
            SELECT EXISTS (SELECT FROM onward WHERE id = %s)
            """,
            [target_id, code, source_id],
        )
        row: tuple[bool] = cursor.fetchone()
        return row[0]
