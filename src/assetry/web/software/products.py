"""Software products."""

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.software.events import SoftwarePermission as P
from assetry.domain.software.models import License
from assetry.domain.software.operations import create_product, edit_product
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import entity_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.records import Records, name_column

_SHOWN = 50


def _enrich(page: DetailPage, product: Any, reader: Reader) -> DetailPage:
    """The licenses of it, in the companies that the reader sees."""
    if not reader.actor.may(P.VIEW):
        return page
    licenses = License.objects.visible_to(reader.actor).filter(product=product).select_related("company")
    rows = [
        (
            cells.name_html(row.company.name, entity_url("license", row.public_id)),
            cells.number_html(row.bought, locale=reader.locale),
            cells.number_html(row.assigned, locale=reader.locale),
            cells.number_html(row.free, locale=reader.locale),
        )
        for row in licenses.order_by("company__name_sort")[:_SHOWN]
    ]
    columns = (
        TableColumn(_("Company")),
        TableColumn(_("Bought"), number=True),
        TableColumn(_("Assigned"), number=True),
        TableColumn(_("Free"), number=True),
    )
    table = Table(caption=_("Licenses"), columns=columns, rows=rows, empty=_("Nothing was bought of it yet."))
    return replace(page, main=(Panel(title=_("Licenses"), id="licenses", blocks=(table,)), *page.main))


PRODUCTS = Records(
    entity="software_product",
    route="software_products",
    prefix="software-products",
    manage=P.MANAGE_SHARED,
    owned=False,
    above=("licenses", gettext_lazy("Licenses")),
    create=create_product,
    edit=edit_product,
    columns=(name_column("software_product"), ListColumn(name="publisher", place="sub")),
    groups=(
        FormGroup(title=gettext_lazy("What it is"), fields=("name", "publisher", "note", "is_archived")),
    ),
    empty=gettext_lazy("Products are what licenses are bought of. All companies share them."),
    facets=(Facet(name="publisher", remote=True), Facet(name="is_archived")),
    related=("publisher",),
    facts=("publisher",),
    another=(),
    enrich=_enrich,
)
