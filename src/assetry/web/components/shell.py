"""The frame around a page: what the sidebar, the top bar and the phone's bottom bar show."""

from collections.abc import Sequence
from dataclasses import dataclass

from assetry.web.components.parts import Action, Words


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """A place to go. `name` is what its count is called in the counts fragment, `inside` are narrower places."""

    name: str
    label: Words
    url: str
    icon: str
    current: bool = False
    counted: bool = False
    inside: "Sequence[NavItem]" = ()


@dataclass(frozen=True, kw_only=True)
class NavGroup:
    """A heading and its places; a group without places is not shown.

    `own_kinds`: kinds of the organization's own come below them, with the counts.
    """

    label: Words
    items: Sequence[NavItem]
    own_kinds: bool = False


@dataclass(frozen=True, kw_only=True)
class Shell:
    """Everything that the frame needs. Built by `web.context.shell` for a signed-in user.

    `plain`: somebody who only has equipment of their own needs no navigation: one column, no sidebar, no dock.
    """

    organization: str
    scope: Words
    user_name: str
    groups: Sequence[NavGroup]
    footer: Sequence[NavItem] = ()
    dock: Sequence[NavItem] = ()
    create: Sequence[Action] = ()
    account: Sequence[Action] = ()
    home_url: str = "/"
    search_url: str = ""
    counts_url: str = ""
    scan_url: str = ""
    plain: bool = False
