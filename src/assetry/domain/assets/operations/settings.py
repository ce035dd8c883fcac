"""Statuses, transitions, defaults and tag schemes."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.acts import IN_STOCK, IN_USE
from assetry.domain.assets.events import SettingsPermission as P
from assetry.domain.assets.fields import fields_of_kind
from assetry.domain.assets.refusals import TagSchemeGaveTags
from assetry.domain.assets.settings_fields import STATUS_FIELDS
from assetry.domain.assets.states import State
from assetry.domain.assets.status_models import DefaultStatus, StateTransition, Status, StatusKind
from assetry.domain.assets.tag_models import TagCounter, TagScheme
from assetry.domain.catalog.models import AssetKind, Category
from assetry.domain.organization.models import Company
from assetry.domain.organization.named import Values, clean_named, insert_named, update_named
from assetry.domain.organization.refusals import NameTaken
from assetry.kernel.refusals import InvalidInput
from assetry.kernel.registry import permissions
from assetry.kernel.text import clean_text
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import count_save, lock_row, save_changes
from assetry.platform.permissions.actor import Actor

# What an operation may set when nobody chooses.
SETS = {"create": frozenset(State.values), "check_out": IN_USE, "check_in": IN_STOCK}


@dataclass(frozen=True, slots=True)
class Transition:
    """A move between two states as it is wanted: the fields that must have a value, the permission it takes."""

    source: str
    target: str
    required_fields: tuple[str, ...] = ()
    permission: str = "assets.asset.change_status"


def _set_kinds(status: Status, kinds: Sequence[AssetKind]) -> bool:
    """Make exactly these the kinds of a status; whether that changed anything."""
    wanted = {kind.pk for kind in kinds}
    present = set(StatusKind.objects.filter(status=status).values_list("kind_id", flat=True))
    StatusKind.objects.filter(status=status, kind_id__in=present - wanted).delete()
    StatusKind.objects.bulk_create(StatusKind(status=status, kind_id=pk) for pk in sorted(wanted - present))
    return wanted != present


@operation(P.MANAGE)
def create_status(*, actor: Actor, values: Values, kinds: Sequence[AssetKind], at: datetime) -> Status:
    """Make a status for some kinds. Raises NameTaken, InvalidInput."""
    status = insert_named(Status(**_with_defaults(clean_named(STATUS_FIELDS, values, new=True))))
    _set_kinds(status, kinds)
    return status


def _with_defaults(cleaned: Values) -> dict[str, Any]:
    """A number that was left empty is the one that a new status has."""
    defaults = {"hue": Status().hue, "position": Status().position}
    return {name: defaults.get(name) if value is None else value for name, value in cleaned.items()}


@operation(P.MANAGE)
def edit_status(
    *,
    actor: Actor,
    status: Status,
    changes: Values,
    kinds: Sequence[AssetKind] | None,
    version: int | None,
    at: datetime,
) -> Status:
    """Change a status; its state stays, since assets mirror it. Raises NameTaken, StalePage, InvalidInput."""
    locked: Status = lock_row(Status.objects.all(), status.pk, version)
    cleaned = _with_defaults(clean_named(STATUS_FIELDS, changes, new=False))
    if cleaned.get("state", locked.state) != locked.state:
        raise InvalidInput({"state": _("A status keeps its state. Make a new status for another state.")})
    saved = update_named(locked, cleaned)
    if kinds is not None and _set_kinds(locked, kinds) and not saved:
        count_save(locked)
    return locked


@operation(P.MANAGE)
def set_transition(
    *,
    actor: Actor,
    kind: AssetKind,
    source: str,
    target: str,
    is_allowed: bool,
    required_fields: Sequence[str] = (),
    permission: str = "assets.asset.change_status",
    version: int | None = None,
    at: datetime,
) -> None:
    """Allow or forbid a move between two states for a kind, of that version. Raises StalePage, InvalidInput."""
    locked = lock_row(AssetKind.objects.all(), kind.pk, version)
    if source not in State.values or target not in State.values or source == target:
        raise InvalidInput({"target": _("Choose two different states.")})
    if set(required_fields) - fields_of_kind(kind).keys():
        raise InvalidInput({"required_fields": _("Choose fields of this kind.")})
    if permission not in {info.code for info in permissions()}:
        raise InvalidInput({"permission": _("Choose a permission that exists.")})
    count_save(locked)
    if not is_allowed:
        StateTransition.objects.filter(kind=kind, source=source, target=target).delete()
        return
    values: dict[str, Any] = {"required_fields": list(required_fields), "permission": permission}
    StateTransition.objects.update_or_create(kind=kind, source=source, target=target, defaults=values)


@operation(P.MANAGE)
def set_moves(
    *,
    actor: Actor,
    kind: AssetKind,
    moves: Collection[tuple[str, str]],
    source: str | None = None,
    version: int | None = None,
    at: datetime,
) -> None:
    """Allow exactly these moves between states for a kind, or of those from `source`; what a kept one needs stays.

    Raises StalePage, InvalidInput.
    """
    lock_row(AssetKind.objects.all(), kind.pk, version)
    present = set(StateTransition.objects.filter(kind=kind).values_list("source", "target"))
    if source is not None:
        moves = {*moves, *(move for move in present if move[0] != source)}
    for allowed, changed in ((True, set(moves) - present), (False, present - set(moves))):
        for leaving, target in sorted(changed):
            set_transition(actor=actor, kind=kind, source=leaving, target=target, is_allowed=allowed, at=at)


@operation(P.MANAGE)
def set_transitions(
    *,
    actor: Actor,
    kind: AssetKind,
    transitions: Sequence[Transition],
    version: int | None = None,
    at: datetime,
) -> None:
    """Allow exactly these moves for a kind, each with what it needs. Raises StalePage, InvalidInput."""
    lock_row(AssetKind.objects.all(), kind.pk, version)
    present = {(row.source, row.target): row for row in StateTransition.objects.filter(kind=kind)}
    for gone in sorted(present.keys() - {(row.source, row.target) for row in transitions}):
        set_transition(actor=actor, kind=kind, source=gone[0], target=gone[1], is_allowed=False, at=at)
    for position, row in enumerate(transitions):
        known = present.get((row.source, row.target))
        if known and (tuple(known.required_fields), known.permission) == (
            row.required_fields,
            row.permission,
        ):
            continue
        try:
            set_transition(actor=actor, kind=kind, is_allowed=True, at=at, **asdict(row))
        except InvalidInput as refusal:
            raise InvalidInput(
                {f"{position}.{name}": said for name, said in refusal.errors.items()}
            ) from refusal


@operation(P.MANAGE)
def set_default_status(
    *,
    actor: Actor,
    kind: AssetKind,
    operation_name: str,
    status: Status,
    version: int | None = None,
    at: datetime,
) -> None:
    """Choose what `create`, `check_out` or `check_in` sets for a kind. Raises StalePage, InvalidInput."""
    locked = lock_row(AssetKind.objects.all(), kind.pk, version)
    states = SETS.get(operation_name, frozenset())
    if status.state not in states or not status.kinds.filter(kind=kind).exists():
        raise InvalidInput({"status": _("Choose a status of this kind that fits what happens.")})
    DefaultStatus.objects.update_or_create(kind=kind, operation=operation_name, defaults={"status": status})
    count_save(locked)


@operation(P.MANAGE)
def set_default_statuses(
    *,
    actor: Actor,
    kind: AssetKind,
    statuses: Mapping[str, Status],
    version: int | None = None,
    at: datetime,
) -> None:
    """Choose what several operations set for a kind, by their names: all or none. Raises StalePage, InvalidInput."""
    lock_row(AssetKind.objects.all(), kind.pk, version)
    present = dict(DefaultStatus.objects.filter(kind=kind).values_list("operation", "status_id"))
    for name, status in statuses.items():
        if present.get(name) != status.pk:
            try:
                set_default_status(actor=actor, kind=kind, operation_name=name, status=status, at=at)
            except InvalidInput as refusal:
                raise InvalidInput({name: refusal.errors["status"]}) from refusal


@operation(P.MANAGE_TAGS)
def save_tag_scheme(
    *,
    actor: Actor,
    company: Company,
    category: Category | None,
    prefix: str,
    digits: int,
    scheme: TagScheme | None = None,
    version: int | None = None,
    at: datetime,
) -> TagScheme:
    """Make or change a company's tag scheme, for one category or all.

    Raises NameTaken, InvalidInput, StalePage, NotFound, NotPermitted.
    """
    actor.require_row(P.MANAGE_TAGS, company_id=company.pk, category_id=category.pk if category else None)
    prefix = clean_text(prefix)
    if not 1 <= digits <= 12 or len(prefix) > 20 or not prefix.isprintable():
        raise InvalidInput({"digits": _("Give 1 to 12 digits and a prefix of at most 20 characters.")})
    try:
        with transaction.atomic():
            if scheme is None:
                return TagScheme.objects.create(
                    company=company, category=category, prefix=prefix, digits=digits
                )
            locked = lock_row(TagScheme.objects.filter(company=company), scheme.pk, version)
            actor.require_row(P.MANAGE_TAGS, company_id=company.pk, category_id=locked.category_id)
            save_changes(locked, {"category": category, "prefix": prefix, "digits": digits})
            return locked
    except IntegrityError as error:
        raise NameTaken(field="category", name=str(category or company)) from error


@operation(P.MANAGE_TAGS)
def delete_tag_scheme(*, actor: Actor, scheme: TagScheme, version: int | None = None, at: datetime) -> None:
    """Take a scheme away that never gave a tag: numbers of its prefix that were given are never given again.

    Raises TagSchemeGaveTags, StalePage, NotFound, NotPermitted.
    """
    locked = lock_row(TagScheme.objects.all(), scheme.pk, version)
    actor.require_row(P.MANAGE_TAGS, company_id=locked.company_id, category_id=locked.category_id)
    if TagCounter.objects.filter(company_id=locked.company_id, prefix=locked.prefix).exists():
        raise TagSchemeGaveTags(scheme=str(locked))
    locked.delete()
