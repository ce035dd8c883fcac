"""What is said before something is retired that others need."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from assetry.domain.assets.impact import count_reached
from assetry.web.assets.acts import CHANGE_STATUS, Act
from assetry.web.components.parts import Note
from assetry.web.kit.reader import Reader

NAMED = 3


def retiring_notes(act: Act, assets: Sequence[Any], reader: Reader) -> list[Note]:
    """How many assets hang on those whose status changes: of what the reader sees, the first ones by name."""
    reached = (
        count_reached(reader.actor, [asset.pk for asset in assets]) if act is CHANGE_STATUS and assets else {}
    )
    needed = [asset for asset in assets if asset.pk in reached]
    if not needed:
        return []
    said = format_html_join(" ", "{}", ((_line(asset, reached[asset.pk]),) for asset in needed[:NAMED]))
    more = len(needed) - NAMED
    rest = (
        ngettext("%(n)d more is needed too.", "%(n)d more are needed too.", more) % {"n": more}
        if more > 0
        else ""
    )
    return [Note(title=_("Others hang on this"), text=format_html("{} {}", said, rest), tone="warn")]


def _line(asset: Any, count: int) -> str:
    said = ngettext("%(n)d asset directly", "%(n)d assets directly", count) % {"n": count}
    url = reverse("asset_impact", kwargs={"public_id": asset.public_id})
    return format_html('<a class="link" href="{}">{}</a>: {}.', url, asset, said)
