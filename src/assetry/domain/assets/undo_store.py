"""The statements that put custody and status back as they were before some events: set-based."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from assetry.domain.assets.holders import HOLDER_COLUMNS

# The period that an event closed, and of what it holds whether that can still take anything.
_CUSTODIES = f"""
    SELECT DISTINCT ON (c.asset_id) c.asset_id, c.id, {", ".join(f"c.{name}" for name in HOLDER_COLUMNS)},
           coalesce(p.name, d.name, u.name, h.asset_tag, h.name, ''),
           coalesce(p.is_active, NOT d.is_archived, NOT u.is_archived,
                    h.state NOT IN ('retired', 'disposed') AND NOT s.is_frozen, true)
    FROM assets_custody c
    LEFT JOIN organization_person p ON p.id = c.holder_person_id
    LEFT JOIN organization_department d ON d.id = c.holder_department_id
    LEFT JOIN organization_supplier u ON u.id = c.holder_supplier_id
    LEFT JOIN assets_asset h ON h.id = c.holder_asset_id LEFT JOIN assets_status s ON s.id = h.status_id
    WHERE c.id = ANY(%s) ORDER BY c.asset_id, c.id
"""


def closed_custodies(row_ids: Sequence[int]) -> dict[int, tuple[int, int | None, str, bool]]:
    """Per asset: the period, the asset that it lay in, its holder's name, and whether that can take it again."""
    with connection.cursor() as cursor:
        cursor.execute(_CUSTODIES, [list(row_ids)])
        return {row[0]: (row[1], row[4], row[6], row[7]) for row in cursor.fetchall()}


def companies_of_nested(custody_ids: Sequence[int]) -> list[int]:
    """The companies in which something lay in something else during these periods, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT company_id FROM assets_custody "
            "WHERE id = ANY(%s) AND holder_asset_id IS NOT NULL ORDER BY 1",
            [list(custody_ids)],
        )
        return [row[0] for row in cursor.fetchall()]


def closed_statuses(row_ids: Sequence[int]) -> dict[int, tuple[int, str, bool]]:
    """Per asset: the status that it had, its name, and whether it can still be chosen."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT sp.asset_id, s.id, s.name, NOT s.is_archived
            FROM assets_statusperiod sp JOIN assets_status s ON s.id = sp.status_id WHERE sp.id = ANY(%s)
            """,
            [list(row_ids)],
        )
        return {row[0]: row[1:] for row in cursor.fetchall()}


def containers_above(pairs: Sequence[tuple[int, int]]) -> dict[int, list[int]]:
    """Per asset: what it would lie in, directly and further out, if it went into its partner of the pair."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE up AS (
                SELECT i.asset, i.container AS id, 1 AS depth
                FROM unnest(%s::bigint[], %s::bigint[]) i (asset, container)
                UNION ALL
                SELECT up.asset, a.holder_asset_id, up.depth + 1
                FROM up JOIN assets_asset a ON a.id = up.id WHERE a.holder_asset_id IS NOT NULL AND up.depth < 20
            )
            SELECT asset, array_agg(id) FROM up GROUP BY asset
            """,
            [[pair[0] for pair in pairs], [pair[1] for pair in pairs]],
        )
        return dict(cursor.fetchall())


def reopen_custody(ids: Sequence[int], custody_ids: Sequence[int], effective_at: datetime) -> None:
    """Close the open periods at the instant and open ones there that say what the old ones said."""
    columns = ", ".join((*HOLDER_COLUMNS, "location_id", "expected_return_on"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE assets_custody SET period = tstzrange(lower(period), %s) "
            "WHERE asset_id = ANY(%s) AND upper_inf(period)",
            [effective_at, list(ids)],
        )
        cursor.execute(
            f"""
            INSERT INTO assets_custody (asset_id, company_id, {columns}, period, condition, note)
            SELECT c.asset_id, c.company_id, {columns}, tstzrange(%s, NULL), '', ''
            FROM assets_custody c WHERE c.id = ANY(%s)
            """,
            [effective_at, list(custody_ids)],
        )
