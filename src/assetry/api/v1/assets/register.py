"""List, read, make and change assets."""

from datetime import date, timedelta
from typing import Any, Final

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router

from assetry.api.v1.answers import answer
from assetry.api.v1.assets.schemas import (
    ASSET,
    AsOfParams,
    AssetChanges,
    AssetDetail,
    AssetListParams,
    AssetPage,
    Identifier,
    NewAsset,
)
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.lists import answer_list, answer_rows, refuse_unknown
from assetry.api.v1.reading import find_referenced, get_bare, get_referenced, get_shown, read_values, reload
from assetry.api.v1.representing import Paths, related_paths, represent
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.resources import add_deleting
from assetry.domain.assets.as_of import AS_OF_CONDITIONS, AS_OF_PATHS, assets_as_of
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.operations import create_asset, edit_asset, set_identifiers
from assetry.domain.assets.queries import list_identifiers
from assetry.kernel.refusals import InvalidInput, NotFound

router = Router(tags=["Assets"])
# Where a day begins first: UTC+14.
_EARLIEST_ZONE: Final = timedelta(hours=14)
_THEN: Final[Paths] = tuple(AS_OF_PATHS.items())
_ASKED: Final[Paths] = tuple(AS_OF_CONDITIONS.items())
_APART: Final = ("company", "kind", "status", "location")


@router.get(
    "/assets",
    auth=Bearer(SIGNED_IN),
    response=AssetPage,
    operation_id="list_assets",
    summary="List assets",
)
def list_assets(request: ApiRequest, params: Query[AssetListParams]) -> HttpResponse:
    """What you may see; with `as_of`, what existed that day, with its holder, place and status of then."""
    day = _day(request, params.as_of)
    if day is None or params.format != "json":
        return answer_list(request, ASSET, params)
    refuse_unknown(request, AssetListParams)
    then = assets_as_of(request.auth, ASSET.visible_to(request.auth), day)
    return answer_rows(request, ASSET, params, then, paths=_THEN, conditions=_ASKED)


@router.get(
    "/assets/{public_id}",
    auth=Bearer(SIGNED_IN),
    response=AssetDetail,
    operation_id="get_asset",
    summary="Read one asset",
)
def get_asset(request: ApiRequest, public_id: str, params: Query[AsOfParams]) -> HttpResponse:
    """One asset; with `as_of`, its holder, place and status of then (404 when it was not registered yet)."""
    refuse_unknown(request, AsOfParams)
    actor, day = request.auth, _day(request, params.as_of)
    asset = get_shown(actor, ASSET, public_id)
    if day is None:
        return answer_asset(asset)
    visible = assets_as_of(actor, ASSET.visible_to(actor), day)
    then = visible.select_related(*related_paths(ASSET.name, _THEN)).filter(pk=asset.pk).first()
    if then is None:
        raise NotFound
    return answer_asset(then, _THEN)


@router.post(
    "/assets",
    auth=Bearer(P.CREATE),
    response={201: AssetDetail},
    operation_id="create_asset",
    summary="Register an asset",
)
def create(request: ApiRequest, payload: NewAsset) -> HttpResponse:  # type: ignore[valid-type]
    """Register an asset of a company and kind; without a tag it gets the next one of the scheme."""
    sent: Any = payload
    return once(request, lambda: _created(request, sent))


def _created(request: ApiRequest, sent: Any) -> HttpResponse:
    actor = request.auth
    values = read_values(actor, ASSET.fields, sent, apart=_APART, custom=ASSET.custom_fields)
    asset = create_asset(
        actor=actor,
        company=get_referenced(actor, "company", sent.company, "company"),
        kind=get_referenced(actor, "kind", sent.kind, "kind"),
        values=values,
        status=find_referenced(actor, "status", sent.status, "status"),
        location=find_referenced(actor, "location", sent.location, "location"),
        at=request.received_at,
    )
    return answer_asset(reload(ASSET, asset), status=201)


@router.patch(
    "/assets/{public_id}",
    auth=Bearer(P.EDIT),
    response=AssetDetail,
    operation_id="edit_asset",
    summary="Change an asset",
)
def edit(request: ApiRequest, public_id: str, payload: AssetChanges) -> HttpResponse:  # type: ignore[valid-type]
    """Change fields of an asset; holder, place and status have routes of their own."""
    actor, version = request.auth, version_seen(request)
    asset = get_bare(actor, ASSET, public_id)
    changes = read_values(actor, ASSET.fields, payload, custom=ASSET.custom_fields)
    edit_asset(actor=actor, asset=asset, changes=changes, version=version, at=request.received_at)
    return answer_asset(reload(ASSET, asset))


@router.put(
    "/assets/{public_id}/identifiers",
    auth=Bearer(P.EDIT),
    response=AssetDetail,
    operation_id="set_asset_identifiers",
    summary="Say what names an asset",
)
def put_identifiers(request: ApiRequest, public_id: str, payload: list[Identifier]) -> HttpResponse:
    """Make exactly these the identifiers of the asset."""
    actor, version = request.auth, version_seen(request)
    asset = get_bare(actor, ASSET, public_id)
    pairs = [(one.scheme, one.value) for one in payload]
    set_identifiers(actor=actor, asset=asset, identifiers=pairs, version=version, at=request.received_at)
    return answer_asset(reload(ASSET, asset))


add_deleting(router, "assets", ASSET)


def answer_asset(asset: Any, paths: Paths = (), *, status: int = 200) -> HttpResponse:
    """One asset with its ETag; a new one with its address."""
    identifiers = [{"scheme": one.scheme, "value": one.value} for one in list_identifiers(asset)]
    data = represent(ASSET, asset, paths) | {"version": asset.version, "identifiers": identifiers}
    location = f"/api/v1/assets/{asset.public_id}" if status == 201 else None
    return answer(data, status=status, version=asset.version, location=location)


def _day(request: ApiRequest, text: str | None) -> date | None:
    """The day of `as_of`; raises InvalidInput for one that does not exist or has not begun yet, anywhere."""
    if text is None:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidInput({"as_of": _("Give a date as 2026-11-24.")}) from None
    if not date(1900, 1, 1) <= day <= (request.received_at + _EARLIEST_ZONE).date():
        raise InvalidInput({"as_of": _("Give a day up to today.")})
    return day
