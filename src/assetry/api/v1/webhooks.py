"""One's own webhooks. The secret of one is in the answer that made it; its address, which may hold one, in none."""

from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec
from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from assetry.api.v1.answers import answer, no_content
from assetry.api.v1.guard import Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.schemas import Input
from assetry.platform.webhooks.models import Delivery, Shape, Webhook
from assetry.platform.webhooks.operations import (
    create_webhook,
    edit_webhook,
    end_webhook,
    replay,
    rotate_secret,
    send_test,
)
from assetry.platform.webhooks.queries import (
    MANAGE,
    get_delivery_for,
    get_webhook_for,
    list_deliveries,
    webhooks_of,
)

router = Router(tags=["Webhooks"])
_GUARD: Final = Bearer(MANAGE)


class NewWebhook(Input):
    """An address that is told what comes up."""

    name: str = Field(min_length=1, max_length=80)
    url: str = Field(min_length=1, max_length=2000, description="https://…; told to nobody afterwards.")
    shape: Shape = Field(Shape.STANDARD, description="How messages are written.")


class WebhookChanges(Input):
    """What is to be otherwise; what is left out stays."""

    name: str = Field("", min_length=1, max_length=80)
    url: str = Field("", min_length=1, max_length=2000, description="https://…; told to nobody afterwards.")
    shape: Shape = Field(Shape.STANDARD, description="How messages are written.")


class WebhookShown(BaseModel):
    """A webhook: of its address the host alone."""

    id: str
    name: str
    host: str
    shape: str
    is_active: bool


class MadeWebhook(WebhookShown):
    """A new one with what it signs by. A repeated request with the same Idempotency-Key gets null instead."""

    secret: str | None


class Webhooks(BaseModel):
    """All of them, ended ones last."""

    items: list[WebhookShown]


class DeliveryShown(BaseModel):
    """One message: `status` is what the other side answered last."""

    id: str
    kind: str
    state: str
    attempts: int
    status: int | None
    created_at: datetime
    tried_at: datetime | None


class Deliveries(BaseModel):
    """The last 50, newest first."""

    items: list[DeliveryShown]


@router.get(
    "/webhooks", auth=_GUARD, response=Webhooks, operation_id="list_webhooks", summary="List your webhooks"
)
def list_all(request: ApiRequest) -> HttpResponse:
    """Your own, also those that ended."""
    rows = webhooks_of(request.auth).order_by("-is_active", "name", "pk")
    return answer({"items": [_shown(row) for row in rows]})


@router.get(
    "/webhooks/{public_id}", auth=_GUARD, response=WebhookShown, operation_id="get_webhook",
    summary="Read one webhook",
)  # fmt: skip
def get_webhook(request: ApiRequest, public_id: str) -> HttpResponse:
    """One of your own."""
    row = get_webhook_for(request.auth, public_id)
    return answer(_shown(row), version=row.version)


@router.post(
    "/webhooks", auth=_GUARD, response={201: MadeWebhook}, operation_id="create_webhook",
    summary="Make a webhook",
)  # fmt: skip
def make_webhook(request: ApiRequest, payload: NewWebhook) -> HttpResponse:
    """Make a webhook of your own. Keep its secret: it is shown this once."""

    def effect() -> HttpResponse:
        made, secret = create_webhook(
            actor=request.auth,
            name=payload.name,
            url=payload.url,
            shape=payload.shape,
            at=request.received_at,
        )
        location = f"/api/v1/webhooks/{made.public_id}"
        return answer(_shown(made) | {"secret": secret}, status=201, version=made.version, location=location)

    return once(request, effect, kept=_without_secret)


@router.patch(
    "/webhooks/{public_id}", auth=_GUARD, response=WebhookShown, operation_id="edit_webhook",
    summary="Change a webhook",
)  # fmt: skip
def change_webhook(request: ApiRequest, public_id: str, payload: WebhookChanges) -> HttpResponse:
    """What waits goes to the new address, as it was written."""
    version, row = version_seen(request), get_webhook_for(request.auth, public_id)
    changes = payload.model_dump(exclude_unset=True)
    made = edit_webhook(
        actor=request.auth, webhook=row, changes=changes, version=version, at=request.received_at
    )
    return answer(_shown(made), version=made.version)


@router.post(
    "/webhooks/{public_id}/rotate", auth=_GUARD, response=MadeWebhook, operation_id="rotate_webhook_secret",
    summary="Give a webhook a new secret",
)  # fmt: skip
def rotate(request: ApiRequest, public_id: str) -> HttpResponse:
    """The new secret is shown this once. For a day messages are signed by the former one as well."""
    row = get_webhook_for(request.auth, public_id)

    def effect() -> HttpResponse:
        made, secret = rotate_secret(actor=request.auth, webhook=row, at=request.received_at)
        return answer(_shown(made) | {"secret": secret}, version=made.version)

    return once(request, effect, kept=_without_secret)


@router.delete(
    "/webhooks/{public_id}", auth=_GUARD, response={204: None}, operation_id="end_webhook",
    summary="End a webhook",
)  # fmt: skip
def delete_webhook(request: ApiRequest, public_id: str) -> HttpResponse:
    """Nothing more goes there; what was sent stays on record."""
    version, row = version_seen(request), get_webhook_for(request.auth, public_id)
    end_webhook(actor=request.auth, webhook=row, version=version, at=request.received_at)
    return no_content()


@router.get(
    "/webhooks/{public_id}/deliveries", auth=_GUARD, response=Deliveries,
    operation_id="list_webhook_deliveries", summary="List what was sent to a webhook",
)  # fmt: skip
def deliveries(request: ApiRequest, public_id: str) -> HttpResponse:
    """What became of each message."""
    rows = list_deliveries(get_webhook_for(request.auth, public_id))
    return answer({"items": [_delivery(row) for row in rows]})


@router.post(
    "/webhooks/{public_id}/test", auth=_GUARD, response={201: DeliveryShown}, operation_id="test_webhook",
    summary="Send a test to a webhook",
)  # fmt: skip
def test(request: ApiRequest, public_id: str) -> HttpResponse:
    """A message without content; it is sent by the worker."""
    row = get_webhook_for(request.auth, public_id)

    def effect() -> HttpResponse:
        made = send_test(actor=request.auth, webhook=row, at=request.received_at)
        return answer(_delivery(made), status=201)

    return once(request, effect)


@router.post(
    "/deliveries/{public_id}/replay", auth=_GUARD, response=DeliveryShown, operation_id="replay_delivery",
    summary="Send a message again",
)  # fmt: skip
def send_again(request: ApiRequest, public_id: str) -> HttpResponse:
    """Under the id that it had, so that its receiver knows it."""
    row = get_delivery_for(request.auth, public_id)

    def effect() -> HttpResponse:
        replay(actor=request.auth, delivery=row, at=request.received_at)
        return answer(_delivery(get_delivery_for(request.auth, public_id)))

    return once(request, effect)


def _shown(row: Webhook) -> dict[str, Any]:
    return {
        "id": row.public_id,
        "name": row.name,
        "host": urlsplit(row.url).hostname or "",
        "shape": str(row.shape),
        "is_active": row.is_active,
    }


def _delivery(row: Delivery) -> dict[str, Any]:
    names = ("kind", "attempts", "status", "created_at", "tried_at")
    return {name: getattr(row, name) for name in names} | {"id": row.public_id, "state": str(row.state)}


def _without_secret(response: HttpResponse) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(response.content) | {"secret": None})
