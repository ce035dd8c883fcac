"""The check that mirrors = periods, written apart from the code that keeps them."""

from typing import Any

from django.db import connection

_WRONG = """
WITH RECURSIVE up AS (
    SELECT a.id, c.holder_asset_id AS outer_id, a.id AS top, c.location_id, 0 AS depth
    FROM assets_asset a JOIN assets_custody c ON c.asset_id = a.id AND upper_inf(c.period)
    UNION ALL
    SELECT up.id, c.holder_asset_id, up.outer_id, c.location_id, up.depth + 1
    FROM up JOIN assets_custody c ON c.asset_id = up.outer_id AND upper_inf(c.period)
    WHERE up.depth < 30
), outermost AS (SELECT DISTINCT ON (id) id, top, location_id, outer_id FROM up ORDER BY id, depth DESC)
SELECT a.id FROM assets_asset a
LEFT JOIN assets_custody c ON c.asset_id = a.id AND upper_inf(c.period)
LEFT JOIN assets_statusperiod p ON p.asset_id = a.id AND upper_inf(p.period)
LEFT JOIN assets_status s ON s.id = p.status_id
LEFT JOIN outermost o ON o.id = a.id
WHERE (a.holder_person_id, a.holder_department_id, a.holder_asset_id, a.holder_supplier_id, a.expected_return_on)
      IS DISTINCT FROM
      (c.holder_person_id, c.holder_department_id, c.holder_asset_id, c.holder_supplier_id, c.expected_return_on)
   OR (a.status_id, a.state) IS DISTINCT FROM (p.status_id, s.state)
   OR a.location_id IS DISTINCT FROM o.location_id OR o.outer_id IS NOT NULL
   OR a.container_root_id IS DISTINCT FROM nullif(o.top, a.id)
"""

_GAPS = """
SELECT asset_id FROM (
    SELECT asset_id, period, lead(period) OVER (PARTITION BY asset_id ORDER BY period) AS following FROM {table}
) AS periods
WHERE upper(period) IS DISTINCT FROM lower(following)
"""


def _ids(query: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return [row[0] for row in cursor.fetchall()]


def wrong_mirrors() -> list[int]:
    """Assets whose row says something else than their open periods, or whose containers make a ring."""
    return _ids(_WRONG)


def gaps() -> list[int]:
    """Assets whose periods do not follow each other without a gap or an overlap."""
    return _ids(_GAPS.format(table="assets_custody")) + _ids(_GAPS.format(table="assets_statusperiod"))
