"""Choosing a holder: people, departments, assets and suppliers by one search."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assetry.domain.assets.events import AssetPermission as P
from assetry.domain.assets.rules import RETIRED_STATES
from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import Entity, entity_named
from assetry.kernel.text import name_sort
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
    return _asset_label(holder) if hasattr(holder, "asset_tag") else str(holder)


def _asset_label(asset: Any) -> str:
    """Name or model, and tag."""
    words = (asset.name or (asset.model.name if asset.model else ""), asset.asset_tag)
    return " ".join(filter(None, words)) or str(asset.public_id)


def _found(entity: Entity, actor: Any, text: str, company: str) -> Sequence[Any]:
    """Who can take a thing of the company (suppliers are shared; empty: any company's).

    Assets by their own tag and name only: whoever types a person's name does not mean what that person holds.
    """
    narrowed = {"company__public_id": company} if company and entity.name != "supplier" else {}
    if entity.name != "asset":
        return search_entity(entity, actor, text, EACH, **narrowed)
    named = Q(asset_tag__istartswith=text) | Q(name_sort__contains=name_sort(text))
    rows = entity.visible_to(actor).filter(named, **narrowed).exclude(state__in=RETIRED_STATES)
    return list(rows.select_related("model").order_by("name_sort", "id")[:EACH])


@page(P.VIEW)
def holder_options(request: AssetryRequest) -> HttpResponse:
    """What the combobox "To" gets for `?q=`: what it is stands beside each name.

    `?company=` keeps to holders of the things' own company: no other can take them.
    """
    text, company = request.GET.get("q", "").strip()[:200], request.GET.get("company", "")[:20]
    options: list[Option] = []
    for name in KINDS if text else KINDS[:2]:
        entity = entity_named(name)
        for row in _found(entity, request.actor, text, company):
            words = [str(entity.label), note_of(row)]
            label = holder_label(row)
            options.append(
                Option(value=holder_value(name, row), label=label, note=" · ".join(filter(None, words)))
            )
    more = _("Type to find departments, assets and suppliers too.") if not text else ""
    if company and not options:
        more = _("Nobody of the asset’s own company is found. Only they can take it: make the person first.")
    return render(request, "kit/options.html", {"options": options, "more": more})
