"""Values as HTML, for table cells and wherever a template would be too slow. Everything is escaped here.

Every value of unknown direction stands in `<bdi>`. A missing value is `none_html()`, a dash; no function guesses
the day, the language or the locale: they are arguments.
"""

import zlib
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from html import escape
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from assetry.kernel.money import Money
from assetry.web.components.icons import icon_html

# A list has hundreds of cells; `format_html` takes four times as long for one as these few parts of a string.
NONE = mark_safe('<span class="none">—</span>')


def none_html(text: str = "") -> SafeString:
    """What stands for a missing value; `text` where a dash would not say enough ("No holder")."""
    return format_html('<span class="none">{}</span>', text) if text else NONE


def _escaped(text: str) -> str:
    """HTML as it is, everything else escaped."""
    return text if isinstance(text, SafeString) else escape(str(text))


def text_html(text: str) -> SafeString:
    """Plain text, cut by its cell; a dash when empty."""
    return SafeString(f"<bdi>{_escaped(text)}</bdi>") if text else NONE


def web_html(address: str) -> SafeString:
    """A web address, as a link that tells its target nothing of us; whatever else stands there is text."""
    if not address.lower().startswith(("https://", "http://")):
        return text_html(address)
    shown = address.partition("://")[2].rstrip("/") or address
    return format_html(
        '<a class="n" href="{}" rel="noopener noreferrer nofollow"><bdi>{}</bdi></a>', address, shown
    )


def code_html(code: str) -> SafeString:
    """A tag, serial number or hash, in the typeface that tells O from 0."""
    return SafeString(f'<span class="tag"><bdi>{_escaped(code)}</bdi></span>') if code else NONE


def number_html(value: int | Decimal | None, *, locale: str, url: str = "") -> SafeString:
    """A figure with grouped digits; underlined when it opens its rows."""
    if value is None:
        return NONE
    text = format_decimal(value, locale=_babel(locale))
    return (
        format_html('<a class="n" href="{}"><bdi>{}</bdi></a>', url, text)
        if url
        else format_html("<bdi>{}</bdi>", text)
    )


def money_html(money: Money | None, *, locale: str, url: str = "", estimate: bool = False) -> SafeString:
    """An amount with its currency; `estimate` marks a figure that is not from a document."""
    if money is None:
        return NONE
    text = _money_text(money, locale)
    text = _("about %(amount)s") % {"amount": text} if estimate else text
    return format_html('<a class="n" href="{}"><bdi>{}</bdi></a>', url, text) if url else text_html(text)


@lru_cache(maxsize=4096)
def _money_text(money: Money, locale: str) -> str:
    return money.format(locale)


@lru_cache(maxsize=1024, typed=True)
def badge_html(
    label: str, *, hue: int = 250, icon: str = "", look: str = "", compact: bool = False
) -> SafeString:
    """A status: hue, icon and word. `look` is one of low, none, dashed, struck, strong (several with a space).

    `compact` shows the icon alone; the word stays for the pointer and for screen readers.
    """
    shown = format_html('<span class="vh">{}</span>', label) if compact else label
    title = format_html(' title="{}"', label) if compact else ""
    return format_html(
        '<span class="badge{}" data-hue="{}"{}>{}{}</span>',
        f" {look}" if look else "",
        hue // 10 * 10 % 360,
        title,
        icon_html(icon) if icon else "",
        shown,
    )


@lru_cache(maxsize=4096, typed=True)
def person_html(name: str, *, url: str = "", icon: str = "", note: str = "") -> SafeString:
    """A chip for who holds or owns: initials for a person, `icon` for a department, supplier or asset.

    `note` says what the name does not ("left the company"). Without `url` the chip is not a link.
    """
    if not name:
        return NONE
    body = format_html("{}<span>{}</span>", avatar_html(name, icon=icon), name)
    title = format_html(' title="{}"', note) if note else ""
    if not url:
        return format_html('<span class="person"{}>{}</span>', title, body)
    return format_html('<a class="person" href="{}"{}>{}</a>', url, title, body)


def avatar_html(name: str, *, icon: str = "", size: str = "") -> SafeString:
    """Initials on a hue that follows from the name; `size` is md or lg."""
    look = f" {size}" if size else ""
    if icon:
        return format_html('<span class="avatar box{}" aria-hidden="true">{}</span>', look, icon_html(icon))
    return format_html(
        '<span class="avatar{}" data-hue="{}" aria-hidden="true">{}</span>',
        look,
        name_hue(name),
        initials(name),
    )


def initials(name: str) -> str:
    """The first letters of the first and the last word."""
    words = [word for word in name.split() if word[0].isalnum()] or [name or "?"]
    letters = words[0][0] if len(words) == 1 else words[0][0] + words[-1][0]
    return letters.upper()


def name_hue(name: str) -> int:
    """One of the 36 hues, the same for the same name everywhere."""
    return zlib.crc32(name.encode()) % 36 * 10


def entity_html(label: str, *, url: str = "", tag: str = "", state: str = "") -> SafeString:
    """A link to a thing, with its tag. `state` is `deleted` or `restricted` (no link then)."""
    if state == "restricted":
        return format_html('<span class="none">{}</span>', _("Restricted"))
    return _entity_html(label, url, tag, is_deleted=state == "deleted") if label else NONE


@lru_cache(maxsize=4096, typed=True)
def _entity_html(label: str, url: str, tag: str, *, is_deleted: bool) -> SafeString:
    tail = format_html(' <span class="tag"><bdi>{}</bdi></span>', tag) if tag else ""
    if is_deleted or not url:
        body = format_html("<s>{}</s>", label) if is_deleted else format_html("<bdi>{}</bdi>", label)
        return format_html("{}{}", body, tail)
    return format_html('<a class="n" href="{}"><bdi>{}</bdi></a>{}', url, label, tail)


@lru_cache(maxsize=4096, typed=True)
def place_html(name: str, path_name: str) -> SafeString:
    """A place by its own name, the whole way to it in the title."""
    return SafeString(f'<bdi title="{_escaped(path_name)}">{_escaped(name)}</bdi>')


def name_html(label: str, url: str) -> SafeString:
    """The name that heads a row and opens it; cut with an ellipsis, whole in the title."""
    shown = _escaped(label)
    return SafeString(f'<a class="link" href="{_escaped(url)}" title="{shown}">{shown}</a>')


def date_html(day: date | None, *, today: date, locale: str, tone: str = "") -> SafeString:
    """A calendar day, `24 Nov 2026`, how far off it is in the title; `tone` is `late` or `soon`."""
    return NONE if day is None else _date_html(day, today, locale, tone, get_language())


@lru_cache(maxsize=4096)
def _date_html(day: date, today: date, locale: str, tone: str, _language: str | None) -> SafeString:
    """Kept per language too: the title is in words."""
    return format_html(
        '<time datetime="{}" title="{}"{}><bdi>{}</bdi></time>',
        day.isoformat(),
        relative_day(day, today),
        format_html(' class="{}"', tone) if tone else "",
        format_day(day, locale),
    )


def instant_html(at: datetime | None, *, now: datetime, locale: str, zone: ZoneInfo) -> SafeString:
    """A moment: `Today 09:12`, `Yesterday 17:20`, `3 Nov`, `17 Nov 2025`; the exact local time in the title."""
    if at is None:
        return NONE
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    clock = format_datetime(local, "HH:mm", tzinfo=zone, locale=_babel(locale))
    age = (today - local.date()).days
    if age == 0:
        shown = _("Today %(clock)s") % {"clock": clock}
    elif age == 1:
        shown = _("Yesterday %(clock)s") % {"clock": clock}
    elif local.year == today.year:
        shown = format_date(local, "d MMM", locale=_babel(locale))
    else:
        shown = format_day(local.date(), locale)
    exact = f"{format_day(local.date(), locale)} {clock}"
    return format_html('<time datetime="{}" title="{}"><bdi>{}</bdi></time>', at.isoformat(), exact, shown)


@lru_cache(maxsize=4096)
def format_day(day: date, locale: str) -> str:
    """`24 Nov 2026`: the month as a word, so that nobody can read it the wrong way round."""
    return format_date(day, "d MMM y", locale=_babel(locale))


def relative_day(day: date, today: date) -> str:
    """How far off a day is: today, yesterday, in 94 days, 14 days ago."""
    days = (day - today).days
    near = {0: _("today"), 1: _("tomorrow"), -1: _("yesterday")}
    if days in near:
        return near[days]
    if days > 0:
        return ngettext("in %(days)d day", "in %(days)d days", days) % {"days": days}
    return ngettext("%(days)d day ago", "%(days)d days ago", -days) % {"days": -days}


def diff_html(before: str, after: str) -> SafeString:
    """Before → after, in words for who cannot see the arrow; an empty side says so."""
    return format_html(
        '<span class="diff"><del>{}</del>{}<span class="vh"> {} </span><ins>{}</ins></span>',
        before or format_html("<i>{}</i>", _("empty")),
        icon_html("arrow-right"),
        _("to"),
        after or format_html("<i>{}</i>", _("empty")),
    )


def copy_html(text: str, label: str) -> SafeString:
    """A button that copies `text`; `label` says what it is ("Copy serial")."""
    return format_html(
        '<button type="button" class="iconbtn" data-copy="{}" aria-label="{}" title="{}">{}</button>',
        text,
        label,
        label,
        icon_html("copy"),
    )


def post_html(url: str, label: str, described: str) -> SafeString:
    """A button that posts to `url` through the page's own form (`page-post`); `described` tells several apart."""
    return format_html(
        '<button class="btn sm" form="page-post" formaction="{}" aria-label="{}"><span>{}</span></button>',
        url,
        described,
        label,
    )


def _babel(locale: str) -> str:
    return locale.replace("-", "_")
