"""`Idempotency-Key`: a POST that is sent twice has one effect, and both get the same answer.

The answer is kept in the transaction of the effect: never one without the other. A second request with the key
waits for the first (the unique key makes it), then gets the kept answer. What was refused had no effect and is
not kept: the same key may try again.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection, transaction  # noqa: TID251 - the answer is kept in the effect's transaction
from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from assetry.api.models import IdempotentAnswer
from assetry.api.v1.requests import ApiRequest
from assetry.kernel.refusals import InvalidValue, Refusal
from assetry.platform.audit.retry import retrying

HEADER: Final = "Idempotency-Key"
KEPT_FOR: Final = timedelta(days=1)
_KEPT_HEADERS: Final = ("ETag", "Location")


class KeyUsedOtherwise(Refusal):
    """The key belongs to another request."""

    code = "idempotency_key_used"
    status = 422
    message = _("This Idempotency-Key was sent with another request. Take a new key.")


def once(
    request: ApiRequest,
    effect: Callable[[], HttpResponse],
    *,
    kept: Callable[[HttpResponse], bytes] = lambda response: response.content,
    sent: bytes | None = None,
) -> HttpResponse:
    """The answer of `effect`, or the one that the request's key got before.

    `kept` makes what is remembered of an answer (a token's secret is not). `sent` stands for the body where its bytes
    differ each time they are sent (the boundary of a multipart body). Raises KeyUsedOtherwise, InvalidValue.
    """
    key = request.headers.get(HEADER)
    if key is None:
        return effect()
    if not 0 < len(key) <= 200 or not (key.isascii() and key.isprintable()):
        raise InvalidValue(field=HEADER, reason=_("Give 1 to 200 printable ASCII characters."))

    fingerprint = _fingerprint(request, request.body if sent is None else sent)

    def attempt() -> HttpResponse:
        with transaction.atomic():
            earlier = _claim(request, key, fingerprint)
            if earlier is not None:
                return _again(earlier, fingerprint)
            response = effect()
            _keep(request, key, response, kept(response))
            return response

    return retrying(attempt)


def _claim(request: ApiRequest, key: str, fingerprint: str) -> IdempotentAnswer | None:
    """Take the key, waiting for whoever holds it; the kept answer when somebody was first."""
    _forget(request.received_at - KEPT_FOR)
    values: list[Any] = [request.auth.user_id, key, fingerprint, request.received_at]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO api_idempotentanswer (user_id, key, fingerprint, headers, created_at)"
            " VALUES (%s, %s, %s, '{}', %s) ON CONFLICT (user_id, key) DO NOTHING",
            values,
        )
        if cursor.rowcount:
            return None
    return IdempotentAnswer.objects.get(user_id=request.auth.user_id, key=key)


def _forget(before: datetime) -> None:
    """Drop a few old answers, without waiting for anybody."""
    old = IdempotentAnswer.objects.filter(created_at__lt=before).select_for_update(skip_locked=True)
    IdempotentAnswer.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:50])).delete()


def _keep(request: ApiRequest, key: str, response: HttpResponse, content: bytes) -> None:
    headers: dict[str, Any] = {name: response[name] for name in _KEPT_HEADERS if name in response}
    IdempotentAnswer.objects.filter(user_id=request.auth.user_id, key=key).update(
        status=response.status_code, content=content, headers=headers
    )


def _again(answer: IdempotentAnswer, fingerprint: str) -> HttpResponse:
    if answer.fingerprint != fingerprint:
        raise KeyUsedOtherwise(field=HEADER)
    response = HttpResponse(
        bytes(answer.content or b""), status=answer.status, content_type="application/json"
    )
    response["Cache-Control"] = "no-store"
    response["Idempotency-Replayed"] = "true"
    for name, value in answer.headers.items():
        response[name] = value
    return response


def _fingerprint(request: ApiRequest, sent: bytes) -> str:
    """What makes a request the same: where to, and what with. Keyed: a body may hold a password."""
    target = f"{request.method} {request.get_full_path()} {request.headers.get('If-Match', '')}\n".encode()
    mac = salted_hmac("assetry.api.idempotency", target + sent, algorithm="sha256")
    return mac.hexdigest()
