"""Keeps how confidential assets are for what they store in step with relations, classes and overrides."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.db import connection

from assetry.domain.assets.asset_models import Classification

# From the least confidential to the most.
RANKS: Final[Sequence[str]] = tuple(Classification.values)
_SETTLE: Final = """
    WITH stored AS (
        SELECT r.source_id AS asset_id, r.company_id,
            max(array_position(%(ranks)s::text[], t.classification::text)) AS rank
        FROM assets_assetrelation r JOIN assets_asset t ON t.id = r.target_id
        WHERE r.type = 'stores' AND upper_inf(r.period) AND t.classification <> ''
            AND (%(ids)s::bigint[] IS NULL OR r.source_id = ANY(%(ids)s::bigint[]))
        GROUP BY r.source_id, r.company_id
    ), wanted AS (
        SELECT s.asset_id, s.company_id, coalesce(o.classification, (%(ranks)s::text[])[s.rank]) AS classification
        FROM stored s
        LEFT JOIN assets_classoverride o ON o.asset_id = s.asset_id AND o.expires_on >= %(today)s
    ), gone AS (
        DELETE FROM assets_storedclass c
        WHERE (%(ids)s::bigint[] IS NULL OR c.asset_id = ANY(%(ids)s::bigint[]))
            AND c.asset_id NOT IN (SELECT asset_id FROM wanted)
    )
    INSERT INTO assets_storedclass AS c (asset_id, company_id, classification)
    SELECT asset_id, company_id, classification FROM wanted
    ON CONFLICT (asset_id) DO UPDATE SET classification = excluded.classification
        WHERE c.classification <> excluded.classification"""


def settle_classes(asset_ids: Sequence[int] | None, *, today: date) -> None:
    """Bring the classes of these assets (None: of all that store something) in step: one statement."""
    ids = None if asset_ids is None else list(asset_ids)
    with connection.cursor() as cursor:
        cursor.execute(_SETTLE, {"ids": ids, "ranks": list(RANKS), "today": today})


def settle_classes_above(asset_id: int, *, today: date) -> None:
    """The same of what stores this asset, whose class has changed."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT DISTINCT source_id FROM assets_assetrelation
            WHERE target_id = %s AND type = 'stores' AND upper_inf(period)
            """,
            [asset_id],
        )
        above = [row[0] for row in cursor.fetchall()]
    if above:
        settle_classes(above, today=today)
