"""Who owes a second factor reaches the pages that set one up, and nothing else."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse

# By name: what sets a factor up, what asks for the password before it, and the way out.
REACHABLE: Final = frozenset(
    {
        "mfa_index",
        "mfa_activate_totp",
        "mfa_add_webauthn",
        "mfa_view_recovery_codes",
        "account_reauthenticate",
        "account_logout",
    }
)


class SecondFactorMiddleware:
    """Sends every other request of such a user to the page where they set one up. Their grants hold nothing anyway."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Turn away, or hand on. The API knows no sessions: its guard asks for itself."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not request.path.startswith("/api/"):
            owes = getattr(request.user, "owes_factor", False)
            if owes and _name_of(request.path_info) not in REACHABLE:
                return HttpResponseRedirect(reverse("mfa_index"))
        return self.get_response(request)


def _name_of(path: str) -> str:
    try:
        return resolve(path).url_name or ""
    except Resolver404:
        return ""
