"""People: what they hold and what they answer for are separate; things come back, answers get a new name."""

from dataclasses import replace
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.assets.models import Asset
from assetry.domain.assets.queries import list_held, list_owned, list_period_keys
from assetry.domain.organization import operations
from assetry.domain.organization.events import OrganizationPermission as P
from assetry.domain.organization.queries import may_erase_person
from assetry.kernel.money import Money
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Action, Link, Tile, Words
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.records import Records
from assetry.web.kit.values import status_html
from assetry.web.organization.licensed import licenses_panels
from assetry.web.organization.story import custody_timeline


def _name(row: Any, reader: Reader) -> Words:
    return cells.name_html(row.name, entity_url("person", row.public_id))


def _presence(row: Any, reader: Reader) -> Words:
    if not row.is_active:
        return cells.badge_html(_("Left"), hue=60, icon="log-out", look="low")
    if row.leaves_on is not None:
        day = cells.format_day(row.leaves_on, reader.locale)
        return cells.badge_html(_("Leaves on %(day)s") % {"day": day}, hue=40, icon="log-out")
    return cells.badge_html(_("Active"), hue=150, icon="user-check")


def _enrich(page: DetailPage, person: Any, reader: Reader) -> DetailPage:
    """What they hold, what they own, and their history."""
    held, owned = list_held(reader.actor, holder_person=person), list_owned(reader.actor, person)
    history = custody_timeline("person", person.pk, list_period_keys(holder_person=person), reader)
    return replace(
        page,
        badges=[_presence(person, reader)],
        more=(*page.more, *_erase_action(person, reader)),
        tiles=(
            Tile(label=_("Holds"), value=str(len(held)), url=_list(holder=person.public_id)),
            Tile(
                label=_("Owns"),
                value=str(len(owned)),
                note=_("answers for, does not hold"),
                url=_list(owner_person=person.public_id),
            ),
            _due_tile(person, held, reader),
            _cost_tile(person, held, reader),
        ),
        main=(
            holdings_panel(_("Holds"), held, reader),
            _owned_panel(owned, reader),
            *licenses_panels(reader, person=person),
            *page.main,
        ),
        side=(Panel(title=_("History"), id="history", blocks=(history,)),),
    )


def _erase_action(person: Any, reader: Reader) -> tuple[Action, ...]:
    if not may_erase_person(reader.actor, person):
        return ()
    url = route_url("person_erase", public_id=person.public_id)
    return (Action(label=_("Erase"), url=url, icon="trash-2"),)


def _due_tile(person: Any, held: list[Asset], reader: Reader) -> Tile:
    due = [asset.expected_return_on for asset in held if asset.expected_return_on is not None]
    late = [day for day in due if day < reader.today]
    note = _("%(n)d late") % {"n": len(late)} if late else ""
    if due and not late:
        note = _("next on %(day)s") % {"day": cells.format_day(min(due), reader.locale)}
    condition = f'holder eq "{person.public_id}" and expected_return_on not_empty'
    return Tile(
        label=_("To bring back"),
        value=str(len(due)),
        note=note,
        tone="late" if late else "",
        url=_list(filter=condition),
    )


def _cost_tile(person: Any, held: list[Asset], reader: Reader) -> Tile:
    """What was paid for what they hold: the largest of the currencies, the others below it."""
    totals: dict[str, Decimal] = {}
    for asset in held:
        if asset.cost_amount is not None:
            totals[asset.cost_currency] = totals.get(asset.cost_currency, Decimal(0)) + asset.cost_amount
    written = [
        Money(total, code).format(reader.locale)
        for code, total in sorted(totals.items(), key=lambda pair: -pair[1])
    ]
    return Tile(
        label=_("Cost of what they hold"),
        value=written[0] if written else "—",
        note=", ".join(written[1:]),
        url=_list(holder=person.public_id),
    )


def _list(**query: str) -> str:
    return f"{route_url('assets')}?{urlencode(query)}"


def holdings_panel(title: Words, assets: list[Asset], reader: Reader, url: str = "") -> Panel:
    """Things with their status and place, each opening its page."""
    columns = (
        TableColumn(_("Asset")),
        TableColumn(_("Tag")),
        TableColumn(_("Status")),
        TableColumn(_("Location"), rank=2),
    )
    rows = [
        (
            cells.name_html(asset.title, entity_url("asset", asset.public_id)),
            cells.code_html(asset.asset_tag or ""),
            status_html(asset.status),
            cells.text_html(asset.location.path_name if asset.location else ""),
        )
        for asset in assets
    ]
    table = Table(caption=title, columns=columns, rows=rows, stack=False, empty=_("Nothing now."))
    return Panel(
        title=title,
        count=len(assets),
        blocks=(table,),
        link=Link(label=_("Open as a list"), url=url) if url else None,
    )


def _owned_panel(assets: list[Asset], reader: Reader) -> Panel:
    return replace(holdings_panel(_("Owns"), assets, reader), sub=_("answers for, does not hold"))


PEOPLE = Records(
    entity="person",
    route="people",
    prefix="people",
    manage=P.MANAGE_PEOPLE,
    create=operations.create_person,
    edit=operations.edit_person,
    columns=(
        ListColumn(name="name", place="name", html=_name),
        ListColumn(name="is_active", label=gettext_lazy("Status"), place="status", html=_presence),
        ListColumn(name="job_title", place="sub", rank=2),
        ListColumn(name="department", cut=True, rank=2),
        ListColumn(name="location", cut=True, rank=3),
        ListColumn(name="email", cut=True, rank=3),
        ListColumn(name="company", cut=True, rank=4),
    ),
    groups=(
        FormGroup(
            title=gettext_lazy("Who"),
            fields=("name", "email", "username"),
            half=frozenset({"email", "username"}),
        ),
        FormGroup(
            title=gettext_lazy("Where"),
            fields=("department", "location", "job_title", "employee_number"),
            half=frozenset({"department", "location", "job_title", "employee_number"}),
        ),
        FormGroup(
            title=gettext_lazy("More"),
            fields=("phone", "starts_on", "leaves_on", "is_active"),
            half=frozenset({"starts_on", "leaves_on"}),
            folded=True,
        ),
        FormGroup(title=gettext_lazy("Note"), fields=("note",)),
    ),
    empty=gettext_lazy(
        "People hold and answer for assets; they need no account. Make the first one, or let an import make them."
    ),
    facets=(
        Facet(name="company"),
        Facet(name="department", remote=True),
        Facet(name="location", remote=True),
        Facet(name="is_active"),
    ),
    related=("company", "department", "location"),
    facts=("job_title", "department", "location", "email"),
    narrowed=("department", "location"),
    enrich=_enrich,
)
