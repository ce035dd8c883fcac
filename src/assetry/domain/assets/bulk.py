"""What can be done to many assets, for `platform.bulk`: previews ask the same rules as the operations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from assetry.domain.assets import acts, custody_store, edit_store, operations
from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.custody_models import Custody
from assetry.domain.assets.edits import EditDecision, decide_edit
from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.fields import ALL_FIELDS, fields_of_kind
from assetry.domain.assets.holders import current_holder
from assetry.domain.assets.moves import Decision, Keep, Move, preview_move
from assetry.domain.assets.refusals import AlreadySo
from assetry.domain.assets.status_models import Status
from assetry.domain.assets.undoing import (
    EditUndone,
    MovesUndone,
    decide_edit_undone,
    decide_moves_undone,
)
from assetry.domain.catalog.models import AssetKind
from assetry.kernel.fields import Field
from assetry.kernel.refusals import NotFound, Refusal, Text
from assetry.kernel.registry import entity_named
from assetry.kernel.values import from_stored
from assetry.platform.bulk.registry import register_work
from assetry.platform.bulk.works import Difference, Differences, Task, Verdicts, shareable

_FIELDS = {field.name: field for field in ALL_FIELDS}
_HELD = ("holder_person", "holder_department", "holder_asset", "holder_supplier")


def _verdicts(ids: Sequence[int], found: Sequence[int], reasons: Mapping[int, Refusal]) -> Verdicts:
    same = frozenset(key for key, refusal in reasons.items() if isinstance(refusal, AlreadySo))
    gone = {key: NotFound() for key in set(ids) - set(found)}
    refused = {key: refusal for key, refusal in reasons.items() if key not in same}
    return Verdicts(same, {**refused, **gone})


def _assets(task: Task) -> list[Asset]:
    """The assets as an operation takes them: it reads everything but their keys itself, under its locks."""
    return [Asset.from_db(None, ("id",), (key,)) for key in task.ids]


@dataclass(frozen=True, kw_only=True)
class EditAssets:
    """Any editable fields of many assets."""

    entity = "asset"
    name = "edit"
    permission: str = P.EDIT
    verb = _("Change")
    icon = "pencil"

    def fields(self, rows: Any) -> Mapping[str, Field]:
        """Those of all kinds that are among the rows."""
        kinds = AssetKind.objects.filter(pk__in=Asset.objects.filter(pk__in=rows).values("kind"))
        found = {name: field for kind in kinds for name, field in fields_of_kind(kind).items()}
        return shareable(found, entity_named("asset"))

    def decide(self, task: Task) -> Verdicts:
        """What `edit_assets` would do."""
        assets, decided = self._decided(task)
        return _verdicts(task.ids, [asset.pk for asset in assets], decided.reasons)

    def differences(self, task: Task) -> Differences:
        """Field by field."""
        plans = self._decided(task)[1].plans
        return {asset.pk: _differences(asset, plan) for asset, plan in plans.items()}

    def _decided(self, task: Task) -> tuple[list[Asset], EditDecision]:
        assets = edit_store.read_for_edit(task.ids, task.arguments)
        return assets, decide_edit(
            actor=task.actor, assets=assets, changes=task.arguments, versions={}, many=True
        )

    def carry_out(self, task: Task) -> None:
        """Change them."""
        operations.edit_assets(
            actor=task.actor,
            assets=_assets(task),
            changes=task.arguments,
            versions=task.versions,
            at=task.at,
        )

    def decide_undo(self, task: Task) -> Verdicts:
        """What `undo_edit_of_assets` would do."""
        assets, decided = self._undecided(task)
        return _verdicts(task.ids, [asset.pk for asset in assets], decided.reasons)

    def differences_undone(self, task: Task) -> Differences:
        """Field by field."""
        plans = self._undecided(task)[1].plans
        return {asset.pk: _differences(asset, plan) for asset, plan in plans.items()}

    def _undecided(self, task: Task) -> tuple[list[Asset], EditUndone]:
        assets = edit_store.read_for_edit(task.ids)
        return assets, decide_edit_undone(
            actor=task.actor, events=task.events, assets=assets, versions=task.versions
        )

    def undo(self, task: Task) -> None:
        """Give them the values that they had."""
        operations.undo_edit_of_assets(
            actor=task.actor,
            events=task.events,
            assets=_assets(task),
            versions=task.versions,
            at=task.at,
        )


def _differences(asset: Asset, plan: Mapping[str, Any]) -> Sequence[Difference]:
    described, found = fields_of_kind(asset.kind), []
    for name, after in plan.items():
        if name == "custom":
            found += [
                Difference(field, from_stored(field, old), from_stored(field, new))
                for field in described.values()
                if field.key and (old := asset.custom.get(field.key)) != (new := (after or {}).get(field.key))
            ]
        elif name in described:
            row = asset if hasattr(Asset, name) else getattr(asset, asset.facet)
            found.append(Difference(described[name], getattr(row, name), _read(row, name, after)))
    return found


def _read(row: Any, name: str, value: Any) -> Any:
    """A value as the trail has it, as the row would: a reference as what it points to."""
    column = row._meta.get_field(name)
    if column.is_relation and isinstance(value, int):
        return column.related_model._base_manager.filter(pk=value).first()
    return value if column.is_relation else column.to_python(value)


@dataclass(frozen=True, kw_only=True)
class MoveAssets:
    """One of the four acts of custody on many assets."""

    name: str
    permission: str
    verb: Text
    icon: str
    move: Callable[..., Move]
    operation: Callable[..., None]
    entity: str = "asset"

    def fields(self, rows: Any) -> Mapping[str, Field]:
        """None: its form is that of one asset."""
        return {}

    def decide(self, task: Task) -> Verdicts:
        """What the operation would do."""
        decided = self._decided(task)[1]
        return _verdicts(task.ids, task.ids, decided.reasons)

    def differences(self, task: Task) -> Differences:
        """Status, holder, place."""
        move, decided = self._decided(task)
        return {
            asset.pk: _moved(
                asset,
                status=decided.targets.get(asset.pk, asset.status),
                holder=_holder(asset) if isinstance(move.holder, Keep) else current_holder(move.holder),
                location=asset.location if isinstance(move.location, Keep) else move.location,
            )
            for asset in _shown(task)
        }

    def _decided(self, task: Task) -> tuple[Move, Decision]:
        move = self.move(**{"effective_at": task.at, **task.arguments})
        return move, preview_move(actor=task.actor, ids=task.ids, move=move, at=task.at)

    def carry_out(self, task: Task) -> None:
        """Move them."""
        assets = _assets(task)
        self.operation(actor=task.actor, assets=assets, versions=task.versions, **task.arguments, at=task.at)

    def decide_undo(self, task: Task) -> Verdicts:
        """What `undo_moves_of_assets` would do."""
        return _verdicts(task.ids, task.ids, self._undecided(task).reasons)

    def differences_undone(self, task: Task) -> Differences:
        """Status, holder, place."""
        decided, found = self._undecided(task), {}
        custodies = Custody.objects.select_related("location", *_HELD).in_bulk(decided.custodies.values())
        statuses = Status.objects.in_bulk(decided.statuses.values())
        for asset in _shown(task):
            back = custodies.get(decided.custodies.get(asset.pk, 0), asset)
            status = statuses.get(decided.statuses.get(asset.pk, 0), asset.status)
            found[asset.pk] = _moved(asset, status=status, holder=_holder(back), location=back.location)
        return found

    def _undecided(self, task: Task) -> MovesUndone:
        return decide_moves_undone(
            actor=task.actor,
            permission=self.permission,
            events=task.events,
            ids=task.ids,
            facts=custody_store.read_assets(task.ids),
            versions=task.versions,
            at=task.at,
        )

    def undo(self, task: Task) -> None:
        """Give them the holder, place and status of before."""
        operations.undo_moves_of_assets(
            actor=task.actor,
            permission=self.permission,
            events=task.events,
            assets=_assets(task),
            versions=task.versions,
            at=task.at,
        )


def _holder(row: Asset | Custody) -> Any:
    return next((found for name in _HELD if (found := getattr(row, name)) is not None), None)


def _moved(asset: Asset, **after: Any) -> Sequence[Difference]:
    before = {"status": asset.status, "holder": _holder(asset), "location": asset.location}
    return [
        Difference(_FIELDS[name], held, after[name]) for name, held in before.items() if held != after[name]
    ]


def _shown(task: Task) -> Sequence[Asset]:
    return list(Asset.objects.filter(pk__in=task.ids).select_related("status", "location", *_HELD))


WORKS: tuple[EditAssets | MoveAssets, ...] = (
    EditAssets(),
    MoveAssets(
        name="check_out",
        permission=P.CHECK_OUT,
        verb=_("Check out"),
        icon="user-check",
        move=acts.check_out_move,
        operation=operations.check_out_assets,
    ),
    MoveAssets(
        name="check_in",
        permission=P.CHECK_IN,
        verb=_("Check in"),
        icon="undo-2",
        move=acts.check_in_move,
        operation=operations.check_in_assets,
    ),
    MoveAssets(
        name="transfer",
        permission=P.TRANSFER,
        verb=_("Transfer"),
        icon="arrow-left-right",
        move=acts.transfer_move,
        operation=operations.transfer_assets,
    ),
    MoveAssets(
        name="change_status",
        permission=P.CHANGE_STATUS,
        verb=_("Change status of"),
        icon="route",
        move=acts.change_status_move,
        operation=operations.change_status_of_assets,
    ),
)


def register() -> None:
    """Make the works known."""
    for work in WORKS:
        register_work(work)
