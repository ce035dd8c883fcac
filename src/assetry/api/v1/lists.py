"""Lists: the filter language, a declared sort, pages by cursor, the total only on request, all of it as a file."""

from collections.abc import Callable, Sequence
from typing import Any, Literal

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from pydantic import BaseModel, Field

from assetry.api.v1.answers import answer
from assetry.api.v1.files import answer_file
from assetry.api.v1.representing import Paths, related_paths, represent_all, version_of
from assetry.api.v1.requests import ApiRequest
from assetry.kernel.filters import MAX_LENGTH, parse_filter
from assetry.kernel.refusals import InvalidInput
from assetry.kernel.registry import Entity
from assetry.platform.filters import compile_filter, read_page, sort_of
from assetry.platform.permissions.actor import Actor

# (actor, rows) → for each row what else is shown of it.
type More = Callable[[Actor, Sequence[Any]], Sequence[dict[str, Any]]]


class ListParams(BaseModel):
    """What a list takes in its query."""

    filter: str = Field(
        "",
        max_length=MAX_LENGTH,
        description='The filter language: `status eq "…" and (location under "…" or holder empty)`.',
    )
    sort: str = Field(
        "", max_length=60, description="A sortable field, `-` before it turns the order around."
    )
    limit: int = Field(50, ge=1, le=250)
    cursor: str = Field("", max_length=800, description="`next` or `previous` of a page, or `last`.")
    count: bool = Field(False, description="Whether `total` is counted.")
    format: Literal["json", "csv", "xlsx"] = Field(
        "json", description="`csv` and `xlsx`: every row as a file, in place of a page."
    )
    columns: str = Field(
        "",
        max_length=2000,
        description="Of a file: fields, separated by commas; all of them where none is named.",
    )


def refuse_unknown(request: ApiRequest, known: type[BaseModel]) -> None:
    """A misspelt parameter would quietly show everything: raises InvalidInput naming it."""
    unknown = sorted(set(request.GET) - set(known.model_fields))
    if unknown:
        raise InvalidInput(dict.fromkeys(unknown, _("There is no such parameter.")))


def answer_list(
    request: ApiRequest, entity: Entity, params: ListParams, more: More | None = None
) -> HttpResponse:
    """One page of what the actor may see of an entity."""
    refuse_unknown(request, type(params))
    if params.format != "json":
        return answer_file(request, entity, params)
    return answer_rows(request, entity, params, entity.visible_to(request.auth), more=more)


def answer_rows(
    request: ApiRequest,
    entity: Entity,
    params: ListParams,
    rows: Any,
    *,
    paths: Paths = (),
    conditions: Paths = (),
    more: More | None = None,
) -> HttpResponse:
    """One page of these rows, which `visible_to` gave; `paths` says where some fields lie instead, and
    `conditions` where a filter finds them when that is elsewhere.

    `more` gives what the fields do not describe, for all rows of the page at once.
    """
    asked, today = parse_filter(params.filter), request.received_at.date()
    condition = compile_filter(entity, asked, request.auth, today=today, paths=dict(conditions or paths))
    rows = rows.filter(condition)
    joined = related_paths(entity.name, paths)
    page = read_page(
        rows.select_related(*joined) if joined else rows,
        sort_of(entity, params.sort),
        limit=params.limit,
        cursor=params.cursor or None,
    )
    added = more(request.auth, page.rows) if more else [{} for _row in page.rows]
    return answer(
        {
            "items": [
                shown | {"version": version_of(row)} | extra
                for row, shown, extra in zip(
                    page.rows, represent_all(entity, page.rows, paths, actor=request.auth), added, strict=True
                )
            ],
            "next": page.next,
            "previous": page.previous,
            "total": rows.count() if params.count else None,
        }
    )
