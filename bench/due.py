"""`python -m bench.due PART POSTMASTER`: a calendar of a register, and a sweep of reminders, in a process of its own.

`feed` and `sweep` print what they measured as JSON.
"""

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import psycopg

from bench.metering import Meter
from bench.reading import Postmaster, _administrator, _figures, _same_plans

TIMES = 100  # the clock ticks each 10 ms, and an answer takes less
POLICIES = 40
DAYS = 30  # of purchases that one policy watches
# The calendar's rows with nothing around them: no scope, no filter, no row objects.
_ROWS = """
    SELECT a.public_id, coalesce(nullif(a.asset_tag, ''), nullif(a.name, ''), a.public_id), a.purchased_on
    FROM assets_asset a WHERE a.purchased_on BETWEEN %s AND %s ORDER BY a.purchased_on, a.id LIMIT 5000
"""
_DUE = "SELECT a.id, a.purchased_on FROM assets_asset a WHERE a.purchased_on BETWEEN %s AND %s"
_RESULTS = (
    "CREATE TEMP TABLE results (policy bigint, object_id bigint, occurs_on date, lead int, recipient text)"
)


def feed(server: Postmaster) -> dict[str, Any]:
    """The text of a calendar, the same text written plainly, and the tag that answers "did it change?"."""
    from django.conf import settings

    from assetry.kernel.registry import entity_named
    from assetry.platform.feeds.operations import create_feed
    from assetry.platform.feeds.queries import AFTER, BEFORE, tag_of, text_of

    actor, at = _administrator(), datetime.now(UTC)
    today = _last_purchase() - timedelta(days=30)
    made = create_feed(actor=actor, name="Bench", entity=entity_named("asset"), field="purchased_on", at=at)
    label = str(entity_named("asset").field("purchased_on").label)
    host = settings.BASE_URL.partition("://")[2]
    with psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None) as connection:
        _same_plans(connection)

        def plain() -> str:
            rows = connection.execute(_ROWS, [today - BEFORE, today + AFTER]).fetchall()
            events = [
                f"BEGIN:VEVENT\r\nUID:asset-{key}-purchased_on@{host}\r\nDTSTAMP:{at:%Y%m%dT%H%M%SZ}\r\n"
                f"DTSTART;VALUE=DATE:{day:%Y%m%d}\r\nDTEND;VALUE=DATE:{day + timedelta(days=1):%Y%m%d}\r\n"
                f"SUMMARY:{title}: {label}\r\nURL:{settings.BASE_URL}/assets/{key}\r\n"
                "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n"
                for key, title, day in rows
            ]
            head = (
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Assetry//Assetry//EN\r\nX-WR-CALNAME:Bench\r\n"
            )
            return head + "".join(events) + "END:VCALENDAR\r\n"

        text_of(made, actor, today=today), plain(), tag_of(made, actor, today=today)
        floor, ours, tag = Meter(server), Meter(server), Meter(server)
        with floor:
            expected = [plain() for _n in range(TIMES)]
        with ours:
            found = [text_of(made, actor, today=today) for _n in range(TIMES)]
        with tag:
            tags = {tag_of(made, actor, today=today) for _n in range(TIMES)}
    return {
        "ours": _figures(ours),
        "floor": _figures(floor),
        "tag": _figures(tag),
        "equal": found == expected and len(tags) == 1,
        "events": expected[0].count("BEGIN:VEVENT"),
    }


def sweep(server: Postmaster) -> dict[str, Any]:
    """Forty policies of a month ago over the same date, each of other days, beside their plain queries and one COPY."""
    from assetry.kernel.registry import entity_named
    from assetry.platform.reminders.models import Reminder
    from assetry.platform.reminders.operations import create_policy
    from assetry.platform.reminders.running import sweep_all

    actor, last = _administrator(), _last_purchase()
    at = datetime(last.year, last.month, last.day, 12, tzinfo=UTC) - timedelta(days=800)
    since = at - timedelta(days=DAYS)
    windows = [
        (since.date() + timedelta(days=n), at.date() + timedelta(days=n + DAYS)) for n in range(POLICIES)
    ]
    for n in range(POLICIES):
        leads = {"leads": list(range(n, n + DAYS + 1))[:: DAYS // 10]}
        values = {
            "name": f"Policy {n}",
            "user_ids": [actor.user_id],
            "working_days": False,
            "zone": "UTC",
            **leads,
        }
        create_policy(
            actor=actor, entity=entity_named("asset"), field="purchased_on", values=values, at=since
        )
    with psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None) as connection:
        _same_plans(connection)
        connection.execute(_RESULTS)
        floor, ours = Meter(server), Meter(server)
        with floor:
            rows = [
                (n, *row, 0, "user:1")
                for n, days in enumerate(windows)
                for row in connection.execute(_DUE, days)
            ]
            with connection.cursor().copy("COPY results FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
    with ours:
        broken = sweep_all(at=at)
    kept = _kept_floor(server)
    return {
        "ours": _figures(ours),
        "floor": _figures(floor),
        "equal": not broken and Reminder.objects.count() == len(rows),
        "reminders": Reminder.objects.count(),
        "rows": len(rows),
        "kept": _figures(kept),
    }


def _kept_floor(server: Postmaster) -> Meter:
    """COPY of the very rows that the sweep left, into empty tables of the same indexes: where results are kept."""
    from assetry.platform.inbox.models import InboxItem
    from assetry.platform.reminders.models import Reminder

    meter = Meter(server)
    with psycopg.connect(os.environ["DATABASE_URL"], prepare_threshold=None) as connection:
        for table in (Reminder._meta.db_table, InboxItem._meta.db_table):
            with connection.cursor().copy(f"COPY {table} TO STDOUT") as copy:
                rows = b"".join(bytes(piece) for piece in copy)
            connection.execute(f"CREATE TEMP TABLE kept_{table} (LIKE {table} INCLUDING ALL)".encode())
            with Meter(server) as turn, connection.cursor().copy(f"COPY kept_{table} FROM STDIN") as copy:
                copy.write(rows)
            meter.add(turn)
    return meter


def _last_purchase() -> Any:
    from django.db.models import Max

    from assetry.domain.assets.models import Asset

    return Asset.objects.visible_to(_administrator()).aggregate(last=Max("purchased_on"))["last"]


def main() -> None:
    """One part."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    part, postmaster = sys.argv[1:3]
    print(json.dumps({"feed": feed, "sweep": sweep}[part](Postmaster(int(postmaster)))))


if __name__ == "__main__":
    main()
