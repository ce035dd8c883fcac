"""One button, one operation: done or refused, said above the page that one comes back to."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect

from assetry.kernel.refusals import NotFound, NotPermitted, Refusal
from assetry.web.components.parts import Words
from assetry.web.routes import AssetryRequest


def answer_act(request: AssetryRequest, act: Callable[[], object], *, url: str, said: Words) -> HttpResponse:
    """Do it and go to `url`; a refusal is said there."""
    try:
        act()
    except (NotFound, NotPermitted):
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, str(said))
    return HttpResponseRedirect(url)
