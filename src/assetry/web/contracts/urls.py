"""Routes of contracts."""

from django.urls import URLPattern, path

from assetry.web.contracts import many
from assetry.web.contracts.adding import cover
from assetry.web.contracts.contracts import CONTRACTS
from assetry.web.contracts.coverage import COVERAGES
from assetry.web.contracts.file import renewals_csv
from assetry.web.contracts.renewals import calendar, decide, renewals
from assetry.web.contracts.retired import paid_for_retired
from assetry.web.contracts.steps import price_steps
from assetry.web.kit.records import record_urls

many.register()

urlpatterns: list[URLPattern] = [
    path("renewals", renewals, name="renewals"),
    path("renewals.csv", renewals_csv, name="renewals_csv"),
    path("renewals/calendar", calendar, name="renewals_calendar"),
    path("renewals/<str:public_id>/decide", decide, name="contract_decide"),
    path("costs/retired", paid_for_retired, name="costs_retired"),
    path("contracts/<str:public_id>/price-steps", price_steps, name="contract_steps"),
    path("contracts/<str:public_id>/cover", cover, name="contract_cover"),
    *record_urls(CONTRACTS),
    *record_urls(COVERAGES),
]
