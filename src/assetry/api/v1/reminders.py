"""Reminder policies: one's own; whoever manages access keeps all."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router
from pydantic import BaseModel, Field

from assetry.api.v1.answers import answer, no_content
from assetry.api.v1.guard import Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.schemas import Id, Input
from assetry.kernel.refusals import InvalidInput
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.accounts.acting import accounts_by_address, addresses_of
from assetry.platform.permissions.actor import Actor
from assetry.platform.reminders.models import ReminderPolicy
from assetry.platform.reminders.operations import create_policy, delete_policy, edit_policy
from assetry.platform.reminders.people import roles_of
from assetry.platform.reminders.queries import MANAGE, get_policy_for, policies_of, remindable
from assetry.platform.webhooks.queries import find_webhook, webhooks_of

router = Router(tags=["Reminders"])
_GUARD: Final = Bearer(MANAGE)
_Days = Annotated[int, Field(ge=-730, le=730)]
_Address = Annotated[str, Field(min_length=3, max_length=254)]
_PLAIN: Final = (
    *(
        "name",
        "filter_text",
        "leads",
        "repeat_every",
        "repeat_times",
        "roles",
        "by_mail",
        "is_optional",
        "is_digest",
        "start_hour",
    ),
    *("end_hour", "working_days", "zone", "escalate_after", "is_active"),
)


class PolicyChanges(Input):
    """What is to be otherwise; what is left out stays."""

    name: str = Field("", min_length=1, max_length=80)
    filter_text: str = Field("", max_length=4000, description="The filter language; empty: all that you see.")
    leads: list[_Days] = Field([], min_length=1, max_length=12, description="Days before; negative: after.")
    repeat_every: Annotated[int, Field(ge=1, le=365)] | None = None
    repeat_times: int = Field(0, ge=0, le=52)
    roles: list[Annotated[str, Field(max_length=80)]] = Field([], max_length=50, description="Like owner.")
    addresses: list[_Address] = Field([], max_length=50, description="E-mail addresses, also of accounts.")
    webhook: Id | None = None
    by_mail: bool = True
    is_optional: bool = Field(False, description="Whether recipients may unsubscribe from its mails.")
    is_digest: bool = True
    start_hour: int = Field(8, ge=0, le=23)
    end_hour: int = Field(18, ge=1, le=24)
    working_days: bool = True
    zone: str = Field("UTC", max_length=64)
    escalate_after: Annotated[int, Field(ge=0, le=365)] | None = None
    escalate_to: _Address | None = Field(None, description="The e-mail address of an account.")
    is_active: bool = True


class NewPolicy(PolicyChanges):
    """Of which date of which things, and all that can be changed."""

    entity: str = Field(max_length=40, description="asset, contract, license …")
    field: str = Field(max_length=80, description="One of its dates, like notice_on.")
    name: str = Field(min_length=1, max_length=80)
    leads: list[_Days] = Field(min_length=1, max_length=12, description="Days before; negative: after.")


class Policy(BaseModel):
    """A policy. Accounts that it names stand among `addresses`."""

    id: str
    entity: str
    field: str
    name: str
    filter_text: str
    leads: list[int]
    repeat_every: int | None
    repeat_times: int
    roles: list[str]
    addresses: list[str]
    webhook: str | None
    by_mail: bool
    is_optional: bool
    is_digest: bool
    start_hour: int
    end_hour: int
    working_days: bool
    zone: str
    escalate_after: int | None
    escalate_to: str | None
    is_active: bool
    starts_on: date
    version: int


class Policies(BaseModel):
    """All of them, by name."""

    items: list[Policy]


@router.get(
    "/reminder-policies", auth=_GUARD, response=Policies, operation_id="list_reminder_policies",
    summary="List reminder policies",
)  # fmt: skip
def list_all(request: ApiRequest) -> HttpResponse:
    """Your own; all of them where you manage access."""
    return answer({"items": [_shown(row) for row in policies_of(request.auth).order_by("name", "pk")]})


@router.get(
    "/reminder-policies/{public_id}", auth=_GUARD, response=Policy, operation_id="get_reminder_policy",
    summary="Read one reminder policy",
)  # fmt: skip
def get_policy(request: ApiRequest, public_id: str) -> HttpResponse:
    """One of them."""
    return _answer(get_policy_for(request.auth, public_id))


@router.post(
    "/reminder-policies", auth=_GUARD, response={201: Policy}, operation_id="create_reminder_policy",
    summary="Make a reminder policy",
)  # fmt: skip
def create(request: ApiRequest, payload: NewPolicy) -> HttpResponse:
    """Days whose reminder would have gone out before today are never caught up on."""
    entity = next((one for one in remindable() if one.name == payload.entity), None)
    if entity is None:
        raise InvalidInput({"entity": _("Choose something that has a date.")})
    values = _values(request.auth, entity, payload)

    def effect() -> HttpResponse:
        made = create_policy(
            actor=request.auth, entity=entity, field=payload.field, values=values, at=request.received_at
        )
        return _answer(made, status=201)

    return once(request, effect)


@router.patch(
    "/reminder-policies/{public_id}", auth=_GUARD, response=Policy, operation_id="edit_reminder_policy",
    summary="Change a reminder policy",
)  # fmt: skip
def edit(request: ApiRequest, public_id: str, payload: PolicyChanges) -> HttpResponse:
    """What is sent changes; what went out stays on record."""
    version, policy = version_seen(request), get_policy_for(request.auth, public_id)
    entity = entity_named(policy.entity)
    changes = _values(request.auth, entity, payload)
    given: dict[str, Any] = {"policy": policy, "entity": entity, "changes": changes, "version": version}
    return _answer(edit_policy(actor=request.auth, **given, at=request.received_at))


@router.delete(
    "/reminder-policies/{public_id}", auth=_GUARD, response={204: None},
    operation_id="delete_reminder_policy", summary="Delete a reminder policy",
)  # fmt: skip
def remove(request: ApiRequest, public_id: str) -> HttpResponse:
    """With its record, and what it put into inboxes."""
    version, policy = version_seen(request), get_policy_for(request.auth, public_id)
    delete_policy(actor=request.auth, policy=policy, version=version, at=request.received_at)
    return no_content()


def _values(actor: Actor, entity: Entity, payload: PolicyChanges) -> Mapping[str, Any]:
    """What was sent, as the operations take it. Raises InvalidInput for who or what is not there."""
    sent = payload.model_dump(exclude_unset=True)
    values: dict[str, Any] = {name: sent[name] for name in _PLAIN if name in sent}
    unknown = set(sent.get("roles", ())) - set(roles_of(entity))
    if unknown:
        raise InvalidInput({"roles": _("Nobody has this role: %(role)s.") % {"role": min(unknown)}})
    if "addresses" in sent:
        found = accounts_by_address(sent["addresses"])
        values["user_ids"] = sorted({found[one.lower()] for one in sent["addresses"] if one.lower() in found})
        values["addresses"] = [one for one in sent["addresses"] if one.lower() not in found]
    if "escalate_to" in sent:
        values["escalate_to_id"] = _account(sent["escalate_to"])
    if "webhook" in sent:
        values["webhook_id"] = _webhook(actor, sent["webhook"])
    return values


def _account(address: str | None) -> int | None:
    if address is None:
        return None
    found = accounts_by_address([address]).get(address.lower())
    if found is None:
        raise InvalidInput({"escalate_to": _("Give the e-mail address of an account.")})
    return found


def _webhook(actor: Actor, public_id: str | None) -> int | None:
    if public_id is None:
        return None
    found = webhooks_of(actor).filter(public_id=public_id).first()
    if found is None:
        raise InvalidInput({"webhook": _("Choose one of your webhooks.")})
    return int(found.pk)


def _answer(row: ReminderPolicy, *, status: int = 200) -> HttpResponse:
    return answer(_shown(row), status=status, version=row.version)


def _shown(row: ReminderPolicy) -> dict[str, Any]:
    accounts, hook = addresses_of([*row.user_ids, row.escalate_to_id or 0]), find_webhook(row.webhook_id)
    named = [accounts[pk] for pk in row.user_ids if pk in accounts]
    names = ("entity", "field", "starts_on", "version", *_PLAIN)
    return {name: getattr(row, name) for name in names} | {
        "id": row.public_id,
        "addresses": [*named, *filter(None, row.addresses)],
        "webhook": hook.public_id if hook else None,
        "escalate_to": accounts.get(row.escalate_to_id or 0),
    }
