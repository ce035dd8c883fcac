"""Hand out, take back, move, change status: one asset by its address, many by their ids, the same operations."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Router

from assetry.api.v1.answers import answer
from assetry.api.v1.assets import schemas as body
from assetry.api.v1.assets.register import answer_asset
from assetry.api.v1.assets.schemas import ASSET, AssetDetail, Moved
from assetry.api.v1.guard import Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.reading import find_referenced, get_bare, get_many, get_referenced, reload
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.domain.assets import operations as do
from assetry.domain.assets.events import AssetPermission as P
from assetry.kernel.public_id import normalize_public_id
from assetry.kernel.refusals import InvalidInput
from assetry.platform.permissions.actor import Actor

router = Router(tags=["Custody"])
type Operation = Callable[..., None]


def _options(actor: Actor, sent: Any) -> dict[str, Any]:
    """What the body says beside the assets, as the operations take it: only what was given."""
    options: dict[str, Any] = {"note": sent.note, "effective_at": sent.effective_at}
    for name in ("location", "status"):
        if (found := find_referenced(actor, name, getattr(sent, name, None), name)) is not None:
            options[name] = found
    if (holder := getattr(sent, "holder", None)) is not None:
        options["holder"] = get_referenced(actor, holder.type, holder.id, "holder.id")
    if (condition := getattr(sent, "condition", None)) is not None:
        options["condition"] = condition
    if (day := getattr(sent, "expected_return_on", None)) is not None:
        options["expected_return_on"] = _date(day)
    return options


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput({"expected_return_on": _("Give a date as 2026-11-24.")}) from None


def _move_one(request: ApiRequest, public_id: str, sent: Any, operation: Operation) -> HttpResponse:
    def effect() -> HttpResponse:
        actor, version = request.auth, version_seen(request, required=False)
        asset = get_bare(actor, ASSET, public_id)
        options = _options(actor, sent)
        operation(actor=actor, asset=asset, version=version, **options, at=request.received_at)
        return answer_asset(reload(ASSET, asset))

    return once(request, effect)


def _move_many(request: ApiRequest, sent: Any, operation: Operation) -> HttpResponse:
    def effect() -> HttpResponse:
        actor = request.auth
        assets = get_many(actor, ASSET.name, sent.assets, "assets")
        keys = {asset.public_id: asset.pk for asset in assets}
        request.bulk_ids = {pk: public_id for public_id, pk in keys.items()}
        versions = _versions(sent.versions, keys)
        options = _options(actor, sent)
        operation(actor=actor, assets=assets, versions=versions, **options, at=request.received_at)
        return answer({"assets": list(keys)})

    return once(request, effect)


def _versions(seen: dict[str, int], keys: dict[str, int]) -> dict[int, int]:
    named = {normalize_public_id(public_id) or "": version for public_id, version in seen.items()}
    if unknown := sorted(named.keys() - keys.keys()):
        raise InvalidInput({f"versions.{unknown[0]}": _("This is none of the assets.")})
    return {keys[public_id]: version for public_id, version in named.items()}


@router.post("/assets/check-out", auth=Bearer(P.CHECK_OUT), response=Moved, operation_id="check_out_assets")
def check_out_many(request: ApiRequest, payload: body.CheckOutMany) -> HttpResponse:
    """Hand many assets to one holder: all of them, or none with every reason."""
    return _move_many(request, payload, do.check_out_assets)


@router.post("/assets/check-in", auth=Bearer(P.CHECK_IN), response=Moved, operation_id="check_in_assets")
def check_in_many(request: ApiRequest, payload: body.CheckInMany) -> HttpResponse:
    """Take many assets back: all of them, or none with every reason."""
    return _move_many(request, payload, do.check_in_assets)


@router.post("/assets/transfer", auth=Bearer(P.TRANSFER), response=Moved, operation_id="transfer_assets")
def transfer_many(request: ApiRequest, payload: body.TransferMany) -> HttpResponse:
    """Move many assets: all of them, or none with every reason."""
    return _move_many(request, payload, do.transfer_assets)


@router.post(
    "/assets/status", auth=Bearer(P.CHANGE_STATUS), response=Moved, operation_id="change_status_of_assets"
)
def change_status_of_many(request: ApiRequest, payload: body.ChangeStatusMany) -> HttpResponse:
    """Give many assets another status: all of them, or none with every reason."""
    return _move_many(request, payload, do.change_status_of_assets)


@router.post(
    "/assets/{public_id}/check-out",
    auth=Bearer(P.CHECK_OUT),
    response=AssetDetail,
    operation_id="check_out_asset",
)
def check_out(request: ApiRequest, public_id: str, payload: body.CheckOut) -> HttpResponse:
    """Hand the asset out. With If-Match only in the version that was seen."""
    return _move_one(request, public_id, payload, do.check_out_asset)


@router.post(
    "/assets/{public_id}/check-in",
    auth=Bearer(P.CHECK_IN),
    response=AssetDetail,
    operation_id="check_in_asset",
)
def check_in(request: ApiRequest, public_id: str, payload: body.CheckIn) -> HttpResponse:
    """Take the asset back."""
    return _move_one(request, public_id, payload, do.check_in_asset)


@router.post(
    "/assets/{public_id}/transfer",
    auth=Bearer(P.TRANSFER),
    response=AssetDetail,
    operation_id="transfer_asset",
)
def transfer(request: ApiRequest, public_id: str, payload: body.Transfer) -> HttpResponse:
    """Move the asset to another holder, another place, or both."""
    return _move_one(request, public_id, payload, do.transfer_asset)


@router.post(
    "/assets/{public_id}/status",
    auth=Bearer(P.CHANGE_STATUS),
    response=AssetDetail,
    operation_id="change_asset_status",
)
def change_status(request: ApiRequest, public_id: str, payload: body.ChangeStatus) -> HttpResponse:
    """Give the asset another status."""
    return _move_one(request, public_id, payload, do.change_status)
