"""Relations: their list and pages, and the form that adds one on the page of an asset."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.operations import edit_relation, end_relation, relate_assets
from assetry.domain.assets.queries import get_asset_for
from assetry.domain.assets.relation_queries import get_relation_for
from assetry.domain.assets.relation_types import RELATION_TYPES
from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.refusals import NotPermitted
from assetry.platform.permissions.actor import Actor
from assetry.web.assets.detail import crumbs_of
from assetry.web.assets.relation_story import relation_timeline
from assetry.web.assets.ties import asset_link
from assetry.web.assets.verbs import may_act
from assetry.web.components import cells
from assetry.web.components.blocks import Panel
from assetry.web.components.parts import Action, Link, Words
from assetry.web.kit.acting import answer_act
from assetry.web.kit.context import DetailPage
from assetry.web.kit.describe import Facet, ListColumn
from assetry.web.kit.editing import CreateForm, answer_create
from assetry.web.kit.forms import FormGroup
from assetry.web.kit.links import entity_url
from assetry.web.kit.reader import Reader, reader_of
from assetry.web.kit.records import Records
from assetry.web.routes import AssetryRequest, page

LETTERS = 32  # of a name in the list: two links stand side by side


def _end_html(name: str) -> Any:
    def html(row: Any, reader: Reader) -> Words:
        return asset_link(getattr(row, name), reader, letters=LETTERS)

    return html


def _name_html(row: Any, _reader: Reader) -> Words:
    said = RELATION_TYPES[row.type].label
    return cells.name_html(str(said), entity_url("relation", row.public_id))


def _may_change(actor: Actor, row: Any) -> bool:
    return all(may_act(actor, end, P.EDIT) for end in (row.source, row.target))


def _enrich(drawn: DetailPage, row: Any, reader: Reader) -> DetailPage:
    """Its own changes lie in the timeline of its source."""
    timeline = Panel(title=_("Timeline"), id="timeline", blocks=(relation_timeline(row, reader),))
    url = reverse("relation_end", kwargs={"public_id": row.public_id})
    end = [Action(label=_("End"), url=url, how="post")] if _may_change(reader.actor, row) else []
    return replace(drawn, side=(timeline,), actions=(*drawn.actions, *end))


RELATIONS = Records(
    entity="relation",
    route="relations",
    prefix="relations",
    manage=P.EDIT,
    owned=False,
    create=relate_assets,
    edit=edit_relation,
    columns=(
        ListColumn(name="source", rank=0, html=_end_html("source")),
        ListColumn(name="type", place="name", html=_name_html),
        ListColumn(name="target", rank=0, html=_end_html("target")),
        ListColumn(name="starts_at"),
        ListColumn(name="origin"),
        ListColumn(name="company"),
    ),
    groups=(FormGroup(title=gettext_lazy("What is related"), fields=("source", "type", "target", "note")),),
    empty=gettext_lazy(
        "Relations say what runs on what, depends on it or stores it. Add one on an asset's page."
    ),
    facets=(Facet(name="type"), Facet(name="origin"), Facet(name="company")),
    related=("source__model", "target__model", "company"),
    sort="-starts_at",
    search_label=gettext_lazy("Tag, serial or name of either"),
    enrich=_enrich,
    may_edit=_may_change,
)

# Both ways of saying it: "runs_on" from this asset, "runs_on:back" of the other one.
_BACK = ":back"
_SAID = tuple(
    Choice(f"{code}{back}", one.inverse if back else one.label)
    for code, one in RELATION_TYPES.items()
    for back in ("", _BACK)
)
_ADDED = {
    "relation": Field(
        name="relation", label=gettext_lazy("Relation"), type=FieldType.CHOICE, choices=_SAID, required=True
    ),
    "other": Field(
        name="other", label=gettext_lazy("With"), type=FieldType.REFERENCE, reference="asset", required=True
    ),
    "note": Field(name="note", label=gettext_lazy("Note"), type=FieldType.LONG_TEXT, max_length=2000),
}


@page(P.EDIT, methods=("GET", "POST"))
def relate(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Add a relation on the page of one of its assets, said from there."""
    asset = get_asset_for(request.actor, public_id)
    if not may_act(request.actor, asset, P.EDIT):
        raise NotPermitted(permission=P.EDIT)
    url = reverse("asset_relations", kwargs={"public_id": asset.public_id})

    def save(values: dict[str, Any]) -> tuple[str, Words]:
        code, _colon, back = values["relation"].partition(":")
        ends = (values["other"], asset) if back else (asset, values["other"])
        sent = {"source": ends[0], "type": code, "target": ends[1], "note": values["note"]}
        relate_assets(actor=request.actor, values=sent, at=request.received_at)
        return url, _("The relation is saved.")

    form = CreateForm(
        title=_("Add a relation"),
        subtitle=str(asset),
        fields=_ADDED,
        layout=(FormGroup(title="", fields=tuple(_ADDED)),),
        save=save,
        cancel_url=url,
        submit=_("Add"),
        crumbs=crumbs_of(asset, request.actor, Link(label=_("Add a relation"))),
    )
    return answer_create(request, form, reader_of(request))


@page(P.EDIT, methods=("POST",))
def end(request: AssetryRequest, public_id: str) -> HttpResponse:
    """It no longer holds."""
    relation = get_relation_for(request.actor, public_id)
    return answer_act(
        request,
        lambda: end_relation(actor=request.actor, relation=relation, at=request.received_at),
        url=reverse("asset_relations", kwargs={"public_id": relation.source.public_id}),
        said=_("The relation has ended."),
    )
