"""`python -m bench.costs PART POSTMASTER`: what contracts cost in 36 months; `bench.ends fill` makes them."""

import json
import os
import sys
from datetime import UTC, datetime
from typing import Any

import psycopg

from bench.metering import Meter
from bench.reading import Postmaster, _administrator, _figures, _same_plans

TIMES = 10
# The same sums for contracts as the bench has them (one currency, renewed yearly, no index), in whole cents: one scan.
_FLOOR = """
    WITH t AS MATERIALIZED (
        SELECT cost_center_id, extract(year FROM starts_on)::int * 12 + extract(month FROM starts_on)::int AS first,
            greatest(1, w.n + (CASE WHEN (starts_on + make_interval(months => w.n))::date > ends_on THEN 0 ELSE 1 END))
                AS months,
            value_amount AS value
        FROM contracts_contract c CROSS JOIN LATERAL (SELECT
            (extract(year FROM ends_on + 1)::int * 12 + extract(month FROM ends_on + 1)::int)
            - (extract(year FROM starts_on)::int * 12 + extract(month FROM starts_on)::int) AS n) w
    )
    SELECT cost_center_id, b.month, sum(CASE WHEN i = n - 1 THEN cents - cents / n * i ELSE cents / n END)
    FROM t CROSS JOIN generate_series(0, 35) AS b(month)
    CROSS JOIN LATERAL (SELECT %(first)s + b.month - t.first AS j) o
    CROSS JOIN LATERAL (SELECT
        CASE WHEN j < months THEN j ELSE (j - months) %% 12 END AS i,
        CASE WHEN j < months THEN months ELSE 12 END AS n,
        CASE WHEN j < months THEN round(value * 100) ELSE round(value * 1200 / months) END::bigint AS cents) x
    WHERE j >= 0
    GROUP BY cost_center_id, b.month
"""


def forecast(server: Postmaster) -> dict[str, Any]:
    """36 months by cost center."""
    from django.db import connection as ours_connection
    from django.test.utils import CaptureQueriesContext

    from assetry.domain.software.forecast import forecast_costs

    actor, today = _administrator(), datetime.now(UTC).date()

    def ours() -> dict[tuple[str, int], int]:
        _months, rows = forecast_costs(actor, "cost_center", today)
        return {(row.key, n): int(amount * 100) for row in rows for n, amount in row.amounts.items()}

    with psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None) as connection:
        _same_plans(connection)
        first = {"first": today.year * 12 + today.month}

        def plain() -> dict[tuple[str, int], int]:
            rows = connection.execute(_FLOOR, first).fetchall()
            return {(str(key or ""), n): int(cents) for key, n, cents in rows}

        equal = ours() == plain()
        meters = [Meter(server), Meter(server)]
        with meters[0]:
            for _ in range(TIMES):
                plain()
        with meters[1]:
            for _ in range(TIMES):
                ours()
        with CaptureQueriesContext(ours_connection) as statements:
            ours()
    return {
        "ours": _figures(meters[1]),
        "floor": _figures(meters[0]),
        "equal": equal,
        "statements": len(statements),
    }


def main() -> None:
    """One part."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    part, postmaster = sys.argv[1:3]
    print(json.dumps({"forecast": forecast}[part](Postmaster(int(postmaster)))))


if __name__ == "__main__":
    main()
