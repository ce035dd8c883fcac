"""B11, header injection and open redirects. Django CVE-2026-53878, allauth CVE-2026-27982, GLPI CVE-2023-41888,
Nautobot #5054; a name with CRLF, NUL or direction marks in a download's header."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from assetry.platform.audit.signed import signed
from tests.cast import PASSWORD, Cast
from tests.factories import make_asset
from tests.platform.attachments.files import attach

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\\/evil.example",
    "//\\evil.example",
    "https://evil.example",
    "http://evil.example",
    "HTTPS://evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:///evil.example",
    "https:\\\\evil.example",
    "ht\ttps://evil.example",
    "\thttps://evil.example",
    " https://evil.example",
    "\n//evil.example",
    "%09//evil.example",
    "/%09/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r/evil.example",
    "//evil.example/%2e%2e",
    "//evil.example:80",
    "//user@evil.example",
    "https://testserver@evil.example",
    "https://testserver.evil.example",
    "//testserver.evil.example",
    "javascript:alert(1)",
    "JavaScript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "file:///etc/passwd",
    "ftp://evil.example",
    "///\\evil.example",
    "//evil。example",
    "//ｅvil.example",
    "https://[::1]/",
    "//%65vil.example",
    "\x00//evil.example",
    "mailto:a@evil.example",
]


def test_b11_there_are_forty() -> None:
    assert len(ELSEWHERE) >= 40


def where_to(target: str) -> str:
    """Where signing in with `next=target` leads."""
    answer = Client().post(
        "/accounts/sign-in/", {"login": "technician@example.com", "password": PASSWORD, "next": target}
    )
    assert answer.status_code in {302, 400}, target
    return answer.headers.get("Location", "/")


def is_ours(location: str) -> bool:
    """A path of this host, for every browser: they take a backslash for a slash and skip tabs."""
    parts = urlsplit(re.sub(r"[\t\r\n]", "", location).replace("\\", "/").strip())
    return (parts.scheme, parts.netloc) == ("", "")


def test_b11_signing_in_leads_to_a_path_of_ours(cast: Cast) -> None:
    led = {target: where_to(target) for target in ELSEWHERE}
    assert {target: location for target, location in led.items() if not is_ours(location)} == {}


@pytest.mark.parametrize(
    "location", ["//evil.example", "/\\evil.example", "https:evil.example", "/\t/evil.example"]
)
def test_b11_a_way_out_is_seen(location: str) -> None:
    assert not is_ours(location)


def test_b11_a_path_of_ours_is_kept(cast: Cast) -> None:
    assert where_to("/assets?q=a") == "/assets?q=a"


def test_b11_who_is_signed_in_is_not_led_on_to_the_same_page(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.user("technician"))
    for target in ("#red", "?next=%23red", "sign-in"):
        assert client.get("/accounts/sign-in/", {"next": target}).headers["Location"] == "/"


NAMES = [
    "a\r\nSet-Cookie: evil=1\r\n.pdf",
    "a\nX-Evil: 1.pdf",
    'a"; filename="b.html.pdf',
    "a;filename*=UTF-8''b.html.pdf",
    "a\x1b[2J.pdf",
    "cod\u202efdp.pdf",
    "a\u2028b.pdf",
    "a\x85b.pdf",
    "..\\..\\a.pdf",
    "../../a.pdf",
    "a%0d%0aX-Evil:1.pdf",
    "ä" * 190 + ".pdf",
    "\u200b\u200ba.pdf",
    "a\x00b.pdf",
]


@pytest.mark.parametrize("name", NAMES)
def test_b11_a_file_s_name_stays_inside_its_header(
    cast: Cast, settings: Any, tmp_path: Path, name: str
) -> None:
    settings.FILES_DIR = tmp_path
    with signed("test"):
        asset = make_asset(cast.company)
    client = Client()
    client.force_login(cast.user("technician"))
    made = attach(cast.actor("technician"), asset, name=name)
    answer = client.get(f"/files/asset/{asset.public_id}/{made.public_id}")
    answer.close()
    assert "X-Evil" not in answer.headers
    assert "Set-Cookie" not in answer.headers
    disposition = answer["Content-Disposition"]
    assert disposition.isascii()
    assert disposition.isprintable()
    assert disposition.startswith("attachment; filename")
    assert not set(made.name) & set('/\\"\r\n\x00\x1b\u202e\u2028\x85')
