"""What one click does with a view: pin it, open its list with it, move it, delete it."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from assetry.kernel.refusals import NotFound, Refusal
from assetry.platform.saved_views import operations
from assetry.platform.saved_views.models import SavedView
from assetry.platform.saved_views.queries import get_view_for, may_change
from assetry.web.components.parts import Words
from assetry.web.kit.answers import answer
from assetry.web.kit.context import FormPage
from assetry.web.kit.named_lists import list_named
from assetry.web.routes import AssetryRequest, Open, page
from assetry.web.views.places import inside, list_of, plain_url_of, url_of_view

type Deed = Callable[..., object]


def _opens(operation: Deed, *, is_on: bool) -> Deed:
    """The operation on defaults as a deed with a view."""

    def deed(*, actor: Any, view: SavedView, at: Any) -> object:
        return operation(actor=actor, list_name=view.list_name, view=view if is_on else None, at=at)

    return deed


_FORGOTTEN: Words = gettext_lazy("The list opens plain again.")
DEEDS: Final[Mapping[str, tuple[Deed, Words]]] = {
    "pin": (operations.pin_view, gettext_lazy("“%(name)s” is on your home page.")),
    "unpin": (operations.unpin_view, gettext_lazy("“%(name)s” is no longer on your home page.")),
    "earlier": (partial(operations.move_view, step=-1), ""),
    "later": (partial(operations.move_view, step=1), ""),
    "up": (partial(operations.move_pin, step=-1), ""),
    "down": (partial(operations.move_pin, step=1), ""),
    "open-with": (
        _opens(operations.set_own_default, is_on=True),
        gettext_lazy("The list opens with “%(name)s” for you."),
    ),
    "forget": (_opens(operations.set_own_default, is_on=False), _FORGOTTEN),
    "open-everyone": (
        _opens(operations.set_default_for_everyone, is_on=True),
        gettext_lazy("The list opens with “%(name)s” for everyone who chose nothing else."),
    ),
    "forget-everyone": (_opens(operations.set_default_for_everyone, is_on=False), _FORGOTTEN),
}


@page(Open.SIGNED_IN, methods=("POST",))
def act(request: AssetryRequest, public_id: str, name: str) -> HttpResponse:
    """One deed with one view; raises NotFound for a deed that nobody knows."""
    view = get_view_for(request.actor, public_id)
    if name not in DEEDS:
        raise NotFound
    deed, said = DEEDS[name]
    back = inside(request.POST.get("back", ""), url_of_view(request.actor, view))
    _told(request, lambda: deed(actor=request.actor, view=view, at=request.received_at), said, view)
    return HttpResponseRedirect(back)


def _told(request: AssetryRequest, do: Callable[[], object], said: Words, view: SavedView) -> None:
    """Do it, and say what came of it; what is absent or forbidden is a page of its own."""
    try:
        do()
    except Refusal as refusal:
        if refusal.status in {403, 404}:
            raise
        messages.error(request, str(refusal))
    else:
        if said:
            messages.success(request, str(said) % {"name": view.name})


@page(Open.SIGNED_IN, methods=("POST",))
def plain(request: AssetryRequest) -> HttpResponse:
    """Let a list open plain for the actor, whatever it opens with for everyone."""
    list_ = list_named(request.actor, request.GET.get("list", ""))
    operations.set_own_default(actor=request.actor, list_name=list_.name, view=None, at=request.received_at)
    messages.success(request, str(_FORGOTTEN))
    return HttpResponseRedirect(list_.url)


@page(Open.SIGNED_IN, methods=("GET", "POST"))
def delete(request: AssetryRequest, public_id: str) -> HttpResponse:
    """The question before a view goes, and its end."""
    view = get_view_for(request.actor, public_id)
    if not may_change(request.actor, view):
        raise NotFound
    list_ = list_of(request.actor, view)
    if request.method == "POST":
        _told(
            request,
            lambda: operations.delete_view(
                actor=request.actor, view=view, version=None, at=request.received_at
            ),
            gettext_lazy("“%(name)s” is deleted."),
            view,
        )
        return HttpResponseRedirect(plain_url_of(list_))
    question = FormPage(
        title=_("Delete %(name)s") % {"name": view.name},
        subtitle=_(
            "The rows stay as they are. Whoever had this view on home or as a default has it no longer."
        ),
        action=request.path,
        groups=(),
        submit=_("Delete"),
        destroys=True,
        cancel_url=url_of_view(request.actor, view),
    )
    return answer(request, "kit/form.html", question)
