"""The scarce thing: the counts of a license, brought to a day and held under its lock."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Final

from django.db import IntegrityError, connection, transaction

from assetry.domain.software.events import SoftwarePermission
from assetry.domain.software.models import License
from assetry.domain.software.refusals import SeatsInUse, SeatsShort
from assetry.domain.software.seats_sql import RECOUNT
from assetry.platform.database.constraints import broken_constraint
from assetry.platform.database.editing import lock_row
from assetry.platform.permissions.actor import Actor

_CONSTRAINT: Final = "license_seats_free"


def recount(at: datetime, ids: Collection[int] | None = None) -> int:
    """Count what is in force on the day of `at` (each company's own); gives how many licenses that brought there."""
    with connection.cursor() as cursor:
        cursor.execute(RECOUNT, {"at": at, "ids": None if ids is None else list(ids)})
        return int(cursor.rowcount)


def lock_license(actor: Actor, permission: SoftwarePermission, pk: int, at: datetime) -> License:
    """A license under its lock, its counts those of the day of `at`. Raises NotFound, NotPermitted."""
    locked: License = lock_row(License.objects.select_related("company"), pk, None)
    # Before the count, which writes: whoever may not is refused by name, not by the database.
    actor.require_row(permission, company_id=locked.company_id)
    if recount(at, [pk]):
        locked.refresh_from_db(fields=["bought", "assigned", "free", "short", "counted_on"])
    return locked


@contextmanager
def naming_what_is_short(license_: License, *, taken_back: bool = False) -> Iterator[None]:
    """Turn the constraint's refusal into ours. Raises SeatsShort, or SeatsInUse where lines are taken back."""
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        if _CONSTRAINT not in broken_constraint(error):
            raise
        refusal = SeatsInUse if taken_back else SeatsShort
        raise refusal(name=str(license_), free=license_.free, field="quantity") from error
