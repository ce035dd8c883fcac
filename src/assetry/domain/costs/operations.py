"""Every change of bills: a file is read in, and replaces what was known of its days."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import DataError, connection
from django.utils.translation import gettext_lazy as _

from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.costs.cloud_sql import REFRESH, REPLACE
from assetry.domain.costs.focus import DayCharge, read_focus
from assetry.domain.costs.models import CloudBill
from assetry.domain.organization.models import Company
from assetry.kernel.refusals import InvalidValue
from assetry.platform.audit.operation import operation
from assetry.platform.permissions.actor import Actor

LARGEST = 64 * 1024 * 1024  # bytes
_COLUMNS = tuple(field.name for field in fields(DayCharge))


@dataclass(frozen=True)
class BillRead:
    """What a bill said: how many charges (of a resource on a day), how many of them new, changed or gone."""

    charges: int
    new: int
    changed: int
    gone: int

    @property
    def differs(self) -> int:
        """How many differ from what was known."""
        return self.new + self.changed + self.gone


@operation(P.MANAGE, intent="costs.read_bill")
def import_bill(
    *, actor: Actor, company: Company, content: bytes, file_name: str = "", at: datetime
) -> BillRead:
    """Read a bill in FOCUS for a company. Of each provider's account it replaces the days from its first to its last.

    The same bill again changes nothing. Raises InvalidValue.
    """
    actor.require_row(P.MANAGE, company_id=company.pk)
    if len(content) > LARGEST:
        raise InvalidValue(field="file", reason=_("Give a file of at most 64 MB."))
    charges = read_focus(content)
    if not charges:
        raise InvalidValue(field="file", reason=_("There is no charge in it."))
    try:
        read = _replace(company, charges)
    except DataError:
        reason = _("A resource in it costs more than can be kept.")
        raise InvalidValue(field="file", reason=reason) from None
    if read.differs:
        CloudBill.objects.create(
            company=company,
            file_name=file_name[:200],
            sha256=hashlib.sha256(content).hexdigest(),
            first_day=min(charge.day for charge in charges),
            last_day=max(charge.day for charge in charges),
            charges=read.charges,
            changed=read.differs,
            read_at=at,
        )
    return read


def _replace(company: Company, charges: Sequence[DayCharge]) -> BillRead:
    columns = {name: [getattr(charge, name) for charge in charges] for name in _COLUMNS}
    with connection.cursor() as cursor:
        # One bill of a company at a time: two about the same days would each keep what the other takes away.
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('costs_cloudcharge'), %s)", [company.pk])
        cursor.execute(REPLACE, {"company": company.pk, **columns})
        new, changed, gone = cursor.fetchone()
        if new or changed or gone:
            cursor.execute(REFRESH, [company.pk])
    return BillRead(charges=len(charges), new=new, changed=changed, gone=gone)
