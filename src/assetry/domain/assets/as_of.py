"""The register as it was: holder, location and status of a day come from their periods."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import FilteredRelation, Q

from assetry.domain.assets.querysets import AssetQuerySet
from assetry.domain.organization.models import Company
from assetry.kernel.periods import last_instant
from assetry.platform.permissions.actor import Actor

# Where the fields that periods hold lie in a queryset of `assets_as_of`, for filters and cells.
AS_OF_PATHS = {
    "holder": "then__holder_person",
    "holder_department": "then__holder_department",
    "holder_asset": "then__holder_asset",
    "holder_supplier": "then__holder_supplier",
    "location": "then__location",
    "status": "then_status__status",
    "state": "then_status__status__state",
}


def assets_as_of(actor: Actor, queryset: AssetQuerySet, day: date) -> AssetQuerySet:
    """The assets that existed at the end of that day in their company's time zone.

    Each has its custody period of then as `then` and its status period as `then_status`. Who may see an asset
    is a question of today's scope.
    """
    then, then_status = Q(pk__in=[]), Q(pk__in=[])
    for instant, company_ids in _instants(actor, day):
        then |= Q(custodies__company_id__in=company_ids, custodies__period__contains=instant)
        then_status |= Q(status_periods__company_id__in=company_ids, status_periods__period__contains=instant)
    annotated = queryset.annotate(
        then=FilteredRelation("custodies", condition=then),
        then_status=FilteredRelation("status_periods", condition=then_status),
    )
    found: AssetQuerySet = annotated.filter(then__id__isnull=False, then_status__id__isnull=False)
    return found


def _instants(actor: Actor, day: date) -> Iterator[tuple[Any, list[int]]]:
    """The end of the day in every time zone of the actor's companies, with those companies."""
    zones: dict[str, list[int]] = {}
    ids = {*actor.scope("assets.asset.view").company_ids, *actor.own_company_ids}
    for company_id, zone in Company.objects.filter(id__in=ids).values_list("id", "time_zone"):
        zones.setdefault(zone, []).append(company_id)
    for zone, company_ids in zones.items():
        yield last_instant(day, zone), company_ids
