"""What the tests of the register's pages share: who asks, what a form holds, an asset that was there long before."""

import html
import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

from django.test import Client

from assetry.domain.assets.models import Asset
from assetry.platform.audit.signed import signed
from tests.cast import Cast
from tests.factories import make_asset, make_location, make_model

# Pages act at the clock's time, so what they act on began well before it, and inside the 90 days of back-dating.
NOW = datetime.now(UTC)
SINCE = NOW - timedelta(days=60)


def client_of(cast: Cast, role: str) -> Client:
    """A signed-in browser."""
    client = Client()
    client.force_login(cast.user(role))
    return client


def laptop(cast: Cast, **values: Any) -> Asset:
    """A Latitude 5450 in a stockroom of the cast's company."""
    with signed("test"):
        model = values.pop("model", None) or make_model("Latitude 5450")
        place = values.pop("location", None) or make_location(cast.company)
        return make_asset(
            cast.company,
            model=model,
            manufacturer=model.manufacturer,
            category=model.category,
            location=place,
            since=SINCE,
            **values,
        )


def text_of(response: Any) -> str:
    """The page as text without tags, white space made plain."""
    bare = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(bare))


class _Fields(HTMLParser):
    """Every named control with the value that a browser would send."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "select":
            self._select = name
        elif tag == "option" and "selected" in given:
            self.values[self._select] = given["value"]
        elif tag == "textarea":
            self._area = name
            self.values[name] = ""
        elif tag == "input" and name and _is_sent(given):
            self.values[name] = given.get("value", "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


def _is_sent(given: dict[str, str]) -> bool:
    return given.get("type") not in {"checkbox", "radio"} or "checked" in given


def fields_of(response: Any) -> dict[str, str]:
    """What the page's forms would send as they stand."""
    parser = _Fields()
    parser.feed(response.content.decode())
    return parser.values
