"""What an act is about: one asset, the ones that were ticked, or all that a list's filter finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.queries import get_asset_for, list_assets_for
from assetry.kernel.refusals import NotFound, NotPermitted, Refusal
from assetry.kernel.registry import entity_named
from assetry.platform.bulk.runs import FEW
from assetry.web.assets.lists import describe_assets
from assetry.web.kit.bulk import begin_from, chosen
from assetry.web.kit.listing import compile_listing
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader
from assetry.web.routes import AssetryRequest

MOST_AT_ONCE = 10_000
ACT_PATHS = ("/check-out", "/check-in", "/transfer", "/status", "/edit", "/identifiers", "/export")


class SelectionChanged(Refusal):
    """Some of what was shown is not there any more: nothing was changed, look again."""

    code = "selection_changed"
    message = _("Nothing was changed: some of these assets are not there any more. Look at the list again.")


class TooMany(Refusal):
    """More than one act takes."""

    code = "too_many"
    status = 422
    message = _("Choose at most %(most)s assets at once; these are %(count)s.")


@dataclass(frozen=True, kw_only=True)
class Selection:
    """The assets, and the versions that were shown (by key); `is_shown` once a form has listed them."""

    assets: Sequence[Any]
    versions: Mapping[int, int]
    is_shown: bool
    is_single: bool

    @property
    def picks(self) -> str:
        """Public ids and versions as one hidden field carries them."""
        return pack_picks(self.assets)

    @property
    def keys(self) -> list[int]:
        """The primary keys."""
        return [asset.pk for asset in self.assets]

    def only(self, assets: Sequence[Any]) -> "Selection":
        """The same with some of the assets."""
        return Selection(
            assets=assets, versions=self.versions, is_shown=self.is_shown, is_single=self.is_single
        )


def pack_picks(assets: Sequence[Any]) -> str:
    """`ID:version,ID:version`."""
    return ",".join(f"{asset.public_id}:{asset.version}" for asset in assets)


def selection_of(request: AssetryRequest, reader: Reader, public_id: str) -> Selection:
    """What the request is about. Raises NotFound, SelectionChanged, TooMany, FilterInvalid."""
    versions = _unpack(request.POST.get("picks", ""))
    if public_id:
        asset = get_asset_for(request.actor, public_id)
        shown = versions.get(asset.public_id)
        known = {asset.pk: shown} if shown is not None else {}
        return Selection(assets=[asset], versions=known, is_shown=shown is not None, is_single=True)
    if versions:
        assets = list_assets_for(request.actor, versions)
        if len(assets) != len(versions):
            raise SelectionChanged
        known = {asset.pk: versions[asset.public_id] for asset in assets}
        return Selection(assets=assets, versions=known, is_shown=True, is_single=False)
    assets = list_assets_for(request.actor, _chosen_ids(request, reader))
    if not assets:
        raise NotFound
    known = {asset.pk: asset.version for asset in assets}
    return Selection(assets=assets, versions=known, is_shown=False, is_single=False)


def selection_or_back(
    request: AssetryRequest, reader: Reader, public_id: str = "", work: str = "", few: int = FEW
) -> Selection | HttpResponse:
    """The selection, or the way back to the list with the reason why there is none. Raises NotFound.

    With a `work`, more than a few become a change of many, whose form is next.
    """
    try:
        if work and _are_many(request, few):
            run = begin_from(request, "asset", work)
            return HttpResponseRedirect(reverse("bulk_fields", kwargs={"public_id": run.public_id}))
        return selection_of(request, reader, public_id)
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(_page_before(request) or reverse("assets"))


def _are_many(request: AssetryRequest, few: int) -> bool:
    if request.POST.get("all") != "1":
        return False
    rows, _scope = chosen(request, entity_named("asset"))
    return int(rows.order_by()[: few + 1].count()) > few


def _unpack(text: str) -> dict[str, int]:
    pairs = (part.partition(":") for part in text.split(",") if part)
    return {
        public_id: int(version)
        for public_id, _colon, version in pairs
        if version.isascii() and version.isdigit()
    }


def _chosen_ids(request: AssetryRequest, reader: Reader) -> list[str]:
    """The ticked rows, or every row of the list's own query."""
    if request.POST.get("all") != "1":
        ids = request.POST.getlist("ids")
    else:
        query = ListQuery("", QueryDict(request.POST.get("query", "")))
        rows = compile_listing(describe_assets(reader, None, query), query, reader).queryset
        ids = list(rows.order_by().values_list("public_id", flat=True)[: MOST_AT_ONCE + 1])
    if len(ids) > MOST_AT_ONCE:
        raise TooMany(most=MOST_AT_ONCE, count=f"{MOST_AT_ONCE}+")
    return ids


def return_url(request: AssetryRequest, selection: Selection) -> str:
    """Where the act was started: sent along by the form, else the page before; only pages of ours."""
    if path := _page_before(request):
        return path
    if selection.is_single:
        return reverse("asset", kwargs={"public_id": selection.assets[0].public_id})
    return reverse("assets")


def _page_before(request: AssetryRequest) -> str:
    """The page that an act was started from; empty for pages that are not ours, and for the acts' own."""
    headers = request.headers
    before = request.POST.get("return_to") or headers.get("HX-Current-URL") or headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()}):
        return ""
    path = "/" + before.split("://", 1)[1].partition("/")[2] if "://" in before else before
    return "" if path.partition("?")[0].endswith(ACT_PATHS) else path
