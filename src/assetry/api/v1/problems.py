"""Everything that goes wrong is a problem document (RFC 9457, July 2023) with a stable code and the fields' names."""

import logging
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any, Final

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel, Field

from assetry.domain.assets.refusals import BulkRefused
from assetry.kernel.refusals import InvalidInput, Refusal
from assetry.platform.custom_fields.definitions import PREFIX
from assetry.platform.database.outages import outage_of

logger = logging.getLogger(__name__)
MEDIA_TYPE: Final = "application/problem+json"


class FieldError(BaseModel):
    """What is wrong with one input."""

    field: str = Field(description="The input's name; parts of nested inputs are joined by dots.")
    message: str
    code: str | None = None


class Problem(BaseModel):
    """A problem document."""

    type: str = Field(description="A URN that ends in the code.")
    title: str
    status: int
    detail: str = Field(description="What is wrong and what to do, in the language of Accept-Language.")
    code: str = Field(description="Stable and machine-readable.")
    errors: list[FieldError] = []
    instance: str = Field(description="The id of the request; the activity log has it too.")


def problem(
    request: HttpRequest, status: int, code: str, detail: str, errors: Sequence[dict[str, Any]] = ()
) -> HttpResponse:
    """The document as a response."""
    body = {
        "type": f"urn:assetry:problem:{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
        "errors": list(errors),
        "instance": f"urn:uuid:{getattr(request, 'request_id', '')}",
    }
    response = HttpResponse(msgspec.json.encode(body), status=status, content_type=MEDIA_TYPE)
    response["Cache-Control"] = "no-store"
    if status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="Assetry"'
    return response


def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A named refusal, with the field that it is about, or every field of an invalid input."""
    errors: list[dict[str, Any]] = []
    if isinstance(refusal, InvalidInput):
        errors = [
            {"field": _input_name(name), "message": str(text), "code": None}
            for name, text in refusal.errors.items()
        ]
    elif isinstance(refusal, BulkRefused):
        errors = [_of_asset(public_id, reason) for public_id, reason in _named_reasons(request, refusal)]
    elif refusal.field is not None:
        errors = [{"field": _input_name(refusal.field), "message": str(refusal), "code": refusal.code}]
    return problem(request, refusal.status, refusal.code, str(refusal), errors)


def _input_name(field: str) -> str:
    """Where an input stands: custom fields lie under `custom`."""
    return f"custom.{field.removeprefix(PREFIX)}" if field.startswith(PREFIX) else field


def _named_reasons(request: HttpRequest, refusal: BulkRefused) -> list[tuple[str, Refusal]]:
    """The reasons by public ids: the route has noted which asset is which."""
    names: dict[int, str] = getattr(request, "bulk_ids", {})
    return [(names[pk], reason) for pk, reason in sorted(refusal.reasons.items()) if pk in names]


def _of_asset(public_id: str, reason: Refusal) -> dict[str, Any]:
    return {"field": f"assets.{public_id}", "message": str(reason), "code": reason.code}


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {"field": _field(one["loc"]), "message": one["msg"], "code": one["type"]} for one in error.errors
    ]
    return problem(request, 422, "invalid_input", str(InvalidInput({})), errors)


def _field(location: Sequence[Any]) -> str:
    """`("body", "payload", "holder", "id")` → `holder.id`: our own argument's name says nothing to a client."""
    inner = ".".join(str(part) for part in location[2:])
    return inner or (str(location[0]) if location[0] == "body" else str(location[-1]))


def add_handlers(api: NinjaAPI) -> None:
    """Answer every failure of the API's routes by a problem document."""

    @api.exception_handler(Refusal)
    def _refusal(request: HttpRequest, refusal: Refusal) -> HttpResponse:
        return refused(request, refusal)

    @api.exception_handler(ValidationError)
    def _unfit(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return _invalid(request, error)

    @api.exception_handler(AuthenticationError)
    def _unknown(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        detail = _("Send a valid token as “Authorization: Bearer …”. Tokens end, and owners can revoke them.")
        return problem(request, 401, "token_required", detail)

    @api.exception_handler(HttpError)
    def _unreadable(request: HttpRequest, error: HttpError) -> HttpResponse:
        return problem(request, error.status_code, "body_unreadable", _("The body is not readable as JSON."))

    @api.exception_handler(Http404)
    def _absent(request: HttpRequest, error: Http404) -> HttpResponse:
        return absent(request)

    @api.exception_handler(RequestDataTooBig)
    def _too_big(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return problem(request, 413, "body_too_large", _("Send less at once."))

    @api.exception_handler(Exception)
    def _failed(request: HttpRequest, error: Exception) -> HttpResponse:
        logger.error("Request %s failed.", getattr(request, "request_id", ""), exc_info=error)
        if outage_of(error) is not None:
            detail = _("The database is not answering. Nothing was changed; try again in a minute.")
            response = problem(request, 503, "database_away", detail)
            response["Retry-After"] = "10"
            return response
        return problem(
            request, 500, "failed", _("Something went wrong here, not with you. Nothing was changed.")
        )


def absent(request: HttpRequest) -> HttpResponse:
    """404 for an address that does not exist."""
    return problem(request, 404, "not_found", _("There is nothing at this address."))


def wrong_method(request: HttpRequest, allowed: str) -> HttpResponse:
    """405, naming what is allowed."""
    detail = _("This address does not have the method %(method)s.") % {"method": request.method}
    response = problem(request, 405, "method_not_allowed", detail)
    response["Allow"] = allowed
    return response
