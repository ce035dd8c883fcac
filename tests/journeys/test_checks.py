"""The harness finds what it is there for: each fault is planted once."""

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from tests.journeys.checks import Watch, check_page
from tests.journeys.walk import Looks, faults_of

HEAD = "<!doctype html><html lang=en><head><title>Planted</title><meta name=viewport content='width=device-width'>"
TINY = "<button style='width:9px;height:9px;padding:0'>a</button>"


def _planted(page: Page, body: str, headers: dict[str, str] | None = None) -> None:
    page.route(
        "**/planted/",
        lambda route: route.fulfill(status=200, content_type="text/html", headers=headers, body=HEAD + body),
    )
    page.goto("/planted/")


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<body><main><h1>Page</h1><input></main></body>", "label"),
        ("<body><main><h1 style='color:#bbb;background:#fff'>Page</h1></main></body>", "color-contrast"),
        (
            "<body><main><h1>Page</h1><div style='width:3000px;height:1px'></div></main></body>",
            "sideways at 320",
        ),
        (f"<body><main><h1>Page</h1>{TINY}{TINY}</main></body>", "target-size"),
    ],
)
def test_a_planted_fault_fails_the_page(page: Page, body: str, fault: str) -> None:
    _planted(page, body)
    with pytest.raises(AssertionError, match=fault):
        check_page(page, "planted")


DIM = "<meta name=color-scheme content='light dark'><style>body{color:#333;background:light-dark(#fff,#222)}</style>"


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        (f"{DIM}<body><main><h1>Page</h1></main></body>", "dark 360: color-contrast"),
        ("<body><main><h1>Page</h1><input></main></body>", "light 1440: label"),
        (
            "<body><main><h1>Page</h1><div style='width:330px;height:1px'></div></main></body>",
            "sideways at 320",
        ),
    ],
)
def test_a_planted_fault_is_seen_by_the_walk(page: Page, body: str, fault: str) -> None:
    _planted(page, body)
    looks: Looks = {"light": (1440,), "dark": (360,)}
    assert any(fault in seen for seen in faults_of(page, "planted", looks=looks))


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ("<body><h1 style='color:red'>Page</h1></body>", "policy: style-src"),
        ("<body><script>1</script></body>", "policy: script-src"),
        ("<body><img src='/static/lost.png' alt=''></body>", "404: "),
    ],
)
def test_a_policy_violation_and_a_lost_file_are_seen(
    page: Page, watch: Watch, body: str, problem: str
) -> None:
    _planted(page, body, {"Content-Security-Policy": "default-src 'none'; img-src 'self'"})
    page.wait_for_load_state("networkidle")
    assert any(problem in seen for seen in watch.problems), watch.problems
    watch.problems.clear()


def test_a_script_error_is_seen(page: Page, watch: Watch) -> None:
    page.goto("/_ui/list/")
    page.evaluate("setTimeout(() => { throw new Error('planted'); })")
    page.wait_for_timeout(100)
    assert any("planted" in seen for seen in watch.problems)
    watch.problems.clear()


def test_a_broken_server_is_seen(page: Page, watch: Watch, live_server: LiveServer) -> None:
    page.route("**/planted/", lambda route: route.fulfill(status=503, body="broken"))
    page.goto("/planted/")
    assert any(seen == f"503: {live_server.url}/planted/" for seen in watch.problems)
    watch.problems.clear()
