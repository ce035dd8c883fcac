"""Reads of webhooks: each account its own."""

from collections.abc import Sequence

from django.db.models import QuerySet

from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor
from assetry.platform.webhooks.models import Delivery, Webhook

MANAGE = "views.share"  # who shows lists to others tells other systems as well


def webhooks_of(actor: Actor) -> "QuerySet[Webhook]":
    """The actor's own webhooks, ended ones too."""
    return Webhook.objects.filter(owner_user_id=actor.user_id)


def get_webhook_for(actor: Actor, public_id: str) -> Webhook:
    """One of them. Raises NotFound."""
    return row_of(webhooks_of(actor), public_id)


def find_webhook(key: int | None) -> Webhook | None:
    """The webhook that a policy tells, for whoever may see the policy."""
    return Webhook.objects.filter(pk=key or 0).first()


def list_deliveries(webhook: Webhook, *, most: int = 50) -> Sequence[Delivery]:
    """The last messages for it, newest first."""
    return list(Delivery.objects.filter(webhook=webhook).order_by("-pk")[:most])


def get_delivery_for(actor: Actor, public_id: str) -> Delivery:
    """One message for one of the actor's webhooks. Raises NotFound."""
    return row_of(
        Delivery.objects.filter(webhook__in=webhooks_of(actor)).select_related("webhook"), public_id
    )
