"""B1, scripts stored in fields. Snipe-IT CVE-2025-65622 (a location's country), CVE-2026-61807 (a name used as a
selector), CVE-2026-55481 (a color as CSS); Ralph #3681; NetBox #20009 and #22675; iTop CVE-2021-41161.

Every text column of a register holds the payload, past every form; a browser then visits every page. Nothing runs,
the policy has nothing to refuse, and no element of the payload stands in the page: escaping holds by itself."""

import html
from collections.abc import Callable
from dataclasses import dataclass
from html.parser import HTMLParser
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page

from assetry.domain.assets.models import Asset
from assetry.platform.accounts.models import User
from assetry.platform.imports import runs
from assetry.platform.notifications.letters import write_letter
from assetry.platform.notifications.models import OutgoingMail
from tests.attack.payloads import SCRIPT, SCRIPTS
from tests.attack.planting import REFUSED, add_custom_fields, add_file, plant
from tests.cast import NOW
from tests.journeys.addresses import addresses, areas, routes
from tests.journeys.register import Register, make_register
from tests.support.paper import read_pdf

type SignIn = Callable[[User], None]
HOOK = "window.__pwned = () => console.error('pwned')"
# Elements and attributes of the payloads, and links that would run something. Escaped text is none of these.
PLANTED = """
() => [...document.querySelectorAll("*")]
  .filter((one) => one.localName === "xss-canary"
    || [...one.attributes].some((each) => /^on|^hx-on/.test(each.name) && each.value.includes("__pwned"))
    || /^(javascript|data|vbscript):/i.test(one.href ?? one.action ?? "")
    || (one.getAttribute("src") ?? "") === "x" || one.localName === "base")
  .map((one) => one.outerHTML.slice(0, 200))
"""


@dataclass
class Planted:
    """A register to be filled with payloads, and every address of it."""

    register: Register
    visits: list[str]


@pytest.fixture
def planted(transactional_db: None) -> Planted:
    register = make_register(assets=3)
    cast = register.cast
    add_custom_fields(cast, SCRIPT)
    attached = add_file(cast, register.held, SCRIPT)
    actor = cast.actor("administrator")
    content = f'"{SCRIPT}",b\n"{SCRIPT}","{SCRIPT}"\n'.encode()
    run = runs.begin_run(
        actor=actor, entity="asset", kind="hardware", file_name=SCRIPT, content=content, at=NOW
    )
    visits = [one for area in areas() for one in addresses(register, actor, area)]
    visits += [
        reverse("import_columns", kwargs={"public_id": run.public_id}),
        f"/files/asset/{register.held.public_id}/{attached.public_id}/remove",
    ]
    return Planted(register, visits)


def reflected(text: str) -> list[str]:
    """Every page that needs no object, told the text by each name that pages of ours read."""
    names = (
        "q",
        "filter",
        "sort",
        "peek",
        "as_of",
        "page",
        "columns",
        "kind",
        "next",
        "action",
        "group",
        "view",
    )
    query = urlencode(dict.fromkeys(names, text))
    return [f"/{pattern}?{query}" for pattern, _name in routes() if "<" not in pattern]


def walk(tab: Page, visits: list[str]) -> list[str]:
    """What stands in the pages that should not."""
    faults: list[str] = []
    for address in visits:
        answered = tab.goto(address, wait_until="load")
        if answered is None or answered.status >= 500:
            faults.append(f"{address}: {answered and answered.status}")
        faults += [f"{address}: {found}" for found in tab.evaluate(PLANTED)]
    return faults


class Elements(HTMLParser):
    """What a page's markup consists of, where it is something of a payload."""

    def __init__(self) -> None:
        super().__init__()
        self.planted: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        runs = [name for name, value in attrs if name.startswith(("on", "hx-on")) or is_script(value or "")]
        if runs or tag in {"xss-canary", "base", "style"} or (tag == "script" and "src" not in dict(attrs)):
            self.planted.append(f"<{tag} {attrs}>"[:200])


def is_script(value: str) -> bool:
    """Whether an attribute would run as an address."""
    return value.strip().lower().startswith(("javascript:", "vbscript:", "data:text/html"))


def planted_in(content: str) -> list[str]:
    """Elements and attributes of a payload that a page has."""
    elements = Elements()
    elements.feed(content)
    return elements.planted


def test_b1_what_is_planted_is_seen() -> None:
    assert planted_in(f'<p title="{SCRIPT}">{SCRIPT}</p>')
    assert planted_in('<a href="javascript:__pwned()">x</a>')
    assert planted_in(f"<p>{html.escape(SCRIPT)}</p>") == []


def test_b1_no_page_has_an_element_of_what_every_field_holds(planted: Planted) -> None:
    assert plant(SCRIPT) == REFUSED
    client = Client()
    client.force_login(planted.register.cast.user("administrator"))
    pages = {one: client.get(one).getvalue().decode() for one in [*planted.visits, *reflected(SCRIPT)]}
    assert {one: planted_in(content) for one, content in pages.items() if planted_in(content)} == {}
    assert len([one for one, content in pages.items() if "&lt;xss-canary&gt;" in content]) > len(pages) * 0.8


# One of each way to draw: the table, the peek, panels, the timeline, forms, the log, the palette, a preview of cells.
DRAWN = (
    "/assets?peek",
    "/edit",
    "/timeline",
    "/activity",
    "?q=LT",
    "/columns",
    "/people/",
    "/check-out",
)


def drawn_by(visits: list[str]) -> list[str]:
    """The first address of each way to draw."""
    return [next(one for one in visits if part in one) for part in DRAWN]


@pytest.mark.journey
def test_b1_a_browser_runs_nothing_of_it(
    page: Page,
    sign_in: SignIn,
    planted: Planted,
) -> None:
    plant(SCRIPT)
    page.add_init_script(HOOK)
    sign_in(planted.register.cast.user("administrator"))
    assert walk(page, [*drawn_by(planted.visits), *reflected(SCRIPT)[:2]]) == []


# Every page fetched by the browser and put into a document that has no policy, as elements that come to life: what is
# markup there would run. Scripts of ours run once, in the page that holds them all.
FETCH = """
async (addresses) => {
  const faults = [], room = document.body.appendChild(document.createElement("div"));
  for (const address of addresses) {
    const answered = await fetch(address);
    const text = await answered.text();
    if (answered.status >= 500) faults.push(`${address}: ${answered.status}`);
    const found = document.createRange().createContextualFragment(text);
    found.querySelectorAll("script[src]").forEach((one) => one.remove());
    room.replaceChildren(found);
    faults.push(...(PLANTED)().map((one) => `${address}: ${one}`));
  }
  return faults;
}
""".replace("PLANTED", PLANTED.strip())


@pytest.mark.soak
@pytest.mark.journey
@pytest.mark.parametrize("number", range(len(SCRIPTS)))
def test_b1_every_payload_in_every_field(
    open_for: Callable[..., Page],
    planted: Planted,
    number: int,
) -> None:
    """Each wall holds alone: with the policy in pages of each kind, without it in the markup of all."""
    text = SCRIPTS[number]
    plant(text)
    administrator = planted.register.cast.user("administrator")
    guarded = open_for(administrator)
    guarded.add_init_script(HOOK)
    assert walk(guarded, [*drawn_by(planted.visits), *reflected(text)[:4]]) == []
    bare = open_for(administrator, bypass_csp=True)
    bare.add_init_script(HOOK)
    bare.goto("/assets?peek")
    assert bare.evaluate(FETCH, [*planted.visits, *reflected(text)]) == []


def test_b1_labels_print_it_and_mails_escape_it(planted: Planted) -> None:
    plant(SCRIPT)
    asset = Asset.objects.get(pk=planted.register.held.pk)
    client = Client()
    client.force_login(planted.register.cast.user("administrator"))
    sent = {"picks": f"{asset.public_id}:{asset.version}", "layout": "a4", "skip": ""}
    (paper,) = read_pdf(client.post("/assets/labels.pdf", sent).content)
    assert "<xss-canary>" in paper.text.replace("\n", "")
    letters = [write_letter(mail) for mail in OutgoingMail.objects.all()]
    written = [letter.html for letter in letters if letter is not None]
    assert [content for content in written if "<xss-canary" in content] == []
    assert [content for content in written if html.escape("<xss-canary>") in content]
