"""Bills of cloud providers: read in, what is billed and registered nowhere, and what an asset costs a day."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from assetry.domain.assets.events import AssetPermission
from assetry.domain.assets.kinds.cloud_resource import CODE as CLOUD_RESOURCE
from assetry.domain.assets.queries import get_asset_for
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.costs.models import CloudBill
from assetry.domain.costs.operations import import_bill
from assetry.domain.costs.queries import UnknownResource, list_bills, list_days_of, list_unknown_resources
from assetry.domain.organization.queries import get_company_for, list_companies
from assetry.kernel.money import Money
from assetry.kernel.refusals import InvalidValue, Refusal
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.fields import FieldError, FieldView, Option
from assetry.web.components.parts import Action, Link, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.context import Band, FieldGroup, FormPage, OverviewPage
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, page

SHOWN: Final = 100


def _crumbs(*further: Link) -> tuple[Link, ...]:
    return (Link(label=_("Costs"), url=route_url("costs")), *further)


@page(P.VIEW)
def cloud(request: AssetryRequest) -> HttpResponse:
    """What nobody registered, and which bills were read in."""
    reader = reader_of(request)
    unknown = list_unknown_resources(request.actor, SHOWN)
    bills = list_bills(request.actor, 12)
    read = Action(
        label=_("Read a bill in"), url=route_url("costs_cloud_read"), icon="file-up", look="primary"
    )
    description = OverviewPage(
        title=_("Cloud costs"),
        summary=_("What providers bill, resource by resource and day by day, from files in FOCUS."),
        crumbs=_crumbs(Link(label=_("Cloud costs"))),
        actions=(read,) if request.actor.may(P.MANAGE) else (),
        bands=(Band(left=[_unknown_panel(unknown, reader), _bills_panel(bills, reader)]),),
    )
    return answer(request, "kit/overview.html", description)


def _unknown_panel(unknown: Sequence[UnknownResource], reader: Reader) -> Panel:
    columns = (
        TableColumn(_("Resource")),
        TableColumn(_("Provider"), rank=2),
        TableColumn(_("Type"), rank=3),
        TableColumn(_("Account"), rank=3),
        TableColumn(_("30 days"), number=True),
        TableColumn(""),
    )
    rows = [
        [
            cells.text_html(
                row.name or row.resource_id or _("Without a resource: %(what)s") % {"what": row.service}
            ),
            row.provider,
            row.resource_type or row.service,
            row.account,
            row.cost.format(reader.locale),
            _create(row, reader),
        ]
        for row in unknown
    ]
    empty = _("Everything that is billed is registered, or no bill was read in yet.")
    table = Table(caption=_("Billed and not registered"), columns=columns, rows=rows, empty=empty)
    foot = _("In the 30 days up to the last billed one. Somebody runs it, and nobody answers for it yet.")
    title = _("Billed and not registered")
    return Panel(title=title, id="unknown", count=len(rows), blocks=(table,), foot=foot if rows else "")


def _create(row: UnknownResource, reader: Reader) -> Words:
    """The form of the asset that it would be, filled with what the bill says."""
    if not row.resource_id or not reader.actor.scope(AssetPermission.CREATE).covers(
        company_id=row.company.pk
    ):
        return ""
    known = {
        "company": row.company.public_id, "name": (row.name or row.resource_id)[:200], "provider": row.provider[:60],
        "account": row.account[:120], "region": row.region[:60], "resource_type": row.resource_type[:120],
        "resource_id": row.resource_id[:300], "resource_tags": row.tags[:500],
    }  # fmt: skip
    url = f"{route_url('asset_create', kind=CLOUD_RESOURCE)}?{urlencode(known)}"
    return cells.entity_html(_("Register"), url=url)


def _bills_panel(bills: Sequence[CloudBill], reader: Reader) -> Panel:
    columns = (
        TableColumn(_("Bill")),
        TableColumn(_("Company"), rank=2),
        TableColumn(_("Days")),
        TableColumn(_("Charges"), number=True, rank=1),
        TableColumn(_("Changed"), number=True, rank=3),
    )
    rows: list[list[Words]] = [
        [
            cells.text_html(bill.file_name or bill.public_id),
            bill.company.name,
            f"{cells.format_day(bill.first_day, reader.locale)} – {cells.format_day(bill.last_day, reader.locale)}",
            str(bill.charges),
            str(bill.changed),
        ]
        for bill in bills
    ]
    table = Table(caption=_("Bills"), columns=columns, rows=rows, empty=_("None was read in yet."))
    return Panel(title=_("Bills"), id="bills", blocks=(table,))


@page(P.VIEW)
def cloud_days(request: AssetryRequest) -> HttpResponse:
    """What one asset was billed, day by day, the last day first."""
    reader = reader_of(request)
    asset = get_asset_for(request.actor, request.GET.get("asset", ""))
    columns = (
        TableColumn(_("Day")),
        TableColumn(_("Service"), rank=2),
        TableColumn(_("Account"), rank=3),
        TableColumn(_("Cost"), number=True),
    )
    rows = [
        (
            cells.date_html(row.day, today=reader.today, locale=reader.locale),
            row.service,
            row.account,
            Money(row.cost, row.currency).rounded().format(reader.locale),
        )
        for row in list_days_of(request.actor, asset, 400)
    ]
    table = Table(caption=_("Day by day"), columns=columns, rows=rows, empty=_("No bill names it."))
    description = OverviewPage(
        title=_("Bills of %(asset)s") % {"asset": asset.title},
        crumbs=_crumbs(
            Link(label=_("Cloud costs"), url=route_url("costs_cloud")),
            Link(label=asset.title, url=entity_url("asset", asset.public_id)),
        ),
        bands=(Band(left=[Panel(title=_("Day by day"), id="days", blocks=(table,))]),),
    )
    return answer(request, "kit/overview.html", description)


@page(P.MANAGE, methods=("GET", "POST"))
def read_bill(request: AssetryRequest) -> HttpResponse:
    """Read one file in."""
    problem: Words = ""
    if request.method == "POST":
        try:
            return _read(request)
        except Refusal as refusal:
            problem = str(refusal.params.get("reason", refusal))
    return answer(request, "kit/form.html", _form(request, problem), status=422 if problem else 200)


def _read(request: AssetryRequest) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        raise InvalidValue(field="file", reason=_("Choose a file."))
    company = get_company_for(request.actor, request.POST.get("company", ""))
    done = import_bill(
        actor=request.actor,
        company=company,
        content=file.read(),
        file_name=file.name or "",
        at=request.received_at,
    )
    words = {"charges": done.charges, "new": done.new, "changed": done.changed, "gone": done.gone}
    said = _("%(charges)d charges: %(new)d new, %(changed)d changed, %(gone)d gone.") % words
    messages.success(request, said if done.differs else _("Nothing in it is new."))
    return HttpResponseRedirect(route_url("costs_cloud"))


def _form(request: AssetryRequest, problem: Words) -> FormPage:
    companies = list_companies(request.actor, P.MANAGE)
    chosen = request.POST.get("company", "")
    options = [
        Option(value=one.public_id, label=one.name, chosen=one.public_id == chosen) for one in companies
    ]
    help_text = _("CSV in FOCUS 1.0 to 1.4, as AWS, Azure, Google Cloud and others export it.")
    errors = (str(problem),) if problem else ()
    fields = [
        FieldView(
            name="file", label=_("File"), widget="file", accept=".csv,text/csv", errors=errors, help=help_text
        ),
        FieldView(name="company", label=_("Company"), widget="select", options=options, required=True),
    ]
    cloud_url = route_url("costs_cloud")
    return FormPage(
        title=_("Read a bill in"),
        subtitle=_(
            "Of each account it replaces the days from its first to its last; what it says again stays."
        ),
        action=request.path,
        groups=[FieldGroup(title=_("Read a bill in"), fields=fields, hide_title=True)],
        submit=_("Read it in"),
        cancel_url=cloud_url,
        crumbs=_crumbs(Link(label=_("Cloud costs"), url=cloud_url), Link(label=_("Read a bill in"))),
        errors=[FieldError(field_id="f-file", label=_("File"), message=str(problem))] if problem else [],
        multipart=True,
    )
