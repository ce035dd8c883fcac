"""Clients of the API: one per member of the cast, with a token."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from django.test import Client

from assetry.platform.accounts.operations import create_token
from tests.cast import Cast

BASE = "/api/v1"


@dataclass
class Answer:
    """A response, read."""

    status: int
    data: Any
    headers: Any


@dataclass
class Caller:
    """Sends JSON with one person's token."""

    token: str
    client: Client = field(default_factory=Client)

    def __call__(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        sent = {
            "Authorization": f"Bearer {self.token}",
            **{name.replace("_", "-"): text for name, text in headers.items()},
        }
        content = body if isinstance(body, (str, bytes)) else ("" if body is None else json.dumps(body))
        response = self.client.generic(
            method, f"{BASE}{path}", content, content_type="application/json", headers=sent
        )
        read = b"".join(response)  # a file is sent while it is made
        plain = "json" in response.headers.get("Content-Type", "json")
        data = json.loads(read) if read and plain else read or None
        return Answer(response.status_code, data, response.headers)

    def get(self, path: str, **headers: str) -> Answer:
        return self("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Answer:
        return self("POST", path, body, **headers)

    def patch(self, path: str, body: Any, version: int | str = "*") -> Answer:
        return self("PATCH", path, body, If_Match="*" if version == "*" else f'"{version}"')


@pytest.fixture
def caller(cast: Cast) -> Callable[[str], Caller]:
    """Who calls: `caller("technician")`."""

    @cache
    def make(role: str) -> Caller:
        now = datetime.now(UTC)
        _, text = create_token(
            actor=cast.actor(role), name="test", expires_at=now + timedelta(days=1), at=now
        )
        return Caller(text)

    return make


@pytest.fixture
def admin(caller: Callable[[str], Caller]) -> Caller:
    """The administrator."""
    return caller("administrator")
