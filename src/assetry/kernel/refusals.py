"""A refusal is an answer: a rule said no, and the message says what, why and what next."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

type Text = str | Promise


class Refusal(Exception):
    """The root of every named refusal.

    `code` is stable and machine-readable, `status` the HTTP answer that fits, `field` the input it is about.
    `message` may hold `%(name)s` placeholders, filled from the keyword arguments.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    message: ClassVar[Text] = _("This cannot be done.")

    def __init__(self, *, field: str | None = None, **params: Any) -> None:
        self.field = field
        self.params: Mapping[str, Any] = params
        super().__init__(self.code, params)

    def __str__(self) -> str:
        return str(self.message) % self.params


class NotPermitted(Refusal):
    """The actor lacks the permission for this, here."""

    code = "not_permitted"
    status = 403
    message = _("You may not do this here. Ask an administrator for the permission “%(permission)s”.")


class NotFound(Refusal):
    """Absent and forbidden look the same."""

    code = "not_found"
    status = 404
    message = _("This does not exist, or you may not see it.")


class InvalidValue(Refusal):
    """One input cannot be used as it is; `reason` says why."""

    code = "invalid_value"
    status = 422
    message = _("%(reason)s")

    def __init__(self, *, field: str, reason: Text) -> None:
        super().__init__(field=field, reason=reason)


class InvalidInput(Refusal):
    """Several inputs cannot be used; `errors` maps field names to messages."""

    code = "invalid_input"
    status = 422
    message = _("Some values need a correction.")

    def __init__(self, errors: Mapping[str, Text]) -> None:
        self.errors = dict(errors)
        super().__init__()


class StalePage(Refusal):
    """Somebody else saved meanwhile; nothing was changed."""

    code = "stale_page"
    status = 412
    message = _("Somebody else changed this meanwhile. Look at what changed, then save again.")
