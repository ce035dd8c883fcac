"""People as reminders see them, and teams as the inbox does."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from assetry.domain.organization.models import Department, Person
from assetry.domain.organization.teams import shared_team_ids
from assetry.platform.inbox.teams import TeamSource, read_teams_from
from assetry.platform.reminders.people import (
    Addressee,
    Lead,
    PeopleSource,
    read_people_from,
    register_lead,
)


def _find(ids: Iterable[int]) -> dict[int, Addressee]:
    rows = Person.objects.filter(pk__in=set(ids), is_active=True).select_related("company")
    return {
        person.pk: Addressee(name=person.name, email=person.email, language=person.company.locale)
        for person in rows
    }


def _zones(ids: Iterable[int]) -> dict[int, str]:
    return dict(Person.objects.filter(pk__in=set(ids)).values_list("pk", "company__time_zone"))


def _team_names(ids: Iterable[int]) -> dict[int, str]:
    return dict(Department.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def register() -> None:
    """Say where the zone of a person lies, who leads a department, and that departments are teams."""
    read_people_from(PeopleSource(zone="company__time_zone", find=_find, zones=_zones))
    register_lead("department", Lead(".head", "head", _("Head: %(of)s")))
    read_teams_from(TeamSource(entity="department", shared=shared_team_ids, names=_team_names))
