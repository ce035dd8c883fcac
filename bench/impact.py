"""`python -m bench.impact PART POSTMASTER`: relations of a register, and walks over them, in a process of its own.

`fill` writes a relation for each fifth asset; `walk` prints what it measured as JSON.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from bench.metering import Meter
from bench.reading import Postmaster, _administrator, _figures, _same_plans

ROOTS, TURNS = 30, 5
FURTHER = 3  # each asset runs on one that three run on
LIMIT = 200
_FILL = """
    INSERT INTO assets_assetrelation (public_id, company_id, target_company_id, source_id, type, target_id, period,
                                      origin, note, version)
    SELECT 'R' || lpad(s.n::text, 11, '0'), a.company_id, b.company_id, a.id,
           CASE WHEN s.n %% 4 = 0 THEN 'depends_on' ELSE 'runs_on' END, b.id, tstzrange(%(at)s, NULL), 'manual', '', 1
    FROM generate_series(1, %(count)s) AS s (n)
    JOIN (SELECT id, company_id, row_number() OVER (ORDER BY id) - 1 AS n FROM assets_asset) a ON a.n = s.n
    JOIN (SELECT id, company_id, row_number() OVER (ORDER BY id) - 1 AS n FROM assets_asset) b
      ON b.n = (s.n - 1) / %(further)s
"""
# The same walk with nothing around it: no scope, what a page shows as plain columns.
_FLOOR = """
    WITH RECURSIVE at (id, via, type, depth) AS (
        SELECT %(root)s::bigint, NULL::bigint, ''::text, 0
        UNION
        SELECT tied.id, at.id, tied.type::text, at.depth + 1
        FROM at CROSS JOIN LATERAL (
            SELECT r.source_id AS id, r.type FROM assets_assetrelation r
            WHERE r.target_id = at.id AND r.type IN ('runs_on', 'depends_on', 'connects_to') AND upper_inf(r.period)
            UNION ALL
            SELECT r.target_id, r.type FROM assets_assetrelation r
            WHERE r.source_id = at.id AND r.type IN ('stores', 'backs_up') AND upper_inf(r.period)
            UNION ALL
            SELECT c.asset_id, 'contains' FROM assets_custody c
            WHERE c.holder_asset_id = at.id AND upper_inf(c.period)
        ) tied WHERE at.depth < 6 AND tied.id <> %(root)s
    ), best AS (
        SELECT DISTINCT ON (id) id, via, type, depth FROM at WHERE depth > 0 ORDER BY id, depth, via
    ), shown AS (
        SELECT *, count(*) OVER () AS total FROM best ORDER BY depth, id LIMIT %(limit)s
    )
    SELECT s.*, a.public_id, a.name, a.asset_tag, k.name, m.name, t.name, o.name, od.name, h.name, hd.name
    FROM shown s JOIN assets_asset a ON a.id = s.id JOIN catalog_assetkind k ON k.id = a.kind_id
    JOIN assets_status t ON t.id = a.status_id LEFT JOIN catalog_assetmodel m ON m.id = a.model_id
    LEFT JOIN organization_person o ON o.id = a.owner_person_id
    LEFT JOIN organization_department od ON od.id = a.owner_department_id
    LEFT JOIN organization_person h ON h.id = a.holder_person_id
    LEFT JOIN organization_department hd ON hd.id = a.holder_department_id
"""


def fill(_server: Postmaster) -> dict[str, Any]:
    """A tree in which each asset carries three, of a fifth of the assets."""
    from django.db import connection

    from assetry.cli.support.owner import as_owner
    from assetry.platform.audit.seed import past_event, writing_history

    at = datetime.now(UTC) - timedelta(days=1)
    with as_owner():
        with writing_history(at), past_event(intent="bench.relate", at=at), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) / 5 FROM assets_asset")
            count = cursor.fetchone()[0]
            cursor.execute(_FILL, {"count": count, "further": FURTHER, "at": at})
        with connection.cursor() as cursor:
            cursor.execute("VACUUM (ANALYZE) assets_assetrelation")
    return {"relations": count}


def walk(server: Postmaster) -> dict[str, Any]:
    """What each of the first assets reaches over six steps."""
    from django.db import connection as ours_connection
    from django.test.utils import CaptureQueriesContext

    from assetry.domain.assets.impact import Way, walk_from
    from assetry.domain.assets.models import Asset

    actor = _administrator()
    roots = list(Asset.objects.visible_to(actor).order_by("id")[:ROOTS])

    def ours(root: Any) -> list[tuple[Any, ...]]:
        found = walk_from(actor, root, Way.REACHED, limit=LIMIT)
        return [(key, step.via.pk, step.depth, found.total) for key, step in found.steps.items()]

    with psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None) as connection:
        _same_plans(connection)

        def plain(root: Any) -> list[tuple[Any, ...]]:
            rows = connection.execute(_FLOOR, {"root": root.pk, "limit": LIMIT}).fetchall()
            return [(row[0], row[1], row[3], row[4]) for row in rows]

        ours(roots[0]), plain(roots[0])
        meters = [Meter(server), Meter(server)]
        answers: dict[Any, list[list[tuple[Any, ...]]]] = {}
        for _turn in range(TURNS):
            for meter, work in zip(meters, (plain, ours), strict=True):
                with Meter(server) as turn:
                    rows = [sorted(work(root)) for root in roots]
                meter.add(turn)
                answers[work] = rows
        with CaptureQueriesContext(ours_connection) as statements:
            ours(roots[0])
    found = answers[ours]
    return {
        "ours": _figures(meters[1]),
        "floor": _figures(meters[0]),
        "equal": found == answers[plain],
        "reached": sum(rows[0][3] for rows in found if rows) // len(found),
        "statements": len(statements),
    }


def main() -> None:
    """One part."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    part, postmaster = sys.argv[1:3]
    print(json.dumps({"fill": fill, "walk": walk}[part](Postmaster(int(postmaster)))))


if __name__ == "__main__":
    main()
