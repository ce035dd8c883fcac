"""Who has seats: given, changed, handed on, taken back. Of one holder or ten thousand: the statements are the same."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import DateTimeRangeField
from django.db.models import DateTimeField, F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from assetry.domain.assets.models import Asset
from assetry.domain.assets.states import State
from assetry.domain.organization.models import Company, Department, Person
from assetry.domain.organization.refusals import OtherCompany
from assetry.domain.software.events import SoftwarePermission as P
from assetry.domain.software.fields import EDITED_OF_ALLOCATION
from assetry.domain.software.lines import require_in_use
from assetry.domain.software.models import HOLDERS, Allocation, License
from assetry.domain.software.refusals import AllocationOver, HasSeats, HolderGone, SeatsShort
from assetry.domain.software.seats import lock_license, naming_what_is_short
from assetry.kernel.refusals import InvalidInput
from assetry.kernel.values import clean_changes, require_values
from assetry.platform.audit.operation import operation
from assetry.platform.database.editing import lock_row, save_changes
from assetry.platform.permissions.actor import Actor

type Values = Mapping[str, Any]
type Holder = Person | Department | Asset
_GONE = (State.RETIRED, State.DISPOSED)


@operation(P.ALLOCATE)
def allocate_seats(
    *,
    actor: Actor,
    license: License,  # noqa: A002
    holders: Sequence[Holder],
    quantity: int = 1,
    note: str = "",
    at: datetime,
) -> list[Allocation]:
    """Give each of the holders that many seats, or nobody any.

    Raises SeatsShort, HasSeats, HolderGone, LicenseArchived, OtherCompany, InvalidInput.
    """
    locked = lock_license(actor, P.ALLOCATE, license.pk, at)
    require_in_use(locked)
    if quantity < 1:
        raise InvalidInput({"quantity": _("Give a number that is not below one.")})
    _check_holders(locked, holders)
    if quantity * len(holders) > locked.free:
        raise SeatsShort(name=str(locked), free=locked.free, field="quantity")
    rows = [
        Allocation(
            company_id=locked.company_id, license=locked, quantity=quantity, period=(at, None), note=note,
            **{_name_of(holder): holder},
        )
        for holder in holders
    ]  # fmt: skip
    with naming_what_is_short(locked):
        return Allocation.objects.bulk_create(rows)


@operation(P.ALLOCATE)
def create_allocation(*, actor: Actor, company: Company, values: Values, at: datetime) -> Allocation:
    """Give one holder seats. Raises as `allocate_seats`."""
    cleaned = clean_changes(EDITED_OF_ALLOCATION, values)
    require_values(EDITED_OF_ALLOCATION.values(), cleaned)
    license_ = cleaned["license"]
    if license_.company_id != company.pk:
        raise OtherCompany(field="license", name=str(license_))
    holders = [cleaned[name] for name in HOLDERS if cleaned.get(name) is not None]
    if len(holders) != 1:
        raise InvalidInput({"person": _("Choose one: a person, a department or a device.")})
    (made,) = allocate_seats(
        actor=actor, license=license_, holders=holders, quantity=cleaned["quantity"],
        note=cleaned.get("note", ""), at=at,
    )  # fmt: skip
    return made


@operation(P.ALLOCATE)
def edit_allocation(
    *, actor: Actor, allocation: Allocation, changes: Values, version: int | None, at: datetime
) -> Allocation:
    """Change the note, or the quantity: that ends the period, and another one begins.

    Raises SeatsShort, AllocationOver, StalePage, InvalidInput.
    """
    license_, locked = _lock(actor, allocation, version, at)
    editable = {name: field for name, field in EDITED_OF_ALLOCATION.items() if field.edited_by == "edit"}
    cleaned = clean_changes(editable, changes)
    quantity = cleaned.pop("quantity", locked.quantity)
    if quantity == locked.quantity:
        save_changes(locked, cleaned)
        return locked
    note = cleaned.get("note", locked.note)
    return _replace(license_, locked, {"quantity": quantity, "note": note}, at)


@operation(P.ALLOCATE)
def transfer_allocation(
    *, actor: Actor, allocation: Allocation, holder: Holder, version: int | None = None, at: datetime
) -> Allocation:
    """Hand an allocation on to another holder. Raises AllocationOver, HasSeats, HolderGone, OtherCompany, StalePage."""
    license_, locked = _lock(actor, allocation, version, at)
    _check_holders(license_, [holder])
    nobody = dict.fromkeys(HOLDERS)
    return _replace(license_, locked, {**nobody, _name_of(holder): holder}, at)


@operation(P.ALLOCATE)
def release_seats(*, actor: Actor, allocations: Sequence[Allocation], at: datetime) -> int:
    """Take back what holders have; gives how many allocations that ended. What is over already stays.

    Raises NotPermitted.
    """
    for key in sorted({allocation.license_id for allocation in allocations}):
        lock_license(actor, P.ALLOCATE, key, at)
    return _end(Allocation.objects.filter(pk__in=[allocation.pk for allocation in allocations]), at)


def _lock(
    actor: Actor, allocation: Allocation, version: int | None, at: datetime
) -> tuple[License, Allocation]:
    license_ = lock_license(actor, P.ALLOCATE, allocation.license_id, at)
    locked: Allocation = lock_row(Allocation.objects.all(), allocation.pk, version)
    if not locked.is_open:
        raise AllocationOver
    return license_, locked


def _replace(license_: License, allocation: Allocation, changes: Values, at: datetime) -> Allocation:
    kept = {name: getattr(allocation, name) for name in (*HOLDERS, "quantity", "note")}
    further = Allocation(
        company_id=license_.company_id, license=license_, period=(at, None), **{**kept, **changes}
    )
    if further.quantity - allocation.quantity > license_.free:
        raise SeatsShort(name=str(license_), free=license_.free, field="quantity")
    with naming_what_is_short(license_):
        _end(Allocation.objects.filter(pk=allocation.pk), at)
        further.save(force_insert=True)
    return further


def _end(rows: Any, at: datetime) -> int:
    """End open periods; one that began at this very instant never was."""
    still = rows.filter(period__upper_inf=True)
    gone, _by_model = still.filter(starts_at__gte=at).delete()
    until = Func(
        Func("period", function="lower"),
        Value(at, output_field=DateTimeField()),
        function="tstzrange",
        output_field=DateTimeRangeField(),
    )
    return int(gone) + int(still.update(period=until, version=F("version") + 1))


def _check_holders(license_: License, holders: Sequence[Holder]) -> None:
    """Everybody is of the company, still there, and without seats. Raises OtherCompany, HolderGone, HasSeats."""
    for holder in holders:
        if holder.company_id != license_.company_id:
            raise OtherCompany(field=_name_of(holder), name=str(holder))
        if _is_gone(holder):
            raise HolderGone(field=_name_of(holder), name=str(holder))
    among = Q(pk__in=())
    for name in HOLDERS:
        keys = [holder.pk for holder in holders if _name_of(holder) == name]
        if len(set(keys)) < len(keys):
            raise InvalidInput({name: _("Somebody is named twice.")})
        among |= Q(**{f"{name}_id__in": keys})
    there = Allocation.objects.filter(among, license=license_, period__upper_inf=True)
    has = there.select_related("person", "department", "asset").first()
    if has is not None:
        name = _name_of(has.holder)
        raise HasSeats(field=name, holder=str(has.holder), name=str(license_))


def _is_gone(holder: Holder) -> bool:
    if isinstance(holder, Asset):
        return holder.state in _GONE
    return not holder.is_active if isinstance(holder, Person) else holder.is_archived


def _name_of(holder: Holder) -> str:
    return {Person: "person", Department: "department", Asset: "asset"}[type(holder)]
