"""Who acts: made once per request, at the boundary, and handed inward."""

from collections.abc import Callable
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from assetry.platform.accounts.models import User
from assetry.platform.custom_fields.definitions import one_look
from assetry.platform.permissions.actor import Actor, Door


class RequestContextMiddleware:
    """Gives the request its actor, says that fragments and pages differ, and lets htmx navigate by itself."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the actor before; `Vary` and the way on for htmx after."""
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        with one_look():
            response = self.get_response(request)
        response.headers.setdefault("Vary", "HX-Request, HX-Request-Type, Cookie")
        if request.headers.get("HX-Request") == "true":
            _let_htmx_navigate(response, here=request.headers.get("HX-Current-URL", ""))
        return response


def _let_htmx_navigate(response: HttpResponse, *, here: str) -> None:
    """Name the next page instead of redirecting: fetch would follow, unseen, and use up what that page has to say.

    To a place on the page that stands there the browser would only scroll: that page is loaded again.
    """
    if "Location" not in response.headers or not 300 <= response.status_code < 400:
        return
    target = response.headers["Location"]
    del response.headers["Location"]
    path, mark, _place = target.partition("#")
    if mark and urlsplit(here).path == path:
        response.headers["HX-Refresh"] = "true"
    else:
        response.headers["HX-Redirect"] = target
    response.status_code = 204


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in user at the web door."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 (the route asked for a signed-in user)
    return Actor(
        user_id=user.pk, name=user.name, person_id=user.person_id, door=Door.WEB, language=user.language
    )
