"""Putting a message into the outbox, inside the transaction that it tells about."""

from datetime import datetime

from procrastinate.contrib.django import app

from assetry.platform.webhooks.models import Delivery, Webhook
from assetry.platform.webhooks.shapes import Message, body_of

SEND_TASK = "assetry.jobs.webhooks.send_delivery"
MOST_LINES = 100


def post_message(webhook: Webhook, message: Message, *, at: datetime) -> Delivery:
    """One delivery, and the job that sends it."""
    delivery = Delivery.objects.create(
        webhook=webhook, kind=message.kind, body=body_of(message, webhook.shape, at=at), created_at=at
    )
    defer_delivery(delivery)
    return delivery


def defer_delivery(delivery: Delivery) -> None:
    """Let the worker send it."""
    app.configure_task(SEND_TASK, lock=f"webhook:{delivery.pk}").defer(delivery_id=delivery.pk)
