"""The list in a real browser: what it weighs compressed, and when its largest part is painted (LCP)."""

import gzip
import statistics
import sys
from collections.abc import Iterator

from playwright.sync_api import Page, Playwright, sync_playwright

from bench.database import Bench
from bench.datasets import Register, register_of
from bench.metering import Meter
from bench.pages import served
from bench.results import Result
from tests.journeys.checks import launch

OPERATIONS = ("page_weight",)
ROWS, LOADS = 1_000, 9
LCP = """
() => new Promise((resolve) => new PerformanceObserver((list) => resolve(list.getEntries().at(-1).startTime))
  .observe({ type: "largest-contentful-paint", buffered: true }))
"""


def run(bench: Bench) -> Iterator[Result]:
    """`seconds` is the median LCP of loads with a warm cache, as on every page but the first."""
    register = register_of(bench, ROWS)
    server = served("assetry.config.wsgi:application", register.environment, threads=2)
    with server as (pid, port), sync_playwright() as playwright, Meter(bench.database, (pid,)) as meter:
        painted = _look(playwright, f"http://127.0.0.1:{port}", register)
    yield Result(
        operation="page_weight",
        rows=register.rows,
        seconds=round(statistics.median(painted), 4),
        cpu_seconds=round(meter.cpu_seconds / (LOADS + 1), 4),
    )


def _look(playwright: Playwright, url: str, register: Register) -> list[float]:
    browser = launch(playwright)
    context = browser.new_context(base_url=url, viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": "sessionid", "value": register.session, "url": url}])
    page = context.new_page()
    page.goto("/assets", wait_until="load")
    _weigh(page)
    painted = []
    for _load in range(LOADS):
        page.goto("/assets", wait_until="load")
        painted.append(page.evaluate(LCP) / 1_000)
    browser.close()
    return painted


def _weigh(page: Page) -> None:
    """Say each part's weight, compressed, beside its budget."""
    files: dict[str, tuple[list[str | None], int]] = {
        "HTML": ([page.url], 25),
        "CSS": ([one.get_attribute("href") for one in page.locator("link[rel=stylesheet]").all()], 15),
        "JS": ([one.get_attribute("src") for one in page.locator("script[src]").all()], 30),
    }
    for name, (addresses, budget) in files.items():
        size = sum(len(gzip.compress(page.request.get(str(address)).body())) for address in addresses)
        print(f"page_weight: {name} {size / 1_000:.1f} of {budget} KB", file=sys.stderr)
    nodes = page.evaluate("document.querySelectorAll('*').length")
    print(f"page_weight: {nodes:,} of 6,000 nodes", file=sys.stderr)
