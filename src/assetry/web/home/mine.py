"""My equipment: what the signed-in person has and answers for. Nothing else."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from assetry.domain.assets.models import Asset, Custody
from assetry.domain.assets.queries import list_held_by, list_owned_by
from assetry.domain.software.queries import list_mine
from assetry.web.components.cells import date_html, entity_html
from assetry.web.kit.drawings import drawing_of
from assetry.web.kit.links import entity_url
from assetry.web.kit.values import status_html
from assetry.web.routes import AssetryRequest, Open, page


@dataclass(frozen=True, kw_only=True)
class Thing:
    """A card: what it is, since when it is mine, when it has to be back."""

    name: str
    url: str
    tag: str
    drawing: str
    since: SafeString
    back: SafeString | None
    back_tone: str
    place: str
    note: str


@page(Open.SIGNED_IN)
def my_equipment(request: AssetryRequest) -> HttpResponse:
    """Cards of what is mine; the same page on a phone and on a desk."""
    today = request.received_at.date()
    held = [_thing(custody, today, request.actor.language) for custody in list_held_by(request.actor)]
    owned = [(_owned(asset), status_html(asset.status)) for asset in list_owned_by(request.actor)]
    summary = ngettext("%(n)d thing is yours", "%(n)d things are yours", len(held)) % {"n": len(held)}
    licenses = [
        (row.license.name, row.quantity if row.quantity > 1 else "") for row in list_mine(request.actor)
    ]
    context = {"held": held, "owned": owned, "licenses": licenses, "summary": summary}
    return render(request, "home/mine.html", context)


def _thing(custody: Custody, today: date, locale: str) -> Thing:
    asset = custody.asset
    back = custody.expected_return_on
    late = back is not None and back < today
    return Thing(
        name=asset.title,
        url=entity_url("asset", asset.public_id),
        tag=asset.asset_tag or "",
        drawing=drawing_of(asset),
        since=date_html(custody.period.lower.date(), today=today, locale=locale),
        back=date_html(back, today=today, locale=locale) if back else None,
        back_tone="late" if late else "",
        place=custody.location.path_name if custody.location else "",
        note=custody.note,
    )


def _owned(asset: Asset) -> SafeString:
    return entity_html(asset.title, url=entity_url("asset", asset.public_id), tag=asset.asset_tag or "")
