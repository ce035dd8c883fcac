"""`python -m bench.ends PART POSTMASTER`: contracts and coverage of a register, and what ends in 90 days.

`fill` writes a contract for each twentieth asset and two coverage rows per asset; `board` prints what it measured.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from bench.metering import Meter
from bench.reading import Postmaster, _administrator, _figures, _same_plans

TIMES = 30
SHOWN = 60
_CONTRACTS = """
    INSERT INTO contracts_contract (public_id, company_id, name, name_sort, note, version, custom, type, number,
        contacts, value_amount, value_currency, billing, starts_on, ends_on, notice_unit, supplier_notice_unit,
        auto_renews, renewal_months, indexation, index_name, governing_law, end_reason, end_note, is_renewed,
        notice_on, decide_by)
    SELECT 'C' || lpad(s.n::text, 11, '0'), c.id, 'Contract ' || s.n, 'contract ' || lpad(s.n::text, 9, '0'), '', 1,
        '{}', 'support', 'C-' || s.n, '', 1000 + s.n %% 977, 'EUR', 'yearly', %(today)s - 300,
        %(today)s + (s.n %% 720)::integer, 'months', 'months', true, 12, 'none', '', '', '', '', false,
        %(today)s + (s.n %% 720)::integer - 60, %(today)s + (s.n %% 720)::integer - 60
    FROM generate_series(1, %(count)s) AS s (n)
    JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n, count(*) OVER () AS all FROM organization_company) c
      ON c.n = s.n %% c.all
"""
_COVERAGE = """
    INSERT INTO contracts_coverage (public_id, company_id, contract_id, asset_id, role, starts_on, version)
    SELECT 'V' || v.role_number || lpad(a.id::text, 10, '0'), a.company_id, c.id, a.id, v.role, %(today)s - 200, 1
    FROM (SELECT id, company_id, row_number() OVER (PARTITION BY company_id ORDER BY id) AS n FROM assets_asset) a
    CROSS JOIN (VALUES (1, 'support'), (2, 'insurance')) AS v (role_number, role)
    JOIN (SELECT id, company_id, row_number() OVER (PARTITION BY company_id ORDER BY id) AS n,
                 count(*) OVER (PARTITION BY company_id) AS all FROM contracts_contract) c
      ON c.company_id = a.company_id AND c.n = 1 + a.n %% c.all
"""
# The same rows and sums with nothing around them: no scope, names as plain columns.
_FLOOR = """
    SELECT e.id, e.ends_on, e.decide_by, e.cost_amount, e.cost_currency, p.name, c.name, c.number, a.name, a.asset_tag,
           m.name, k.name
    FROM contracts_ending e
    LEFT JOIN organization_person p ON p.id = e.owner_id
    LEFT JOIN contracts_contract c ON e.entity = 'contract' AND c.id = e.object_id
    LEFT JOIN assets_asset a ON e.entity = 'asset' AND a.id = e.object_id
    LEFT JOIN catalog_assetmodel m ON m.id = a.model_id LEFT JOIN catalog_category k ON k.id = a.category_id
    WHERE e.ends_on >= %(today)s AND e.decide_by <= %(today)s + 90 AND e.what = ANY(%(what)s)
    ORDER BY e.decide_by, e.id LIMIT %(limit)s
"""
_FLOOR_SUMS = """
    SELECT cost_currency, count(*), sum(cost_amount) FROM contracts_ending
    WHERE ends_on >= %(today)s AND decide_by <= %(today)s + 90 AND what = ANY(%(what)s) GROUP BY cost_currency
"""


def fill(_server: Postmaster) -> dict[str, Any]:
    """Contracts that end over two years, and what they cover; their triggers keep ends and cover."""
    from django.db import connection

    from assetry.cli.support.owner import as_owner
    from assetry.platform.audit.seed import past_event, writing_history

    at = datetime.now(UTC) - timedelta(days=1)
    with as_owner():
        with writing_history(at), past_event(intent="bench.cover", at=at), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) / 20 FROM assets_asset")
            values = {"count": cursor.fetchone()[0], "today": datetime.now(UTC).date()}
            cursor.execute(_CONTRACTS, values)
            cursor.execute(_COVERAGE, values)
        with connection.cursor() as cursor:
            for table in ("contract", "coverage", "ending", "assetcover"):
                cursor.execute(f"VACUUM (ANALYZE) contracts_{table}")
    return {"contracts": values["count"]}


def board(server: Postmaster) -> dict[str, Any]:
    """What is to be decided in 90 days: the first page with names, the number and the sums."""
    from django.db import connection as ours_connection
    from django.test.utils import CaptureQueriesContext

    from assetry.domain.contracts.renewals import names_of, open_endings, sums_by_state
    from assetry.kernel.registry import endings

    actor, today = _administrator(), datetime.now(UTC).date()
    together = [name for name, ending in endings().items() if not ending.apart]

    def ours() -> tuple[Any, ...]:
        rows = open_endings(actor, today, days=90)
        shown = list(rows.select_related("owner")[:SHOWN])
        names_of(actor, shown)
        sums = sums_by_state(rows)[""]
        return [row.pk for row in shown], sums.count, {money.currency: money.amount for money in sums.money}

    with psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None) as connection:
        _same_plans(connection)
        values = {"today": today, "what": together, "limit": SHOWN}

        def plain() -> tuple[Any, ...]:
            rows = connection.execute(_FLOOR, values).fetchall()
            sums = connection.execute(_FLOOR_SUMS, values).fetchall()
            money = {currency: amount for currency, _n, amount in sums if currency and amount}
            return [row[0] for row in rows], sum(n for _currency, n, _sum in sums), money

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
    print(json.dumps({"fill": fill, "board": board}[part](Postmaster(int(postmaster)))))


if __name__ == "__main__":
    main()
