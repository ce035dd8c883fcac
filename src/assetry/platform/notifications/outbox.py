"""Putting a mail into the outbox, inside the transaction that it tells about."""

import json
from collections.abc import Mapping
from typing import Any

from django.db import connection
from procrastinate.contrib.django import app

from assetry.platform.notifications.models import OutgoingMail

SEND_TASK = "assetry.jobs.mails.send_mail"

# Beside an event that is open: its number is the transaction's own knowledge.
_POST = """
    INSERT INTO notifications_outgoingmail (kind, event_id, recipient_id, facts, state)
    VALUES (%s, current_setting('assetry.event')::bigint, %s, %s::jsonb, %s)
    ON CONFLICT (event_id, kind, recipient_id) DO NOTHING RETURNING id
"""


def post_mail(
    *, kind: str, recipient_id: int, has_address: bool, facts: Mapping[str, Any], is_wanted: bool = True
) -> None:
    """One mail of a kind per open event and recipient.

    Without an address, or where its recipient unsubscribed, it is only noted that there was none, and why.
    """
    state = OutgoingMail.State.WAITING if has_address else OutgoingMail.State.NO_ADDRESS
    if not is_wanted:
        state = OutgoingMail.State.UNSUBSCRIBED
    with connection.cursor() as cursor:
        cursor.execute(_POST, [kind, recipient_id, json.dumps(dict(facts)), state.value])
        made = cursor.fetchone()
    if made is not None and state is OutgoingMail.State.WAITING:
        app.configure_task(SEND_TASK, lock=f"mail:{made[0]}").defer(mail_id=made[0])


def mail_words(state: str) -> str:
    """What became of a mail, in words."""
    return str(OutgoingMail.State(state).label)
