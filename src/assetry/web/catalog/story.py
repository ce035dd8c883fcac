"""What the timelines of kinds, statuses and models tell of the tables beside them."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from assetry.domain.assets.states import State
from assetry.kernel.registry import entity_named, permissions
from assetry.platform.audit.queries import Action, RecordedChange
from assetry.web.kit.history import Ref
from assetry.web.kit.reader import Reader
from assetry.web.kit.timeline import Diff, Story

SHOWN = 12  # so many moves are told one by one


def _moves(changes: Sequence[RecordedChange], _reader: Reader) -> list[Diff]:
    """Moves that were allowed or forbidden, and what a move needs by now."""
    if len(changes) > SHOWN:
        return [Diff(_("Moves"), None, _("%(n)d changed") % {"n": len(changes)})]
    return [_move(change) for change in changes]


def _move(change: RecordedChange) -> Diff:
    if change.action is Action.UPDATE:
        return Diff(_("What a move needs"), _needs(change.before), _needs(change.after))
    values = change.after if change.action is Action.INSERT else change.before
    words = f"{State(values['source']).label} → {State(values['target']).label}"
    came = change.action is Action.INSERT
    return Diff(_("Move"), None if came else words, words if came else None)


def _needs(values: Any) -> str:
    labels = {info.code: str(info.label) for info in permissions()}
    permission = values.get("permission")
    said = [labels.get(permission, permission)] if permission else []
    fields = entity_named("asset").fields_by_name
    known = [str(fields[name].label) for name in values.get("required_fields", ()) if name in fields]
    return ", ".join([*said, *known])


def _defaults(changes: Sequence[RecordedChange], _reader: Reader) -> list[Diff]:
    return [
        Diff(_("Default status"), _ref("status", change.before), _ref("status", change.after))
        for change in changes
    ]


def _kinds(changes: Sequence[RecordedChange], _reader: Reader) -> list[Diff]:
    return [Diff(_("Kind"), _ref("kind", change.before), _ref("kind", change.after)) for change in changes]


def _ref(entity: str, values: Any) -> Ref | None:
    key = values.get(f"{entity}_id")
    return Ref(entity, key) if key is not None else None


def _picture(changes: Sequence[RecordedChange], _reader: Reader) -> list[Diff]:
    """A new picture; the one that it took the place of is gone."""
    came = any(change.action is Action.INSERT for change in changes)
    return [Diff(_("Picture"), None, _("new") if came else None)]


KIND = Story(
    entity="kind",
    table="catalog_assetkind",
    chapters={"assets_statetransition": _moves, "assets_defaultstatus": _defaults},
)
STATUS = Story(entity="status", table="assets_status", chapters={"assets_statuskind": _kinds})
MODEL = Story(entity="model", table="catalog_assetmodel", chapters={"catalog_assetmodelpicture": _picture})
