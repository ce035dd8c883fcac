"""What people say and are reminded of, in the register of the walks."""

from datetime import datetime
from typing import Any

from assetry.kernel.registry import entity_named
from assetry.platform.comments.operations import write_comment
from assetry.platform.feeds.operations import create_feed
from assetry.platform.inbox.operations import create_task
from assetry.platform.permissions.actor import Actor
from assetry.platform.reminders.operations import create_policy
from assetry.platform.webhooks.models import Shape
from assetry.platform.webhooks.operations import create_webhook, send_test


def make_talk(actor: Actor, asset: Any, at: datetime) -> dict[str, Any]:
    """One of each, by the word that the walks know it by."""
    entity = entity_named("asset")
    text = "Does **it** hold?\n\n| port | speed |\n|---|---|\n| 1 | 10 |\n\n```\nshow interfaces\n```\n"
    webhook, _secret = create_webhook(
        actor=actor, name="Chat of IT", url="https://hooks.example.com/services/1", shape=Shape.SLACK, at=at
    )
    send_test(actor=actor, webhook=webhook, at=at)
    create_feed(actor=actor, name="Ends", entity=entity, field="warranty_ends_on", at=at)
    values = {
        "name": "Warranties",
        "leads": [60, 14],
        "roles": ["owner_person", "holder"],
        "addresses": ["it@example.com"],
        "webhook_id": webhook.pk,
    }
    return {
        "comment": write_comment(actor=actor, entity=entity, row=asset, text=text, at=at),
        "task": create_task(actor=actor, title="Count the stockroom", due_on=at.date(), at=at),
        "policy": create_policy(actor=actor, entity=entity, field="warranty_ends_on", values=values, at=at),
        "webhook": webhook,
    }
