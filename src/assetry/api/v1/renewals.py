"""What ends, by the day to decide, and decisions about it."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from assetry.api.v1.answers import answer, money_text
from assetry.api.v1.document import NAMES_A_THING
from assetry.api.v1.guard import Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.lists import refuse_unknown
from assetry.api.v1.reading import find_referenced, get_one
from assetry.api.v1.representing import reference
from assetry.api.v1.requests import ApiRequest
from assetry.api.v1.schemas import AMOUNT_PATTERN, ID_PATTERN, Amount, Input, Reference
from assetry.domain.contracts.deciding import decide_renewal
from assetry.domain.contracts.events import ContractPermission as P
from assetry.domain.contracts.models import DecisionChoice, Ending, RenewalDecision
from assetry.domain.contracts.renewals import (
    YEAR,
    Key,
    Named,
    decisions_about,
    get_ending_for,
    names_of,
    open_endings,
)
from assetry.kernel.registry import endings
from assetry.platform.filters import Sort, read_page

router = Router(tags=["Renewals"])
_BY_DAY: Final = Sort("decide_by")
_OptionalId = Annotated[str | None, Field(pattern=ID_PATTERN)]
if TYPE_CHECKING:
    type What = str
else:
    What = Literal[tuple(sorted(endings()))]


class RenewalParams(BaseModel):
    """What the list takes in its query."""

    what: What | None = Field(None, description="One way of ending; else all but warranties and loans.")
    days: int = Field(YEAR, ge=0, le=YEAR, description="To decide within so many days, late ones included.")
    owner: _OptionalId = Field(None, description="A person's id.")
    supplier: _OptionalId = None
    limit: int = Field(50, ge=1, le=250)
    cursor: str = Field("", max_length=800, description="`next` or `previous` of a page, or `last`.")
    count: bool = Field(False, description="Whether `total` is counted.")


class About(BaseModel):
    """What ends, by its entity and id."""

    entity: str
    id: str
    name: str


class Renewal(BaseModel):
    """One end that somebody has to decide about. `decision` is `renegotiate` where that was the last word."""

    what: str
    about: About
    ends_on: date
    decide_by: date
    cost: Amount | None
    owner: Reference | None
    supplier: Reference | None
    decision: str | None


class Renewals(BaseModel):
    """One page of them."""

    items: list[Renewal]
    next: str | None
    previous: str | None
    total: int | None


class NewDecision(Input):
    """What to do about it, and why."""

    choice: DecisionChoice
    reason: str = Field(min_length=1, max_length=2000, description="Whoever decides next year reads it.")
    what: What = "contract"
    quantity: int | None = Field(None, ge=0, le=2_000_000_000, description="With `reduce`: what goes on.")
    amount: Annotated[str, Field(pattern=AMOUNT_PATTERN)] | None = Field(
        None, description="What the next term costs; left out: what its own terms say."
    )
    assignee: str = Field(
        "",
        max_length=254,
        description="Who sees to it, by name or address of an account; empty: its owner, else you.",
    )
    due_on: date | None = Field(None, description="By when; left out: by the day to decide.")


class Decision(BaseModel):
    """What was decided about one end."""

    id: str
    what: str
    ends_on: date
    choice: str
    reason: str
    quantity: int | None
    planned: Amount | None
    decided_on: date
    decided_by: Reference | None


class Decisions(BaseModel):
    """All about one thing, newest first."""

    items: list[Decision]


@router.get(
    "/renewals", auth=Bearer(P.VIEW), response=Renewals, operation_id="list_renewals",
    summary="List what ends and waits for a decision",
)  # fmt: skip
def list_all(request: ApiRequest, params: Annotated[RenewalParams, Query()]) -> HttpResponse:
    """Undecided ends of what you see, by the day to decide; contracts without an end and decided ones are left out."""
    refuse_unknown(request, RenewalParams)
    actor = request.auth
    rows = open_endings(actor, request.received_at.date(), days=params.days, what=params.what or "")
    for name, entity in (("owner", "person"), ("supplier", "supplier")):
        wanted = find_referenced(actor, entity, getattr(params, name), name)
        rows = rows if wanted is None else rows.filter(**{f"{name}_id": wanted.pk})
    page = read_page(
        rows.select_related("owner", "supplier"), _BY_DAY, limit=params.limit, cursor=params.cursor or None
    )
    names = names_of(actor, page.rows)
    return answer(
        {
            "items": [_shown(row, names) for row in page.rows],
            "next": page.next,
            "previous": page.previous,
            "total": rows.count() if params.count else None,
        }
    )


@router.get(
    "/renewals/{public_id}/decisions", auth=Bearer(P.VIEW), response=Decisions,
    operation_id="list_renewal_decisions", summary="List what was decided about the end of a thing",
)  # fmt: skip
def list_decisions(
    request: ApiRequest, public_id: str, what: Annotated[What, Query()] = "contract"
) -> HttpResponse:
    """Newest first, with reasons, also once nothing is left to decide; `{public_id}` is the thing's own."""
    entity = endings()[what].entity
    rows = decisions_about(request.auth, entity, get_one(request.auth, entity, public_id).pk)
    return answer({"items": [_decision(row) for row in rows if row.what == what]})


@router.post(
    "/renewals/{public_id}/decisions", auth=Bearer(P.MANAGE), response={201: Decision},
    operation_id="decide_renewal", summary="Decide about the end of a thing",
    openapi_extra={NAMES_A_THING: True},
)  # fmt: skip
def decide(request: ApiRequest, public_id: str, payload: NewDecision) -> HttpResponse:
    """A contract gets its next term or its end by it; the decision is on record either way."""

    def effect() -> HttpResponse:
        made = decide_renewal(
            actor=request.auth,
            # Here: once decided, it is gone, and the same request is to get the same answer.
            ending=get_ending_for(request.auth, public_id, payload.what),
            choice=payload.choice.value,
            reason=payload.reason,
            quantity=payload.quantity,
            amount=None if payload.amount is None else Decimal(payload.amount),
            assignee=payload.assignee,
            due_on=payload.due_on,
            at=request.received_at,
        )
        return answer(_decision(made), status=201)

    return once(request, effect)


def _shown(row: Ending, names: Mapping[Key, Named]) -> dict[str, Any]:
    named = names.get((row.entity, row.object_id))
    return {
        "what": row.what,
        "about": {
            "entity": row.entity,
            "id": row.public_id,
            "name": named.title if named else "",
        },
        "ends_on": row.ends_on,
        "decide_by": row.decide_by,
        "cost": _money(row.cost_amount, row.cost_currency),
        "owner": reference(row.owner),
        "supplier": reference(row.supplier),
        "decision": row.decision if row.decision and row.decided_for == row.ends_on else None,
    }


def _decision(row: RenewalDecision) -> dict[str, Any]:
    plain = ("what", "ends_on", "choice", "reason", "quantity", "decided_on")
    return {name: getattr(row, name) for name in plain} | {
        "id": row.public_id,
        "planned": _money(row.planned_amount, row.planned_currency),
        "decided_by": reference(row.decided_by),
    }


def _money(amount: Decimal | None, currency: str) -> dict[str, str] | None:
    return None if amount is None else {"amount": money_text(amount), "currency": currency}
