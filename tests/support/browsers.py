"""A real browser on a real server. A page that complains fails its test, whatever the test looked at.

The fixtures are imported by the conftest.py of all tests: journeys and attacks share one browser per worker.
"""

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect, sync_playwright
from playwright.sync_api import Error as PlaywrightError
from pytest_django.live_server_helper import LiveServer

from assetry.platform.processes import orphans
from tests.journeys.checks import Watch, launch

if TYPE_CHECKING:
    from assetry.platform.accounts.models import User

# Playwright's synchronous interface keeps an event loop in this thread, where tests also use the database.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
MARK = "ASSETRY_TEST_BROWSERS_OF"
CLOSES_WITHIN = 30.0
# Milliseconds until something that a page should show counts as missing, on a machine with other work too.
PATIENCE = 20_000
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """Playwright's driver, one per worker; what it starts bears a mark."""
    os.environ[MARK] = str(os.getpid())
    with sync_playwright() as running:
        yield running


class Browsers:
    """One browser per worker, and another one where Chromium does not close what it was told to.

    Now and then it never answers to the closing of a context, which would hold the whole run.
    """

    def __init__(self, playwright: Playwright) -> None:
        self.playwright = playwright
        self.running = launch(playwright)

    def current(self) -> Browser:
        """The one that runs."""
        if not self.running.is_connected():
            self.running = launch(self.playwright)
        return self.running

    def close(self, what: Browser | BrowserContext) -> None:
        """Close it, hard if it takes too long."""
        patience = threading.Timer(CLOSES_WITHIN, kill_browsers)
        patience.start()
        try:
            what.close()
        except PlaywrightError:
            if not patience.finished.is_set():
                raise
        finally:
            patience.cancel()


def kill_browsers() -> None:
    """Kill every browser of this worker: what waits for it goes on with an error."""
    of_this_worker = set(orphans.with_mark(MARK, str(os.getpid())))
    for process in of_this_worker & set(orphans.with_program("chromium")):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)


@pytest.fixture(scope="session")
def browsers(playwright: Playwright) -> Iterator[Browsers]:
    """This worker's."""
    made = Browsers(playwright)
    yield made
    made.close(made.running)


@pytest.fixture
def browser(browsers: Browsers) -> Browser:
    """The worker's browser; each test has a context of its own."""
    return browsers.current()


@pytest.fixture
def watch() -> Watch:
    """What the pages of this test complained about."""
    return Watch()


@pytest.fixture
def page(browser: Browser, browsers: Browsers, live_server: LiveServer, watch: Watch) -> Iterator[Page]:
    """A watched page; addresses are relative to the server."""
    context = browser.new_context(base_url=live_server.url, viewport={"width": 1440, "height": 900})
    context.set_default_timeout(PATIENCE)
    opened = context.new_page()
    watch.over(opened)
    yield opened
    browsers.close(context)
    assert not watch.problems, "\n".join(watch.problems)


@pytest.fixture
def sign_in(page: Page, live_server: LiveServer) -> "Callable[[User], None]":
    """Sign a user in without the form (the form has a journey of its own)."""
    return lambda user: _sign_in(page, user, live_server.url)


@pytest.fixture
def open_for(
    browser: Browser, browsers: Browsers, live_server: LiveServer, watch: Watch
) -> Iterator[Callable[..., Page]]:
    """A further page in a context of its own: `open_for(user, java_script_enabled=False)`."""
    contexts = []

    def opened(user: "User | None" = None, **options: Any) -> Page:
        shape = {"viewport": {"width": 1440, "height": 900}, **options}
        context = browser.new_context(base_url=live_server.url, **shape)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        further = context.new_page()
        watch.over(further)
        if user is not None:
            _sign_in(further, user, live_server.url)
        return further

    yield opened
    for context in contexts:
        browsers.close(context)
    assert not watch.problems, "\n".join(watch.problems)


def _sign_in(page: Page, user: "User", url: str) -> None:
    client = Client()
    client.force_login(user)
    session = client.session  # as if the password had been typed just now
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session.save()
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": url}])
