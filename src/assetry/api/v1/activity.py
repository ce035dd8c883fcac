"""The activity log, and erasing a person: what the trail keeps, and what it gives up."""

from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import BaseModel, ConfigDict, Field

from assetry.api.v1.answers import answer
from assetry.api.v1.guard import Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.instants import Instant
from assetry.api.v1.lists import refuse_unknown
from assetry.api.v1.reading import get_bare, get_referenced, reload
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.resources import answer_one
from assetry.api.v1.schemas import output_model
from assetry.api.v1.timeline import Timeline, tell
from assetry.domain.access.activity import list_activity_for
from assetry.domain.access.events import AccessPermission
from assetry.domain.organization.events import OrganizationPermission
from assetry.domain.organization.operations import erase_person
from assetry.kernel.refusals import InvalidInput
from assetry.kernel.registry import entities, entity_named
from assetry.platform.audit.activity import ActivityPage, Wanted
from assetry.platform.audit.queries import TrailPage
from assetry.platform.permissions.actor import Actor, Door

router = Router(tags=["Activity"])
PERSON: Final = entity_named("person")


class ActivityParams(BaseModel):
    """Which events."""

    actor: str = Field(
        "", max_length=12, description="The id of a user. Needs the permission to manage access."
    )
    door: str = Field("", max_length=10, description="web, api, cli, import, job or system.")
    entity: str = Field("", max_length=40, description="What was changed: asset, person, location …")
    intent: str = Field(
        "", max_length=80, pattern=r"^[a-z0-9_.]*$", description="What was done: assets.asset.check_out …"
    )
    since: Instant | None = Field(None, description="From this instant on.")
    until: Instant | None = Field(None, description="Before this instant.")
    cursor: str = Field(
        "", pattern="^([0-9]{1,17}-[0-9]{1,18})?$", description="`next` of a page: older events."
    )
    limit: int = Field(50, ge=1, le=250)


class Erasure(BaseModel):
    """Why somebody is erased."""

    model_config = ConfigDict(extra="forbid")
    reason: str = Field(min_length=1, max_length=2000, description="It stays in the activity log.")


@router.get(
    "/activity",
    auth=Bearer(AccessPermission.VIEW_ACTIVITY),
    response=Timeline,
    operation_id="list_activity",
    summary="List who did what",
)
def activity(request: ApiRequest, params: Query[ActivityParams]) -> HttpResponse:
    """Newest first, in your scope. Of an event that changed many things the first twelve changes are told."""
    refuse_unknown(request, ActivityParams)
    found = list_activity_for(
        request.auth,
        _wanted(request.auth, params),
        at=request.received_at,
        cursor=params.cursor,
        limit=params.limit,
    )
    return answer(_told(found, request.auth))


@router.post(
    "/people/{public_id}/erase",
    auth=Bearer(OrganizationPermission.ERASE_PEOPLE),
    response=output_model(PERSON, also={"version": (int, ...)}),
    operation_id="erase_person",
    summary="Erase a person for good",
    tags=[str(PERSON.label_plural)],
)
def erase(request: ApiRequest, public_id: str, payload: Erasure) -> HttpResponse:
    """Take whatever names them away, here and in the log. Refused while they hold or own assets, or can sign in."""

    def effect() -> HttpResponse:
        row = get_bare(request.auth, PERSON, public_id)
        version = version_seen(request, required=False)
        erase_person(
            actor=request.auth, person=row, note=payload.reason, version=version, at=request.received_at
        )
        return answer_one(request.auth, PERSON, reload(PERSON, row), path="people")

    return once(request, effect)


def _wanted(actor: Actor, params: ActivityParams) -> Wanted:
    tables = {entity.name: entity.table for entity in entities()}
    errors: dict[str, Any] = {}
    if params.entity and params.entity not in tables:
        errors["entity"] = _("There is no such kind of thing.")
    if params.door and params.door not in set(Door):
        errors["door"] = _("There is no such door.")
    if errors:
        raise InvalidInput(errors)
    return Wanted(
        actor_ids=[get_referenced(actor, "user", params.actor, "actor").pk] if params.actor else None,
        doors=[params.door] if params.door else (),
        subject_tables=[tables[params.entity]] if params.entity else (),
        intents=[params.intent] if params.intent else None,
        since=params.since,
        until=params.until,
    )


def _told(found: ActivityPage, actor: Actor) -> dict[str, Any]:
    told = tell(TrailPage(tuple(item.event for item in found.items), None), actor)
    return {**told, "next": found.cursor or None}
