"""Who acts: made once per request, at the boundary, and handed inward."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from assetry.platform.accounts.models import User
from assetry.platform.permissions.actor import Actor, Door


class RequestContextMiddleware:
    """Gives the request its actor, and says that fragments and pages differ."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the actor before, `Vary` after."""
        request.actor = SimpleLazyObject(lambda: actor_of(request))  # type: ignore[attr-defined]
        response = self.get_response(request)
        response.headers.setdefault("Vary", "HX-Request, HX-Request-Type, Cookie")
        return response


def actor_of(request: HttpRequest) -> Actor:
    """The signed-in user at the web door."""
    user = request.user
    assert isinstance(user, User)  # noqa: S101 (the route asked for a signed-in user)
    return Actor(
        user_id=user.pk, name=user.name, person_id=user.person_id, door=Door.WEB, language=user.language
    )
