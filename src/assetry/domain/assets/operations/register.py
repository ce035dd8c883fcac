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
from assetry.domain.assets.classes import settle_classes_above
from assetry.domain.assets.custody_models import Custody, StatusPeriod
from assetry.domain.assets.edits import OWN_COMPANY, Edit
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.fields import fields_of_kind
from assetry.domain.assets.identifiers import identifier_key
from assetry.domain.assets.kinds.registry import FACETS
from assetry.domain.assets.status_models import Status
from assetry.domain.assets.statuses import default_for_new
from assetry.domain.assets.support import says_what_it_runs, settle_support
from assetry.domain.assets.tags import allocate_tags
from assetry.domain.assets.values import check_together, complete_new, derived, split
from assetry.domain.catalog.models import AssetKind
from assetry.domain.organization.models import Company, Location
from assetry.domain.organization.named import require_same_company
from assetry.kernel.refusals import InvalidInput
from assetry.kernel.text import clean_text, tag_key
from assetry.kernel.values import clean_changes, require_values
from assetry.platform.audit.operation import operation
from assetry.platform.custom_fields.storing import fold_custom, refuse_taken_value
from assetry.platform.database.constraints import broken_constraint
from assetry.platform.database.editing import lock_row, save_changes
from assetry.platform.permissions.actor import Actor

TAG_ATTEMPTS = 5


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
    described = fields_of_kind(kind)
    given = {
        name: value for name, value in values.items() if name not in described or value not in (None, "")
    }
    cleaned = clean_changes(described, given)
    complete_new(cleaned, company)
    require_values(described.values(), cleaned)
    check_together(cleaned, kind)
    fold_custom(described, cleaned, stored={}, company_id=company.pk)
    actor.require_row(
        P.CREATE,
        company_id=company.pk,
        location_id=location.pk if location else None,
        category_id=cleaned["category"].pk,
    )
    require_same_company(company.pk, {**cleaned, "location": location}, *OWN_COMPANY, "location")
    chosen = default_for_new(kind, status)
    columns, facet = split(cleaned)
    asset = Asset(
        company=company,
        kind=kind,
        facet=kind.facet,
        status=chosen,
        state=chosen.state,
        location=location,
        **columns,
    )
    for name, value in derived({"name": asset.name, "serial_number": asset.serial_number}, asset).items():
        setattr(asset, name, value)
    _insert(asset)
    Custody.objects.create(asset=asset, company=company, location=location, period=(at, None))
    StatusPeriod.objects.create(asset=asset, company=company, status=chosen, period=(at, None))
    if kind.facet in FACETS:
        FACETS[kind.facet].objects.create(asset=asset, company=company, facet=kind.facet, **facet)
    if says_what_it_runs(kind.facet):
        settle_support([asset.pk])
    return asset


def _insert(asset: Asset) -> None:
    """With the tag that was given, else with the scheme's next one that nobody types at the same moment."""
    if asset.asset_tag is not None:
        with _naming_what_is_taken(asset):
            asset.save(force_insert=True)
            _refuse_old_tag(asset)
        return
    for attempt in range(1, TAG_ATTEMPTS + 1):
        asset.asset_tag = next(iter(allocate_tags(asset.company_id, asset.category_id, 1)), None)
        try:
            with _naming_what_is_taken(asset):
                asset.save(force_insert=True)
        except refusals.TagTaken:
            if attempt == TAG_ATTEMPTS:
                raise
        else:
            return


@operation(P.EDIT)
def edit_asset(
    *, actor: Actor, asset: Asset, changes: Mapping[str, Any], version: int | None, at: datetime
) -> Asset:
    """Change described fields. A frozen status leaves only note and cost; a replaced tag stays findable.

    Raises AssetFrozen, InvalidInput, OtherCompany, CompanyIsFixed, TagTaken, SerialTaken, StalePage, NotPermitted.
    """
    locked = lock_row(Asset.objects.select_related("kind", "status", "company", "model"), asset.pk, version)
    cleaned = Edit(actor, changes).plan(locked)
    columns, facet = split(cleaned)
    old_tag = locked.asset_tag
    columns |= derived(columns, locked)
    with _naming_what_is_taken(locked, columns):
        changed = save_changes(locked, columns)
        if "classification" in changed:
            settle_classes_above(locked.pk, today=at.date())
        if "asset_tag" in changed:
            _refuse_old_tag(locked)
            _keep_old_tag(locked, old_tag)
    if facet:
        _save_facet(locked, facet, bump=not changed)
        if says_what_it_runs(locked.facet):
            settle_support([locked.pk])
    return locked


@contextmanager
def _naming_what_is_taken(asset: Asset, columns: Mapping[str, Any] | None = None) -> Iterator[None]:
    """Turn the constraint that was hit into the refusal that names the value."""
    values = columns or {}
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        refuse_taken_value(error)
        if "asset_tag_unique" in broken_constraint(error):
            raise refusals.TagTaken(
                field="asset_tag", tag=values.get("asset_tag", asset.asset_tag)
            ) from error
        if "asset_serial_unique" in broken_constraint(error):
            serial = values.get("serial_number", asset.serial_number)
            raise refusals.SerialTaken(field="serial_number", serial=serial) from error
        raise


def _keep_old_tag(asset: Asset, old_tag: str | None) -> None:
    """A replaced tag still finds its asset, and is never given to another one."""
    if old_tag is not None and tag_key(old_tag) != tag_key(asset.asset_tag or ""):
        AssetIdentifier.objects.get_or_create(
            asset=asset,
            scheme=AssetIdentifier.Scheme.OLD_TAG,
            value_key=tag_key(old_tag),
            defaults={"company_id": asset.company_id, "value": old_tag},
        )


def _refuse_old_tag(asset: Asset) -> None:
    """Asked after the row was written: whoever held the tag until now has kept it by then. Raises TagTaken."""
    if asset.asset_tag is None:
        return
    others = AssetIdentifier.objects.filter(
        company_id=asset.company_id,
        scheme=AssetIdentifier.Scheme.OLD_TAG,
        value_key=tag_key(asset.asset_tag),
    )
    if others.exclude(asset=asset).exists():
        raise refusals.TagTaken(field="asset_tag", tag=asset.asset_tag)


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
    """Make exactly these (scheme, value) an asset's identifiers; tags that it once had stay with it.

    Raises AssetFrozen, InvalidInput, StalePage, NotPermitted.
    """
    locked = lock_row(Asset.objects.select_related("status"), asset.pk, version)
    actor.require_row(
        P.EDIT,
        company_id=locked.company_id,
        location_id=locked.location_id,
        category_id=locked.category_id,
    )
    if locked.status.is_frozen:
        raise refusals.AssetFrozen(asset=str(locked), status=locked.status.name)
    wanted = _wanted_identifiers(identifiers)
    present = {(row.scheme, row.value_key): row.pk for row in AssetIdentifier.objects.filter(asset=locked)}
    dropped = [
        pk for key, pk in present.items() if key not in wanted and key[0] != AssetIdentifier.Scheme.OLD_TAG
    ]
    if not dropped and wanted.keys() <= present.keys():
        return
    AssetIdentifier.objects.filter(pk__in=dropped).delete()
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
