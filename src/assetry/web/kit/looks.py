"""What stands around the rows of a list: its views, and how the rows look."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from assetry.web.components.parts import Action, Tab, Words

CARDS: Final = "cards"
TREE: Final = "tree"


@dataclass(frozen=True, kw_only=True)
class ViewBar:
    """The tabs of a list and what stands beside them; `saving` is what to do with changes that are not saved."""

    tabs: Sequence[Tab] = ()
    more: Sequence[Action] = ()
    acts: Sequence[Action] = ()
    saving: Sequence[Action] = ()
    counts_url: str = ""


NO_VIEWS: Final = ViewBar()


class Choice(NamedTuple):
    """One way to show the rows, where it is, and whether it is this one."""

    label: Words
    url: str
    current: bool
    icon: str = ""
    value: str = ""


@dataclass(frozen=True, kw_only=True)
class Display:
    """What stands in the menu of a list's look. `density` is set on the page when the address or view says one."""

    look: str = ""
    density: str = ""
    looks: Sequence[Choice] = ()
    densities: Sequence[Choice] = ()
    sorts: Sequence[Choice] = ()
    columns_url: str = ""
    density_url: str = ""
