"""Routes of licenses."""

from django.urls import URLPattern, path

from assetry.web.kit.records import record_urls
from assetry.web.software.cloud import cloud, cloud_days, read_bill
from assetry.web.software.costs import costs, costs_csv
from assetry.web.software.given import ALLOCATIONS, release, transfer
from assetry.web.software.licenses import LICENSES
from assetry.web.software.line_forms import change_key, correct, renew, reveal, upgrade
from assetry.web.software.products import PRODUCTS
from assetry.web.software.purchases import PURCHASES

_LINE, _GIVEN = "license-purchases/<str:public_id>", "license-allocations/<str:public_id>"
urlpatterns: list[URLPattern] = [
    path("costs", costs, name="costs"),
    path("costs/cloud", cloud, name="costs_cloud"),
    path("costs/cloud/days", cloud_days, name="costs_cloud_days"),
    path("costs/cloud/read", read_bill, name="costs_cloud_read"),
    path("costs.csv", costs_csv, name="costs_csv"),
    path(f"{_LINE}/renew", renew, name="entitlement_renew"),
    path(f"{_LINE}/take-back", correct, name="entitlement_correct"),
    path(f"{_LINE}/upgrade", upgrade, name="entitlement_upgrade"),
    path(f"{_LINE}/key", change_key, name="entitlement_key"),
    path(f"{_LINE}/key/show", reveal, name="entitlement_reveal"),
    path(f"{_GIVEN}/release", release, name="allocation_release"),
    path(f"{_GIVEN}/transfer", transfer, name="allocation_transfer"),
    *(route for records in (LICENSES, PURCHASES, ALLOCATIONS, PRODUCTS) for route in record_urls(records)),
]
