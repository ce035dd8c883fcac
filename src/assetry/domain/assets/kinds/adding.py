"""Operations for the migration of a new kind: its facet's keys, and its row with statuses and moves."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.migrations import RunPython
from django.db.migrations.operations.base import Operation

from assetry.domain.assets.starter import MOVES
from assetry.kernel.text import name_sort
from assetry.platform.audit.signed import signed
from assetry.platform.database.composite_keys import composite_foreign_key, same_company

# The flags of what nobody can touch: somebody answers for it, and nobody holds it.
INTANGIBLE = {"is_custodied": False, "is_located": False, "is_serialized": False, "is_depreciating": False}


@dataclass(frozen=True, kw_only=True)
class NewKind:
    """A kind's first words, flags (`is_custodied`, …), the states that it knows, and what operations set first.

    `category`: a first one of this name, so that a kind without models can be registered at once.
    """

    code: str
    name: str
    plural: str
    icon: str
    states: tuple[str, ...]
    defaults: Mapping[str, str]
    flags: Mapping[str, bool] = field(default_factory=dict)
    category: str = ""


def facet_keys(table: str) -> list[Operation]:
    """A facet row belongs to an asset of its own company and of this facet."""
    return [
        same_company(table, "asset_id", "assets_asset"),
        composite_foreign_key(table, ("facet", "asset_id"), "assets_asset", ("facet", "id")),
    ]


def insert_kind(new: NewKind) -> RunPython:
    """Insert the kind with the organization's first status of each of its states, under a system event."""

    def make(apps: Any, schema_editor: Any) -> None:
        using = schema_editor.connection.alias
        with signed(f"migration:assets.kind_{new.code}", using=using):
            _insert(new, lambda app, model: apps.get_model(app, model).objects.using(using))

    return RunPython(make, RunPython.noop)


def _insert(new: NewKind, rows_of: Any) -> None:
    last = rows_of("catalog", "AssetKind").order_by("position").last()
    kind = rows_of("catalog", "AssetKind").create(
        code=new.code,
        facet=new.code,
        name=new.name,
        name_sort=name_sort(new.name),
        name_plural=new.plural,
        icon=new.icon,
        is_built_in=True,
        position=(last.position if last else 0) + 10,
        **new.flags,
    )
    if new.category:
        rows_of("catalog", "Category").create(
            kind=kind, name=new.category, name_sort=name_sort(new.category), icon=new.icon
        )
    statuses = _statuses(new, kind, rows_of)
    for status in statuses.values():
        rows_of("assets", "StatusKind").create(status=status, kind=kind)
    for source, target in MOVES:
        if {source, target} <= statuses.keys():
            rows_of("assets", "StateTransition").create(kind=kind, source=source, target=target)
    for operation, state in new.defaults.items():
        rows_of("assets", "DefaultStatus").create(kind=kind, operation=operation, status=statuses[state])


def _statuses(new: NewKind, kind: Any, rows_of: Any) -> dict[str, Any]:
    """The first status of each state, before all others one that kinds like it have: "Active", not "In use"."""
    known = rows_of("assets", "Status").filter(state__in=new.states, is_archived=False).order_by("-position")
    alike = rows_of("assets", "StatusKind").filter(kind__is_custodied=kind.is_custodied)
    familiar = set(alike.values_list("status_id", flat=True))
    return {status.state: status for status in sorted(known, key=lambda status: status.pk in familiar)}
