"""`python -m bench.history`: two years of changes of the register that the environment names, 50,000 a month.

That is twelve changes of each of 100,000 assets, as the demo has them.
"""

import os
from datetime import UTC, datetime, timedelta

ASSETS = 100_000
MONTHS = 24
EVENTS = 10
CHANGES = 5000

_UPDATE = """
    UPDATE assets_asset SET
        note = 'seen in room ' || id %% 40 || ', seal ' || left(md5(id || %(note)s), 16),
        order_number = 'PO-' || abs(hashtext(id || %(note)s)) %% 100000, version = version + 1
    WHERE public_id >= 'A' || lpad(%(first)s::text, 11, '0') AND public_id < 'A' || lpad(%(end)s::text, 11, '0')
"""


def write_history(until: datetime) -> None:
    """Each month EVENTS events of CHANGES changed assets, over and over the register."""
    from django.db import connections

    from assetry.platform.audit.seed import past_event, writing_history
    from assetry.platform.database.migrating import OWNER_ALIAS

    rows = 0
    with writing_history(until - timedelta(days=31 * MONTHS), using=OWNER_ALIAS):
        for number in range(MONTHS * EVENTS):
            at = until - timedelta(days=30.4 * MONTHS) * (1 - number / (MONTHS * EVENTS))
            with past_event(intent="assets.asset.edit", at=at, using=OWNER_ALIAS):
                given: dict[str, str | int] = {
                    "note": f"step {number}",
                    "first": rows % ASSETS,
                    "end": rows % ASSETS + CHANGES,
                }
                connections[OWNER_ALIAS].cursor().execute(_UPDATE, given)
            rows += CHANGES
    connections[OWNER_ALIAS].cursor().execute("VACUUM ANALYZE")


def main() -> None:
    """Write it."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "assetry.config.settings")
    django.setup()
    write_history(datetime.now(UTC) - timedelta(hours=1))


if __name__ == "__main__":
    main()
