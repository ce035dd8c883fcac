"""Finding things to choose from: what a combobox asks for, and what typed text means without script."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from assetry.kernel.refusals import NotFound
from assetry.kernel.registry import Entity, entity_named
from assetry.web.components.fields import Option
from assetry.web.kit.finding import best_first, columns_of_name, matching
from assetry.web.kit.links import route_url
from assetry.web.routes import AssetryRequest, Open, page

FOUND_AT_MOST = 20


def options_url(entity_name: str, query: str = "") -> str:
    """Where a combobox looks for things of an entity; `query` narrows it (`company=…`)."""
    url = route_url("options", entity=entity_name)
    return f"{url}?{query}" if query else url


def search_entity(entity: Entity, actor: Any, text: str, limit: int, **narrowed: Any) -> Sequence[Any]:
    """Things whose name holds every typed word, best first; what the actor may not see is not found."""
    if entity.search is not None and text:
        return entity.search(actor, text, limit)
    rows = matching(entity, entity.visible_to(actor).filter(**narrowed), text)
    return list(best_first(unretired(rows), text)[:limit])


def unretired(rows: Any) -> Any:
    """Without what is archived or not active any more: nobody chooses that anew."""
    names = {column.name for column in rows.model._meta.fields}
    for flag, value in (("is_archived", False), ("is_active", True)):
        if flag in names:
            rows = rows.filter(**{flag: value})
    return rows


def options_of(entity: Entity, rows: Sequence[Any], chosen: frozenset[str] = frozenset()) -> list[Option]:
    """The rows as options, sent by their public ids."""
    return [
        Option(
            value=row.public_id, label=entity.title(row), note=note_of(row), chosen=row.public_id in chosen
        )
        for row in rows
    ]


def note_of(row: Any) -> str:
    """What tells two of the same name apart: where a place lies, a person's address, a model's number."""
    for name in ("path_name", "email", "number"):
        text = getattr(row, name, "")
        if text and text != str(row):
            return str(text)
    return ""


def typed_choice(entity: Entity, actor: Any, text: str) -> Any:
    """What typed text names, when exactly one thing has that name; raises NotFound."""
    rows = search_entity(entity, actor, text, FOUND_AT_MOST)
    exact = [row for row in rows if entity.title(row).casefold() == text.strip().casefold()]
    found = exact or rows
    if len(found) != 1:
        raise NotFound
    return found[0]


@page(Open.SIGNED_IN)
def options(request: AssetryRequest, entity: str) -> HttpResponse:
    """What a combobox gets for `?q=`: only what the actor sees, only entities that exist."""
    try:
        found = entity_named(entity)
    except KeyError:
        raise NotFound from None
    if not columns_of_name(found.visible_to(request.actor).model):
        raise NotFound  # grants, tag schemes: nobody chooses them by name
    text = request.GET.get("q", "").strip()[:200]
    rows = search_entity(found, request.actor, text, FOUND_AT_MOST + 1, **_narrowed(request, found))
    more = _("There are more; type on.") if len(rows) > FOUND_AT_MOST else ""
    context = {"options": options_of(found, rows[:FOUND_AT_MOST]), "more": more}
    return render(request, "kit/options.html", context)


def _narrowed(request: AssetryRequest, entity: Entity) -> dict[str, Any]:
    """`?company=` and `?kind=` keep to things of that company or kind, where the entity has one."""
    names = {column.name for column in entity.visible_to(request.actor).model._meta.fields}
    wanted = {
        name: request.GET[name] for name in ("company", "kind") if request.GET.get(name) and name in names
    }
    return {f"{name}__public_id": value for name, value in wanted.items()}
