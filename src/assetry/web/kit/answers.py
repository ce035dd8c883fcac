"""One view, two answers: the whole page, or the part of it that htmx asked for."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from assetry.web.kit.context import FormPage

# The part of a template that stands for a target (see kit/context.py).
PARTS = {"#main": "#main", "#dialogs": "#dialog"}


def wants_part(request: HttpRequest, target: str) -> bool:
    """Whether htmx asked for what goes into `target` ("#main", "#peek", "#dialogs")."""
    is_partial = request.headers.get("HX-Request-Type") == "partial"
    return is_partial and request.headers.get("HX-Target", "").endswith(target)


def answer(
    request: HttpRequest,
    template: str,
    page: Any,
    *,
    status: int = 200,
    context: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Render a page of the kit, or the part of it that was asked for."""
    part = next((part for target, part in PARTS.items() if wants_part(request, target)), "")
    if part == "#dialog" and not isinstance(page, FormPage):
        part = ""  # a form in a dialog was sent, and fetch followed the redirect to a page: the script goes there
    return render(request, f"{template}{part}", {"page": page, **(context or {})}, status=status)
