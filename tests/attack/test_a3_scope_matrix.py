"""A1, A2, A3 (Snipe CVE-2026-55643, CVE-2026-55516; iTop CVE-2026-34948; NetBox #22399): every route of a thing
× method × who is limited how × own, other, child and archived company, place, category and kind.

Made from the routes: a new one is in it, or `test_a3_every_route_of_one_thing_is_walked` fails.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from assetry.api.v1.guard import SIGNED_IN
from assetry.web.routes import Open
from tests.api.test_matrix import BODIES, declared
from tests.api.test_matrix import ROUTES as API_ROUTES
from tests.attack.test_a5_web_matrix import NOBODY, WORDS
from tests.attack.test_a5_web_matrix import OURS as PAGES
from tests.platform.attachments.files import PDF
from tests.support.scopes import OF_A_COMPANY, PRINCIPALS, World, changes, make_world, sees

pytestmark = pytest.mark.django_db

# What differs from one answer to the next: the request's id, its reference, nonces, the tokens of forms (64 letters).
CHANCE = re.compile(r'urn:uuid:[0-9a-f-]+|(?<=nonce=")[^"]*|[A-Za-z0-9]{64}|403-[0-9a-f]{8}')
READS = {
    SIGNED_IN,
    Open.SIGNED_IN,
    "organization.view",
    "organization.person.view",
    "assets.asset.view",
    "catalog.view",
    "contracts.contract.view",
    "software.license.view",
}
# Of no company: shared by all, or one's own and walked elsewhere.
APART = re.compile(
    r"(api/v1/)?(settings/(releases|released-products|statuses|kinds|categories|manufacturers|custom-fields|users|groups|grants|roles|invitations)"
    r"|models|releases|released-products|software-products|suppliers|categories|manufacturers|kinds|statuses|custom-fields|users|groups|grants|roles|tokens"
    r"|inbox|comments|reminders|reminder-policies|calendars|webhooks|deliveries|report-schedules|reports/mail"
    r"|imports|jobs|views|profile/tokens|accounts/security|files/(release|released_product|supplier|software_product|category|manufacturer|model))/"
)


@dataclass(frozen=True)
class Route:
    """One method of one address of a thing."""

    method: str
    pattern: str
    permission: str
    entity: str
    is_api: bool

    @property
    def reads(self) -> bool:
        """Whether seeing the thing is enough."""
        return self.permission in READS

    def address(self, public_id: str, file_id: str) -> str:
        """Where a thing is asked for."""
        words = {**WORDS, "public_id": public_id, "file_id": file_id}
        gaps = r"\{(\w+)\}" if self.is_api else r"<\w+:(\w+)>"
        return "/" + re.sub(gaps, lambda gap: words[gap[1]], self.pattern).removeprefix("/")


def entity_of(pattern: str) -> str:
    """The entity of a company whose thing an address names, or nothing."""
    for entity, places in OF_A_COMPANY.items():
        if pattern.lstrip("/").startswith((*(f"{place}/" for place in places), f"files/{entity}/")):
            return entity
    return ""


def found() -> Iterator[Route]:
    """Every method of every address of one thing, on pages and in the API."""
    for method, path, operation in API_ROUTES:
        if "{public_id}" in path:
            yield Route(method, path, declared(operation), entity_of(path), is_api=True)
    for pattern, view in PAGES.items():
        if "<str:public_id>" in pattern:
            for method in view.route_methods:
                yield Route(method, pattern, view.route_permission, entity_of(pattern), is_api=False)


ROUTES = tuple(found())
OF_THINGS = tuple(route for route in ROUTES if route.entity)


def test_a3_every_route_of_one_thing_is_walked() -> None:
    apart = [route.pattern for route in ROUTES if not route.entity]
    assert [pattern for pattern in apart if not APART.match(pattern.lstrip("/"))] == []
    assert len(OF_THINGS) > 120


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    settings.FILES_DIR = tmp_path
    return make_world()


class Asking:
    """One of the people, asking without leaving a trace."""

    def __init__(self, world: World, principal: str) -> None:
        self.caller, self.browser = world.caller(principal), world.page(principal)

    def __call__(self, route: Route, public_id: str, file_id: str) -> tuple[int, str]:
        """Status, and the answer without what differs by the question or the clock."""
        where = route.address(public_id, file_id)
        with transaction.atomic():
            status, text = (self._api if route.is_api else self._page)(route, where)
            transaction.set_rollback(True)
        for known in (public_id, file_id):
            text = text.replace(known, NOBODY)
        return status, CHANCE.sub("", text)

    def _api(self, route: Route, where: str) -> tuple[int, str]:
        if route.method == "POST" and route.pattern.endswith("/files"):
            return self._upload(where)
        body = BODIES.get((route.method, route.pattern), {})
        headers = {"Authorization": f"Bearer {self.caller.token}", "If-Match": "*"}
        answer = self.caller.client.generic(
            route.method,
            f"/api/v1{where}",
            "" if route.method == "GET" else json.dumps(body),
            content_type="application/json",
            headers=headers,
        )
        return answer.status_code, text_of(answer)

    def _upload(self, where: str) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {self.caller.token}"}
        answer = self.caller.client.post(
            f"/api/v1{where}", {"file": SimpleUploadedFile("x.pdf", PDF)}, headers=headers
        )
        return answer.status_code, text_of(answer)

    def _page(self, route: Route, where: str) -> tuple[int, str]:
        self.browser.cookies.pop("messages", None)  # of what was done before, and undone
        answer = self.browser.generic(route.method, where)
        return answer.status_code, text_of(answer)


def text_of(answer: Any) -> str:
    """What was answered, read to its end."""
    return bytes(answer.getvalue()).decode(errors="replace")


def expected(principal: str, route: Route, corner: str) -> str:
    """What has to come: absent, forbidden, or anything else."""
    if not sees(principal, route.entity, corner):
        return "absent"
    if not route.reads and not _may_change(principal, route, corner):
        return "forbidden"
    return "open"


def _may_change(principal: str, route: Route, corner: str) -> bool:
    """A company itself is changed by who has its parent too; its files and bills are the company's own."""
    is_its_own = "files/" in route.pattern + "/" or route.pattern.endswith("/cloud-bills")
    is_itself = route.entity == "company" and not is_its_own
    under_nobody_s = corner in {"child", "archived"} and principal in {"child", "archived", "two"}
    return changes(principal, route.entity, corner) and not (is_itself and under_nobody_s)


def judge(status: int) -> str:
    """What came to who was to see the thing."""
    return {403: "forbidden", 404: "absent"}.get(status, "open" if status < 500 else "broken")


def walk(
    world: World, principal: str, chosen: Callable[[int, list[str]], list[str]]
) -> tuple[int, list[Any]]:
    """(cells, those that are wrong) of one person: each route with the corners that are chosen for it."""
    ask, cells, wrong = Asking(world, principal), 0, []
    for number, route in enumerate(OF_THINGS):
        things, nobody_s = world.things[route.entity], None
        for corner in chosen(number, sorted(things)):
            answer = ask(route, things[corner].public_id, world.files.get((route.entity, corner), NOBODY))
            wanted, came = expected(principal, route, corner), judge(answer[0])
            cells += 1
            if wanted == "absent":
                nobody_s = nobody_s or ask(route, NOBODY, NOBODY)
                came = (
                    "absent" if answer == nobody_s and answer[0] in {403, 404} else f"told apart: {answer[0]}"
                )
            if came != wanted:
                wrong.append((wanted, came, route.method, route.pattern, corner))
    return cells, wrong


@pytest.mark.parametrize("principal", PRINCIPALS)
def test_a3_one_corner_of_each_route(world: World, principal: str, record_property: Any) -> None:
    turn = PRINCIPALS.index(principal)
    cells, wrong = walk(world, principal, lambda number, all_: [all_[(number + turn) % len(all_)]])
    record_property("cells", cells)
    assert wrong == []


@pytest.mark.soak
@pytest.mark.parametrize("principal", PRINCIPALS)
def test_a3_every_cell(world: World, principal: str, record_property: Any) -> None:
    cells, wrong = walk(world, principal, lambda _number, all_: all_)
    record_property("cells", cells)
    assert wrong == []
