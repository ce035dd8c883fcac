"""Every change of webhooks: by their owner."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import InvalidValue, NotFound, Refusal
from assetry.kernel.text import clean_text
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row, save_changes
from assetry.platform.permissions.actor import Actor
from assetry.platform.webhooks.models import Delivery, Shape, Webhook
from assetry.platform.webhooks.outbox import defer_delivery, post_message
from assetry.platform.webhooks.queries import MANAGE, webhooks_of
from assetry.platform.webhooks.shapes import Message
from assetry.platform.webhooks.signing import cipher_of, new_secret

MOST_WEBHOOKS: Final = 20
OVERLAP: Final = timedelta(days=1)


class TooManyWebhooks(Refusal):
    """One account keeps no more."""

    code = "webhook_too_many"
    message = _("There are %(most)d webhooks of yours already. Delete one of them first.")


@operation(MANAGE, intent="webhooks.create")
def create_webhook(*, actor: Actor, name: str, url: str, shape: Shape, at: datetime) -> tuple[Webhook, str]:
    """A webhook, and its secret, which nobody is shown again. Raises InvalidValue, TooManyWebhooks, NotPermitted."""
    if webhooks_of(actor).count() >= MOST_WEBHOOKS:
        raise TooManyWebhooks(most=MOST_WEBHOOKS)
    secret = new_secret()
    webhook = Webhook.objects.create(
        owner_user_id=actor.user_id,
        name=_name(name),
        url=_url(url),
        shape=shape,
        secret=cipher_of(settings.SECRET_KEY).encrypt(secret.encode()).decode(),
    )
    return webhook, secret


@operation(MANAGE, intent="webhooks.edit")
def edit_webhook(
    *, actor: Actor, webhook: Webhook, changes: Mapping[str, Any], version: int | None, at: datetime
) -> Webhook:
    """Another name, address or format (`name`, `url`, `shape`); what waits goes to the new address as it was written.

    Raises InvalidValue, StalePage, NotFound, NotPermitted.
    """
    locked = _locked(actor, webhook, version)
    checks: dict[str, Callable[[Any], Any]] = {"name": _name, "url": _url, "shape": Shape}
    save_changes(locked, {name: check(changes[name]) for name, check in checks.items() if name in changes})
    return locked


@operation(MANAGE, intent="webhooks.rotate")
def rotate_secret(
    *, actor: Actor, webhook: Webhook, version: int | None = None, at: datetime
) -> tuple[Webhook, str]:
    """A new secret, which nobody is shown again; for a day the one before signs too.

    Raises StalePage, NotFound, NotPermitted.
    """
    locked, secret = _locked(actor, webhook, version), new_secret()
    fresh = cipher_of(settings.SECRET_KEY).encrypt(secret.encode()).decode()
    save_changes(locked, {"secret": fresh, "former_secret": locked.secret, "former_until": at + OVERLAP})
    return locked, secret


@operation(MANAGE, intent="webhooks.end")
def end_webhook(*, actor: Actor, webhook: Webhook, version: int | None = None, at: datetime) -> None:
    """Nothing more goes there; what was sent stays on record. Raises StalePage, NotFound, NotPermitted."""
    save_changes(lock_row(webhooks_of(actor), webhook.pk, version), {"is_active": False})


@operation(MANAGE, intent="webhooks.test")
def send_test(*, actor: Actor, webhook: Webhook, at: datetime) -> Delivery:
    """A message without content, to see whether it arrives. Raises NotFound, NotPermitted."""
    if not webhooks_of(actor).filter(pk=webhook.pk, is_active=True).exists():
        raise NotFound
    return post_message(
        webhook, Message(kind="test", headline=str(_("A test from Assetry")), lines=()), at=at
    )


@operation(MANAGE, intent="webhooks.replay")
def replay(*, actor: Actor, delivery: Delivery, at: datetime) -> None:
    """Send a message again, under the id that it had. Raises NotFound, NotPermitted."""
    own = Delivery.objects.filter(pk=delivery.pk, webhook__in=webhooks_of(actor).filter(is_active=True))
    if not own.exclude(state=Delivery.State.WAITING).update(state=Delivery.State.WAITING):
        raise NotFound
    defer_delivery(delivery)


def _locked(actor: Actor, webhook: Webhook, version: int | None) -> Webhook:
    """One of the actor's own that has not ended, locked."""
    return lock_row(webhooks_of(actor).filter(is_active=True), webhook.pk, version)


def _name(text: str) -> str:
    cleaned = clean_text(text)
    if not 0 < len(cleaned) <= 80 or "\n" in cleaned:
        raise InvalidValue(field="name", reason=_("Give a name of at most 80 characters, on one line."))
    return cleaned


def _url(text: str) -> str:
    """What is allowed to be reached is decided each time when something is sent (`platform/outbound`)."""
    cleaned = clean_text(text)
    try:
        parts = urlsplit(cleaned)
        known = parts.scheme in {"https", "http"} and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        known = False
    if not known or len(cleaned) > 2000 or not cleaned.isascii() or any(map(str.isspace, cleaned)):
        raise InvalidValue(field="url", reason=_("Give an address like https://hooks.example.com/…"))
    return cleaned
