"""People as reminders see them: the area that keeps them says where their address and their zone lie."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from assetry.kernel.fields import Field, FieldType
from assetry.kernel.refusals import Text
from assetry.kernel.registry import Entity

HEAD = ".head"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressee:
    """A person without an account: the name, the address ("" : none), the language of their company."""

    name: str
    email: str
    language: str


@dataclass(frozen=True, kw_only=True)
class PeopleSource:
    """`zone` and `head` are ORM paths, from a person to their time zone and from a department to who leads it.

    `find` reads people by key, `zones` their time zones.
    """

    zone: str
    head: str
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
class Role:
    """Somebody by what they are to a thing: the person that a field names, or the head of its department."""

    code: str
    label: Text
    path: str
    of_department: bool


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
        return [Role(field.name, field.label, field.orm_path, of_department=False)]
    if field.reference == "department":
        path = f"{field.orm_path}__{people().head}"
        return [Role(f"{field.name}{HEAD}", field.label, path, of_department=True)]
    return []


def date_fields(entity: Entity) -> dict[str, Field]:
    """The described dates of an entity, custom ones too."""
    return {name: field for name, field in entity.fields_by_name.items() if field.type is FieldType.DATE}
