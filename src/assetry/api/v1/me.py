"""Who the token acts for, and what they may."""

from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel

from assetry.api.v1.answers import answer
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.representing import reference
from assetry.api.v1.requests import ApiRequest
from assetry.api.v1.schemas import Reference
from assetry.domain.access.queries import get_person_of
from assetry.platform.accounts.queries import get_own_account

router = Router(tags=["Me"])


class Me(BaseModel):
    """The token's owner."""

    id: str
    name: str
    email: str
    language: str
    person: Reference | None
    permissions: list[str]


@router.get(
    "/me", auth=Bearer(SIGNED_IN), response=Me, operation_id="get_me", summary="Read your own account"
)
def me(request: ApiRequest) -> HttpResponse:
    """Your account, the person behind it, and every permission that you hold somewhere."""
    user = get_own_account(request.auth)
    return answer(
        {
            "id": user.public_id,
            "name": user.name,
            "email": user.email,
            "language": user.language,
            "person": reference(get_person_of(user)),
            "permissions": sorted(request.auth.permissions),
        }
    )
