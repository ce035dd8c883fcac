"""What assets are to each other, and what one of them reaches."""

from typing import Any

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel

from assetry.api.v1.answers import answer
from assetry.api.v1.assets.schemas import ASSET
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.reading import get_bare, get_one
from assetry.api.v1.representing import reference
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.resources import Resource, add_routes
from assetry.api.v1.schemas import Reference
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.impact import Step, Way, walk_from
from assetry.domain.assets.operations import edit_relation, end_relation, relate_assets

router = Router(tags=["Relations"])


class ReachedAsset(BaseModel):
    """An asset that is reached: over which relation, from which asset, after how many steps."""

    asset: Reference
    kind: str
    relation: str
    via: Reference
    steps: int


class Impact(BaseModel):
    """What an asset reaches when it stops. `total` counts also what `items` does not list."""

    total: int
    items: list[ReachedAsset]


def _edit(row: Any, **rest: Any) -> None:
    edit_relation(relation=row, **rest)


@router.get(
    "/assets/{public_id}/impact",
    auth=Bearer(SIGNED_IN),
    response=Impact,
    operation_id="get_asset_impact",
    summary="Read what an asset reaches when it stops",
)
def impact(request: ApiRequest, public_id: str) -> HttpResponse:
    """Over six steps at most, nearest first; over assets that you see alone."""
    walk = walk_from(request.auth, get_bare(request.auth, ASSET, public_id), Way.REACHED)
    return answer({"total": walk.total, "items": [_reached(step) for step in walk.steps.values()]})


def _reached(step: Step) -> dict[str, Any]:
    return {
        "asset": reference(step.asset),
        "kind": step.asset.kind.code,
        "relation": step.type.code,
        "via": reference(step.via),
        "steps": step.depth,
    }


@router.post(
    "/relations/{public_id}/end",
    auth=Bearer(P.EDIT),
    response={204: None},
    operation_id="end_relation",
    summary="Say that a relation no longer holds",
)
def end(request: ApiRequest, public_id: str) -> HttpResponse:
    """It is kept with its end, and no longer listed. With If-Match only in the version that was seen."""

    def effect() -> HttpResponse:
        actor, version = request.auth, version_seen(request, required=False)
        relation = get_one(actor, "relation", public_id)
        end_relation(actor=actor, relation=relation, version=version, at=request.received_at)
        return HttpResponse(status=204)

    return once(request, effect)


add_routes(
    router,
    Resource(
        path="relations", entity="relation", view=P.VIEW, manage=P.EDIT, create=relate_assets, edit=_edit
    ),
)
