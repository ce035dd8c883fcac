"""`python -m bench.home PART POSTMASTER`: home with twenty pinned views, in a process of its own.

`blocks` prints what it measured as JSON.
"""

import json
import os
import re
import sys
from datetime import UTC, datetime
from typing import Any

import psycopg

from bench.metering import Meter
from bench.reading import Postmaster, _administrator, _figures, _same_plans

BLOCKS = 20
TURNS, TIMES = 5, 4


def blocks(server: Postmaster) -> dict[str, Any]:
    """The page as a browser asks for it; the floor runs the very statements that it makes, and reads their rows."""
    from django.conf import settings
    from django.db import connection as ours_connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    _pin()
    client = Client(headers={"host": "127.0.0.1"})
    client.cookies[settings.SESSION_COOKIE_NAME] = sys.argv[3]

    def page() -> str:
        answered = client.get("/")
        assert answered.status_code == 200, answered
        return str(answered.content.decode())

    page()
    with CaptureQueriesContext(ours_connection) as captured:
        shown = page()
    statements = [query["sql"] for query in captured.captured_queries]
    with psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None) as connection:
        _same_plans(connection)

        def plain() -> list[list[Any]]:
            return [connection.execute(statement).fetchall() for statement in statements]

        found = {value for rows in plain() for row in rows for value in row if isinstance(value, str)}
        ours, floor = Meter(server), Meter(server)
        for _turn in range(TURNS):
            for total, work in ((floor, plain), (ours, page)):
                with Meter(server) as meter:
                    for _time in range(TIMES):
                        work()
                total.add(meter)
    linked = set(re.findall(r'href="/assets/([0-9A-Z]{12})"', shown))
    return {
        "ours": _figures(ours),
        "floor": _figures(floor),
        "equal": len(linked) >= BLOCKS and linked <= found,
        "statements": len(statements),
    }


def _pin() -> None:
    """Views of eight categories in three orders."""
    from assetry.platform.saved_views.operations import create_view, pin_view

    actor, at = _administrator(), datetime.now(UTC)
    for n in range(BLOCKS):
        query = {
            "filter": [f'category eq "K{n % 8 + 1:011}"'],
            "sort": [("name", "-asset_tag", "purchased_on")[n // 8]],
        }
        view = create_view(
            actor=actor, list_name="asset", entity="asset", name=f"Block {n}", query=query, at=at
        )
        pin_view(actor=actor, view=view, at=at)


def main() -> None:
    """One part."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    part, postmaster = sys.argv[1:3]
    print(json.dumps({"blocks": blocks}[part](Postmaster(int(postmaster)))))


if __name__ == "__main__":
    main()
