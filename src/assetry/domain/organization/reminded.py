"""People as reminders see them."""

from collections.abc import Iterable

from assetry.domain.organization.models import Person
from assetry.platform.reminders.people import Addressee, PeopleSource, read_people_from


def _find(ids: Iterable[int]) -> dict[int, Addressee]:
    rows = Person.objects.filter(pk__in=set(ids), is_active=True).select_related("company")
    return {
        person.pk: Addressee(name=person.name, email=person.email, language=person.company.locale)
        for person in rows
    }


def _zones(ids: Iterable[int]) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "company__time_zone"))


def register() -> None:
    """Say where the zone of a person and the head of a department lie."""
    read_people_from(PeopleSource(zone="company__time_zone", head="head", find=_find, zones=_zones))
