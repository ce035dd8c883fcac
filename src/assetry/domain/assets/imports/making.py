"""Makes what an import found missing: set-based, each kind of thing in a few statements, under the import's event."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from django.db import connection

from assetry.domain.assets.imports.plan import Pending
from assetry.domain.catalog import signals as catalog_signals
from assetry.domain.catalog.models import AssetModel, Category, Manufacturer
from assetry.domain.organization import signals as organization_signals
from assetry.domain.organization.models import Company, Location, Person, Supplier
from assetry.kernel.text import name_sort
from assetry.platform.audit.events import admit_company
from assetry.platform.permissions.actor import Actor

_MODELS: dict[str, type[Any]] = {
    "company": Company,
    "category": Category,
    "manufacturer": Manufacturer,
    "supplier": Supplier,
    "location": Location,
    "model": AssetModel,
    "person": Person,
}
_ORDER = ("company", "category", "manufacturer", "supplier", "location", "model", "person")
_BATCH = 2000


def make_pending(actor: Actor, made: Sequence[Pending]) -> None:
    """Insert everything and fill in the keys. Companies join the open event; grants that reach the new are compiled."""
    for entity in _ORDER:
        wanted = [pending for pending in made if pending.entity == entity]
        for _depth, level in groupby(sorted(wanted, key=_depth_of), key=_depth_of):
            _insert(entity, list(level))
        if wanted:
            _after(entity, actor, wanted)


def _after(entity: str, actor: Actor, made: Sequence[Pending]) -> None:
    """Receivers look at everything there is, so one signal does for all of a kind."""
    if entity == "company":
        _admit(actor, made)
    elif entity == "location":
        organization_signals.location_placed.send(
            sender=Location, location=Location.objects.get(pk=_key(made[-1]))
        )
    elif entity == "category":
        catalog_signals.category_created.send(
            sender=Category, category=Category.objects.get(pk=_key(made[-1]))
        )


def _depth_of(pending: Pending) -> int:
    """Locations inside locations that are to be made come after those."""
    parent = pending.values.get("parent_id")
    return 1 + _depth_of(parent) if isinstance(parent, Pending) else 0


def _insert(entity: str, level: Sequence[Pending]) -> None:
    model = _MODELS[entity]
    rows = [
        model(
            name=pending.name,
            name_sort=name_sort(pending.name),
            **{name: _key(value) for name, value in pending.values.items()},
        )
        for pending in level
    ]
    model._default_manager.bulk_create(rows, batch_size=_BATCH)
    for pending, row in zip(level, rows, strict=True):
        pending.pk = row.pk
    if entity == "location":
        _place(rows)


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, Pending) else value


def _place(rows: Sequence[Location]) -> None:
    """The paths of locations whose parents have theirs: one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE organization_location l SET
                path = coalesce((SELECT p.path FROM organization_location p WHERE p.id = l.parent_id), '{}') || l.id,
                path_name = left(coalesce((
                    SELECT p.path_name || ' / ' FROM organization_location p WHERE p.id = l.parent_id
                ), '') || l.name, 1200)
            WHERE l.id = ANY(%s)
            """,
            [[row.pk for row in rows]],
        )


def _admit(actor: Actor, made: Sequence[Pending]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE organization_company SET path = ARRAY[id] WHERE id = ANY(%s)", [[p.pk for p in made]]
        )
    for pending in made:
        assert pending.pk is not None  # noqa: S101 (inserted just now)
        admit_company(pending.pk)
    company = Company.objects.get(pk=_key(made[-1]))
    organization_signals.company_created.send(sender=Company, company=company, actor=actor)
