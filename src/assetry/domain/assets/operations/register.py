"""Making and changing assets."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets import refusals
from assetry.domain.assets.asset_models import Asset, AssetIdentifier
from assetry.domain.assets.custody_models import Custody, StatusPeriod
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.fields import fields_of_kind
from assetry.domain.assets.identifiers import identifier_key
from assetry.domain.assets.kinds.registry import FACETS
from assetry.domain.assets.rules import EDITABLE_WHILE_FROZEN
from assetry.domain.assets.status_models import Status
from assetry.domain.assets.statuses import default_for_new
from assetry.domain.assets.tags import allocate_tags
from assetry.domain.catalog.models import AssetKind
from assetry.domain.organization.models import Company, Location
from assetry.domain.organization.named import require_same_company
from assetry.kernel.refusals import InvalidInput, NotPermitted
from assetry.kernel.text import clean_text, name_sort, serial_key
from assetry.kernel.values import clean_changes, require_values
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row, save_changes
from assetry.platform.permissions.actor import Actor

OWN_COMPANY = ("owner_person", "owner_department", "cost_center")


@operation(P.CREATE)
def create_asset(
    *,
    actor: Actor,
    company: Company,
    kind: AssetKind,
    values: Mapping[str, Any],
    status: Status | None = None,
    location: Location | None = None,
    at: datetime,
) -> Asset:
    """Register an asset with its first status and place; without a tag the scheme gives the next one.

    Category and manufacturer come from the model where none is given; a cost without currency takes the company's.
    Raises InvalidInput, OtherCompany, StatusOfAnotherKind, TagTaken, SerialTaken, NotPermitted.
    """
    cleaned = clean_changes(fields_of_kind(kind), values)
    _complete(cleaned, company)
    require_values(fields_of_kind(kind).values(), cleaned)
    if not actor.scope(P.CREATE).covers(
        company_id=company.pk,
        location_id=location.pk if location else None,
        category_id=cleaned["category"].pk,
    ):
        raise NotPermitted(permission=P.CREATE)
    require_same_company(company.pk, {**cleaned, "location": location}, *OWN_COMPANY, "location")
    chosen = default_for_new(kind, status)
    columns, facet = _split(cleaned)
    asset = Asset(
        company=company,
        kind=kind,
        facet=kind.facet,
        status=chosen,
        state=chosen.state,
        location=location,
        **columns,
    )
    if asset.asset_tag is None:
        asset.asset_tag = next(iter(allocate_tags(company.pk, asset.category_id, 1)), None)
    _derive(asset)
    with _naming_what_is_taken(asset):
        asset.save(force_insert=True)
    Custody.objects.create(asset=asset, company=company, location=location, period=(at, None))
    StatusPeriod.objects.create(asset=asset, company=company, status=chosen, period=(at, None))
    if kind.facet in FACETS:
        FACETS[kind.facet].objects.create(asset=asset, company=company, facet=kind.facet, **facet)
    return asset


@operation(P.EDIT)
def edit_asset(
    *, actor: Actor, asset: Asset, changes: Mapping[str, Any], version: int | None, at: datetime
) -> Asset:
    """Change described fields. A frozen status leaves only note and cost; a replaced tag stays findable.

    Raises AssetFrozen, InvalidInput, OtherCompany, TagTaken, SerialTaken, StalePage, NotPermitted.
    """
    locked = lock_row(Asset.objects.select_related("kind", "status", "company", "model"), asset.pk, version)
    if not actor.scope(P.EDIT).covers(
        company_id=locked.company_id, location_id=locked.location_id, category_id=locked.category_id
    ):
        raise NotPermitted(permission=P.EDIT)
    cleaned = clean_changes(fields_of_kind(locked.kind), changes)
    if locked.status.is_frozen and cleaned.keys() - EDITABLE_WHILE_FROZEN:
        raise refusals.AssetFrozen(asset=str(locked), status=locked.status.name)
    require_same_company(locked.company_id, cleaned, *OWN_COMPANY)
    _follow_model(cleaned, locked)
    _complete_cost(cleaned, locked)
    columns, facet = _split(cleaned)
    old_tag = locked.asset_tag
    columns |= _derived(locked, columns)
    with _naming_what_is_taken(locked, columns):
        changed = save_changes(locked, columns)
    if "asset_tag" in changed and old_tag:
        _keep_old_tag(locked, old_tag)
    if facet:
        _save_facet(locked, facet, bump=not changed)
    return locked


def _complete(cleaned: dict[str, Any], company: Company) -> None:
    """What follows from other values: category and manufacturer from the model, currency from the company."""
    model = cleaned.get("model")
    if model is not None:
        cleaned["manufacturer"] = model.manufacturer
        cleaned["category"] = cleaned.get("category") or model.category
    if cleaned.get("cost_amount") is not None and not cleaned.get("cost_currency"):
        cleaned["cost_currency"] = company.currency


def _follow_model(cleaned: dict[str, Any], asset: Asset) -> None:
    model = cleaned.get("model", asset.model)
    if model is not None and ("model" in cleaned or "manufacturer" in cleaned):
        cleaned["manufacturer"] = model.manufacturer
    if "category" in cleaned and cleaned["category"] is None:
        raise InvalidInput({"category": _("Give a value.")})
    if "category" in cleaned and cleaned["category"].kind_id != asset.kind_id:
        raise InvalidInput({"category": _("Choose a category of the asset's kind.")})


def _complete_cost(cleaned: dict[str, Any], asset: Asset) -> None:
    amount = cleaned.get("cost_amount", asset.cost_amount)
    currency = cleaned.get("cost_currency", asset.cost_currency)
    if amount is not None and not currency:
        cleaned["cost_currency"] = asset.company.currency


def _split(cleaned: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Columns of the asset, and columns of its facet by their own names."""
    columns, facet = {}, {}
    for name, value in cleaned.items():
        if any(name == column.name for column in Asset._meta.fields):
            columns[name] = value
        else:
            facet[name] = value
    for nullable in ("asset_tag", "serial_number"):
        if columns.get(nullable) == "":
            columns[nullable] = None
    return columns, facet


def _derived(asset: Asset, columns: Mapping[str, Any]) -> dict[str, Any]:
    """The columns that follow from others: sort key of the name (the model's where it has none), serial key."""
    derived: dict[str, Any] = {}
    if columns.keys() & {"name", "model"}:
        model = columns.get("model", asset.model)
        derived["name_sort"] = name_sort(columns.get("name", asset.name) or (model.name if model else ""))
    if "serial_number" in columns:
        derived["serial_key"] = serial_key(columns["serial_number"] or "")
    return derived


def _derive(asset: Asset) -> None:
    asset.name_sort = name_sort(asset.name or (asset.model.name if asset.model else ""))
    asset.serial_key = serial_key(asset.serial_number or "")


@contextmanager
def _naming_what_is_taken(asset: Asset, columns: Mapping[str, Any] | None = None) -> Iterator[None]:
    """Turn the constraint that was hit into the refusal that names the value."""
    values = columns or {}
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if "asset_tag_unique" in str(error):
            raise refusals.TagTaken(
                field="asset_tag", tag=values.get("asset_tag", asset.asset_tag)
            ) from error
        if "asset_serial_unique" in str(error):
            serial = values.get("serial_number", asset.serial_number)
            raise refusals.SerialTaken(field="serial_number", serial=serial) from error
        raise


def _keep_old_tag(asset: Asset, old_tag: str) -> None:
    """A replaced tag still finds its asset, and no scheme gives it out again."""
    AssetIdentifier.objects.get_or_create(
        asset=asset,
        scheme=AssetIdentifier.Scheme.OLD_TAG,
        value_key=old_tag,
        defaults={"company_id": asset.company_id, "value": old_tag},
    )


def _save_facet(asset: Asset, facet: Mapping[str, Any], *, bump: bool) -> None:
    row = getattr(asset, asset.facet)
    changed = [name for name, value in facet.items() if getattr(row, name) != value]
    if not changed:
        return
    for name in changed:
        setattr(row, name, facet[name])
    row.save(update_fields=changed)
    if bump:
        asset.version += 1
        asset.save(update_fields=["version"])


@operation(P.EDIT)
def set_identifiers(
    *,
    actor: Actor,
    asset: Asset,
    identifiers: Sequence[tuple[str, str]],
    version: int | None = None,
    at: datetime,
) -> None:
    """Make exactly these (scheme, value) an asset's identifiers.

    Raises AssetFrozen, InvalidInput, StalePage, NotPermitted.
    """
    locked = lock_row(Asset.objects.select_related("status"), asset.pk, version)
    scope = actor.scope(P.EDIT)
    if not scope.covers(
        company_id=locked.company_id, location_id=locked.location_id, category_id=locked.category_id
    ):
        raise NotPermitted(permission=P.EDIT)
    if locked.status.is_frozen:
        raise refusals.AssetFrozen(asset=str(locked), status=locked.status.name)
    wanted = _wanted_identifiers(identifiers)
    present = {(row.scheme, row.value_key): row.pk for row in AssetIdentifier.objects.filter(asset=locked)}
    if wanted.keys() == present.keys():
        return
    AssetIdentifier.objects.filter(pk__in=[pk for key, pk in present.items() if key not in wanted]).delete()
    AssetIdentifier.objects.bulk_create(
        AssetIdentifier(asset=locked, company_id=locked.company_id, scheme=scheme, value=value, value_key=key)
        for (scheme, key), value in wanted.items()
        if (scheme, key) not in present
    )
    Asset.objects.filter(pk=locked.pk).update(version=F("version") + 1)


def _wanted_identifiers(identifiers: Sequence[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Values by scheme and key, without empty and doubled ones; raises InvalidInput."""
    cleaned = [(scheme, clean_text(value)) for scheme, value in identifiers]
    wanted = {(scheme, identifier_key(scheme, value)): value for scheme, value in cleaned if value}
    unknown = {scheme for scheme, _key in wanted} - set(AssetIdentifier.Scheme.values)
    if unknown or any(len(value) > 200 for value in wanted.values()):
        raise InvalidInput({"identifiers": _("Choose a known scheme and give at most 200 characters.")})
    return wanted
