"""The lists and pages of assets."""

from django.http import HttpResponse

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.kinds.registry import GROUPS
from assetry.domain.assets.queries import get_asset_page_for
from assetry.domain.catalog.queries import get_kind_for
from assetry.kernel.refusals import NotFound
from assetry.web.assets.as_of import as_of_page
from assetry.web.assets.coverage import hanging_on_asset
from assetry.web.assets.detail import Loaded, Section, detail_page
from assetry.web.assets.lists import describe_assets, describe_group
from assetry.web.kit.answers import answer
from assetry.web.kit.lists import answer_list
from assetry.web.kit.query import ListQuery, read_day
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, Open, page


@page(P.VIEW)
def assets(request: AssetryRequest, kind: str = "") -> HttpResponse:
    """All assets, or those of one kind."""
    found = get_kind_for(request.actor, kind) if kind else None
    name = f"asset:{kind}" if kind else "asset"
    query = ListQuery.opened(request.path, request.GET, name, request.actor)
    return answer_list(request, describe_assets(reader_of(request), found, query), query)


@page(P.VIEW)
def assets_of_group(request: AssetryRequest, group: str) -> HttpResponse:
    """The assets of the kinds that share one entry of the sidebar."""
    if group not in GROUPS:
        raise NotFound
    return answer_list(request, describe_group(reader_of(request), GROUPS[group], ListQuery.of(request)))


@page(Open.SIGNED_IN)
def asset(request: AssetryRequest, public_id: str, section: Section = "overview") -> HttpResponse:
    """One asset: for whoever sees it, also somebody who only holds it."""
    found = get_asset_page_for(request.actor, public_id, **hanging_on_asset(request.actor))
    loaded = Loaded.of(found, reader_of(request))
    day = read_day(request.GET.get("as_of", ""))
    if day is not None and day < loaded.reader.today:
        return answer(request, "kit/detail.html", as_of_page(loaded, day))
    before = request.GET.get("before", "")
    older_than = int(before) if before.isascii() and before.isdigit() and len(before) < 19 else None
    return answer(request, "kit/detail.html", detail_page(loaded, section, older_than))
