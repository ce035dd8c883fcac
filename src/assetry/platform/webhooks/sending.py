"""Sending what is in the outbox: signed anew at each try, under one id."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from assetry.platform.outbound.refusals import OutsideUnreachable
from assetry.platform.webhooks.models import Delivery, Webhook
from assetry.platform.webhooks.port import Carrier, OutboundCarrier
from assetry.platform.webhooks.signing import cipher_of, signed_headers

GONE = 410


class NotArrived(Exception):
    """The receiver did not take it; the job comes again."""


def send_delivery(delivery_id: int, *, carrier: Carrier | None = None, at: datetime) -> None:
    """Send it, unless that has been done: the row is locked, so two workers never send the same one.

    Raises NotArrived, with the try noted. An address that answers "gone" gets nothing more.
    """
    with transaction.atomic():
        delivery = (
            Delivery.objects.select_for_update(of=("self",))
            .select_related("webhook")
            .filter(pk=delivery_id, state=Delivery.State.WAITING)
            .first()
        )
        if delivery is None:
            return
        status = _carry(delivery, carrier or OutboundCarrier(), at) if delivery.webhook.is_active else GONE
        arrived = status is not None and 200 <= status < 300
        delivery.attempts += 1
        delivery.status, delivery.tried_at = status, at
        if arrived or status == GONE:
            delivery.state = Delivery.State.SENT if arrived else Delivery.State.FAILED
        delivery.save(update_fields=["attempts", "status", "tried_at", "state"])
    if delivery.state == Delivery.State.WAITING:
        raise NotArrived


def give_up(delivery_id: int) -> None:
    """The last try failed too; it can be sent again by hand."""
    waiting = Delivery.objects.filter(pk=delivery_id, state=Delivery.State.WAITING)
    waiting.update(state=Delivery.State.FAILED)


def _carry(delivery: Delivery, carrier: Carrier, at: datetime) -> int | None:
    """The status of the answer, None where there was none."""
    webhook, body = delivery.webhook, delivery.body.encode()
    headers = signed_headers(_secrets(webhook, at), f"msg_{delivery.public_id}", body, at=at)
    try:
        return carrier.carry(webhook.url, body, headers)
    except OutsideUnreachable:
        return None


def _secrets(webhook: Webhook, at: datetime) -> list[str]:
    """What signs now: the secret, and for a while the one before it."""
    is_former_good = webhook.former_until is not None and at < webhook.former_until
    sealed = [webhook.secret, *([webhook.former_secret] if is_former_good else [])]
    return [cipher_of(settings.SECRET_KEY).decrypt(one.encode()).decode() for one in sealed]
