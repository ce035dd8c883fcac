"""Licenses of a person or a department, on their page: seen when somebody leaves, and taken back there."""

from typing import Any

from django.utils.translation import gettext as _

from assetry.domain.software.events import SoftwarePermission as P
from assetry.domain.software.queries import list_open
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Words
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.values import reference_html

_SHOWN = 50


def licenses_panels(reader: Reader, **holder: Any) -> list[Panel]:
    """One panel for whoever may see licenses, where there are any."""
    rows = list_open(reader.actor, _SHOWN, **holder) if reader.actor.may(P.VIEW) else []
    if not rows:
        return []
    columns = (TableColumn(_("License")), TableColumn(_("Quantity"), number=True), TableColumn(""))
    lines = [
        (
            reference_html("license", row.license, reader),
            cells.number_html(row.quantity, locale=reader.locale),
            _take_back(row, reader),
        )
        for row in rows
    ]
    table = Table(caption=_("Licenses"), columns=columns, rows=lines, stack=False)
    return [Panel(title=_("Licenses"), id="licenses", count=len(rows), blocks=(table,))]


def _take_back(row: Any, reader: Reader) -> Words:
    if not reader.actor.may(P.ALLOCATE, company_id=row.company_id):
        return ""
    url = route_url("allocation_release", public_id=row.public_id)
    return cells.post_html(url, _("Take back"), _("Take back %(license)s") % {"license": row.license})
