"""Finding an asset by what is printed on it, or anything by words."""

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from assetry.api.v1.answers import answer
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.lists import refuse_unknown
from assetry.api.v1.requests import ApiRequest
from assetry.kernel.text import clean_text
from assetry.platform.search.everything import find_everything

router = Router(tags=["Search"])


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
    """What a code names (public id, tag, serial number, identifier), then what has all the words, anywhere.

    Best first; where nothing has the words, what is nearly spelled so.
    """
    refuse_unknown(request, SearchParams)
    text = clean_text(params.q)
    groups = find_everything(request.auth, text, limit=params.limit) if text else []
    rows = [(group.entity.name, row) for group in groups for row in group.rows]
    return answer({"items": [{"entity": name, "id": row.public_id, "name": str(row)} for name, row in rows]})
