"""A short look at one asset beside its list."""

from django.urls import reverse

from assetry.domain.assets.queries import get_asset_page_for, list_status_periods
from assetry.kernel.refusals import NotFound
from assetry.web.assets.cells import asset_title
from assetry.web.assets.props import short_props
from assetry.web.assets.stages import stages_of
from assetry.web.assets.story import latest_events
from assetry.web.assets.verbs import verbs_of
from assetry.web.kit.context import PeekPage
from assetry.web.kit.drawings import drawing_of
from assetry.web.kit.query import ListQuery
from assetry.web.kit.reader import Reader
from assetry.web.kit.values import status_html


def peek_page(reader: Reader, public_id: str, query: ListQuery) -> PeekPage | None:
    """The peek of an asset; None when it does not exist or may not be seen: the list stands alone then."""
    try:
        asset = get_asset_page_for(reader.actor, public_id)
    except NotFound:
        return None
    reader = reader.within(asset.company.time_zone)
    verbs = verbs_of(reader.actor, asset)
    url = reverse("asset", kwargs={"public_id": asset.public_id})
    maker = asset.manufacturer.name if asset.manufacturer else ""
    facts = (maker, asset.category.name, asset.serial_number or "")
    title = asset_title(asset)
    return PeekPage(
        id=asset.public_id,
        title=title,
        label=", ".join(filter(None, (asset.asset_tag, title))),
        code=asset.asset_tag or "",
        badges=(status_html(asset.status),),
        subtitle=" · ".join(filter(None, facts)),
        drawing=drawing_of(asset),
        open_url=url,
        close_url=query.here(peek=None),
        actions=[action for action in verbs.shown if not action.key],
        more=verbs.more,
        stages=stages_of(list_status_periods(asset), reader),
        props=short_props(asset, reader),
        latest=latest_events(asset, reader),
        timeline_url=reverse("asset_timeline", kwargs={"public_id": asset.public_id}),
        timeline_label="Timeline",
    )
