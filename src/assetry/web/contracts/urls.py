"""Routes of contracts."""

from django.urls import URLPattern

from assetry.web.contracts.contracts import CONTRACTS
from assetry.web.contracts.coverage import COVERAGES
from assetry.web.kit.records import record_urls

urlpatterns: list[URLPattern] = [*record_urls(CONTRACTS), *record_urls(COVERAGES)]
