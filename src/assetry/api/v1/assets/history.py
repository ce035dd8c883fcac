"""The story of an asset: who had it and where, and what was done to it."""

from typing import Any, Final

from django.http import HttpResponse
from ninja import Query, Router

from assetry.api.v1.answers import answer
from assetry.api.v1.assets.schemas import ASSET, CustodyPeriods
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.lists import refuse_unknown
from assetry.api.v1.reading import get_bare
from assetry.api.v1.representing import holder, reference
from assetry.api.v1.requests import ApiRequest
from assetry.api.v1.timeline import Timeline, TimelineParams, tell
from assetry.domain.assets.queries import list_custody
from assetry.kernel.registry import entity_named
from assetry.platform.audit.queries import list_changes_for
from assetry.platform.permissions.actor import Actor

router = Router(tags=["Custody"])
_HOLDERS: Final = ("person", "department", "asset", "supplier")


@router.get(
    "/assets/{public_id}/custody",
    auth=Bearer(SIGNED_IN),
    response=CustodyPeriods,
    operation_id="list_custody",
    summary="List who had an asset, and where",
)
def custody(request: ApiRequest, public_id: str) -> HttpResponse:
    """All periods, newest first. Holders and places out of your scope are periods without their names."""
    asset = get_bare(request.auth, ASSET, public_id)
    periods = list_custody(asset)
    visible = {kind: _visible(request.auth, kind, periods) for kind in (*_HOLDERS, "location")}
    return answer({"items": [_period(one, visible) for one in periods]})


@router.get(
    "/assets/{public_id}/timeline",
    auth=Bearer(SIGNED_IN),
    response=Timeline,
    operation_id="list_asset_events",
    summary="List what was done to an asset",
)
def timeline(request: ApiRequest, public_id: str, params: Query[TimelineParams]) -> HttpResponse:
    """Who did what and when, newest first, with every value before and after."""
    refuse_unknown(request, TimelineParams)
    asset = get_bare(request.auth, ASSET, public_id)
    page = list_changes_for(ASSET.table, asset.pk, at=request.received_at, **params.bounds)
    return answer(tell(page, request.auth))


def _visible(actor: Actor, kind: str, periods: list[Any]) -> set[int]:
    """Which of the periods' holders of a kind (or places) the actor may see."""
    column = "location_id" if kind == "location" else f"holder_{kind}_id"
    ids = {key for one in periods if (key := getattr(one, column)) is not None}
    if not ids:
        return set()
    return set(entity_named(kind).visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))


def _period(one: Any, visible: dict[str, set[int]]) -> dict[str, Any]:
    return {
        "starts_at": one.period.lower,
        "ends_at": one.period.upper,
        "holder": _holder(one, visible),
        "location": reference(one.location) if one.location_id in visible["location"] else None,
        "expected_return_on": one.expected_return_on,
        "condition": one.condition or None,
        "note": one.note,
    }


def _holder(one: Any, visible: dict[str, set[int]]) -> dict[str, str | None] | None:
    for kind in _HOLDERS:
        row = getattr(one, f"holder_{kind}")
        if row is not None:
            return holder(kind, row) if row.pk in visible[kind] else {"type": kind, "id": None, "name": None}
    return None
