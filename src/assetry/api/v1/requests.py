"""What an API request brings along beside its body: who asks, when, and which version was seen."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from assetry.kernel.refusals import Refusal, StalePage
from assetry.platform.permissions.actor import Actor


class ApiRequest(HttpRequest):
    """A request that passed a guard: the actor at the API's door, the instant at which it came, its id.

    `is_dry_run`: everything happens, and nothing of it is kept. `bulk_ids` are the public ids of the assets of a bulk
    request, by their keys: refusals name them.
    """

    auth: Actor
    received_at: datetime
    request_id: UUID
    is_dry_run: bool
    bulk_ids: Mapping[int, str]


class VersionRequired(Refusal):
    """PATCH, PUT and DELETE say which version they mean."""

    code = "version_required"
    status = 428
    message = _("Send the ETag of what you read as If-Match.")


def version_seen(request: HttpRequest, *, required: bool = True) -> int | None:
    """The version in `If-Match: "7"`; None for `*` (any version) and where none is needed.

    `W/"7"` is the same version: compressing an answer on the way makes its tag a weak one.
    Raises VersionRequired, and StalePage for a tag that no version has.
    """
    tag = request.headers.get("If-Match", "").strip()
    if not tag:
        if required:
            raise VersionRequired
        return None
    if tag == "*":
        return None
    tag = tag.removeprefix("W/")
    digits = tag.removeprefix('"').removesuffix('"')
    if tag != f'"{digits}"' or not (digits.isascii() and digits.isdigit() and len(digits) < 10):
        raise StalePage
    return int(digits)
