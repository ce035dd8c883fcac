"""Reads of the register: one asset, its story, what is where; always through `visible_to`."""

from collections.abc import Collection, Iterable
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BigIntegerField, Count, DateTimeField, Exists, F, OuterRef, Value
from django.db.models.functions import JSONArray
from django.db.models.lookups import Exact

from assetry.domain.assets.asset_models import Asset, AssetIdentifier
from assetry.domain.assets.class_models import ClassOverride
from assetry.domain.assets.custody_models import Custody, StatusPeriod
from assetry.domain.assets.events import AssetPermission
from assetry.domain.assets.identifiers import identifier_key
from assetry.domain.assets.kinds.registry import KINDS
from assetry.domain.assets.querysets import AssetQuerySet
from assetry.domain.assets.states import State
from assetry.domain.assets.status_models import DefaultStatus, StateTransition, Status, StatusKind
from assetry.domain.assets.tag_index import TagKey
from assetry.domain.assets.whereabouts import PlaceOfContainer
from assetry.domain.catalog.events import CatalogPermission
from assetry.domain.catalog.models import AssetKind, AssetModelPicture
from assetry.domain.organization.models import Location
from assetry.kernel.public_id import normalize_public_id
from assetry.kernel.refusals import NotFound
from assetry.kernel.text import clean_text, serial_key, tag_key
from assetry.platform.database.reading import row_of
from assetry.platform.permissions.actor import Actor
from assetry.platform.search.queries import matching_ids

# Whether a code names anything in some companies: what is typed mostly is none, and this is quickly asked.
_ELSEWHERE = """
    EXISTS (SELECT FROM assets_asset WHERE public_id = %(public_id)s)
    OR EXISTS (SELECT FROM assets_assetidentifier WHERE value_key = ANY(%(identifiers)s))
"""
_SPELLED = """
    EXISTS (
        SELECT FROM assets_asset
        WHERE company_id = ANY(%(companies)s) AND public.assets_tag_key(asset_tag) = %(tag)s
    ) OR EXISTS (
        SELECT FROM assets_asset
        WHERE company_id = ANY(%(companies)s) AND serial_key = %(serial)s AND state <> 'disposed'
    )
"""
PERIODS_TOLD = 200  # how far back the story of a holder or a place goes
# One statement for a row with everything that a page or the API shows of it.
DISPLAYED = (
    "kind",
    "company",
    "model",
    "category",
    "manufacturer",
    "status",
    "owner_person",
    "owner_department",
    "cost_center",
    "supplier",
    "holder_person",
    "holder_department",
    "holder_asset",
    "holder_supplier",
    "location",
    "stored_class",
    "support__release",
    "support__successor",
    *KINDS,
)


def get_asset_for(actor: Actor, public_id: str, permission: str | None = None) -> Asset:
    """The asset of that public id with what is displayed of it; raises NotFound, also when out of scope."""
    visible = Asset.objects.visible_to(actor, permission) if permission else Asset.objects.visible_to(actor)
    return _displayed(visible, public_id)


# Of what the row names a page shows the name and leads there; of kind, status and facets it needs everything.
_NAMED = ("company", "model", "category", "manufacturer", "owner_person", "owner_department", "cost_center")
_NAMED_TODAY = (
    "supplier",
    "holder_person",
    "holder_department",
    "holder_asset",
    "holder_supplier",
    "location",
)
_TOLD = (
    *(
        "company__time_zone",
        "company__currency",
        "model__number",
        "model__end_of_support_on",
        "model__useful_life_months",
        "category__icon",
        "location__path_name",
    ),
    *("owner_person__is_active", "holder_person__is_active", "holder_asset__asset_tag"),
    "stored_class__classification",
    *("support__ends_on", "support__release", "support__release__public_id", "support__release__name"),
    *("support__successor", "support__successor__public_id", "support__successor__name"),
)


@cache
def _page_columns() -> tuple[str, ...]:
    """The columns that an asset's page reads: a third of those of all rows that it joins."""
    whole: list[tuple[str, Any]] = [
        (name, Asset._meta.get_field(name).related_model) for name in ("kind", "status", *KINDS)
    ]
    return (
        *(column.name for column in Asset._meta.concrete_fields),
        *(f"{name}__{column.name}" for name, model in whole for column in model._meta.concrete_fields),
        *(f"{name}__{column}" for name in (*_NAMED, *_NAMED_TODAY) for column in ("public_id", "name")),
        *_TOLD,
    )


def get_asset_page_for(actor: Actor, public_id: str, **also: Exists) -> Asset:
    """As `get_asset_for`, with `picture_sha256` of its model and `identifier_pairs` (scheme, value), and whatever
    else the page wants to know of it: one statement.
    """
    named = AssetIdentifier.objects.filter(asset=OuterRef("pk")).order_by("scheme", "value_key")
    pairs = ArraySubquery(named.values(pair=JSONArray("scheme", "value")))
    annotated = Asset.objects.visible_to(actor).annotate(
        picture_sha256=F("model__picture__sha256"), identifier_pairs=pairs, **also
    )
    return _displayed(annotated.only(*_page_columns()), public_id)


def _displayed(visible: AssetQuerySet, public_id: str) -> Asset:
    return row_of(visible.select_related(*DISPLAYED), public_id)


def list_assets_for(actor: Actor, public_ids: Collection[str]) -> list[Asset]:
    """Those of the named assets that the actor sees, with what tells them apart, by name."""
    shown = (
        "kind",
        "model",
        "company",
        "status",
        "holder_person",
        "holder_department",
        "holder_asset",
        "holder_supplier",
        "location",
    )
    return list(
        Asset.objects.visible_to(actor)
        .filter(public_id__in=public_ids)
        .select_related(*shown)
        .order_by("name_sort", "id")
    )


def list_chosen_for(actor: Actor, rows: Any, limit: int = 500) -> list[Asset]:
    """The first of the chosen assets (a query of keys) that the actor sees: what a form for all of them goes by."""
    chosen = Asset.objects.visible_to(actor).filter(pk__in=rows).select_related("company", "kind", "status")
    return list(chosen.order_by("id")[:limit])


def get_picture_for(actor: Actor, public_id: str, sha256: str) -> AssetModelPicture:
    """The picture of a model with that hash, for who sees the catalog or an asset of that model; raises NotFound."""
    wanted = normalize_public_id(public_id) or ""
    shown = AssetModelPicture.objects.filter(model__public_id=wanted, sha256=sha256)
    if not actor.may(CatalogPermission.VIEW):
        shown = shown.filter(model__in=Asset.objects.visible_to(actor).values("model"))
    found: AssetModelPicture | None = shown.first()
    if found is None:
        raise NotFound
    return found


def get_status_for(actor: Actor, public_id: str) -> Status:
    """The status of that public id; raises NotFound."""
    status: Status = row_of(Status.objects.visible_to(actor), public_id)
    return status


def list_statuses(actor: Actor) -> list[Status]:
    """The statuses in use, in the organization's order, as words beside what the actor sees."""
    return list(Status.objects.as_words().filter(is_archived=False).order_by("position", "id"))


def list_statuses_of_kinds(actor: Actor, kind_ids: Collection[int]) -> list[Status]:
    """The statuses in use that some of the kinds have."""
    usable = Status.objects.visible_to(actor).filter(kinds__kind_id__in=kind_ids, is_archived=False)
    return list(usable.order_by("position", "id").distinct())


def list_all_statuses(actor: Actor, kind: AssetKind | None = None) -> list[Status]:
    """Every status as words, archived ones last; those that a kind has, where one is given."""
    shown = Status.objects.as_words()
    if kind is not None:
        shown = shown.filter(kinds__kind=kind)
    return list(shown.order_by("is_archived", "position", "id"))


def list_kinds_of(statuses: Collection[Status]) -> dict[int, list[AssetKind]]:
    """The kinds that each of these statuses belongs to, in the order of the navigation, by the status's key."""
    found: dict[int, list[AssetKind]] = {status.pk: [] for status in statuses}
    rows = StatusKind.objects.filter(status__in=statuses).select_related("kind")
    for row in rows.order_by("kind__position", "kind_id"):
        found[row.status_id].append(row.kind)
    return found


def list_transitions(kind: AssetKind) -> list[StateTransition]:
    """The moves between states that a kind allows."""
    return list(StateTransition.objects.filter(kind=kind))


def list_default_statuses(kind: AssetKind) -> dict[str, Status]:
    """What an operation sets for a kind, by the operation's name."""
    rows = DefaultStatus.objects.filter(kind=kind).select_related("status")
    return {row.operation: row.status for row in rows}


def find_by_code(actor: Actor, code: str) -> list[Asset]:
    """What a scan or a typed code names, best first: public id, tag, serial number, any identifier (at most 20).

    What was disposed of comes by its serial number where that names nothing else.
    """
    keys = find_keys_by_code(actor, code) or _find_disposed(actor, clean_text(code))
    if not keys:
        return []
    found = Asset.objects.visible_to(actor).select_related("model", "status", "kind", "holder_person")
    return sorted(found.filter(pk__in=keys), key=lambda asset: keys.index(asset.pk))


def find_keys_by_code(actor: Actor, code: str, *, spelled: bool = False) -> list[int]:
    """The same as keys, of what was not disposed of: one statement, each part along an index; mostly a small one.

    `spelled`: whoever asks knows every asset whose words hold the code, so its tags and serial numbers.
    """
    text = clean_text(code)
    if not text:
        return []
    identifiers = {identifier_key(scheme, text) for scheme in AssetIdentifier.Scheme.values}
    serial, public_id = serial_key(text), normalize_public_id(text)
    in_words = spelled and text.isascii()  # of other letters small and capital ones are not always a pair
    given = {
        "companies": [*actor.scope(AssetPermission.VIEW).company_ids, *actor.own_company_ids],
        "public_id": public_id,
        "tag": tag_key(text),
        "serial": serial,
        "identifiers": list(identifiers),
    }
    if not _is_any(_ELSEWHERE if in_words else f"{_ELSEWHERE} OR {_SPELLED}", given):
        return []
    visible = Asset.objects.visible_to(actor).order_by()
    named = {
        0: visible.filter(public_id=public_id) if public_id else None,
        1: visible.filter(Exact(TagKey("asset_tag"), tag_key(text))),
        2: visible.filter(serial_key=serial).exclude(state=State.DISPOSED)
        if serial
        else None,  # by their index
        3: visible.filter(
            pk__in=AssetIdentifier.objects.filter(value_key__in=identifiers).values("asset_id")
        ),
    }
    ways = [
        way.annotate(way=Value(place)).values_list("way", "pk")[:20]
        for place, way in named.items()
        if way is not None
    ]
    found = sorted(ways[0].union(*ways[1:], all=True))
    return [key for way, key in found if way == found[0][0]]


def _is_any(condition: str, given: dict[str, Any]) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {condition}", given)
        return bool(cursor.fetchone()[0])


def _find_disposed(actor: Actor, text: str) -> list[int]:
    """By serial number, which no index knows of what is gone: among what is found by its letters."""
    key = serial_key(text)
    if key is None:
        return []
    gone = Asset.objects.visible_to(actor).filter(serial_key=key, state=State.DISPOSED)
    found = gone.filter(pk__among=matching_ids("asset", text)).order_by("pk")
    return list(found.values_list("pk", flat=True)[:20])


def list_custody(asset: Asset) -> list[Custody]:
    """The custody periods of an asset that the caller may see, newest first."""
    holders = ("holder_person", "holder_department", "holder_asset", "holder_supplier", "location")
    own = (column.name for column in Custody._meta.concrete_fields)
    told = (f"{holder}__{column}" for holder in holders for column in ("public_id", "name"))
    more = ("holder_person__is_active", "holder_asset__asset_tag", "location__path_name")
    periods = Custody.objects.filter(asset=asset).select_related(*holders).only(*own, *told, *more)
    return sorted(periods, key=lambda each: each.period.lower, reverse=True)


def list_status_periods(asset: Asset) -> list[StatusPeriod]:
    """The statuses that an asset had, oldest first."""
    periods = StatusPeriod.objects.filter(asset=asset).select_related("status")
    return sorted(periods, key=lambda each: each.period.lower)


def list_identifiers(asset: Asset) -> list[AssetIdentifier]:
    """What a scan can name the asset by, beside its tag and serial."""
    return list(AssetIdentifier.objects.filter(asset=asset).order_by("scheme", "value_key"))


def find_class_override(asset: Asset) -> ClassOverride | None:
    """What somebody answers for beside what the asset stores, also when it ran out; the caller sees the asset."""
    return ClassOverride.objects.filter(asset=asset).first()


def list_contents(actor: Actor, asset: Asset) -> list[Asset]:
    """What lies in the asset."""
    inside = Asset.objects.visible_to(actor).filter(holder_asset=asset).select_related("model", "status")
    return list(inside.order_by("name_sort", "id"))


@dataclass(frozen=True)
class AsOf:
    """Where an asset was at an instant, and in which status; None where it was not registered yet."""

    custody: Custody | None
    status: Status | None


def get_as_of(asset: Asset, instant: datetime) -> AsOf:
    """Holder, location and status at the instant, from the periods; in a container it was where that was."""
    return pick_as_of(list_custody(asset), list_status_periods(asset), instant)


def pick_as_of(custodies: Iterable[Custody], periods: Iterable[StatusPeriod], instant: datetime) -> AsOf:
    """As `get_as_of`, from an asset's periods that are read already: a statement only for what lay in something."""
    custody = next((each for each in custodies if instant in each.period), None)
    status = next((each.status for each in periods if instant in each.period), None)
    if custody is not None and custody.holder_asset_id is not None:
        container = Value(custody.holder_asset_id, output_field=BigIntegerField())
        place = PlaceOfContainer(container, Value(instant, output_field=DateTimeField()))
        custody = copy(custody)
        custody.location = Location.objects.filter(pk=place).first()
    return AsOf(custody, status)


def list_held_by(actor: Actor) -> list[Custody]:
    """The actor's own open custody periods with their assets, newest first; everybody may see these."""
    if actor.person_id is None:
        return []
    mine = Custody.objects.filter(holder_person_id=actor.person_id, period__upper_inf=True)
    shown = ("asset__model__category", "asset__category", "asset__kind", "asset__status", "location")
    return list(mine.select_related(*shown).order_by("-period"))


def list_owned_by(actor: Actor) -> list[Asset]:
    """What the actor answers for and does not hold, by name; everybody may see these."""
    if actor.person_id is None:
        return []
    held = Custody.objects.filter(holder_person_id=actor.person_id, period__upper_inf=True).values("asset_id")
    owned = Asset.objects.filter(owner_person_id=actor.person_id).exclude(id__in=held)
    return list(owned.select_related("model", "category", "kind", "status").order_by("name_sort", "id"))


def list_held(actor: Actor, **holder: Any) -> list[Asset]:
    """What one holder has (`holder_person=…`, `holder_department=…`), of what the actor sees, by tag."""
    held = Asset.objects.visible_to(actor).filter(**holder)
    return list(
        held.select_related("model", "category", "kind", "status", "location").order_by("asset_tag", "id")
    )


def list_owned(actor: Actor, person: Any) -> list[Asset]:
    """What a person answers for and does not hold, of what the actor sees, by name."""
    owned = Asset.objects.visible_to(actor).filter(owner_person=person).exclude(holder_person=person)
    return list(owned.select_related("model", "category", "kind", "status").order_by("name_sort", "id"))


def list_period_keys(**named: Any) -> list[tuple[int, int]]:
    """(custody id, asset id) of the newest periods that name a holder or a place which the caller may see."""
    periods = Custody.objects.filter(**named).order_by("-id").values_list("id", "asset_id")
    return list(periods[:PERIODS_TOLD])


def list_period_keys_for(actor: Actor, **named: Any) -> list[tuple[int, int]]:
    """The same of the assets that the actor sees."""
    seen = Asset.objects.visible_to(actor).values("pk")
    periods = Custody.objects.filter(**named, asset__in=seen).order_by("-id").values_list("id", "asset_id")
    return list(periods[:PERIODS_TOLD])


def count_by_status_at(actor: Actor, location_ids: list[int]) -> dict[tuple[int, int], int]:
    """How many of the assets that the actor sees stand in these places, by (location id, status id)."""
    standing = Asset.objects.visible_to(actor).filter(location_id__in=location_ids)
    rows = standing.values_list("location_id", "status_id").annotate(n=Count("id")).order_by()
    return {(location, status): n for location, status, n in rows if location is not None}
