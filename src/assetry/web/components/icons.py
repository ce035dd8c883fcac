"""Icons and device drawings: references into two sprites, never a drawing in the page itself."""

from functools import cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString

from assetry.web.components.assets import asset_url

FALLBACK = "circle"
DRAWINGS = frozenset({"dock", "headset", "laptop", "monitor", "network", "phone", "printer", "server"})


@cache
def icon_names() -> tuple[str, ...]:
    """Every icon that the sprite holds, for whoever may choose one."""
    return tuple((Path(__file__).parent.parent / "static" / "icons.txt").read_text().split())


@cache
def icon_html(name: str, tone: str = "") -> SafeString:
    """A Lucide icon of `static/icons.txt`, in a tone or none. It is decorative: put a word beside it.

    A name that the sprite does not hold (chosen long ago, or by another version) becomes a circle.
    """
    known = name if name in icon_names() else FALLBACK
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        f" {tone}" if tone else "",
        asset_url("vendor/icons.svg"),
        known,
    )


@cache
def drawing_html(name: str) -> SafeString:
    """The drawing that stands for a photograph of a device; an icon for what has no drawing."""
    if name not in DRAWINGS:
        return icon_html(name or "package")
    return format_html(
        '<svg viewBox="0 0 120 84" aria-hidden="true"><use href="{}#p-{}"/></svg>',
        asset_url("drawings.svg"),
        name,
    )
