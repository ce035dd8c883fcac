"""Finding an asset by what is printed on it, or anything by words."""

from typing import Any, Final

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from assetry.api.v1.answers import answer
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.lists import refuse_unknown
from assetry.api.v1.requests import ApiRequest
from assetry.domain.assets.queries import find_by_code
from assetry.kernel.registry import entity_named
from assetry.kernel.text import clean_text
from assetry.platform.permissions.actor import Actor
from assetry.platform.search.queries import is_searchable, matching_ids

router = Router(tags=["Search"])
# What has search documents, in the order of what is mostly looked for.
_ENTITIES: Final = ("asset", "person", "location", "model", "supplier")


class SearchParams(BaseModel):
    """What is looked for."""

    q: str = Field(min_length=1, max_length=200)
    limit: int = Field(10, ge=1, le=50, description="At most so many of each entity.")


class Found(BaseModel):
    """Something that fits."""

    entity: str
    id: str
    name: str


class Findings(BaseModel):
    """What fits, best first."""

    items: list[Found]


@router.get("/search", auth=Bearer(SIGNED_IN), response=Findings, operation_id="search", summary="Search")
def search(request: ApiRequest, params: Query[SearchParams]) -> HttpResponse:
    """What a code names (public id, tag, serial number, identifier); else what has all the words, anywhere."""
    refuse_unknown(request, SearchParams)
    text = clean_text(params.q)
    rows = [("asset", row) for row in find_by_code(request.auth, text)[: params.limit]] if text else []
    if not rows and is_searchable(text):
        rows = [
            (name, row) for name in _ENTITIES for row in _matching(request.auth, name, text, params.limit)
        ]
    return answer({"items": [{"entity": name, "id": row.public_id, "name": str(row)} for name, row in rows]})


def _matching(actor: Actor, name: str, text: str, limit: int) -> list[Any]:
    visible = entity_named(name).visible_to(actor)
    return list(visible.filter(pk__in=matching_ids(name, text)).order_by("name_sort", "pk")[:limit])
