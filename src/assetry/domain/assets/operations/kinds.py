"""Kinds of the organization's own: no facet, custom fields instead, and everything else like any kind."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Max
from django.utils.text import slugify

from assetry.domain.assets.kinds.groups import GROUP_CODES
from assetry.domain.assets.starter import MOVES
from assetry.domain.assets.states import State
from assetry.domain.assets.status_models import DefaultStatus, StateTransition, Status, StatusKind
from assetry.domain.catalog.events import CatalogPermission as P
from assetry.domain.catalog.fields import KIND_FIELDS
from assetry.domain.catalog.models import NO_FACET, AssetKind
from assetry.domain.catalog.operations import create_category
from assetry.domain.organization.named import Values, clean_named, insert_named
from assetry.domain.organization.refusals import NameTaken
from assetry.kernel.text import name_sort
from assetry.platform.audit.operation import operation
from assetry.platform.permissions.actor import Actor

LONGEST_CODE = 36
# What an operation sets when nobody chooses: the first of these states that the kind has.
_DEFAULTS = {
    "create": (State.IN_STOCK, State.IN_USE, State.PLANNED),
    "check_out": (State.IN_USE,),
    "check_in": (State.IN_STOCK,),
}


@operation(P.MANAGE)
def create_kind(*, actor: Actor, values: Values, at: datetime) -> AssetKind:
    """Make a kind. It starts with the statuses, moves and defaults of kinds like it, and one category of its name.

    Its code, by which addresses and files name it, is made of its name and stays. Raises NameTaken, InvalidInput.
    """
    cleaned = clean_named(KIND_FIELDS, values, new=True)
    cleaned.pop("code", None)
    if AssetKind.objects.filter(name_sort=name_sort(cleaned["name"])).exists():
        raise NameTaken(field="name", name=cleaned["name"])
    last = AssetKind.objects.aggregate(last=Max("position"))["last"] or 0
    flags = {name: bool(value) for name, value in cleaned.items() if name.startswith("is_")}
    icon = cleaned.get("icon") or "box"
    words = {**cleaned, **flags, "icon": icon, "code": _free_code(cleaned["name"])}
    kind = insert_named(AssetKind(**words, facet=NO_FACET, position=min(last + 10, 32_767)))
    _give_statuses(kind)
    category = {"name": kind.name, "kind": kind, "icon": icon}
    create_category(actor=actor, values=category, at=at)
    return kind


def _free_code(name: str) -> str:
    """A word for addresses that no kind and no group of kinds has."""
    word = slugify(name)[:LONGEST_CODE].strip("-_") or "kind"
    taken = {*AssetKind.objects.values_list("code", flat=True), *GROUP_CODES}
    tries = (word, *(f"{word}-{number}" for number in range(2, len(taken) + 3)))
    return next(code for code in tries if code not in taken)


def _give_statuses(kind: AssetKind) -> None:
    """The statuses in use by the first kind that is handed out, or is not, as this one; the moves between them."""
    alike = AssetKind.objects.filter(is_built_in=True, is_custodied=kind.is_custodied).order_by(
        "position", "pk"
    )
    pattern = alike.first()
    used = Status.objects.filter(is_archived=False, kinds__kind=pattern) if pattern else Status.objects.none()
    statuses = list(used.order_by("position", "pk"))
    StatusKind.objects.bulk_create(StatusKind(status=status, kind=kind) for status in statuses)
    states = {status.state for status in statuses}
    StateTransition.objects.bulk_create(
        StateTransition(kind=kind, source=source, target=target)
        for source, target in MOVES
        if {source, target} <= states
    )
    DefaultStatus.objects.bulk_create(_defaults(kind, statuses))


def _defaults(kind: AssetKind, statuses: list[Status]) -> Iterable[DefaultStatus]:
    first: dict[str, Any] = {}
    for status in statuses:
        first.setdefault(status.state, status)
    for name, states in _DEFAULTS.items():
        chosen = next((first[state] for state in states if state in first), None)
        if chosen is not None and (name == "create" or kind.is_custodied):
            yield DefaultStatus(kind=kind, operation=name, status=chosen)
