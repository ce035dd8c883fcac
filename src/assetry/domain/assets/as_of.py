"""The register as it was: holder, location and status of a day come from their periods."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import Case, DateTimeField, F, FilteredRelation, IntegerField, Q, Value, When

from assetry.domain.assets.querysets import AssetQuerySet
from assetry.domain.assets.whereabouts import PlaceOfContainer
from assetry.domain.organization.models import Location
from assetry.domain.organization.queries import companies_of
from assetry.kernel.periods import last_instant
from assetry.platform.permissions.actor import Actor

# Where the fields that periods hold lie in a row of `assets_as_of`, for cells.
AS_OF_PATHS = {
    "holder": "then__holder_person",
    "holder_department": "then__holder_department",
    "holder_asset": "then__holder_asset",
    "holder_supplier": "then__holder_supplier",
    "location": "then__location",
    "status": "then_status__status",
    "state": "then_status__status__state",
}
# And for filters: a part was where its container was.
AS_OF_CONDITIONS = {**AS_OF_PATHS, "location": "then_place"}

type Instants = list[tuple[datetime, list[int]]]


class AssetsAsOf(AssetQuerySet):
    """Assets with their periods of a day; `then.location` of what lay in something is where that was."""

    def _fetch_all(self) -> None:
        is_new = self._result_cache is None
        super()._fetch_all()
        if is_new:
            _place_parts(self._result_cache or ())


def assets_as_of(actor: Actor, queryset: AssetQuerySet, day: date) -> AssetQuerySet:
    """The assets that existed at the end of that day in their company's time zone.

    Each has its custody period of then as `then`, its status period as `then_status` and the key of its place as
    `then_place`. Who may see an asset is a question of today's scope.
    """
    instants = _instants(actor, day)
    then, then_status = Q(pk__in=[]), Q(pk__in=[])
    for instant, company_ids in instants:
        then |= Q(custodies__company_id__in=company_ids, custodies__period__contains=instant)
        then_status |= Q(status_periods__company_id__in=company_ids, status_periods__period__contains=instant)
    annotated = queryset.annotate(
        then=FilteredRelation("custodies", condition=then),
        then_status=FilteredRelation("status_periods", condition=then_status),
    ).annotate(then_place=_place(instants))
    found = annotated.filter(then__id__isnull=False, then_status__id__isnull=False)
    found.__class__ = AssetsAsOf
    return found


def _instants(actor: Actor, day: date) -> Instants:
    """The end of the day in every time zone of the actor's companies, with those companies."""
    zones: dict[str, list[int]] = {}
    for company in companies_of(actor):
        zones.setdefault(company.time_zone, []).append(company.pk)
    return [(last_instant(day, zone), company_ids) for zone, company_ids in zones.items()]


def _place(instants: Instants) -> Case:
    at = Case(
        *(When(company_id__in=company_ids, then=Value(instant)) for instant, company_ids in instants),
        default=Value(None),
        output_field=DateTimeField(),
    )
    inside = When(then__holder_asset__isnull=False, then=PlaceOfContainer(F("then__holder_asset_id"), at))
    return Case(inside, default=F("then__location_id"), output_field=IntegerField())


def _place_parts(rows: Iterable[Any]) -> None:
    """Put what lay in something where that was; one statement where there are such rows."""
    parts = [row for row in rows if getattr(getattr(row, "then", None), "holder_asset_id", None)]
    places = Location.objects.in_bulk({row.then_place for row in parts} - {None}) if parts else {}
    for row in parts:
        row.then.location = places.get(row.then_place)
