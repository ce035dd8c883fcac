"""What software does when the organization changes, in the same transaction."""

from typing import Any

from django.dispatch import receiver

from assetry.domain.organization.models import Person
from assetry.domain.organization.signals import person_erasing
from assetry.domain.software.models import Allocation
from assetry.domain.software.refusals import StillHasSeats


@receiver(person_erasing, dispatch_uid="software.person_erasing")
def refuse_while_licensed(*, person: Person, **_event: Any) -> None:
    """Nobody is erased who has seats. Raises StillHasSeats."""
    count = Allocation.objects.filter(person=person, period__upper_inf=True).count()
    if count:
        raise StillHasSeats(name=person.name, count=count)
