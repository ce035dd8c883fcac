"""Tag schemes: how the next tag of a company (and category) looks, without taking it."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from assetry.domain.assets.events import SettingsPermission as P
from assetry.domain.assets.models import TagScheme
from assetry.domain.assets.operations import save_tag_scheme
from assetry.domain.assets.settings_fields import TAG_SCHEME_FIELDS
from assetry.domain.assets.tag_queries import get_tag_scheme_for, tag_schemes_visible_to
from assetry.domain.assets.tags import preview_tags
from assetry.domain.organization.queries import list_companies
from assetry.kernel.fields import Field
from assetry.kernel.refusals import NotPermitted, Refusal
from assetry.kernel.registry import entity_named
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.parts import Action, Link, State, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.choices import options_of
from assetry.web.kit.context import Band, OverviewPage
from assetry.web.kit.editing import CreateForm, EditForm, answer_create, answer_edit
from assetry.web.kit.forms import FormGroup, FormState, read_form
from assetry.web.kit.links import entity_url, route_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.routes import AssetryRequest, page

FIELDS = {field.name: field for field in TAG_SCHEME_FIELDS}
COMPANY = replace(FIELDS["company"], required=True)
LAYOUT = (
    FormGroup(
        title="", fields=("company", "category", "prefix", "digits"), half=frozenset({"prefix", "digits"})
    ),
)
# Asked again with every keystroke; what the form holds goes along.
LIVE = (
    '<span id="next-tag" hx-get="{}" hx-include="#page-form" hx-trigger="load, input from:#page-form delay:250ms, '
    'change from:#page-form" hx-target="#next-tag" hx-swap="innerHTML" role="status">{}</span>'
)


@page(P.VIEW)
def tag_schemes(request: AssetryRequest) -> HttpResponse:
    """The schemes by company, each with the tag that it would give next."""
    reader = reader_of(request)
    shown = tag_schemes_visible_to(request.actor).select_related("company", "category")
    schemes = list(shown.order_by("company__name_sort", "category__name_sort", "id"))
    new = Action(label=_("New tag scheme"), url=route_url("tag_scheme_create"), icon="plus")
    may = request.actor.may(P.MANAGE_TAGS)
    companies: dict[int, list[tuple[TagScheme, str]]] = {}
    for scheme, tag in zip(schemes, preview_tags(schemes), strict=True):
        companies.setdefault(scheme.company_id, []).append((scheme, tag))
    content = OverviewPage(
        title=_("Tag schemes"),
        summary=_("A new asset gets the next tag of its category’s scheme, else of its company’s."),
        crumbs=(Link(label=_("Settings"), url=route_url("settings")), Link(label=_("Tag schemes"))),
        actions=(new,) if schemes and may else (),
        bands=[Band(left=[_panel(rows, reader) for rows in companies.values()])] if schemes else [],
        empty=None if schemes else _nothing((new,) if may else ()),
        width="read",
    )
    return answer(request, "kit/overview.html", content)


def _nothing(actions: Sequence[Action]) -> State:
    text = _("Without a scheme, tags are typed by hand. With one, each new asset gets the next free number.")
    first = tuple(replace(action, look="primary") for action in actions)
    return State(icon="tag", title=_("No tag schemes yet"), text=text, actions=first)


def _panel(schemes: Sequence[tuple[TagScheme, str]], reader: Reader) -> Panel:
    columns = (
        TableColumn(_("For")),
        TableColumn(_("Prefix")),
        TableColumn(_("Digits"), number=True, rank=1),
        TableColumn(_("Next tag")),
        TableColumn("", number=True),
    )
    rows = [_row(scheme, tag, reader) for scheme, tag in schemes]
    title = schemes[0][0].company.name
    table = Table(caption=title, columns=columns, rows=rows, stack=False)
    return Panel(title=title, count=len(rows), blocks=(table,))


def _row(scheme: TagScheme, tag: str, reader: Reader) -> list[Words]:
    url = entity_url("tag_scheme", scheme.public_id)
    name = scheme.category.name if scheme.category else _("Every other category")
    edit = format_html(
        '<a class="btn sm" href="{}" aria-label="{}">{}</a>',
        route_url("tag_scheme_edit", public_id=scheme.public_id),
        _("Edit %(name)s") % {"name": name},
        _("Edit"),
    )
    return [
        cells.name_html(name, url),
        cells.code_html(scheme.prefix),
        str(scheme.digits),
        cells.code_html(tag),
        edit if may_change(scheme, reader) else "",
    ]


def may_change(scheme: TagScheme, reader: Reader) -> bool:
    """Whether the reader may change this very scheme."""
    return reader.actor.scope(P.MANAGE_TAGS).covers(
        company_id=scheme.company_id, location_id=None, category_id=scheme.category_id
    )


@page(P.MANAGE_TAGS, methods=("GET", "POST"))
def new_tag_scheme(request: AssetryRequest) -> HttpResponse:
    """The form for a scheme."""

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        values["digits"] = int(values["digits"])
        made = save_tag_scheme(actor=request.actor, **values, at=request.received_at)
        return route_url("tag_schemes"), _("The next tag is %(tag)s.") % {"tag": preview_tags([made])[0]}

    form = CreateForm(
        title=_("New tag scheme"),
        fields={**FIELDS, "company": COMPANY},
        layout=LAYOUT,
        save=save,
        cancel_url=route_url("tag_schemes"),
        submit=_("Save"),
        crumbs=_crumbs(_("New")),
        foot=_live(),
        prepare=_offer_companies,
    )
    return answer_create(request, form, reader_of(request))


@page(P.MANAGE_TAGS, methods=("GET", "POST"))
def edit_tag_scheme(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The form that changes a scheme; tags that were given stay."""
    scheme, reader = get_tag_scheme_for(request.actor, public_id), reader_of(request)
    if not may_change(scheme, reader):
        raise NotPermitted(permission=P.MANAGE_TAGS)

    def save(changes: dict[str, Any], version: int) -> object:
        values = {name: getattr(scheme, name) for name in ("category", "prefix", "digits")} | changes
        values["digits"] = int(values["digits"])
        of: dict[str, Any] = {"company": scheme.company, "scheme": scheme, "version": version, **values}
        return save_tag_scheme(actor=request.actor, **of, at=request.received_at)

    form = EditForm(
        entity="tag_scheme",
        title=_("Tag scheme of %(company)s") % {"company": scheme.company},
        fields={name: field for name, field in FIELDS.items() if name != "company"},
        layout=LAYOUT,
        load=lambda: get_tag_scheme_for(request.actor, public_id),
        save=save,
        url=entity_url("tag_scheme", public_id),
        crumbs=_crumbs(_("Edit")),
        foot=_live(scheme.company.public_id),
    )
    return answer_edit(request, form, reader)


def _crumbs(last: Words) -> tuple[Link, ...]:
    return (
        Link(label=_("Settings"), url=route_url("settings")),
        Link(label=_("Tag schemes"), url=route_url("tag_schemes")),
        Link(label=last),
    )


def _live(company: str = "") -> SafeString:
    url = route_url("next_tag")
    return format_html(LIVE, f"{url}?of={company}" if company else url, "")


def _offer_companies(form: FormState) -> None:
    companies = list_companies(form.reader.actor, P.MANAGE_TAGS)
    form.options["company"] = options_of(entity_named("company"), companies)
    if companies:
        form.texts.setdefault("company", companies[0].public_id)
    form.texts.setdefault("digits", "4")


@page(P.MANAGE_TAGS)
def next_tag(request: AssetryRequest) -> HttpResponse:
    """What the form would give next, as words; nothing while it cannot be said."""
    typed = {name: request.GET.get(name, "") for name in ("company", "prefix", "digits")}
    typed["company"] = request.GET.get("of") or typed["company"]
    fields: dict[str, Field] = {name: FIELDS[name] for name in typed}
    form = read_form({**fields, "company": COMPANY}, typed, reader_of(request))
    digits = form.values.get("digits") or 0
    if form.errors or not 1 <= digits <= 12:
        return HttpResponse("")
    scheme = TagScheme(company=form.values["company"], prefix=form.values["prefix"] or "", digits=int(digits))
    try:
        request.actor.require_row(P.MANAGE_TAGS, company_id=scheme.company_id)
    except Refusal:
        return HttpResponse("")
    return HttpResponse(format_html("{} {}", _("Next tag"), cells.code_html(preview_tags([scheme])[0])))
