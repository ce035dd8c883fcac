"""Registering and changing assets."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.operations import create_asset, edit_asset, set_identifiers
from assetry.domain.assets.queries import get_asset_for, list_identifiers, list_statuses_of_kinds
from assetry.domain.catalog.models import AssetKind
from assetry.domain.catalog.queries import get_kind_for, only_category_of
from assetry.domain.organization.queries import list_companies
from assetry.kernel.refusals import NotPermitted, Refusal
from assetry.kernel.registry import entity_named
from assetry.web.assets import forms
from assetry.web.assets.cells import asset_title
from assetry.web.assets.detail import crumbs_of
from assetry.web.assets.filling import fill_actions
from assetry.web.assets.verbs import may_act
from assetry.web.components.parts import Link, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.choices import options_of
from assetry.web.kit.context import FormPage
from assetry.web.kit.editing import CreateForm, EditForm, answer_create, answer_edit
from assetry.web.kit.forms import FormGroup, FormState, read_form
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page

BOTH = ("GET", "POST")
PLACE = ("company", "status", "location")
KEPT = (
    *PLACE,
    "model",
    "category",
    "owner_person",
    "cost_center",
    "supplier",
    "purchased_on",
    "order_number",
)


@page(P.CREATE, methods=BOTH)
def create(request: AssetryRequest, kind: str) -> HttpResponse:
    """Register one asset of a kind."""
    found = get_kind_for(request.actor, kind)
    url = reverse("assets_of_kind", kwargs={"kind": found.code})

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        place = {name: values.pop(name, None) for name in PLACE}
        at = request.received_at
        asset = create_asset(actor=request.actor, kind=found, values=values, **place, at=at)
        where = reverse("asset", kwargs={"public_id": asset.public_id})
        return where, _("%(asset)s is registered.") % {"asset": asset}

    description = CreateForm(
        title=_("New: %(kind)s") % {"kind": found.name},
        fields=forms.create_fields(found),
        layout=forms.layout(found),
        save=save,
        cancel_url=url,
        submit=_("Register"),
        crumbs=(Link(label=found.name_plural, url=url), Link(label=_("New"))),
        prepare=lambda form: _offer(form, found),
        another=KEPT,
        actions=fill_actions(found),
    )
    return answer_create(request, description, reader_of(request))


def _offer(form: FormState, kind: AssetKind) -> None:
    """Companies where one may register, statuses of the kind; the only company and category are chosen already."""
    actor = form.reader.actor
    companies = list_companies(actor, P.CREATE)
    form.options["company"] = options_of(entity_named("company"), companies)
    if companies:
        form.texts.setdefault("company", companies[0].public_id)
    statuses = list_statuses_of_kinds(actor, {kind.pk})
    form.options["status"] = options_of(entity_named("status"), statuses)
    usual = next((status.public_id for status in statuses if status.state == "in_stock"), "")
    active = next((status.public_id for status in statuses if status.state == "in_use"), "")
    form.texts.setdefault("status", usual or active)
    if category := only_category_of(actor, kind):
        form.texts.setdefault("category", category.public_id)
    forms.narrow(form, kind)


@page(P.EDIT, methods=BOTH)
def edit(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Change one asset."""
    asset = _editable(request, public_id)

    def save(changes: dict[str, Any], version: int) -> object:
        return edit_asset(
            actor=request.actor, asset=asset, changes=changes, version=version, at=request.received_at
        )

    description = EditForm(
        entity="asset",
        title=_("Edit %(asset)s") % {"asset": asset_title(asset)},
        subtitle=asset.asset_tag or "",
        fields=forms.edit_fields(asset.kind),
        layout=forms.layout(asset.kind),
        load=lambda: get_asset_for(request.actor, public_id),
        save=save,
        url=reverse("asset", kwargs={"public_id": asset.public_id}),
        crumbs=crumbs_of(asset, request.actor, Link(label=_("Edit"))),
        prepare=lambda form: forms.narrow(form, asset.kind, asset.company),
    )
    return answer_edit(request, description, reader_of(request).within(asset.company.time_zone))


def _editable(request: AssetryRequest, public_id: str) -> Any:
    """An asset that this very actor may change."""
    asset = get_asset_for(request.actor, public_id)
    if not may_act(request.actor, asset, P.EDIT):
        raise NotPermitted(permission=P.EDIT)
    return asset


@page(P.EDIT, methods=BOTH)
def identifiers(request: AssetryRequest, public_id: str) -> HttpResponse:
    """What a scan can name the asset by: up to eight lines."""
    asset, reader = _editable(request, public_id), reader_of(request)
    form = forms.identifier_form(list_identifiers(asset), reader)
    if request.method == "POST":
        form = read_form(forms.identifier_fields(), request.POST, reader)
        if not form.errors and _set_identifiers(request, asset, form):
            messages.success(request, _("The identifiers of %(asset)s are saved.") % {"asset": asset})
            return HttpResponseRedirect(reverse("asset", kwargs={"public_id": asset.public_id}))
    return answer(request, "kit/form.html", _identifier_page(request, asset, form), status=form.status)


def _set_identifiers(request: AssetryRequest, asset: Any, form: FormState) -> bool:
    pairs = forms.identifiers_of(form)
    try:
        set_identifiers(actor=request.actor, asset=asset, identifiers=pairs, at=request.received_at)
    except Refusal as refusal:
        form.refuse(refusal)
        return False
    return True


def _identifier_page(request: AssetryRequest, asset: Any, form: FormState) -> FormPage:
    names = list(form.fields)
    return FormPage(
        title=_("Set identifiers"),
        subtitle=_("%(asset)s is found by each of these, beside its tag and serial.") % {"asset": asset},
        action=request.path,
        groups=form.groups([FormGroup(title="", fields=names, half=frozenset(names))]),
        submit=_("Save"),
        cancel_url=reverse("asset", kwargs={"public_id": asset.public_id}),
        crumbs=crumbs_of(asset, request.actor, Link(label=_("Identifiers"))),
        errors=form.summary,
        notes=form.notes,
    )
