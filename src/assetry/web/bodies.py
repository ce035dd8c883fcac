"""The bound of a visitor's body, asked before the forgery check reads it into memory."""

from collections.abc import Callable
from typing import Any, Final

from django.http import HttpRequest, HttpResponse

from assetry.web import errors

LARGEST_OF_VISITORS: Final = 64 * 1024


class VisitorBodyMiddleware:
    """Refuses a large body of whoever is not signed in.

    The API asks for the token first, and has bounds of its own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass it on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> HttpResponse | None:
        """The refusal, or nothing."""
        is_large = int(request.META.get("CONTENT_LENGTH") or 0) > LARGEST_OF_VISITORS
        is_page = not getattr(view, "csrf_exempt", False)
        if is_large and is_page and not request.user.is_authenticated:
            return errors.bad_request(request)
        return None
