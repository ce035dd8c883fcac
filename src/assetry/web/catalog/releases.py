"""Products that come in releases, their releases, and the data packs that bring them."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.catalog import release_operations as operations
from assetry.domain.catalog.events import CatalogPermission as P
from assetry.domain.catalog.packs import read_pack
from assetry.domain.catalog.queries import list_releases_of
from assetry.domain.catalog.release_models import DAYS
from assetry.domain.catalog.starter_pack import starter_pack
from assetry.kernel.refusals import Refusal
from assetry.kernel.registry import entity_named
from assetry.web.catalog.plain import SETTINGS
from assetry.web.components import cells
from assetry.web.components.blocks import Panel, Table, TableColumn
from assetry.web.components.fields import FieldError, FieldView
from assetry.web.components.parts import Action, Link, Words
from assetry.web.kit.answers import answer
from assetry.web.kit.context import DetailPage, FieldGroup, FormPage
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import entity_url
from assetry.web.kit.reader import Reader
from assetry.web.kit.records import Records, name_column
from assetry.web.routes import AssetryRequest, page


def _day(name: str) -> ListColumn:
    return ListColumn(name=name, number=True)


def _list_releases(drawn: DetailPage, product: Any, reader: Reader) -> DetailPage:
    """The releases below the product, with their days."""
    labels = [entity_named("release").field(name).label for name in DAYS]
    columns = (TableColumn(_("Release")), *(TableColumn(label) for label in labels))
    rows = [
        (
            cells.entity_html(release.line, url=entity_url("release", release.public_id)),
            *(
                cells.date_html(getattr(release, name), today=reader.today, locale=reader.locale)
                for name in DAYS
            ),
        )
        for release in list_releases_of(reader.actor, product)
    ]
    table = Table(caption=_("Releases"), columns=columns, rows=rows, empty=_("No release is known."))
    return replace(drawn, main=(*drawn.main, Panel(title=_("Releases"), count=len(rows), blocks=(table,))))


def _list_facts(drawn: DetailPage, release: Any, reader: Reader) -> DetailPage:
    """Who says what, and as of which day: the latest word counts."""
    fields = entity_named("release")
    columns = (
        TableColumn(_("Day")),
        TableColumn(_("On")),
        TableColumn(_("Says")),
        TableColumn(_("As of"), rank=1),
    )
    rows = [
        (
            fields.field(name).label,
            on,
            cells.web_html(source) if source.startswith("https://") else source,
            as_of,
        )
        for name in DAYS
        for source, (on, as_of) in sorted(
            release.facts.get(name, {}).items(), key=lambda each: each[1][1], reverse=True
        )
    ]
    table = Table(caption=_("Sources"), columns=columns, rows=rows, empty=_("No source is on record."))
    return replace(drawn, main=(*drawn.main, Panel(title=_("Sources"), blocks=(table,))))


def _load_action(reader: Reader) -> list[Action]:
    """Where data packs come in."""
    if not reader.actor.may(P.MANAGE):
        return []
    return [Action(label=_("Load support dates"), url=reverse("releases_load"), icon="upload", wide=True)]


PRODUCTS = Records(
    entity="released_product",
    route="released_products",
    prefix="settings/released-products",
    manage=P.MANAGE,
    owned=False,
    above=SETTINGS,
    create=operations.create_product,
    edit=operations.edit_product,
    columns=(
        name_column("released_product"),
        ListColumn(name="publisher", place="sub"),
        ListColumn(name="code"),
    ),
    groups=(
        FormGroup(title=gettext_lazy("What it is"), fields=("name", "code", "publisher", "also", "link")),
        FormGroup(title=gettext_lazy("More"), fields=("note",), folded=True),
    ),
    empty=gettext_lazy(
        "Products come in releases whose support ends. Load a data pack with the widely used ones."
    ),
    more=_load_action,
    enrich=_list_releases,
)
RELEASES = Records(
    entity="release",
    route="releases",
    prefix="settings/releases",
    manage=P.MANAGE,
    owned=False,
    above=SETTINGS,
    create=operations.create_release,
    edit=operations.edit_release,
    columns=(
        name_column("release"),
        ListColumn(name="product", place="sub"),
        *(_day(name) for name in DAYS),
        ListColumn(name="source", cut=True, rank=4),
    ),
    groups=(
        FormGroup(title=gettext_lazy("Release"), fields=("product", "line", "latest_version")),
        FormGroup(
            title=gettext_lazy("Support"), fields=(*DAYS, "source", "source_as_of"), half=frozenset(DAYS)
        ),
        FormGroup(title=gettext_lazy("More"), fields=("note",), folded=True),
    ),
    empty=gettext_lazy(
        "Releases say until when a product is supported. Load a data pack with the widely used ones."
    ),
    facets=(Facet(name="product", remote=True),),
    more=_load_action,
    related=("product",),
    enrich=_list_facts,
)


@page(P.MANAGE, methods=("GET", "POST"))
def load(request: AssetryRequest) -> HttpResponse:
    """Bring a data pack in: the one that comes along, or a file."""
    problem: Words = ""
    if request.method == "POST":
        try:
            return _loaded(request)
        except Refusal as refusal:
            problem = str(refusal)
    return answer(request, "kit/form.html", _page(request, problem), status=422 if problem else 200)


def _loaded(request: AssetryRequest) -> HttpResponse:
    file = request.FILES.get("file")
    code = request.POST.get("code", "").strip()
    pack = read_pack(file.read(), as_of=request.received_at.date(), code=code) if file else starter_pack()
    done = operations.load_releases(actor=request.actor, pack=pack, at=request.received_at)
    said = _("%(products)d products: %(new)d releases are new, %(changed)d have changed.")
    words = {"products": done.products, "new": done.new, "changed": done.changed}
    messages.success(request, said % words)
    return HttpResponseRedirect(reverse("releases"))


def _page(request: AssetryRequest, problem: Words) -> FormPage:
    errors = (str(problem),) if problem else ()
    fields = [
        FieldView(
            name="file",
            label=_("File"),
            widget="file",
            accept=".json,application/json",
            errors=errors,
            help=_("A data pack, or the JSON of endoflife.date. Empty: the pack that comes with Assetry"),
        ),
        FieldView(
            name="code",
            label=_("Product"),
            widget="code",
            max_length=80,
            help=_("Where a file of endoflife.date does not say it, such as postgresql"),
        ),
    ]
    return FormPage(
        title=_("Load support dates"),
        subtitle=_("Every day keeps its source. What you typed stays until a source is newer."),
        action=request.path,
        groups=[FieldGroup(title=_("Load support dates"), fields=fields, hide_title=True)],
        submit=_("Load"),
        cancel_url=reverse("releases"),
        crumbs=(
            Link(label=_("Settings"), url=reverse("settings")),
            Link(label=_("Releases"), url=reverse("releases")),
            Link(label=_("Load support dates")),
        ),
        errors=[FieldError(field_id="f-file", label=_("File"), message=str(problem))] if problem else [],
        multipart=True,
    )
