"""Every route declares who may use it; the matrix test walks them all and fails on one that does not."""

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from functools import wraps
from typing import Concatenate, cast

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed

from assetry.kernel.refusals import NotFound, NotPermitted
from assetry.platform.permissions.actor import Actor
from assetry.web import errors


class Open(StrEnum):
    """Routes that no permission guards, and why."""

    PUBLIC = "public"  # sign-in, health: shows nothing of the register
    SIGNED_IN = "signed in"  # shows what the actor's scope holds, also when that is little


class AssetryRequest(HttpRequest):
    """A request of a signed-in actor, and the instant at which it came."""

    actor: Actor
    received_at: datetime


type View[**P] = Callable[Concatenate[AssetryRequest, P], HttpResponse]


def page[**P](
    permission: str, *, methods: tuple[str, ...] = ("GET",)
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponse]]:
    """Make a function a page: signed in, permitted somewhere, of these methods.

    The body narrows by `visible_to` and `get_*_for`; what they refuse as absent or forbidden becomes a page here.
    """

    def decorate(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            turned_away = _turn_away(request, methods)
            if turned_away is not None:
                return turned_away
            known = cast("AssetryRequest", request)
            known.received_at = datetime.now(UTC)
            if permission != Open.SIGNED_IN and not known.actor.may(permission):
                return errors.permission_denied(request, NotPermitted(permission=permission))
            try:
                return view(known, *args, **kwargs)
            except NotFound:
                return errors.not_found(request)
            except NotPermitted as refusal:
                return errors.permission_denied(request, refusal)

        guarded.route_permission = str(permission)  # type: ignore[attr-defined]
        guarded.route_methods = methods  # type: ignore[attr-defined]
        return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", guarded)

    return decorate


def _turn_away(request: HttpRequest, methods: tuple[str, ...]) -> HttpResponse | None:
    """The answer to what no page takes: another method, a visitor, a value that cannot be stored."""
    if request.method not in methods and not (request.method == "HEAD" and "GET" in methods):
        return HttpResponseNotAllowed(methods)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    return errors.bad_request(request) if _holds_nul(request) else None


def _holds_nul(request: HttpRequest) -> bool:
    """Whether some value has a character that no text of PostgreSQL can hold, and nobody types."""
    sent = (*request.GET.lists(), *request.POST.lists())
    return any("\0" in text for name, values in sent for text in (name, *values))


def declared[F: Callable[..., HttpResponse]](permission: str, view: F) -> F:
    """Declare the permission of a view that is not ours (allauth's) or that guards itself."""
    view.route_permission = str(permission)  # type: ignore[attr-defined]
    return view
