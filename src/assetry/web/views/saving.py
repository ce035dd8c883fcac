"""Saving what a list shows, under a name and for whom."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.kernel.fields import Choice, Field, FieldType
from assetry.kernel.refusals import NotFound, NotPermitted, Refusal
from assetry.platform.permissions.actor import Actor
from assetry.platform.saved_views.events import ViewPermission
from assetry.platform.saved_views.models import SavedView, Visibility
from assetry.platform.saved_views.operations import change_view, create_view, update_view
from assetry.platform.saved_views.queries import get_view_for, may_change
from assetry.platform.saved_views.roles import known_roles
from assetry.web.kit.answers import answer
from assetry.web.kit.context import FormPage
from assetry.web.kit.forms import FormGroup, FormState, read_form
from assetry.web.kit.named_lists import list_named
from assetry.web.kit.reader import reader_of
from assetry.web.routes import AssetryRequest, Open, page
from assetry.web.views.places import sent_query, url_of_view

FORM = "kit/form.html"
BOTH = ("GET", "POST")
NAME = Field(name="name", label=gettext_lazy("Name"), type=FieldType.TEXT, required=True, max_length=60)


@page(Open.SIGNED_IN, methods=BOTH)
def create(request: AssetryRequest) -> HttpResponse:
    """A new view of what a list shows now."""
    sent: Mapping[str, str] = request.POST if request.method == "POST" else request.GET
    list_ = list_named(request.actor, sent.get("list", ""))
    form = FormState(fields=_fields(request.actor), reader=reader_of(request))
    if request.method == "POST":
        form = read_form(form.fields, request.POST, form.reader)
        about = {"list_name": list_.name, "entity": list_.entity, "query": sent_query(sent.get("query", ""))}
        made = None if form.errors else _tried(form, lambda: _created(request, form, about))
        if made is not None:
            messages.success(request, _("“%(name)s” is saved.") % {"name": made.name})
            return HttpResponseRedirect(url_of_view(request.actor, made))
    else:
        form.texts |= {"shown_to": Visibility.PRIVATE}
    hidden = [("list", list_.name), ("query", sent.get("query", ""))]
    cancel = f"{list_.url}?{sent.get('query', '')}"
    return _answer(request, form, title=_("Save this view"), cancel_url=cancel, hidden=hidden)


def _created(request: AssetryRequest, form: FormState, about: dict[str, Any]) -> SavedView:
    visibility, role = _shown_to(form.values.get("shown_to"))
    return create_view(
        actor=request.actor,
        name=form.values["name"],
        visibility=visibility,
        role=role,
        at=request.received_at,
        **about,
    )


@page(Open.SIGNED_IN, methods=BOTH)
def edit(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Another name, and who else sees the view."""
    view = get_view_for(request.actor, public_id)
    if not may_change(request.actor, view):
        raise NotFound
    form = FormState(fields=_fields(request.actor, view), reader=reader_of(request))
    if request.method == "POST":
        form = read_form(form.fields, request.POST, form.reader)
        done = None if form.errors else _tried(form, lambda: _changed(request, form, view))
        if done is not None:
            messages.success(request, _("“%(name)s” is saved.") % {"name": done.name})
            return HttpResponseRedirect(url_of_view(request.actor, done))
    else:
        form.texts |= {"name": view.name, "shown_to": _shown_now(view)}
    version = request.POST.get("version", "") or str(view.version)
    title, cancel = _("Rename and share"), url_of_view(request.actor, view)
    return _answer(request, form, title=title, cancel_url=cancel, version=version)


def _changed(request: AssetryRequest, form: FormState, view: SavedView) -> SavedView:
    visibility, role = _shown_to(form.values.get("shown_to") or _shown_now(view))
    return change_view(
        actor=request.actor,
        view=view,
        name=form.values["name"],
        visibility=visibility,
        role=role,
        version=_version(request.POST.get("version", "")),
        at=request.received_at,
    )


@page(Open.SIGNED_IN, methods=("POST",))
def save(request: AssetryRequest, public_id: str) -> HttpResponse:
    """Let the view show what its list shows now; refused when somebody saved it meanwhile."""
    view = get_view_for(request.actor, public_id)
    try:
        update_view(
            actor=request.actor,
            view=view,
            query=sent_query(request.POST.get("query", "")),
            version=_version(request.GET.get("version", "")),
            at=request.received_at,
        )
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        shown = {"view": view.public_id, **sent_query(request.POST.get("query", ""))}
        path = url_of_view(request.actor, view).partition("?")[0]
        return HttpResponseRedirect(f"{path}?{urlencode(shown, doseq=True)}")
    messages.success(request, _("“%(name)s” is saved.") % {"name": view.name})
    return HttpResponseRedirect(url_of_view(request.actor, view))


def _version(text: str) -> int:
    """The version that was read; what is none is older than any."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def _fields(actor: Actor, view: SavedView | None = None) -> dict[str, Field]:
    """Name, and for whoever may share with whom; keeping a shared one to oneself needs no permission."""
    choices = [Choice(Visibility.PRIVATE, Visibility.PRIVATE.label)]
    if actor.may(ViewPermission.SHARE):
        choices.append(Choice(Visibility.EVERYONE, Visibility.EVERYONE.label))
        choices += [
            Choice(role.public_id, _("Role: %(role)s") % {"role": role.name}) for role in known_roles()
        ]
    elif view is not None and view.visibility != Visibility.PRIVATE:
        choices.append(Choice(_shown_now(view), view.get_visibility_display()))
    shown_to = Field(
        name="shown_to",
        label=_("Who sees it"),
        type=FieldType.CHOICE,
        choices=tuple(choices),
        help=_("They see the view among its tabs, and in it only the rows that they may see."),
    )
    return {"name": NAME} if len(choices) == 1 else {"name": NAME, "shown_to": shown_to}


def _shown_to(text: str | None) -> tuple[Visibility, str]:
    """What was chosen: a visibility, or the public id of a role."""
    if text in {None, "", Visibility.PRIVATE, Visibility.EVERYONE}:
        return Visibility(text or Visibility.PRIVATE), ""
    return Visibility.ROLE, text or ""


def _shown_now(view: SavedView) -> str:
    if view.visibility != Visibility.ROLE:
        return view.visibility
    return next((role.public_id for role in known_roles() if role.id == view.role_id), Visibility.PRIVATE)


def _tried(form: FormState, do: Any) -> SavedView | None:
    """What the operation made; None when it refused, which the form says then."""
    try:
        made: SavedView = do()
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        form.refuse(refusal)
        return None
    return made


def _answer(
    request: AssetryRequest,
    form: FormState,
    *,
    title: str,
    cancel_url: str,
    hidden: list[tuple[str, str]] | None = None,
    version: str = "",
) -> HttpResponse:
    drawn = FormPage(
        title=title,
        action=request.path,
        groups=form.groups([FormGroup(title="", fields=tuple(form.fields))]),
        submit=_("Save"),
        cancel_url=cancel_url,
        errors=form.summary,
        notes=form.notes,
        hidden=hidden or (),
        version=version,
    )
    return answer(request, FORM, drawn, status=form.status)
