"""Choosing a holder: people, departments, assets and suppliers by one search."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assetry.domain.assets.events import AssetPermission as P
from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import entity_named
from assetry.web.assets.cells import asset_label
from assetry.web.components.fields import Option
from assetry.web.kit.choices import note_of, search_entity, typed_choice
from assetry.web.routes import AssetryRequest, page

KINDS = ("person", "department", "asset", "supplier")
EACH = 8


def holder_value(entity: str, holder: Any) -> str:
    """A holder as a form sends it."""
    return f"{entity}:{holder.public_id}"


def find_holder(actor: Any, chosen: str, typed: str) -> Any:
    """The holder that was chosen, or whose name was typed whole; None for neither. Raises NotFound."""
    if chosen:
        entity, _colon, public_id = chosen.partition(":")
        if entity not in KINDS:
            raise NotFound
        return entity_named(entity).get_for(actor, public_id)
    if not typed:
        return None
    for entity in KINDS:
        try:
            return typed_choice(entity_named(entity), actor, typed)
        except NotFound:
            continue
    raise NotFound


def holder_label(holder: Any) -> str:
    """What a chosen holder is called in the form."""
    return asset_label(holder) if hasattr(holder, "asset_tag") else str(holder)


@page(P.VIEW)
def holder_options(request: AssetryRequest) -> HttpResponse:
    """What the combobox "To" gets for `?q=`: what it is stands beside each name."""
    text = request.GET.get("q", "").strip()[:200]
    options: list[Option] = []
    for name in KINDS if text else KINDS[:2]:
        entity = entity_named(name)
        for row in search_entity(entity, request.actor, text, EACH):
            words = [str(entity.label), note_of(row)]
            label = holder_label(row)
            options.append(
                Option(value=holder_value(name, row), label=label, note=" · ".join(filter(None, words)))
            )
    more = _("Type to find departments, assets and suppliers too.") if not text else ""
    return render(request, "kit/options.html", {"options": options, "more": more})
