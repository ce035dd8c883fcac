"""Every change of products that come in releases, and of releases; a data pack brings many at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from assetry.domain.catalog import signals
from assetry.domain.catalog.events import CatalogPermission as P
from assetry.domain.catalog.packs import Pack, PackProduct, PackRelease
from assetry.domain.catalog.refusals import ReleaseEndsBeforeItBegins
from assetry.domain.catalog.release_fields import PRODUCT_FIELDS, RELEASE_FIELDS
from assetry.domain.catalog.release_models import DAYS, Release, ReleasedProduct
from assetry.domain.organization.named import Values, clean_named, insert_named, update_named
from assetry.kernel.text import name_sort
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor

BY_HAND = "by hand"


@operation(P.MANAGE)
def create_product(*, actor: Actor, values: Values, at: datetime) -> ReleasedProduct:
    """Make a product that comes in releases. Raises NameTaken, InvalidInput."""
    return insert_named(ReleasedProduct(**clean_named(PRODUCT_FIELDS, values, new=True)))


@operation(P.MANAGE)
def edit_product(
    *, actor: Actor, released_product: ReleasedProduct, changes: Values, version: int | None, at: datetime
) -> ReleasedProduct:
    """Change a product; its releases are named after it. Raises NameTaken, StalePage, InvalidInput."""
    locked: ReleasedProduct = lock_row(ReleasedProduct.objects.all(), released_product.pk, version)
    changed = update_named(locked, clean_named(PRODUCT_FIELDS, changes, new=False))
    if "name" in changed:
        for release in Release.objects.filter(product=locked):
            update_named(release, _named(locked, release.line))
    signals.releases_changed.send(sender=Release)
    return locked


@operation(P.MANAGE)
def create_release(*, actor: Actor, values: Values, at: datetime) -> Release:
    """Make a release of a product. Raises NameTaken, ReleaseEndsBeforeItBegins, InvalidInput."""
    cleaned = clean_named(RELEASE_FIELDS, values, new=True)
    release = Release(**cleaned, **_named(cleaned["product"], cleaned["line"]))
    _note_facts(release, cleaned, release.source or BY_HAND, release.source_as_of or at.date())
    _check(release)
    insert_named(release)
    signals.releases_changed.send(sender=Release)
    return release


@operation(P.MANAGE)
def edit_release(
    *, actor: Actor, release: Release, changes: Values, version: int | None, at: datetime
) -> Release:
    """Change a release: what is typed counts from today. Raises NameTaken, ReleaseEndsBeforeItBegins, StalePage, …"""
    locked: Release = lock_row(Release.objects.select_related("product"), release.pk, version)
    cleaned = clean_named(RELEASE_FIELDS, changes, new=False)
    product, line = cleaned.get("product", locked.product), cleaned.get("line", locked.line)
    after = Release(
        **{name: cleaned.get(name, getattr(locked, name)) for name in DAYS}, facts={**locked.facts}
    )
    _check(after)
    source = cleaned.get("source") or BY_HAND
    _note_facts(after, cleaned, source, cleaned.get("source_as_of") or at.date())
    update_named(locked, {**cleaned, **_named(product, line), "facts": after.facts})
    signals.releases_changed.send(sender=Release)
    return locked


def _named(product: ReleasedProduct, line: str) -> dict[str, str]:
    name = f"{product.name} {line}"[:200]
    return {"name": name, "name_sort": name_sort(name)}


def _check(release: Release) -> None:
    """Its days come in their order."""
    days = [day for name in DAYS if (day := getattr(release, name)) is not None]
    if release.released_on is not None and min(days) < release.released_on:
        raise ReleaseEndsBeforeItBegins(field="security_until")


def _note_facts(release: Release, days: Mapping[str, Any], source: str, as_of: date) -> None:
    """Put down who says so, beside what others say."""
    said = {name: days[name].isoformat() for name in DAYS if days.get(name) is not None}
    release.facts = {
        name: {
            **release.facts.get(name, {}),
            **({source: [said[name], as_of.isoformat()]} if name in said else {}),
        }
        for name in {*release.facts, *said}
    }


@dataclass(frozen=True)
class Loaded:
    """What a pack made and changed."""

    products: int
    new: int
    changed: int


@operation(P.MANAGE, intent="catalog.load_releases")
def load_releases(*, actor: Actor, pack: Pack, at: datetime) -> Loaded:
    """Bring a data pack in: products by their code, releases by their line. Of each day the latest word counts.

    The number of statements does not grow with the pack. What somebody typed stays until a pack is newer.
    """
    loaded = write_pack(pack)
    signals.releases_changed.send(sender=Release)
    return loaded


def write_pack(pack: Pack) -> Loaded:
    """The same under an event that is open: what is new, and what is newer."""
    products = _products_of(pack)
    known = {(one.product_id, one.line): one for one in Release.objects.filter(product__in=products.values())}
    new: list[Release] = []
    changed: list[Release] = []
    for described in pack.products:
        product = products[described.code]
        for brought in described.releases:
            release = known.get((product.pk, brought.line))
            if release is None:
                release = Release(product=product, line=brought.line, **_named(product, brought.line))
                _merge(release, brought)
                new.append(release)
            elif _merge(release, brought):
                release.version += 1
                changed.append(release)
    Release.objects.bulk_create(new)
    Release.objects.bulk_update(
        changed, [*DAYS, "latest_version", "source", "source_as_of", "facts", "version"], batch_size=500
    )
    return Loaded(len(pack.products), len(new), len(changed))


def _products_of(pack: Pack) -> dict[str, ReleasedProduct]:
    """The products by code, made where there is none; what is there keeps its words."""
    codes = [product.code for product in pack.products]
    known = {one.code: one for one in ReleasedProduct.objects.filter(code__in=codes)}
    taken = set(ReleasedProduct.objects.values_list("name", flat=True))
    missing = [product for product in pack.products if product.code not in known]
    made = [_product(product, taken) for product in missing]
    ReleasedProduct.objects.bulk_create(made)
    return known | {one.code: one for one in made}


def _product(described: PackProduct, taken: set[str]) -> ReleasedProduct:
    name = described.name if described.name not in taken else f"{described.name} ({described.code})"
    return ReleasedProduct(
        name=name,
        name_sort=name_sort(name),
        code=described.code,
        publisher=described.publisher,
        also="\n".join(described.also),
        link=described.link,
    )


def _merge(release: Release, brought: PackRelease) -> bool:
    """Note what the pack says; let each day be what the latest source says. Whether anything changed."""
    before = [*(getattr(release, name) for name in DAYS), release.latest_version, release.facts]
    facts = {name: dict(said) for name, said in release.facts.items()}
    for name, fact in brought.facts.items():
        facts.setdefault(name, {})[fact.source] = [fact.on.isoformat(), fact.as_of.isoformat()]
    release.facts = facts
    for name, said in facts.items():
        source, (on, as_of) = max(said.items(), key=lambda each: (each[1][1], each[0]))
        setattr(release, name, date.fromisoformat(on))
        if release.source_as_of is None or date.fromisoformat(as_of) >= release.source_as_of:
            release.source, release.source_as_of = source, date.fromisoformat(as_of)
    release.latest_version = brought.latest_version or release.latest_version
    return before != [*(getattr(release, name) for name in DAYS), release.latest_version, release.facts]
