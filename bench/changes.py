"""A year of changes in a register's trail: rows as the triggers write them, inserted by the owner under past events."""

from datetime import datetime

# An event of the bulk kind: so many assets each.
ASSETS_PER_EVENT = 5_000

_CHANGES = """
    INSERT INTO audit_change (
        event_id, recorded_at, row_id, subject_id, company_id, action, table_name, subject_table, before, after
    )
    SELECT current_setting('assetry.event')::bigint, %(at)s, id, id, company_id, 'U', 'assets_asset', 'assets_asset',
           json_build_object('note', 'seen in step ' || %(round)s - 1, 'order_number', 'PO-' || id %% 500 + %(round)s - 1),
           json_build_object('note', 'seen in step ' || %(round)s, 'order_number', 'PO-' || id %% 500 + %(round)s)
    FROM assets_asset
    WHERE public_id >= 'A' || lpad(%(first)s::text, 11, '0') AND public_id < 'A' || lpad(%(end)s::text, 11, '0')
"""  # noqa: E501


def write_changes(rows: int, rounds: int, began: datetime, until: datetime) -> None:
    """Over and over the whole register, evenly from `began` to `until`."""
    from django.db import connection

    from assetry.platform.audit.seed import past_event, writing_history

    steps = [(turn, first) for turn in range(1, rounds + 1) for first in range(1, rows + 1, ASSETS_PER_EVENT)]
    with writing_history(began), connection.cursor() as cursor:
        for number, (turn, first) in enumerate(steps):
            at = began + (until - began) * (number + 1) / (len(steps) + 1)
            with past_event(intent="assets.asset.edit", at=at):
                given: dict[str, datetime | int] = {
                    "at": at,
                    "round": turn,
                    "first": first,
                    "end": first + ASSETS_PER_EVENT,
                }
                cursor.execute(_CHANGES, given)
