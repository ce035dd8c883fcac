"""One's own tokens. The text of one is in the answer that made it, and nowhere else."""

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec
from django.http import HttpResponse
from ninja import Router
from pydantic import BaseModel, Field

from assetry.api.v1.answers import answer, no_content
from assetry.api.v1.guard import SIGNED_IN, Bearer
from assetry.api.v1.idempotency import once
from assetry.api.v1.instants import Instant
from assetry.api.v1.requests import ApiRequest, version_seen
from assetry.api.v1.schemas import Input
from assetry.kernel.refusals import StalePage
from assetry.platform.accounts.models import ApiToken
from assetry.platform.accounts.operations import create_token, revoke_token
from assetry.platform.accounts.queries import get_own_token, list_own_tokens

router = Router(tags=["Tokens"])
_GUARD: Final = Bearer(SIGNED_IN)
_LIVING, _REVOKED = 1, 2


class NewToken(Input):
    """A token that may what you may."""

    name: str = Field(min_length=1, max_length=100)
    expires_at: Instant
    permissions: list[Annotated[str, Field(max_length=80)]] | None = Field(
        None, max_length=200, description="What it may of what you may; null: all of it."
    )
    networks: list[Annotated[str, Field(max_length=50)]] = Field(
        [], max_length=50, description="Where it is taken from, like 192.0.2.0/24; empty: anywhere."
    )
    read_only: bool = False
    dry_run: bool = Field(False, description="Everything happens, and nothing of it is kept.")


class Token(BaseModel):
    """A token, without its text."""

    id: str
    name: str
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    last_used_from: str | None
    permissions: list[str] | None
    networks: list[str]
    read_only: bool
    dry_run: bool


class ShownToken(Token):
    """A new token with its text. A repeated request with the same Idempotency-Key gets null instead."""

    token: str | None


class Tokens(BaseModel):
    """All of them, newest first."""

    items: list[Token]


@router.get("/tokens", auth=_GUARD, response=Tokens, operation_id="list_tokens", summary="List your tokens")
def list_tokens(request: ApiRequest) -> HttpResponse:
    """Your own tokens, also those that ended."""
    return answer({"items": [_shown(token) for token in list_own_tokens(request.auth)]})


@router.get(
    "/tokens/{public_id}", auth=_GUARD, response=Token, operation_id="get_token", summary="Read one token"
)
def get_token(request: ApiRequest, public_id: str) -> HttpResponse:
    """One of your own tokens."""
    token = get_own_token(request.auth, public_id)
    return answer(_shown(token), version=_version(token))


@router.post(
    "/tokens", auth=_GUARD, response={201: ShownToken}, operation_id="create_token", summary="Make a token"
)
def make_token(request: ApiRequest, payload: NewToken) -> HttpResponse:
    """Make a token of your own. Keep its text: it is shown this once."""

    def effect() -> HttpResponse:
        token, text = create_token(
            actor=request.auth,
            name=payload.name,
            expires_at=payload.expires_at,
            permission_codes=payload.permissions,
            networks=payload.networks,
            read_only=payload.read_only,
            dry_run=payload.dry_run,
            at=request.received_at,
        )
        location = f"/api/v1/tokens/{token.public_id}"
        return answer(_shown(token) | {"token": text}, status=201, version=_LIVING, location=location)

    return once(request, effect, kept=_without_text)


@router.delete(
    "/tokens/{public_id}",
    auth=_GUARD,
    response={204: None},
    operation_id="revoke_token",
    summary="Revoke a token",
)
def delete_token(request: ApiRequest, public_id: str) -> HttpResponse:
    """End a token at once, also the one that you are using."""
    version = version_seen(request)
    token = get_own_token(request.auth, public_id)
    if version not in {None, _version(token)}:
        raise StalePage
    revoke_token(actor=request.auth, token=token, at=request.received_at)
    return no_content()


def _shown(token: ApiToken) -> dict[str, Any]:
    return {
        "id": token.public_id,
        "name": token.name,
        "created_at": token.created_at,
        "expires_at": token.expires_at,
        "revoked_at": token.revoked_at,
        "last_used_at": token.last_used_at,
        "last_used_from": token.last_used_from,
        "permissions": token.permissions,
        "networks": token.networks,
        "read_only": token.read_only,
        "dry_run": token.dry_run,
    }


def _version(token: ApiToken) -> int:
    return _LIVING if token.revoked_at is None else _REVOKED


def _without_text(response: HttpResponse) -> bytes:
    return msgspec.json.encode(msgspec.json.decode(response.content) | {"token": None})
