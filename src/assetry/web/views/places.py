"""Where a view is seen: its list, and addresses that came with a form."""

from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

from assetry.kernel.refusals import InvalidValue
from assetry.platform.permissions.actor import Actor
from assetry.platform.saved_views.models import SavedView
from assetry.web.kit.named_lists import NamedList, list_named
from assetry.web.kit.query import PASSING, PLAIN, VIEW


def list_of(actor: Actor, view: SavedView) -> NamedList:
    """The list of a view, where the actor may open it; raises NotFound."""
    return list_named(actor, view.list_name)


def url_of_view(actor: Actor, view: SavedView) -> str:
    """The list, showing the view; raises NotFound."""
    return f"{list_of(actor, view).url}?{urlencode({VIEW: view.public_id})}"


def plain_url_of(list_: NamedList) -> str:
    """The list, showing no view."""
    return f"{list_.url}?{VIEW}={PLAIN}"


def sent_query(text: str) -> dict[str, list[str]]:
    """What a list shows, as its page sent it. Raises InvalidValue for what is too long to be that."""
    if len(text) > 8_000:
        raise InvalidValue(field="query", reason="8000")
    read = QueryDict(text)
    return {
        name: given
        for name, values in read.lists()
        if name not in {*PASSING, VIEW} and (given := [*filter(None, values)])
    }


def inside(url: str, fallback: str) -> str:
    """An address of ours that a form sent; the fallback for any other."""
    safe = url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    return url if safe else fallback
