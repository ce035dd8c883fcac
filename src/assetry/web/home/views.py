"""Home: what needs attention, in real numbers."""

from django.http import HttpResponse
from django.shortcuts import render

from assetry.web.routes import AssetryRequest, Open, page


@page(Open.SIGNED_IN)
def home(request: AssetryRequest) -> HttpResponse:
    """The first page after sign-in."""
    return render(request, "base.html", {})
