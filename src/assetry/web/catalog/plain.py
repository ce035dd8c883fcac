"""Categories and manufacturers: records without further ado."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.assets.counts import count_by_category
from assetry.domain.assets.events import AssetPermission
from assetry.domain.catalog import operations
from assetry.domain.catalog.events import CatalogPermission as P
from assetry.kernel.registry import entity_named
from assetry.web.components.parts import Tile
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.records import Records, name_column

SETTINGS = ("settings", gettext_lazy("Settings"))


def _count_category(page: DetailPage, category: Any, reader: Reader) -> DetailPage:
    count = entity_named("model").visible_to(reader.actor).filter(category=category).count()
    tiles = [
        Tile(label=_("Models"), value=str(count), url=_list("asset_models", category=category.public_id))
    ]
    if reader.actor.may(AssetPermission.VIEW):
        n = count_by_category(reader.actor).get(category.pk, 0)
        tiles.append(Tile(label=_("Assets"), value=str(n), url=_list("assets", category=category.public_id)))
    return replace(page, tiles=tiles)


def _list(route: str, **query: str) -> str:
    return f"{route_url(route)}?{urlencode(query)}"


CATEGORIES = Records(
    entity="category",
    route="categories",
    prefix="settings/categories",
    manage=P.MANAGE,
    owned=False,
    above=SETTINGS,
    create=operations.create_category,
    edit=operations.edit_category,
    columns=(name_column("category"), ListColumn(name="kind", place="sub")),
    groups=(
        FormGroup(title=gettext_lazy("What it is"), fields=("name", "kind", "icon")),
        FormGroup(title=gettext_lazy("More"), fields=("note", "is_archived"), folded=True),
    ),
    empty=gettext_lazy(
        "Categories group the models of a kind: laptops, monitors, subscriptions of software."
    ),
    facets=(Facet(name="kind"), Facet(name="is_archived")),
    related=("kind",),
    enrich=_count_category,
)
MANUFACTURERS = Records(
    entity="manufacturer",
    route="manufacturers",
    prefix="settings/manufacturers",
    manage=P.MANAGE,
    owned=False,
    above=SETTINGS,
    create=operations.create_manufacturer,
    edit=operations.edit_manufacturer,
    columns=(
        name_column("manufacturer"),
        ListColumn(name="website", place="sub", cut=True),
        ListColumn(name="support_url", rank=2, cut=True),
    ),
    groups=(
        FormGroup(title=gettext_lazy("Who"), fields=("name", "website", "support_url")),
        FormGroup(title=gettext_lazy("More"), fields=("note", "is_archived"), folded=True),
    ),
    empty=gettext_lazy("Manufacturers make the models. Make the first one, or let an import make them."),
    facets=(Facet(name="is_archived"),),
)
