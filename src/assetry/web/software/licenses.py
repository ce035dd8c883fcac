"""Licenses: how many were bought, who has them, how many are free."""

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.software.events import SoftwarePermission as P
from assetry.domain.software.operations import create_license, edit_license
from assetry.domain.software.queries import list_lines, list_open
from assetry.web.components import cells
from assetry.web.components.blocks import Panel
from assetry.web.components.parts import Action, Link, Tile, Words
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.records import Records, name_column
from assetry.web.software.story import LICENSE
from assetry.web.software.tables import allocations_table, lines_table

_SHOWN = 20


def _free(row: Any, reader: Reader) -> Words:
    """What is free; how many are missing where a term ran out."""
    if row.short:
        n = cells.number_html(row.short, locale=reader.locale)
        return format_html('<span class="late">{} {}</span>', n, _("short"))
    return cells.number_html(row.free, locale=reader.locale)


def _tiles(license_: Any, reader: Reader) -> tuple[Tile, ...]:
    def number(value: int) -> str:
        return cells.number_html(value, locale=reader.locale)

    short = license_.short
    note = format_html("{} {}", number(short), _("short: a term ran out")) if short else ""
    return (
        Tile(
            label=_("Bought"),
            value=number(license_.bought),
            note=_("in force today"),
            url=_list("entitlements", license_),
        ),
        Tile(
            label=_("Assigned"),
            value=number(license_.assigned),
            url=_list("allocations", license_, is_open="yes"),
        ),
        Tile(label=_("Free"), value=number(license_.free), note=note, tone="late" if short else ""),
    )


def _list(route: str, license_: Any, **more: str) -> str:
    return f"{route_url(route)}?{urlencode({'license': license_.public_id, **more})}"


def _enrich(page: DetailPage, license_: Any, reader: Reader) -> DetailPage:
    given, lines = (read(reader.actor, limit=_SHOWN + 1, **of) for read, of in (
        (list_open, {"license": license_}), (list_lines, {"license_": license_}),
    ))  # fmt: skip
    given_url = _list("allocations", license_, is_open="yes")
    panels = (
        Panel(
            title=_("Assigned"),
            id="assigned",
            blocks=(allocations_table(given[:_SHOWN], reader),),
            link=Link(label=_("All"), url=given_url) if len(given) > _SHOWN else None,
        ),
        Panel(
            title=_("Purchases"),
            id="purchases",
            blocks=(lines_table(lines[:_SHOWN], reader),),
            link=Link(label=_("All"), url=_list("entitlements", license_)) if len(lines) > _SHOWN else None,
        ),
    )
    return replace(
        page,
        tiles=_tiles(license_, reader),
        main=(*panels, *page.main),
        actions=(*_actions(license_, reader), *page.actions),
    )


def _actions(license_: Any, reader: Reader) -> list[Action]:
    """Give, and add what was bought: forms that know the license already."""
    known = urlencode({"license": license_.public_id, "company": license_.company.public_id})
    company, found = license_.company_id, []
    if license_.is_archived:
        return []
    if reader.actor.may(P.ALLOCATE, company_id=company):
        url = f"{route_url('allocation_create')}?{known}"
        found.append(Action(label=_("Give"), url=url, icon="user-check", look="primary", key="G"))
    if reader.actor.may(P.MANAGE, company_id=company):
        url = f"{route_url('entitlement_create')}?{known}"
        found.append(Action(label=_("Add purchase"), url=url, icon="plus", wide=True))
    return found


LICENSES = Records(
    entity="license",
    route="licenses",
    prefix="licenses",
    manage=P.MANAGE,
    create=create_license,
    edit=edit_license,
    columns=(
        replace(name_column("license"), cut=True),
        ListColumn(name="product", place="sub", cut=True),
        ListColumn(name="metric", rank=3),
        ListColumn(name="bought", number=True, rank=2),
        ListColumn(name="assigned", number=True, rank=2),
        ListColumn(name="free", number=True, rank=1, html=_free),
        ListColumn(name="owner", cut=True, rank=3),
        ListColumn(name="company", cut=True, rank=4),
    ),
    groups=(
        FormGroup(
            title=gettext_lazy("What it is of"),
            fields=("product", "subscription", "name", "metric", "owner"),
            half=frozenset({"product", "subscription", "metric", "owner"}),
        ),
        FormGroup(title=gettext_lazy("More"), fields=("note", "is_archived"), folded=True),
    ),
    empty=gettext_lazy(
        "A license says how many seats of a product were bought, who has them, and how many are free. Add what was "
        "bought, or import a file of purchases."
    ),
    facets=(
        Facet(name="product", remote=True),
        Facet(name="metric"),
        Facet(name="company"),
        Facet(name="is_archived"),
    ),
    related=("company", "product", "subscription", "owner"),
    narrowed=("subscription", "owner"),
    facts=("product", "subscription", "owner"),
    story=LICENSE,
    enrich=_enrich,
)
