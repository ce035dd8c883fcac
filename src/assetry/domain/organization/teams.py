"""Words of filters that each reader means in their own way: me, my team."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from assetry.domain.organization.models import Department, Person
from assetry.kernel.registry import Shorthand
from assetry.platform.permissions.actor import Actor


def team_department_ids(actor: Actor) -> tuple[int, ...]:
    """The departments that the actor heads, the actor's own for whoever heads none; what lies below them counts too."""
    if actor.person_id is None:
        return ()
    headed = tuple(Department.objects.filter(head_id=actor.person_id).values_list("pk", flat=True))
    if headed:
        return headed
    own = Person.objects.filter(pk=actor.person_id, department__isnull=False)
    return tuple(own.values_list("department_id", flat=True))


def shared_team_ids(actor: Actor) -> tuple[int, ...]:
    """The departments that are "my team" to the actor: theirs, and those below it."""
    own = list(actor.once(team_department_ids))
    return tuple(Department.objects.filter(path__overlap=own).values_list("pk", flat=True)) if own else ()


def _me(actor: Actor) -> Q:
    return Q(pk=actor.person_id)


def _people_of_my_team(actor: Actor) -> Q:
    return Q(department__path__overlap=list(actor.once(team_department_ids)))


def _my_departments(actor: Actor) -> Q:
    return Q(path__overlap=list(actor.once(team_department_ids)))


OF_PEOPLE = (
    Shorthand(word="me", label=_("Me"), rows=_me),
    Shorthand(word="my_team", label=_("My team"), rows=_people_of_my_team),
)
OF_DEPARTMENTS = (Shorthand(word="my_team", label=_("My team"), rows=_my_departments),)
