"""The stories of people and places: what was changed about them, and what came to them and left them."""

from typing import Any, Final

from django.http import HttpResponse
from ninja import Query, Router

from assetry.api.v1.answers import answer
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.lists import refuse_unknown
from assetry.api.v1.reading import get_bare
from assetry.api.v1.requests import ApiRequest
from assetry.api.v1.timeline import Timeline, TimelineParams, tell
from assetry.domain.assets.queries import list_period_keys_for
from assetry.domain.organization.events import OrganizationPermission as P
from assetry.kernel.registry import Entity, entity_named
from assetry.platform.audit.merging import merge_pages
from assetry.platform.audit.queries import list_changes_for, list_changes_of_rows

router = Router(tags=["Custody"])
PERSON: Final = entity_named("person")
LOCATION: Final = entity_named("location")


@router.get(
    "/people/{public_id}/timeline",
    auth=Bearer(SIGNED_IN),
    response=Timeline,
    operation_id="list_person_events",
    summary="List what was done to a person, and what they got and gave back",
)
def person_timeline(request: ApiRequest, public_id: str, params: Query[TimelineParams]) -> HttpResponse:
    """Newest first; `subject` names the asset of a `custody` record. Assets out of your scope are left out."""
    person = get_bare(request.auth, PERSON, public_id)
    return _story(request, PERSON, person, params, holder_person=person)


@router.get(
    "/locations/{public_id}/timeline",
    auth=Bearer(P.VIEW),
    response=Timeline,
    operation_id="list_location_events",
    summary="List what was done to a location, and what came there and left",
)
def location_timeline(request: ApiRequest, public_id: str, params: Query[TimelineParams]) -> HttpResponse:
    """Newest first; `subject` names the asset of a `custody` record. Assets out of your scope are left out."""
    location = get_bare(request.auth, LOCATION, public_id)
    return _story(request, LOCATION, location, params, location=location)


def _story(
    request: ApiRequest, entity: Entity, row: Any, params: TimelineParams, **named: Any
) -> HttpResponse:
    refuse_unknown(request, TimelineParams)
    periods = list_period_keys_for(request.auth, **named)
    own = list_changes_for(entity.table, row.pk, at=request.received_at, **params.bounds)
    moves = list_changes_of_rows(
        "assets_custody",
        [custody for custody, _asset in periods],
        subject_table="assets_asset",
        subject_ids=[asset for _custody, asset in periods],
        at=request.received_at,
        **params.bounds,
    )
    return answer(tell(merge_pages(own, moves), request.auth))
