"""Who or what can hold an asset: a person, a department, another asset, a supplier."""

from typing import Any

from assetry.domain.assets.asset_models import Asset
from assetry.domain.assets.rules import RETIRED_STATES
from assetry.domain.organization.models import Department, Person, Supplier
from assetry.kernel.refusals import NotFound

type Holder = Person | Department | Asset | Supplier

# The four columns of custody and of its mirror, in the order used by every statement.
HOLDER_COLUMNS = ("holder_person_id", "holder_department_id", "holder_asset_id", "holder_supplier_id")
_COLUMN_OF: dict[type[Any], str] = {
    Person: "holder_person_id",
    Department: "holder_department_id",
    Asset: "holder_asset_id",
    Supplier: "holder_supplier_id",
}


def current_holder[K](holder: "Holder | K | None") -> "Holder | K | None":
    """The holder as it is now, under the caller's locks; anything else comes back as it is. Raises NotFound."""
    if not isinstance(holder, (Person, Department, Asset, Supplier)):
        return holder
    rows: Any = type(holder)._default_manager
    found: Holder | None = (
        (rows.select_related("status") if isinstance(holder, Asset) else rows).filter(pk=holder.pk).first()
    )
    if found is None:
        raise NotFound
    return found


def is_active(holder: Holder) -> bool:
    """Whether it can take anything: nobody who left, nothing archived, retired or frozen."""
    if isinstance(holder, Person):
        return holder.is_active
    if isinstance(holder, Asset):
        return holder.state not in RETIRED_STATES and not holder.status.is_frozen
    return not holder.is_archived


def holder_values(holder: Holder | None) -> dict[str, int | None]:
    """The four columns for a holder: at most one is set."""
    values: dict[str, int | None] = dict.fromkeys(HOLDER_COLUMNS)
    if holder is not None:
        values[_COLUMN_OF[type(holder)]] = holder.pk
    return values


def holder_key(holder: Holder | None) -> tuple[str, int] | None:
    """What tells holders apart: (column, id)."""
    return None if holder is None else (_COLUMN_OF[type(holder)], holder.pk)


def holder_company_id(holder: Holder | None) -> int | None:
    """The company of the holder; None for suppliers, which are shared."""
    return None if holder is None or isinstance(holder, Supplier) else holder.company_id


def default_location_id(holder: Holder | None) -> int | None:
    """Where a thing goes that is handed to this holder, when nobody says where."""
    return holder.location_id if isinstance(holder, (Person, Asset)) else None
