"""People as reminders see them: the area that keeps them says where their address and their zone lie."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import Text
from assetry.kernel.registry import Entity
from assetry.platform.inbox.teams import teams

HEAD, TEAM = ".head", ".team"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A person without an account: the name, the address ("" : none), the language of their company."""

    name: str
    email: str
    language: str


@dataclass(frozen=True, kw_only=True)
class PeopleSource:
    """`zone` is the ORM path from a person, and from a department, to their time zone.

    `find` reads people by key, `zones` their time zones.
    """

    zone: str
    find: Callable[[Iterable[int]], Mapping[int, Addressee]]
    zones: Callable[[Iterable[int]], Mapping[int, str]]


_source: PeopleSource | None = None


def read_people_from(source: PeopleSource) -> None:
    """Say where people come from; called once, from `AppConfig.ready`."""
    global _source  # noqa: PLW0603 - the registry is one for the process
    _source = source


def people() -> PeopleSource:
    """Where people come from."""
    assert _source is not None  # noqa: S101 - said when the applications were loaded
    return _source


@dataclass(frozen=True, slots=True)
class Lead:
    """Who answers for a thing that others refer to: its person at an ORM path, `words` with the reference as `of`."""

    code: str
    path: str
    words: Text


_leads: dict[str, Lead] = {}


def register_lead(entity: str, lead: Lead) -> None:
    """Say who answers for things of an entity; called once, from `AppConfig.ready`."""
    _leads[entity] = lead


@dataclass(frozen=True, slots=True)
class Role:
    """Somebody by what they are to a thing: whom a field names, who answers for what it names, or the team itself."""

    code: str
    label: Text
    path: str
    words: Text = "%(of)s"
    is_team: bool = False

    def __str__(self) -> str:
        """In words."""
        return str(self.words) % {"of": self.label}


def roles_of(entity: Entity) -> dict[str, Role]:
    """Who can be reminded of things of the entity, by code: from its described fields alone."""
    found = {}
    for field in entity.fields:
        if field.type is FieldType.REFERENCE and not field.key:
            for role in _roles(field):
                found[role.code] = role
    return found


def _roles(field: Field) -> list[Role]:
    if field.reference == "person":
        return [Role(field.name, field.label, field.orm_path)]
    roles = []
    if lead := _leads.get(field.reference or ""):
        path = f"{field.orm_path}__{lead.path}"
        roles.append(Role(f"{field.name}{lead.code}", field.label, path, lead.words))
    if field.reference == teams().entity:
        words = _("Team: %(of)s")
        roles.append(Role(f"{field.name}{TEAM}", field.label, field.orm_path, words, is_team=True))
    return roles


def date_fields(entity: Entity) -> dict[str, Field]:
    """The described dates of an entity, custom ones too."""
    return {name: field for name, field in entity.fields_by_name.items() if field.type is FieldType.DATE}
