"""Routes of the organization. Locations have a tree in the place of a list."""

from django.urls import URLPattern, path

from assetry.web.kit.records import record_urls
from assetry.web.organization.erasing import erase
from assetry.web.organization.people import PEOPLE
from assetry.web.organization.places import LOCATIONS, locations
from assetry.web.organization.plain import COMPANIES, COST_CENTERS, DEPARTMENTS, SUPPLIERS

_RECORDS = (PEOPLE, DEPARTMENTS, COMPANIES, SUPPLIERS, COST_CENTERS)

urlpatterns: list[URLPattern] = [
    path("locations", locations, name="locations"),
    *record_urls(LOCATIONS)[1:],
    path("people/<str:public_id>/erase", erase, name="person_erase"),
    *(route for records in _RECORDS for route in record_urls(records)),
]
