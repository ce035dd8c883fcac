"""What every page must pass in a real browser, and the watch over everything that a browser complains about."""

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, Response

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SHOTS = ROOT / "tests" / ".screenshots"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (360, 768, 1440)
SCROLL_WIDTHS = (320, 400, 768, 1280, 1920)
SHOT_WIDTHS = (390, 1440)
# ASSETRY_SHOTS=1 leaves a picture of every page in tests/.screenshots, to be looked at.
TAKES_SHOTS = bool(os.environ.get("ASSETRY_SHOTS"))
AXE_RUN = """
async () => {
  const runOnly = { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"] };
  const rules = { "target-size": { enabled: true } };
  const found = await axe.run(document, { runOnly, rules, resultTypes: ["violations"] });
  return found.violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${node.target.join(" ")}: ${node.failureSummary}`));
}
"""
SIDEWAYS = """
() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return "";
  const clipped = (one) => getComputedStyle(one).overflowX !== "visible";
  const clips = (one) => one && one !== root && (clipped(one) || clips(one.parentElement));
  const isOut = (box) => box.right > root.clientWidth + 1 || box.left < -1;
  const isWide = (one) => isOut(one.getBoundingClientRect()) && !clips(one.parentElement);
  const wide = [...document.querySelectorAll("body :not(.skip)")].filter(isWide);
  const name = (one) => `${one.tagName}.${one.className.baseVal ?? one.className}`;
  return `${root.scrollWidth} > ${root.clientWidth}: ${wide.slice(0, 3).map(name).join(", ")}`;
}
"""
WATCH = """
document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`));
"""


def launch(playwright: Playwright) -> Browser:
    """Debian's Chromium where it is, else Playwright's own."""
    path = os.environ.get("ASSETRY_CHROMIUM") or shutil.which("chromium")
    return playwright.chromium.launch(executable_path=path, args=FLAGS)


@dataclass
class Watch:
    """Collects what must not happen on any page: script errors, policy violations, broken servers, lost files."""

    problems: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        """Start watching a page, before it goes anywhere."""
        page.add_init_script(WATCH)
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.problems.append(f"script: {error}"))
        page.on("response", self._response)

    def _console(self, message: ConsoleMessage) -> None:
        refused = message.text.startswith("Failed to load resource: the server responded with a status of 4")
        if message.type == "error" and not refused:
            self.problems.append(f"console: {message.text}")

    def _response(self, response: Response) -> None:
        lost_file = response.status >= 400 and "/static/" in response.url
        if response.status >= 500 or lost_file:
            self.problems.append(f"{response.status}: {response.url}")


def check_page(page: Page, name: str, *, at_end: bool = False) -> None:
    """Fail with everything that is wrong with the page as it stands: axe in both themes and three widths, targets
    of 24 px, nothing sideways from 320 px. Leaves screenshots where they are asked for.

    `at_end`: scrolled down, where a bar that sticks to the lower edge covers nothing.
    """
    SHOTS.mkdir(exist_ok=True)
    faults: list[str] = []
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text())
    for theme in THEMES:
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            if at_end:
                page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
            faults += [f"{name} {theme} {width}: {fault}" for fault in page.evaluate(AXE_RUN)]
        for width in SHOT_WIDTHS if TAKES_SHOTS else ():
            page.set_viewport_size({"width": width, "height": 900})
            page.screenshot(path=SHOTS / f"{name}-{width}-{theme}.png")
    assert not faults, "\n".join(faults)
    check_sideways(page, name)


def check_sideways(page: Page, name: str) -> None:
    """Fail when the page scrolls sideways at any width from 320 px."""
    faults = []
    for width in SCROLL_WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        if sideways := page.evaluate(SIDEWAYS):
            faults.append(f"{name} sideways at {width}: {sideways}")
    assert not faults, "\n".join(faults)
