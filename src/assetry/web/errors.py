"""Error pages: what happened, why, what to do next. The page for a broken server needs no database."""

import secrets
import sys

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from assetry.kernel.refusals import Refusal
from assetry.platform.database.outages import outage_of
from assetry.platform.permissions.actor import Actor
from assetry.web.components.parts import Action, State


def bad_request(request: HttpRequest, exception: Exception | None = None, *, why: str = "") -> HttpResponse:
    """400: the browser sent something that no page of ours sends; `why` names the part, where it is known."""
    state = State(
        icon="circle-alert",
        title=_("This request could not be read"),
        text=why
        or _(
            "Something in the address or the form is not as this page sends it. Go back, reload and try again."
        ),
        actions=(_home(),),
        heading="h1",
    )
    return _alone(state, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: says who is signed in and whom to ask."""
    actor = signed_in_actor(request)
    signed_in = _("You are signed in as %(name)s.") % {"name": actor.name} if actor else ""
    reference = str(getattr(actor, "request_id", ""))[:8] or secrets.token_hex(4)
    state = State(
        icon="lock",
        title=_("You may not see this page"),
        text=_(
            "%(signed_in)s This page is open to people with another role. If you need it for your work, ask an "
            "administrator and name the page."
        )
        % {"signed_in": signed_in},
        actions=(_home(),),
        note=_("Reference %(reference)s") % {"reference": f"403-{reference}"},
        heading="h1",
    )
    return _framed(request, state, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: absent and forbidden look the same."""
    state = State(
        icon="map-pin-off",
        title=_("There is nothing at this address"),
        text=_(
            "The link may be cut off, or what it leads to belongs to a company that you don’t see. Tags and serials "
            "stay findable, also after an asset is disposed of."
        ),
        actions=(_home(),),
        search_url=_route("assets") if signed_in_actor(request) else "",
        heading="h1",
    )
    return _framed(request, state, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """500: rendered without the database, without context processors, without trust in anything.

    503 where the database is away or starting up: that passes, and is nobody's mistake. A rule's refusal that a page
    forgot to show keeps its words and its status; the log has it as the mistake of ours that it is.
    """
    fault = sys.exception()
    if outage_of(fault) is not None:
        return _unavailable()
    if isinstance(fault, Refusal):
        return _refused(fault)
    state = State(
        icon="server",
        title=_("Something went wrong here, not with you"),
        text=_(
            "The page could not be made. What was saved before stays saved; an unfinished change was not made. "
            "Try again in a minute, and tell an administrator if it stays."
        ),
        actions=(Action(label=_("Go to Home"), url="/"),),
        heading="h1",
    )
    return _alone(state, 500)


def _refused(refusal: Refusal) -> HttpResponse:
    state = State(
        icon="circle-alert",
        title=_("This cannot be done as things are"),
        text=str(refusal),
        actions=(Action(label=_("Go to Home"), url="/"),),
        heading="h1",
    )
    return _alone(state, refusal.status)


def _unavailable() -> HttpResponse:
    state = State(
        icon="server",
        title=_("The database is not answering"),
        text=_(
            "It may be starting, or recovering after a fault. What was saved before stays saved; an unfinished "
            "change was not made. Try again in a minute."
        ),
        actions=(Action(label=_("Try again"), url=""),),
        heading="h1",
    )
    response = _alone(state, 503)
    response["Retry-After"] = "10"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 of the forgery check: mostly a page that stood open while somebody signed in or out."""
    state = State(
        icon="refresh-cw",
        title=_("This page is too old to send"),
        text=_(
            "You signed in or out since it was opened, or cookies are blocked. Go back, reload the page, send again."
        ),
        actions=(_home(),),
        heading="h1",
    )
    return _alone(state, 403)


def signed_in_actor(request: HttpRequest) -> Actor | None:
    """Who acts, or None for a visitor (and where the middleware did not come that far)."""
    user = getattr(request, "user", None)
    return getattr(request, "actor", None) if user is not None and user.is_authenticated else None


def _framed(request: HttpRequest, state: State, status: int) -> HttpResponse:
    """With the shell for who is signed in."""
    if signed_in_actor(request) is None:
        return _alone(state, status)
    return render(request, "errors/page.html", {"state": state, "parent": "base.html"}, status=status)


def _alone(state: State, status: int) -> HttpResponse:
    html = render_to_string("errors/page.html", {"state": state, "parent": "blank.html"})
    return HttpResponse(html, status=status)


def _home() -> Action:
    return Action(label=_("Go to Home"), url=_route("home") or "/")


def _route(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
