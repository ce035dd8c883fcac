"""The routes of the API. Whatever happens at one is answered in JSON, and carries the id of the request."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, include, path, re_path

from assetry.api.v1.problems import absent, wrong_method
from assetry.api.v1.root import api

type View = Callable[..., HttpResponse]


def _framed(view: View) -> View:
    """Give the request its id, and a wrong method its problem document."""

    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        request.request_id = uuid.uuid4()  # type: ignore[attr-defined]
        try:
            response = view(request, *args, **kwargs)
        except Http404:
            response = absent(request)
        if response.status_code == 405 and "Allow" in response:
            response = wrong_method(request, response["Allow"])
        response["X-Request-Id"] = str(request.request_id)  # type: ignore[attr-defined]
        response["Vary"] = "Authorization, Accept-Language"
        return response

    framed.csrf_exempt = True  # type: ignore[attr-defined] # bearer tokens only: nothing that a browser sends by itself
    framed.route_permission = "bearer token"  # type: ignore[attr-defined] # per method: tests/api/test_matrix.py
    return framed


def _frame(pattern: URLPattern | URLResolver) -> URLPattern | URLResolver:
    if isinstance(pattern, URLPattern):
        pattern.callback = _framed(pattern.callback)
    return pattern


_routes, _app_name, _namespace = api.urls

urlpatterns = [
    path("v1/", include(([_frame(pattern) for pattern in _routes], _app_name), namespace=_namespace)),
    re_path("", _framed(absent)),
]
