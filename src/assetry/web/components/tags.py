"""Template tags and filters of the components; built into every template by the settings."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache, partial
from typing import Any, Literal
from zoneinfo import ZoneInfo

from django.contrib.messages import ERROR
from django.contrib.messages.storage.base import Message
from django.forms import BoundField
from django.template import Context, Library
from django.template.loader import get_template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from assetry.kernel.money import Money
from assetry.web.components import cells
from assetry.web.components.assets import asset_url
from assetry.web.components.fields import FieldView, field_from_bound
from assetry.web.components.icons import drawing_html, icon_html
from assetry.web.components.parts import Toast
from assetry.web.components.shell import NavItem, link_html, place_html

register = Library()

# Cells as tags: {% badge_html label hue=150 icon="user-check" %}; they take what the functions take.
for _cell in (
    cells.badge_html,
    cells.code_html,
    cells.copy_html,
    cells.avatar_html,
    cells.diff_html,
    cells.entity_html,
    cells.none_html,
    cells.person_html,
):
    register.simple_tag(_cell)


@register.simple_tag
def icon(name: str, tone: str = "") -> SafeString:
    """An icon of `static/icons.txt`."""
    return icon_html(name, tone)


@register.simple_tag
def drawing(name: str) -> SafeString:
    """The drawing of a device, or an icon."""
    return drawing_html(name)


@register.simple_tag
def steady(template: str) -> SafeString:
    """A template that needs nothing and says the same on every page: rendered once for each language."""
    return _steady(template, get_language())


@cache
def _steady(template: str, _language: str | None) -> SafeString:
    return SafeString(get_template(template).render())


@register.simple_tag
def place(item: NavItem, here: str = "", *, bare: bool = False) -> SafeString:
    """A place of the sidebar as a list item with those inside it, or a `bare` link; `here`: where the page belongs."""
    return link_html(item, here) if bare else place_html(item, here)


@register.simple_tag
def asset(path: str) -> str:
    """The address of a static file, fingerprinted."""
    return asset_url(path)


@register.simple_tag(takes_context=True)
def money_html(context: Context, money: Money | None, url: str = "", *, estimate: bool = False) -> SafeString:
    """An amount in the reader's language."""
    return cells.money_html(money, locale=_locale(context), url=url, estimate=estimate)


@register.simple_tag(takes_context=True)
def number_html(context: Context, value: int | None, url: str = "") -> SafeString:
    """A figure in the reader's language."""
    return cells.number_html(value, locale=_locale(context), url=url)


@register.simple_tag(takes_context=True)
def date_html(context: Context, day: date | None, today: date, tone: str = "") -> SafeString:
    """A day in the reader's language, as far from `today` as its title says."""
    return cells.date_html(day, today=today, locale=_locale(context), tone=tone)


@register.simple_tag(takes_context=True)
def instant_html(context: Context, at: datetime | None, now: datetime, zone: str = "UTC") -> SafeString:
    """A moment in the reader's language and zone."""
    return cells.instant_html(at, now=now, locale=_locale(context), zone=ZoneInfo(zone))


@register.simple_tag
def form_field(bound: BoundField, **options: Any) -> FieldView:
    """The description of a field of a Django form, with what a template says otherwise.

    `{% form_field form.login required=False as field %}<c-form-field :it="field" />`
    """
    return replace(field_from_bound(bound), **options)


@register.simple_tag
def goes(url: str, target: str = "#main", history: str = "push") -> SafeString:
    """The attributes of a link that replaces `target` instead of the page: without script it is an ordinary link.

    `history` is push, replace or none.
    """
    kept = format_html(' hx-{}-url="true"', history) if history in {"push", "replace"} else ""
    swap = "innerHTML" if target in {"#peek", "#dialogs"} else "outerMorph"
    return format_html('href="{}" hx-get="{}" hx-target="{}" hx-swap="{}"{}', url, url, target, swap, kept)


@register.filter
def as_toast(message: Message) -> Toast:
    """A message of Django as a toast; `extra_tags` may hold the address that undoes what it tells of."""
    tone: Literal["ok", "error"] = "error" if message.level >= ERROR else "ok"
    return Toast(text=message.message, tone=tone, undo_url=message.extra_tags or "")


@register.filter
def cells_joined(values: Any) -> SafeString:
    """Several cells one after the other, each in a span of its own."""
    pieces: Callable[..., SafeString] = partial(format_html, "<span>{}</span>")
    return SafeString(" ".join(pieces(value) for value in values))


def _locale(context: Context) -> str:
    request = context.get("request")
    return str(getattr(request, "LANGUAGE_CODE", "") or "en")
