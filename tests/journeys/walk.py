"""A quick look at a page: what `check_page` looks for, in fewer runs, so that every page can be walked.

Another theme changes colors and nothing else, so the dark one is asked about contrast only.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal

from playwright.sync_api import Page

from tests.journeys.checks import (
    AXE,
    AXE_RUN,
    SCROLL_WIDTHS,
    SHOT_WIDTHS,
    SHOTS,
    SIDEWAYS,
    TAKES_SHOTS,
    WIDTHS,
)

MOST_NODES = 6_000
CONTRAST = """
async () => {
  const found = await axe.run(document, { runOnly: ["color-contrast"], resultTypes: ["violations"] });
  return found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}
"""
type Theme = Literal["light", "dark"]
type Looks = Mapping[Theme, tuple[int, ...]]
SCRIPTS: dict[Theme, str] = {"light": AXE_RUN, "dark": CONTRAST}
# Another theme changes colors alone, and the catalogue shows each component in both; `make soak` looks at everything.
SAMPLE: Looks = {"light": (WIDTHS[-1],)}
SOME_SCROLLS = (SCROLL_WIDTHS[0], 768, SCROLL_WIDTHS[-1])
EVERYTHING: Looks = dict.fromkeys(SCRIPTS, WIDTHS)
PHONE: Looks = {"light": (WIDTHS[0],)}


def faults_of(
    page: Page,
    name: str,
    *,
    looks: Looks = SAMPLE,
    scrolls: tuple[int, ...] = SOME_SCROLLS,
) -> list[str]:
    """What axe finds in each theme at its widths, sideways scroll from 320 px on, too many nodes; one line each."""
    faults = _at(page, scrolls, lambda: [page.evaluate(SIDEWAYS)], "sideways at")
    if page.evaluate("document.querySelectorAll('*').length") > MOST_NODES:
        faults.append("more than 6,000 nodes")
    page.evaluate(AXE.read_text())
    for theme, widths in looks.items():
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        faults += _at(page, widths, partial(page.evaluate, SCRIPTS[theme]), theme)
        if TAKES_SHOTS:
            _shoot(page, name, theme)
    page.emulate_media(color_scheme="light")
    return [f"{name} {fault}" for fault in faults]


def _at(page: Page, widths: tuple[int, ...], look: Callable[[], list[str]], what: str) -> list[str]:
    found = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        found += [f"{what} {width}: {fault}" for fault in look() if fault]
    return found


def _shoot(page: Page, name: str, theme: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    file = name.strip("/").replace("/", "_").replace("?", "_")[:80] or "home"
    for width in SHOT_WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        page.screenshot(path=SHOTS / f"page-{file}-{width}-{theme}.png")
