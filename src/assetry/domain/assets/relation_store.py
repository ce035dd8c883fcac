"""The statements of relations: a lock per type, and whether a new one would lead back to where it starts."""

from typing import Final

from django.db import connection

from assetry.domain.assets.rules import RETIRED_STATES

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


def still_stored(asset_ids: list[int] | None) -> set[int]:
    """Which of these (None: of all) are stored in an asset that is not retired: not migrated, nor sanitized with it."""
    if asset_ids is not None and not asset_ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT r.target_id FROM assets_assetrelation r JOIN assets_asset a ON a.id = r.source_id
            WHERE (%s::bigint[] IS NULL OR r.target_id = ANY(%s::bigint[]))
              AND r.type = 'stores' AND upper_inf(r.period) AND a.state <> ALL(%s)
            """,
            [asset_ids, asset_ids, list(RETIRED_STATES)],
        )
        return {row[0] for row in cursor.fetchall()}
