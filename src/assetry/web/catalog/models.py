"""Asset models: what they are, how many there are, how they look."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.assets.counts import count_of_model_by_status
from assetry.domain.assets.events import AssetPermission
from assetry.domain.assets.queries import list_statuses
from assetry.domain.catalog import operations
from assetry.domain.catalog.events import CatalogPermission as P
from assetry.domain.catalog.queries import find_picture
from assetry.web.catalog.story import MODEL
from assetry.web.components import cells
from assetry.web.components.blocks import Bar, HBars, Html, Panel, Table
from assetry.web.components.parts import Action, Tile, Words
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.records import Records
from assetry.web.kit.values import status_html


def _name(row: Any, reader: Reader) -> Words:
    return cells.name_html(row.name, entity_url("model", row.public_id))


def _end_of_support(row: Any, reader: Reader) -> Words:
    """Late when it is over."""
    day = row.end_of_support_on
    tone = "late" if day is not None and day <= reader.today else ""
    return cells.date_html(day, today=reader.today, locale=reader.locale, tone=tone)


def picture_url(model: Any, sha256: str) -> str:
    """Where the picture of a model is; another picture has another address."""
    return route_url("model_picture_file", public_id=model.public_id, sha256=sha256)


def _enrich(page: DetailPage, model: Any, reader: Reader) -> DetailPage:
    """Its picture, and the assets of this model by their status."""
    picture = find_picture(model)
    more = [_picture_action(model, bool(picture))] if reader.actor.may(P.MANAGE) else []
    main = list(page.main)
    if reader.actor.may(AssetPermission.VIEW):
        main.append(_assets_panel(model, reader))
    side = list(page.side)
    if picture:
        remove = [_remove_action(model)] if more else []
        blocks = (Html(html=_picture_html(model, picture)),)
        side.insert(0, Panel(title=_("Picture"), blocks=blocks, actions=remove))
    return replace(
        page,
        actions=[*page.actions, *more],
        picture=picture_url(model, picture[0]) if picture else "",
        tiles=_tiles(model, reader),
        main=main,
        side=side,
    )


def _picture_action(model: Any, has_one: bool) -> Action:
    label = _("Replace picture") if has_one else _("Add picture")
    return Action(label=label, url=route_url("model_picture", public_id=model.public_id), icon="camera")


def _remove_action(model: Any) -> Action:
    url = route_url("model_picture_remove", public_id=model.public_id)
    return Action(label=_("Remove picture"), url=url, how="post", icon="trash-2", small=True)


def _picture_html(model: Any, picture: tuple[str, int, int]) -> SafeString:
    sha256, width, height = picture
    return format_html(
        '<img class="picture" src="{}" width="{}" height="{}" alt="{}">',
        picture_url(model, sha256),
        width,
        height,
        model.name,
    )


def _tiles(model: Any, reader: Reader) -> tuple[Tile, ...]:
    life = model.useful_life_months
    ends = model.end_of_support_on
    over = ends is not None and ends <= reader.today
    return (
        Tile(
            label=_("Useful life"),
            value=_("%(n)d months") % {"n": life} if life else "—",
            note="" if life else _("not given"),
        ),
        Tile(label=_("End of sale"), value=_day(model.end_of_sale_on, reader)),
        Tile(
            label=_("End of support"),
            value=_day(ends, reader),
            note=cells.relative_day(ends, reader.today) if ends else "",
            tone="late" if over else "",
        ),
    )


def _day(day: Any, reader: Reader) -> str:
    return cells.format_day(day, reader.locale) if day else "—"


def _assets_panel(model: Any, reader: Reader) -> Panel:
    totals = count_of_model_by_status(reader.actor, model)
    statuses = sorted(list_statuses(reader.actor), key=lambda status: -totals.get(status.pk, 0))
    bars = [
        Bar(
            label=status_html(status),
            value=totals[status.pk],
            url=_assets_url(model, status=status.public_id),
        )
        for status in statuses
        if totals.get(status.pk)
    ]
    empty = Table(caption=_("Assets"), columns=(), rows=(), empty=_("No asset is of this model yet."))
    return Panel(
        title=_("Assets of this model"),
        count=sum(totals.values()),
        sub=_("by status"),
        blocks=(HBars(bars=bars),) if bars else (empty,),
        actions=(Action(label=_("Open as a list"), url=_assets_url(model), small=True),) if bars else (),
    )


def _assets_url(model: Any, **more: str) -> str:
    return f"{route_url('assets')}?{urlencode({'model': model.public_id, **more})}"


MODELS = Records(
    entity="model",
    route="asset_models",
    prefix="models",
    manage=P.MANAGE,
    owned=False,
    create=operations.create_asset_model,
    edit=operations.edit_asset_model,
    columns=(
        ListColumn(name="name", place="name", html=_name),
        ListColumn(name="number", place="code", rank=2),
        ListColumn(name="manufacturer", place="sub", rank=1),
        ListColumn(name="category", rank=2, cut=True),
        ListColumn(name="useful_life_months", label=gettext_lazy("Life (months)"), rank=3, number=True),
        ListColumn(name="end_of_support_on", rank=3, html=_end_of_support),
    ),
    groups=(
        FormGroup(
            title=gettext_lazy("What it is"),
            fields=("name", "number", "manufacturer", "category"),
            half=frozenset({"manufacturer", "category"}),
        ),
        FormGroup(
            title=gettext_lazy("How long it lasts"),
            fields=("useful_life_months", "end_of_sale_on", "end_of_support_on"),
            half=frozenset({"end_of_sale_on", "end_of_support_on"}),
        ),
        FormGroup(title=gettext_lazy("More"), fields=("note", "is_archived"), folded=True),
    ),
    empty=gettext_lazy(
        "A model is a product of a manufacturer: its assets share category, useful life and end dates. Make the "
        "first one, or let an import make them."
    ),
    facets=(
        Facet(name="manufacturer", remote=True),
        Facet(name="category", remote=True),
        Facet(name="is_archived"),
    ),
    related=("manufacturer", "category"),
    facts=("number", "manufacturer", "category"),
    another=(),
    story=MODEL,
    enrich=_enrich,
)
