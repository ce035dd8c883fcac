"""What a policy tells another system: the things that come up, as the policy's owner sees them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from assetry.kernel.registry import Entity, entity_named
from assetry.platform.permissions.actor import Actor
from assetry.platform.reminders.models import Reminder, ReminderPolicy
from assetry.platform.webhooks.models import Webhook
from assetry.platform.webhooks.outbox import MOST_LINES, post_message
from assetry.platform.webhooks.shapes import Line, Message

DUE = "reminder.due"


def page_of(entity: Entity, row: Any) -> str:
    """The whole address of the page of a thing."""
    return settings.BASE_URL + reverse(entity.url_name, kwargs={"public_id": row.public_id})


def tell_webhook(policy: ReminderPolicy, actor: Actor, ids: Sequence[int], *, at: datetime) -> None:
    """Messages of at most 100 things each, in the sweep's transaction; an ended webhook is told nothing."""
    webhook = Webhook.objects.filter(pk=policy.webhook_id or 0, is_active=True).first()
    if webhook is None:
        return
    reminders = list(Reminder.objects.filter(pk__in=ids).order_by("occurs_on", "pk"))
    entity = entity_named(policy.entity)
    rows = {r.pk: r for r in entity.visible_to(actor).filter(pk__in=[one.object_id for one in reminders])}
    field = str(entity.field(policy.field).label)
    lines = [
        Line(
            title=entity.title(rows[one.object_id]),
            url=page_of(entity, rows[one.object_id]),
            text=_("%(field)s: %(day)s") % {"field": field, "day": one.occurs_on.isoformat()},
            data={
                "entity": policy.entity,
                "id": rows[one.object_id].public_id,
                "field": policy.field,
                "date": one.occurs_on.isoformat(),
                "lead": one.lead,
            },
        )
        for one in reminders
        if one.object_id in rows
    ]
    for start in range(0, len(lines), MOST_LINES):
        message = Message(kind=DUE, headline=policy.name, lines=lines[start : start + MOST_LINES])
        post_message(webhook, message, at=at)
