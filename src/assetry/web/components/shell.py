"""The frame around a page: what the sidebar, the top bar and the phone's bottom bar show."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString, mark_safe

from assetry.web.components.icons import icon_html
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


def place_html(item: NavItem, here: str) -> SafeString:
    """A place as a list item, with a list of those inside it. Written here: every page has some thirty of them."""
    inside = "\n".join(place_html(one, here) for one in item.inside)
    below = f'<ul role="list">{inside}</ul>' if inside else ""
    return mark_safe(f"<li>{link_html(item, here)}{below}</li>")  # noqa: S308 - made of links that are escaped


def link_html(item: NavItem, here: str) -> SafeString:
    """The link; it is the current one where its page or one below it (`here`: its first crumb) is shown."""
    url, label = escape(item.url), escape(str(item.label))
    current = ' aria-current="page"' if item.current or item.url == here else ""
    count = f'<span class="count" id="count-{escape(item.name)}"></span>' if item.counted else ""
    icon = icon_html(item.icon)
    return mark_safe(f'<a href="{url}" title="{label}"{current}>{icon}{label}{count}</a>')  # noqa: S308 - escaped
