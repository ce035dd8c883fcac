"""How generic code learns of entities: each area registers its own, nothing is imported upward."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property
from typing import Any

from assetry.kernel.fields import Field
from assetry.kernel.refusals import Refusal, Text


@dataclass(frozen=True, kw_only=True)
class Shorthand:
    """A word in filters that stands for rows of an entity, each reader's own: `me`, `my_team`.

    `rows(actor)` is the condition that finds them.
    """

    word: str
    label: Text
    rows: Callable[[Any], Any]


@dataclass(frozen=True, kw_only=True)
class Removal:
    """How rows that were made by mistake are deleted: only while nothing refers to them but what belongs to them.

    `parts` are the tables whose rows belong to one and go along. Of `firsts` it has one row from its making on; what a
    second one says happened since, in words. `refused(rows)` gives further refusals by key. `instead` says what to do
    with all others; `permission` is what it needs (empty: what changing needs).
    """

    parts: Sequence[str] = ()
    firsts: Mapping[str, Text] = dataclass_field(default_factory=dict)
    refused: Callable[[Sequence[Any]], Mapping[int, Refusal]] | None = None
    instead: Text = ""
    permission: str = ""


@dataclass(frozen=True, kw_only=True)
class Entity:
    """An entity as generic code sees it.

    `name` is the code in URLs, filters and the API ("asset"), `table` the trail's subject table.
    `visible_to(actor)` gives a queryset, `get_for(actor, public_id)` one object or raises NotFound.
    `words` gives every row of what companies share: named for whoever sees a row that refers to it, open or not.
    `label_columns` are the (at most two) columns that `str(row)` is made of.
    `edit_permission` is what changing one needs ("": it takes no files); `edit_place` says where one lies for it
    (`company_id`, and location and category where it has them), None for what all companies share.
    `shorthands` are words that filters know for some of its rows.
    `url_name` is the route that opens one by `public_id`; `title` gives words for one object.
    `searched` ones have search documents, kept by triggers (`platform.search.triggers`); `codes` are the columns that
    are typed to name one, `find_by_code(actor, text)` the keys of what an exact code names, also one kept elsewhere;
    with `spelled`, who asks has every row whose words hold the text, and compares its codes.
    `found_by` are references whose words find a row that has no name of its own.
    `list_url_name` is the route of the list.
    `named_in_files` are the columns that name one in an export, the first that is filled (empty: its path or label);
    `export_permission` is what taking rows away needs, where seeing them is not enough. `file_columns(actor, names,
    kind)` makes the columns of a file where an import reads other ones than the described fields (names None: all).
    `operations` are "create" (`actor`, `company` where each belongs to one, `values`, `at`) and "edit" (`actor`, the
    row under the entity's name, `changes`, `version`, `at`): with them, files can be imported. `keys` are the fields
    that tell one from the others (of its company), each group by itself, best first. `removal` lets rows be deleted.
    """

    name: str
    label: Text
    label_plural: Text
    icon: str
    table: str
    fields: Sequence[Field]
    visible_to: Callable[[Any], Any]
    get_for: Callable[[Any, str], Any]
    view_permission: str
    title: Callable[[Any], str]
    label_columns: tuple[str, ...] = ("name",)
    url_name: str = ""
    words: Callable[[], Any] | None = None
    search: Callable[[Any, str, int], Sequence[Any]] | None = None
    operations: Mapping[str, Callable[..., Any]] = dataclass_field(default_factory=dict)
    keys: Sequence[tuple[str, ...]] = (("name",),)
    removal: Removal | None = None
    edit_permission: str = ""
    edit_place: Callable[[Any], Mapping[str, int | None]] | None = None
    takes_custom_fields: bool = False
    shorthands: Sequence[Shorthand] = ()
    searched: bool = False
    codes: Sequence[str] = ()
    find_by_code: Callable[..., Sequence[int]] | None = None
    found_by: Sequence[str] = ()
    list_url_name: str = ""
    named_in_files: Sequence[str] = ()
    export_permission: str = ""
    file_columns: Callable[[Any, Sequence[str] | None, str], Any] | None = None

    def field(self, name: str) -> Field:
        """The described field of that name; raises KeyError."""
        return self.fields_by_name[name]

    @property
    def removal_permission(self) -> str:
        """What deleting one needs; empty where that cannot be."""
        if self.removal is None:
            return ""
        return self.removal.permission or self.edit_permission

    def named_for(self, actor: Any) -> Any:
        """The rows whose names may stand on what the actor sees; which of them open is said by `visible_to`."""
        return self.words() if self.words is not None else self.visible_to(actor)

    @property
    def fields_by_name(self) -> Mapping[str, Field]:
        """Every field by its name: the described ones, then the custom ones of today."""
        custom = self.custom_fields
        return {**self._own_fields, **custom} if custom else self._own_fields

    @property
    def custom_fields(self) -> Mapping[str, Field]:
        """The custom fields that the organization has defined, of all kinds, by name."""
        return _custom_fields(self.name) if self.takes_custom_fields else {}

    @cached_property
    def _own_fields(self) -> dict[str, Field]:
        return {described.name: described for described in self.fields}


@dataclass(frozen=True, kw_only=True)
class PermissionInfo:
    """One permission for the role editor: `writes` widens the companies that an audit event may touch."""

    code: str
    label: Text
    writes: bool


_entities: dict[str, Entity] = {}


def _no_custom_fields(_entity: str) -> Mapping[str, Field]:
    return {}


_custom_fields: Callable[[str], Mapping[str, Field]] = _no_custom_fields
_permissions: dict[str, PermissionInfo] = {}


def register_entity(entity: Entity) -> None:
    """Make an entity known; called once from its area's `AppConfig.ready`."""
    if entity.name in _entities:
        raise ValueError(f"The entity {entity.name} is registered twice.")
    _entities[entity.name] = entity


def entity_named(name: str) -> Entity:
    """The entity of that name; raises KeyError."""
    return _entities[name]


def entities() -> tuple[Entity, ...]:
    """All registered entities, in the order of registration."""
    return tuple(_entities.values())


def read_custom_fields_from(source: Callable[[str], Mapping[str, Field]]) -> None:
    """Say where the custom fields of an entity come from; called once, from `AppConfig.ready`."""
    global _custom_fields  # noqa: PLW0603 - the registry is one for the process
    _custom_fields = source


def register_permissions(*infos: PermissionInfo) -> None:
    """Make permissions known to roles and tokens."""
    for info in infos:
        if info.code in _permissions:
            raise ValueError(f"The permission {info.code} is registered twice.")
        _permissions[info.code] = info


def permissions() -> tuple[PermissionInfo, ...]:
    """All registered permissions, in the order of registration."""
    return tuple(_permissions.values())


@dataclass(frozen=True, kw_only=True)
class EndingFigures:
    """What was bought of it, and what is given away and in use, where that is known."""

    bought: int | None = None
    assigned: int | None = None
    active: int | None = None


@dataclass(frozen=True, kw_only=True)
class Ending:
    """A way in which an object of an entity ends: a contract's term, a warranty, a certificate.

    `name` is its code in the table of endings, `label` the word for it. `figures(actor, ids)` gives numbers of the
    objects with these keys. `renew(actor=, row=, at=)` is the operation that makes its next term, None where nothing
    follows. What is `apart` ends by the hundred: renewals show it by itself, not among the others. The rows come from
    triggers (`domain/contracts/ending_sql.py`).
    """

    name: str
    label: Text
    entity: str
    icon: str
    figures: Callable[[Any, Sequence[int]], Mapping[int, EndingFigures]] | None = None
    renew: Callable[..., Any] | None = None
    apart: bool = False


_endings: dict[str, Ending] = {}


def register_endings(*endings: Ending) -> None:
    """Make ways of ending known; called once from their area's `AppConfig.ready`."""
    for ending in endings:
        if ending.name in _endings:
            raise ValueError(f"The ending {ending.name} is registered twice.")
        _endings[ending.name] = ending


def endings() -> Mapping[str, Ending]:
    """All registered endings by name, in the order of registration."""
    return _endings
