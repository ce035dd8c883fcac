"""How a kind with a typed facet describes itself: each module of this package ends with one `KIND`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from assetry.kernel.fields import Field
from assetry.kernel.refusals import Text


@dataclass(frozen=True, kw_only=True, eq=False)
class KindGroup:
    """Kinds that share one entry of the sidebar. `code` is its word in addresses."""

    code: str
    label: Text
    icon: str


@dataclass(frozen=True, kw_only=True, eq=False)
class FileReader:
    """A file that says what a form asks for: `read` takes its bytes and gives values by field, or raises InvalidValue.

    `verb` is what the button says, `accept` which files the browser offers.
    """

    verb: Text
    accept: str
    read: Callable[[bytes], Mapping[str, str | date]]


@dataclass(frozen=True, kw_only=True, eq=False)
class Kind:
    """What pages, forms, imports and exports know of a kind.

    `code` is the code of the kind, of its facet, and the name by which an asset reaches its facet row. `position` is
    its place in menus. `plural`, `create`, `panel` are its words in the sidebar, in the menu *New* and over its own
    fields; `about` says what it is where there is none yet. `columns` are the fields that its list shows after name,
    tag and status, with the rank at which each leaves (None: the field's own). `runs_out`: dates of the facet that
    somebody has to act on, with icon and label. `group`: the entry of the sidebar below which it stands (None: one of
    its own). `runs`: the fields of the facet that say which product it runs in which version ("": the first says both).
    `filled_by`: the file that its form can be filled from.
    """

    code: str
    position: int
    table: type[Any]
    fields: tuple[Field, ...]
    plural: Text
    create: Text
    panel: Text
    about: Text
    icon: str
    columns: tuple[tuple[str, int | None], ...]
    runs_out: Mapping[str, tuple[str, Text]] = field(default_factory=dict)
    group: KindGroup | None = None
    runs: tuple[str, str] | None = None
    filled_by: FileReader | None = None

    @property
    def own_names(self) -> tuple[str, ...]:
        """The fields that stand in the kind's own panel."""
        return tuple(described.name for described in self.fields if described.group == self.code)

    @property
    def money_names(self) -> tuple[str, ...]:
        """The fields of the facet that stand with money and dates."""
        return tuple(described.name for described in self.fields if described.group == "money")
