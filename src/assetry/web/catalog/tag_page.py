"""One tag scheme: what it says, the tag that comes next, what was changed about it."""

from dataclasses import replace

from django.http import HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from assetry.domain.assets.events import SettingsPermission as P
from assetry.domain.assets.operations import delete_tag_scheme
from assetry.domain.assets.tag_queries import get_tag_scheme_for
from assetry.domain.assets.tags import preview_tags
from assetry.web.catalog.tags import may_change
from assetry.web.components import cells
from assetry.web.components.parts import Action, Link
from assetry.web.kit.acting import answer_act
from assetry.web.kit.answers import answer
from assetry.web.kit.details import DetailDescription, PropGroup, detail_page
from assetry.web.kit.links import route_url
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, page


@page(P.VIEW)
def tag_scheme(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The page of a scheme."""
    scheme, reader = get_tag_scheme_for(request.actor, public_id), reader_of(request)
    description = DetailDescription(
        entity="tag_scheme",
        groups=(PropGroup(fields=("company", "category", "prefix", "digits")),),
        list_url=route_url("tag_schemes"),
        list_label=_("Tag schemes"),
        facts=("company", "category"),
        drawing="tag",
    )
    actions = _actions(public_id) if may_change(scheme, reader) else ()
    shown = detail_page(description, scheme, reader, actions=actions[:1], more=actions[1:])
    following = format_html("{} {}", _("Next tag"), cells.code_html(preview_tags([scheme])[0]))
    crumbs = (Link(label=_("Settings"), url=route_url("settings")), *shown.crumbs)
    return answer(request, "kit/detail.html", replace(shown, facts=[*shown.facts, following], crumbs=crumbs))


def _actions(public_id: str) -> tuple[Action, ...]:
    edit = route_url("tag_scheme_edit", public_id=public_id)
    delete = route_url("tag_scheme_delete", public_id=public_id)
    return (
        Action(label=_("Edit"), url=edit, icon="pencil", key="E"),
        Action(label=_("Delete"), url=delete, icon="trash-2", how="post"),
    )


@page(P.MANAGE_TAGS, methods=("POST",))
def remove_tag_scheme(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Delete a scheme that never gave a tag; one that did stays."""
    scheme = get_tag_scheme_for(request.actor, public_id)
    return answer_act(
        request,
        lambda: delete_tag_scheme(actor=request.actor, scheme=scheme, at=request.received_at),
        url=route_url("tag_schemes"),
        said=_("The tag scheme %(name)s is deleted.") % {"name": scheme},
    )
