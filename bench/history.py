"""`python -m bench.history`: two years of changes of the register that the environment names, 20,000 a month."""

import os
from datetime import UTC, datetime, timedelta

MONTHS = 24
EVENTS = 40
CHANGES = 500

_UPDATE = """
    UPDATE assets_asset SET note = %(note)s, order_number = 'PO-' || id %% 1000, version = version + 1
    WHERE id IN (SELECT id FROM assets_asset ORDER BY id OFFSET %(offset)s LIMIT %(limit)s)
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
                given: dict[str, str | int] = {"note": f"seen in step {number}", "offset": rows % 90_000, "limit": CHANGES}
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
