"""The doors of one operation: the operation itself as a job calls it, its form, bulk, the API, an import.

Each door answers with yes or no alone. A door is a function of who asks and of the row that it is about.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import timezone

from assetry.domain.assets.imports.plan import Action
from assetry.domain.assets.refusals import BulkRefused
from assetry.kernel.refusals import NotFound, NotPermitted
from assetry.platform.permissions.actor import Actor, Door
from tests.domain.assets.imports.importing import load
from tests.platform.attachments.files import PDF
from tests.support.scopes import World
from tests.web.assets.support import fields_of

MOST_STEPS = 3  # ticked rows, form, preview


@dataclass
class Asking:
    """One of the people at every door; what they do is undone."""

    world: World
    principal: str
    at: datetime = field(default_factory=timezone.now)

    @cached_property
    def actor(self) -> Actor:
        """Whose boxes are read once."""
        return self.world.actors[self.principal]

    def __post_init__(self) -> None:
        """Sign in before anything is undone."""
        self.browser, self.caller = self.world.page(self.principal), self.world.caller(self.principal)

    def decides(
        self, door: "Doorway", row: Any, prepare: Callable[[World, Any], object] | None = None
    ) -> bool:
        """Whether the door let them; nothing of it stays."""
        with transaction.atomic():
            if prepare is not None:
                prepare(self.world, row)
            done = door.opens(self, row)
            transaction.set_rollback(True)
        return done


@dataclass(frozen=True)
class Doorway:
    """A door, and the route behind it as the router writes it; none for those that have no address."""

    opens: Callable[[Asking, Any], bool]
    method: str = ""
    route: str = ""


type Values = Callable[[World, Any], Mapping[str, Any]]
type Sent = Callable[[World, Any], Any]


def of_operation(call: Callable[..., Any], given: Values) -> Doorway:
    """As jobs and the command line do: the operation, with the row in hand."""

    def door(asking: Asking, row: Any) -> bool:
        actor = asking.actor.at_door(Door.JOB)
        try:
            call(actor=actor, **given(asking.world, row), at=asking.at)
        except (NotFound, NotPermitted):
            return False
        except BulkRefused as refusal:
            if not all(isinstance(one, NotPermitted) for one in refusal.reasons.values()):
                raise
            return False
        return True

    return Doorway(door)


def of_page(pattern: str, given: Values) -> Doorway:
    """The form as it is drawn, with other values, sent until it leads elsewhere."""

    def door(asking: Asking, row: Any) -> bool:
        where = pattern.format(row=row)
        drawn = asking.browser.get(where)
        return drawn.status_code == 200 and _sent(asking, where, drawn, given(asking.world, row))

    return Doorway(door, "POST", page_route(pattern))


def of_button(pattern: str) -> Doorway:
    """A button that asks nothing more."""

    def door(asking: Asking, row: Any) -> bool:
        return _moved_on(asking.browser.post(pattern.format(row=row)))

    return Doorway(door, "POST", page_route(pattern))


def of_many(pattern: str, given: Values) -> Doorway:
    """The ticked rows of a list, here one."""

    def door(asking: Asking, row: Any) -> bool:
        drawn = asking.browser.post(pattern, {"ids": [row.public_id]})
        return drawn.status_code == 200 and _sent(asking, pattern, drawn, given(asking.world, row))

    return Doorway(door, "POST", page_route(pattern))


def of_upload(pattern: str, content: bytes = PDF + b"another", given: Values | None = None) -> Doorway:
    """A file sent by a page's form, with other values."""

    def door(asking: Asking, row: Any) -> bool:
        more = {} if given is None else given(asking.world, row)
        return _moved_on(asking.browser.post(pattern.format(row=row), {"file": _file(content), **more}))

    return Doorway(door, "POST", page_route(pattern))


def of_api(method: str, pattern: str, given: Sent | None = None) -> Doorway:
    """One request of the API."""

    def door(asking: Asking, row: Any) -> bool:
        body = None if given is None else given(asking.world, row)
        return bool(asking.caller(method, pattern.format(row=row), body, If_Match="*").status < 300)

    return Doorway(door, method, api_route(pattern))


def of_api_upload(pattern: str, content: bytes = PDF + b"another") -> Doorway:
    """A file sent to the API."""

    def door(asking: Asking, row: Any) -> bool:
        answer = asking.caller.client.post(
            f"/api/v1{pattern.format(row=row)}",
            {"file": _file(content)},
            headers={"Authorization": f"Bearer {asking.caller.token}"},
        )
        return bool(answer.status_code < 300)

    return Doorway(door, "POST", api_route(pattern))


def of_import(lines: Callable[[World, Any], tuple[str, ...]]) -> Doorway:
    """A file of one row: refused in its dry run, or applied."""

    def door(asking: Asking, row: Any) -> bool:
        actor = asking.actor.at_door(Door.IMPORT)
        content = "\n".join(lines(asking.world, row)).encode()
        try:
            plan = load(actor, content, at=asking.at)
        except (NotFound, NotPermitted):
            return False
        return not plan.of(Action.REFUSE)

    return Doorway(door)


def page_route(pattern: str) -> str:
    """As the router writes it."""
    return pattern.lstrip("/").replace("{row.public_id}", "<str:public_id>")


def api_route(pattern: str) -> str:
    """As the API writes it."""
    return pattern.replace("{row.public_id}", "{public_id}")


def _file(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("another.pdf", content)


def _sent(asking: Asking, where: str, drawn: Any, values: Mapping[str, Any]) -> bool:
    for _step in range(MOST_STEPS):
        drawn = asking.browser.post(where, {**fields_of(drawn), **values})
        if drawn.status_code != 200:
            break
    return _moved_on(drawn)


def _moved_on(answer: Any) -> bool:
    assert answer.status_code < 500
    where = answer.headers.get("Location") or answer.headers.get("HX-Redirect") or ""
    return bool(where) and not where.startswith("/accounts/")
