"""The catalogue's pages. Open where we develop and test; in production to nobody but administrators."""

from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from assetry.web.components.fields import Option
from assetry.web.errors import signed_in_actor
from assetry.web.gallery.form_fields import FIELDS
from assetry.web.gallery.list_pages import PEEK
from assetry.web.gallery.pages import PAGES
from assetry.web.gallery.shell import sample_shell
from assetry.web.gallery.states import SAMPLES
from assetry.web.kit.context import FormPage, ListPage

PEOPLE = (
    "Ana Petrov",
    "Björk Sigurðardóttir-Þorvaldsdóttir",
    "Jon Okafor",
    "Lena Vogel",
    "Priya Nair",
    "Yuki Tanaka",
)


def _open_to_developers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: str, **kwargs: str) -> HttpResponse:
        actor = signed_in_actor(request)
        if not (settings.UI_CATALOGUE or (actor is not None and actor.may("access.manage"))):
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@_open_to_developers
def index(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    groups = [
        (name, list(samples)) for name, samples in groupby(SAMPLES, key=lambda sample: sample.component)
    ]
    context = {
        "groups": groups,
        "fields": FIELDS,
        "pages": sorted(PAGES),
        "shell": sample_shell("components"),
    }
    return render(request, "gallery/index.html", context)


@_open_to_developers
def sample(request: HttpRequest, name: str) -> HttpResponse:
    """One page type of the kit; as a fragment where a fragment was asked for."""
    if name not in PAGES:
        raise Http404
    template, page = _part(request, *PAGES[name])
    status = 422 if request.method == "POST" and name == "form-errors" else 200
    return render(request, template, {"page": page, "shell": sample_shell("list")}, status=status)


def _part(request: HttpRequest, template: str, page: Any) -> tuple[str, Any]:
    """The template and description of what was asked for: the page, its peek, its dialog or its main part."""
    target = request.headers.get("HX-Target", "")
    peeked = request.GET.get("peek")
    if peeked and isinstance(page, ListPage):
        page = replace(page, peek=replace(PEEK, id=peeked, code=peeked, label=peeked))
    if target.endswith("#peek") and isinstance(page, ListPage):
        return "kit/peek.html", page.peek
    if target.endswith("#dialogs") and isinstance(page, FormPage):
        return f"{template}#dialog", page
    return (f"{template}#main" if target.endswith("#main") else template), page


@_open_to_developers
def options(request: HttpRequest) -> HttpResponse:
    """What a combobox gets for `?q=`."""
    query = request.GET.get("q", "").casefold()
    found = [
        Option(value=name, label=name, note="Product design") for name in PEOPLE if query in name.casefold()
    ]
    create = request.GET.get("q", "") if request.GET.get("create") else ""
    return render(request, "kit/options.html", {"options": found, "create": create})


@_open_to_developers
def results(request: HttpRequest) -> HttpResponse:
    """What the palette gets for `?q=`."""
    items = [
        {"url": "/_ui/detail/", "icon": "laptop", "label": "Latitude 5450", "note": "LT-1043"},
        {"url": "/_ui/person/", "icon": "user-round", "label": "Ana Petrov", "note": "Product design"},
    ]
    query = request.GET.get("q", "")
    groups = [{"heading": "Found", "items": items}] if query != "nothing" else []
    return render(request, "palette/results.html", {"groups": groups, "query": query, "total": len(items)})
